//! One post as one file: HTML that needs nothing else, or what a shell makes of that page.

use std::fs;
use std::path::{Path, PathBuf};

use galley_core::PostId;
use galley_site::SitePictures;
use galley_store::Store;

use super::count;
use crate::blog::{Blog, State};
use crate::error::Error;
use crate::wire;

/// The setting that names the folder of the file that is being exported.
const EXPORTING_TO: &str = "exportingTo";
/// How wide a picture in a single file is at most.
const WIDEST_IN_ONE_FILE: u32 = 1440;

impl Blog {
    /// Writes a post as one HTML file that needs nothing else, in place of whatever is there.
    pub fn post_export(&self, post: u32, file: &Path) -> Result<wire::Exported, Error> {
        self.post_export_as(post, file, true, |html| Ok(html.into_bytes()))
    }

    /// Writes what `make` makes of that HTML. A file that is there already is replaced only if
    /// `replace` says so.
    pub fn post_export_as(
        &self,
        post: u32,
        file: &Path,
        replace: bool,
        make: impl FnOnce(String) -> Result<Vec<u8>, Error>,
    ) -> Result<wire::Exported, Error> {
        if !replace && fs::symlink_metadata(file).is_ok() {
            return Err(Error::FileExists { file: file.to_owned() });
        }
        // Outside of the loop, which has to be free to journal.
        let bytes = make(self.post_page(post)?)?;
        {
            let file = file.to_owned();
            self.ask(move |state| {
                unless_it_fails(note_begun(&state.store, &file));
                Ok(())
            })?;
        }
        let written = galley_mirror::atomic_write::write(file, &bytes);
        self.ask(|state| {
            unless_it_fails(note_ended(&state.store));
            Ok(())
        })?;
        written?;
        Ok(wire::Exported {
            path: file.to_string_lossy().into_owned(),
            n_files: 1,
            n_written: 1,
            n_new: 0,
            n_changed: 1,
            n_unchanged: 0,
            n_removed: 0,
            n_bytes: f64::from(count(bytes.len())),
            problems: Vec::new(),
        })
    }

    /// A post as one page that needs nothing else. What is open is saved first.
    pub fn post_page(&self, post: u32) -> Result<String, Error> {
        self.ask(move |state| state.render_single(PostId::new(post)))
    }
}

impl State {
    fn render_single(&mut self, id: PostId) -> Result<String, Error> {
        if self.open.get(id).is_some() {
            self.try_save(id)?;
        }
        let path = self.path_of(id)?;
        let posts = self.rendered_posts(self.config.raw_html, |post, _| post.path == path)?;
        let post = posts.iter().find(|post| post.path == path).cloned();
        let post = post.ok_or_else(|| Error::NoSuchPost { name: path.to_string() })?;
        let mut blog = self.site_blog(posts)?;
        blog.pictures = self.pictures.of_post(&post)?;
        let mut read = |name: &str| {
            let file = self.posts_folder.asset(&path, name)?;
            fs::read(for_one_file(&file, &blog.pictures)).ok()
        };
        Ok(galley_site::single_file(&blog, &post, &self.theme, &mut read)?)
    }
}

/// What stands for a picture in a page that carries its pictures with it: wide enough for a
/// column of text on a fine screen, and a fraction of what a camera makes.
fn for_one_file<'p>(file: &'p Path, pictures: &'p SitePictures) -> &'p Path {
    let Some(picture) = pictures.get(file) else { return file };
    let fitting = picture.sizes.iter().rev().find(|(width, _)| *width <= WIDEST_IN_ONE_FILE);
    fitting.map_or(&picture.file, |(_, file)| file)
}

/// Remembers where a file is being written: should that be interrupted, the next start removes
/// what was left there.
pub(super) fn note_begun(store: &Store, file: &Path) -> galley_store::Result<()> {
    let folder = std::path::absolute(file).ok().and_then(|file| file.parent().map(Path::to_owned));
    // A folder whose name is no text cannot be remembered, and is exported to all the same.
    let json = folder.and_then(|folder| serde_json::to_string(&folder).ok());
    json.map_or(Ok(()), |json| store.set_setting(EXPORTING_TO, &json))
}

/// The note is for tidiness: no export fails for want of it.
fn unless_it_fails(noted: galley_store::Result<()>) {
    if let Err(error) = noted {
        tracing::warn!(%error, "where a post is exported to is not remembered");
    }
}

fn note_ended(store: &Store) -> galley_store::Result<()> {
    store.set_setting(EXPORTING_TO, "null")
}

/// Removes what an interrupted export left in a folder that Galley does not look at otherwise.
pub(crate) fn clear_interrupted(store: &Store) -> galley_store::Result<()> {
    let folder = store.setting(EXPORTING_TO)?;
    let folder: Option<PathBuf> =
        folder.and_then(|json| serde_json::from_str(&json).ok()).flatten();
    if let Some(folder) = folder {
        galley_mirror::atomic_write::remove_left_overs(&folder);
        note_ended(store)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use crate::{Blog, DataFolder, Error, ErrorCode, OpenOptions};

    /// A blog with one post, and a folder beside it.
    fn desk() -> (tempfile::TempDir, Blog, u32, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let (folder, desk) = (root.path().join("blog"), root.path().join("desk"));
        fs::create_dir_all(folder.join("posts")).unwrap();
        fs::create_dir(&desk).unwrap();
        fs::write(folder.join("posts/a.md"), "# A\n\nWords.\n").unwrap();
        let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
        let blog = Blog::open(&folder, &options, |_| {}).unwrap();
        let post = blog.post_id("a").unwrap();
        (root, blog, post, desk)
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_if_that_was_said() {
        let (_root, blog, post, desk) = desk();
        let file = desk.join("a.pdf");
        fs::write(&file, "mine").unwrap();

        let error = blog.post_export_as(post, &file, false, |_| unreachable!("it is asked first"));
        let error = error.unwrap_err();
        assert_eq!(error.code(), ErrorCode::AlreadyExists);
        assert!(error.to_string().contains("a.pdf"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");

        let made = |html: String| {
            assert!(html.contains("Words."), "{html}");
            Ok(b"made of it".to_vec())
        };
        let exported = blog.post_export_as(post, &file, true, made).unwrap();
        assert_eq!((exported.n_files, exported.path), (1, file.to_string_lossy().into_owned()));
        assert_eq!(fs::read_to_string(&file).unwrap(), "made of it");
    }

    #[test]
    fn what_cannot_be_made_or_written_leaves_nothing_behind() {
        let (_root, blog, post, desk) = desk();
        let file = desk.join("a.pdf");
        fs::write(&file, "mine").unwrap();
        let source = || Box::new(std::io::Error::other("no paper"));
        let fail = |_| Err(Error::Print { what: "the PDF".to_owned(), source: source() });
        let error = blog.post_export_as(post, &file, true, fail).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Internal);
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        assert_eq!(fs::read_dir(&desk).unwrap().count(), 1);

        let gone = desk.join("gone/a.pdf");
        let error = blog.post_export_as(post, &gone, false, |_| Ok(Vec::new())).unwrap_err();
        assert!(error.to_string().contains("a.pdf"), "{error}");
        assert_eq!(fs::read_dir(&desk).unwrap().count(), 1);
    }
}
