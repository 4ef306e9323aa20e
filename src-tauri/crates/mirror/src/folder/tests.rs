use tempfile::{TempDir, tempdir};

use super::*;
use crate::content::Content;

fn folder() -> (TempDir, PostsFolder) {
    let dir = tempdir().unwrap();
    let folder = PostsFolder::open(dir.path()).unwrap();
    (dir, folder)
}

fn path(path: &str) -> PostPath {
    PostPath::parse(path).unwrap()
}

#[test]
fn a_text_is_read_back_byte_for_byte() {
    let (dir, folder) = folder();
    let text = "\u{feff}---\r\ntitle: a\r\n---\r\n\r\nÜber 日本\r\nno final line end";
    let written = folder.write(&path("2024/deep/a.md"), text, None).unwrap();
    assert_eq!(fs::read(dir.path().join("2024/deep/a.md")).unwrap(), text.as_bytes());
    let read = folder.read(&path("2024/deep/a.md")).unwrap().unwrap();
    assert_eq!((read.hash, read.content), (written, Content::Text(text.to_owned())));
    assert_eq!(folder.read(&path("none.md")).unwrap(), None);
    assert_eq!(folder.read(&path("2024/deep/a.md/b.md")).unwrap(), None, "below a file is nothing");
}

#[test]
fn a_file_that_is_not_what_was_seen_is_not_replaced() {
    let (dir, folder) = folder();
    let file = dir.path().join("a.md");
    let seen = folder.write(&path("a.md"), "seen", None).unwrap();
    fs::write(&file, "from outside").unwrap();
    for expected in [Some(seen), None] {
        let error = folder.write(&path("a.md"), "mine", expected).unwrap_err();
        assert!(matches!(&error, Error::ChangedMeanwhile { path } if path.as_str() == "a.md"));
    }
    fs::remove_file(&file).unwrap();
    let error = folder.write(&path("a.md"), "mine", Some(seen)).unwrap_err();
    assert!(matches!(error, Error::ChangedMeanwhile { .. }), "gone is changed too");
    assert!(!file.exists());
}

#[cfg(unix)]
#[test]
fn a_file_that_says_it_already_is_not_touched() {
    use std::os::unix::fs::MetadataExt;
    let (dir, folder) = folder();
    folder.write(&path("a.md"), "same", None).unwrap();
    let before = fs::metadata(dir.path().join("a.md")).unwrap();
    folder.write(&path("a.md"), "same", Some(hash(b"whatever"))).unwrap();
    let after = fs::metadata(dir.path().join("a.md")).unwrap();
    assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()));
}

#[test]
fn a_rename_never_replaces() {
    let (dir, folder) = folder();
    folder.write(&path("a.md"), "a", None).unwrap();
    folder.write(&path("b.md"), "b", None).unwrap();
    let error = folder.rename(&path("a.md"), &path("b.md")).unwrap_err();
    assert!(matches!(&error, Error::FileExists { path } if path.as_str() == "b.md"), "{error:?}");
    folder.rename(&path("a.md"), &path("new/c.md")).unwrap();
    assert_eq!(fs::read(dir.path().join("new/c.md")).unwrap(), b"a");
    assert_eq!(fs::read(dir.path().join("b.md")).unwrap(), b"b");
    let error = folder.rename(&path("a.md"), &path("d.md")).unwrap_err();
    assert_eq!(error.to_string(), "could not rename `a.md` to `d.md`");
}

#[test]
fn the_trash_takes_only_what_was_seen() {
    let (dir, folder) = folder();
    let trash = tempdir().unwrap();
    let folder = folder.with_trash(trash.path().join("bin"));
    let seen = folder.write(&path("x/a.md"), "a", None).unwrap();
    let error = folder.trash(&path("x/a.md"), hash(b"other")).unwrap_err();
    assert!(matches!(error, Error::ChangedMeanwhile { .. }), "{error:?}");
    folder.trash(&path("x/a.md"), seen).unwrap();
    folder.trash(&path("x/a.md"), seen).unwrap();
    assert!(!dir.path().join("x/a.md").exists());
    assert_eq!(fs::read(trash.path().join("bin/a.md")).unwrap(), b"a");
}

#[test]
fn only_posts_are_written() {
    let (dir, folder) = folder();
    for name in ["blog.toml", ".hidden.md", "a", "x/.git"] {
        let error = folder.write(&path(name), "x", None).unwrap_err();
        assert!(matches!(error, Error::NotAPost { .. }), "{name}: {error:?}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_link_to_another_kind_of_file_is_neither_read_nor_written() {
    let (dir, folder) = folder();
    let outside = tempdir().unwrap();
    let secret = outside.path().join("id_ed25519");
    fs::write(&secret, "secret").unwrap();
    std::os::unix::fs::symlink(&secret, dir.path().join("a.md")).unwrap();
    assert!(matches!(folder.read(&path("a.md")), Err(Error::NotAPost { .. })));
    let error = folder.write(&path("a.md"), "x", Some(hash(b"secret"))).unwrap_err();
    assert!(matches!(error, Error::NotAPost { .. }), "{error:?}");
    assert_eq!(fs::read(&secret).unwrap(), b"secret");
}

#[test]
fn a_folder_that_went_is_not_made_again() {
    let (dir, folder) = folder();
    fs::remove_dir(dir.path()).unwrap();
    let error = folder.write(&path("a.md"), "x", None).unwrap_err();
    assert!(matches!(error, Error::FolderMissing { .. }), "{error:?}");
    assert!(!dir.path().exists());
    assert!(matches!(PostsFolder::open(dir.path()), Err(Error::FolderMissing { .. })));
}

#[test]
fn a_file_where_a_folder_is_needed_is_said_so() {
    // Stands for a folder that may not be written: rights do not bind root.
    let (dir, folder) = folder();
    fs::write(dir.path().join("2024"), "in the way").unwrap();
    let error = folder.write(&path("2024/a.md"), "x", None).unwrap_err();
    assert!(
        matches!(&error, Error::WriteFile { path, .. } if path.ends_with("2024/a.md")),
        "{error:?}"
    );
    assert_eq!(fs::read(dir.path().join("2024")).unwrap(), b"in the way");
}

#[test]
fn errors_of_the_system_are_told_apart_by_what_the_author_can_do() {
    let of = |kind: io::ErrorKind| Error::write(Path::new("a.md"), kind.into());
    assert!(matches!(of(io::ErrorKind::StorageFull), Error::DiskFull { .. }));
    assert!(matches!(of(io::ErrorKind::QuotaExceeded), Error::DiskFull { .. }));
    assert!(matches!(of(io::ErrorKind::ReadOnlyFilesystem), Error::ReadOnly { .. }));
    assert!(matches!(of(io::ErrorKind::PermissionDenied), Error::ReadOnly { .. }));
    assert!(matches!(of(io::ErrorKind::Other), Error::WriteFile { .. }));
}
