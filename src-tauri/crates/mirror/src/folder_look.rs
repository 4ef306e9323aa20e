//! How a whole folder looks: whether anything in it changed, told without reading it.

use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::Path;

use galley_core::ContentHash;
use rayon::prelude::*;

use crate::content::Look;

/// What no post, page, asset or theme is ever in, and what may be large.
const LEFT_OUT: [&str; 2] = [".git", "node_modules"];

/// A hash of how everything below `folder` looks, but for what is in the folder `besides`.
///
/// `None` where looks do not tell: what cannot be looked at, a link, which may lead anywhere,
/// and a file so fresh that it may change and look the same.
pub fn look_of_folder(folder: &Path, besides: &Path) -> Option<ContentHash> {
    let mut hasher = blake3::Hasher::new();
    let is_told = add(folder, besides, &mut hasher).unwrap_or(false);
    is_told.then(|| ContentHash::new(*hasher.finalize().as_bytes()))
}

fn add(folder: &Path, besides: &Path, hasher: &mut blake3::Hasher) -> io::Result<bool> {
    let entries = fs::read_dir(folder)?.map(|entry| {
        let entry = entry?;
        Ok((entry.file_name(), entry.file_type()?))
    });
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    // Most of the files of a blog are in one folder.
    let look = |(name, kind): &(OsString, FileType)| {
        kind.is_file().then(|| fs::symlink_metadata(folder.join(name)))
    };
    let looks: Vec<_> = entries.par_iter().map(look).collect();
    for ((name, kind), look) in entries.into_iter().zip(looks) {
        if let Some(look) = look {
            let look = Look::of(&look?);
            if !look.is_settled() {
                return Ok(false);
            }
            add_name(name.as_encoded_bytes(), b'\0', hasher);
            hasher.update(&look.to_bytes());
        } else if kind.is_dir() {
            let path = folder.join(&name);
            if !LEFT_OUT.iter().any(|left_out| name == *left_out) && path != besides {
                add_name(name.as_encoded_bytes(), b'/', hasher);
                if !add(&path, besides, hasher)? {
                    return Ok(false);
                }
                // Where the folder ends: what follows is beside it and not in it.
                add_name(b"", b'/', hasher);
            }
        } else {
            return Ok(false);
        }
    }
    Ok(true)
}

/// No name holds either sign.
fn add_name(name: &[u8], sign: u8, hasher: &mut blake3::Hasher) {
    hasher.update(name).update(&[sign]);
}

#[cfg(test)]
mod tests {
    use std::fs::FileTimes;
    use std::time::{Duration, SystemTime};

    use super::*;

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The look, once the clock of the file system has gone on.
    fn look(folder: &Path) -> ContentHash {
        let begun = std::time::Instant::now();
        loop {
            if let Some(look) = look_of_folder(folder, &folder.join("site")) {
                return look;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it never settles");
            std::thread::yield_now();
        }
    }

    #[test]
    fn what_changes_in_a_folder_shows() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        write(folder, "posts/a.md", "a");
        write(folder, "posts/x/b.md", "b");
        let mut looks = vec![look(folder)];
        let mut expect_new = |what: &str| {
            let now = look(folder);
            assert!(!looks.contains(&now), "{what}");
            looks.push(now);
        };
        write(folder, "posts/a.md", "A");
        expect_new("another text of the same length");
        write(folder, "posts/.hidden", "");
        expect_new("a hidden file");
        fs::rename(folder.join("posts/x/b.md"), folder.join("posts/b.md")).unwrap();
        expect_new("a file moved out of a folder");
        fs::remove_file(folder.join("posts/b.md")).unwrap();
        expect_new("a file removed");
        let file = fs::File::options().write(true).open(folder.join("posts/a.md")).unwrap();
        let yesterday = SystemTime::now() - Duration::from_hours(24);
        file.set_times(FileTimes::new().set_modified(yesterday)).unwrap();
        expect_new("a file that says that it is older");
    }

    #[test]
    fn what_is_beside_it_does_not_show() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        write(folder, "posts/a.md", "a");
        let before = look(folder);
        write(folder, "site/index.html", "x");
        write(folder, ".git/HEAD", "x");
        write(folder, "themes/own/node_modules/x.js", "x");
        fs::remove_dir_all(folder.join("themes")).unwrap();
        assert_eq!(look(folder), before);
    }

    #[test]
    fn looks_tell_nothing_of_a_link_and_of_what_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert_eq!(look_of_folder(&folder.join("gone"), folder), None);
        write(folder, "posts/a.md", "a");
        look(folder);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("a.md", folder.join("posts/b.md")).unwrap();
            assert_eq!(look_of_folder(folder, folder), None);
        }
    }

    #[test]
    fn looks_tell_nothing_of_a_file_that_was_just_written() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", "a");
        // On a machine that stops here for so long it settles.
        let begun = std::time::Instant::now();
        let look = look_of_folder(folder.path(), folder.path());
        assert!(look.is_none() || begun.elapsed() > Duration::from_millis(20));
    }
}
