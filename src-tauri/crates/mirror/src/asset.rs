//! Files beside the posts: found by the name a post calls them by.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use galley_core::PostPath;

use crate::error::{Error, Result};
use crate::folder::PostsFolder;
use crate::scan;

impl PostsFolder {
    /// The file that the post at `path` calls `name`, relative to its own folder.
    ///
    /// `None` if there is no such file, if it is a post, or if it lies outside the
    /// posts folder, also by way of a link: a blog that came from elsewhere must not
    /// show or publish other files of the author's.
    pub fn asset(&self, path: &PostPath, name: &str) -> Option<PathBuf> {
        if name.is_empty() || name.contains(['\0', '\\', ':']) || name.starts_with('/') {
            return None;
        }
        let file = self.root().join(path.folder()).join(name).canonicalize().ok()?;
        let is_hidden = |part: &str| part.starts_with('.');
        let inside = file.strip_prefix(self.root()).ok()?;
        let shown = inside.iter().all(|part| part.to_str().is_some_and(|part| !is_hidden(part)));
        let is_post = file.file_name()?.to_str().is_some_and(scan::is_post_name);
        (shown && !is_post && file.is_file()).then_some(file)
    }
}

/// All files below `folder`, with their paths in it separated by `/`, sorted; none if
/// it is not there. Hidden ones and links are left out.
pub fn files_below(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)
        .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
        .map_err(|source| Error::ReadFile { path: folder.to_path_buf(), source })?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        // The entry's own type: a link is neither folder nor file.
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else if kind.is_file() {
            files.push((format!("{prefix}{name}"), entry.path()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        folder
    }

    #[test]
    fn a_post_names_the_files_beside_it_and_no_others() {
        let blog = folder(&[
            "secret.png",
            "posts/a.md",
            "posts/a.png",
            "posts/sub/b.md",
            "posts/sub/deep/b c.png",
            "posts/.trash/x.png",
        ]);
        std::os::unix::fs::symlink(
            blog.path().join("secret.png"),
            blog.path().join("posts/link.png"),
        )
        .unwrap();
        let posts = PostsFolder::open(&blog.path().join("posts")).unwrap();
        let find = |post: &str, name: &str| {
            let file = posts.asset(&PostPath::parse(post).unwrap(), name)?;
            Some(file.strip_prefix(posts.root()).unwrap().to_str().unwrap().to_owned())
        };
        assert_eq!(find("a.md", "a.png").as_deref(), Some("a.png"));
        assert_eq!(find("a.md", "./sub/deep/b c.png").as_deref(), Some("sub/deep/b c.png"));
        assert_eq!(find("sub/b.md", "deep/b c.png").as_deref(), Some("sub/deep/b c.png"));
        assert_eq!(find("sub/b.md", "../a.png").as_deref(), Some("a.png"));
        let outside = blog.path().join("secret.png");
        for name in ["../secret.png", outside.to_str().unwrap(), "link.png", ".trash/x.png", ""] {
            assert_eq!(find("a.md", name), None, "{name}");
        }
        for name in ["sub", "sub/b.md", "missing.png", "https://example.org/a.png", "a\0.png"] {
            assert_eq!(find("a.md", name), None, "{name}");
        }
    }

    #[test]
    fn shared_files_are_listed_at_any_depth_in_order() {
        let assets = folder(&["z.png", "a/b.png", ".hidden", "a/.hidden/c.png"]);
        std::os::unix::fs::symlink("/", assets.path().join("a/root")).unwrap();
        let names: Vec<_> =
            files_below(assets.path()).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a/b.png", "z.png"]);
        assert_eq!(files_below(&assets.path().join("missing")).unwrap(), []);
    }
}
