//! What fails leaves the text safe and is named; when the fault ends, all goes on.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use galley_core::Origin;
use galley_store::Store;

use super::test_blog::{TestBlog, path};
use crate::{Error, PostsFolder, reconcile, save};

/// Something of the name of the folder that is needed: rights do not bind root, this does.
#[test]
fn a_file_that_cannot_be_written_is_reported_and_tried_again() {
    let mut blog = TestBlog::with(&[("a.md", "a")]);
    fs::write(blog.folder.root().join("2024"), "in the way").unwrap();
    let blocked = blog.insert_row("2024/b.md", "b");
    blog.write("c.md", "c");
    let done = blog.reconcile();
    assert_eq!(done.failed.len(), 1);
    assert_eq!((done.failed[0].post, done.failed[0].path.as_str()), (Some(blocked), "2024/b.md"));
    assert_eq!(done.added.len(), 1, "the others are done all the same");
    assert_eq!(blog.store.post(blocked).unwrap().source, "b");

    fs::remove_file(blog.folder.root().join("2024")).unwrap();
    blog.reconcile();
    blog.expect_both(&[("2024/b.md", "b"), ("a.md", "a"), ("c.md", "c")]);
    blog.expect_agreed();
}

#[test]
fn a_missing_folder_removes_no_post() {
    let mut blog = TestBlog::with(&[("a.md", "a")]);
    let root = blog.folder.root().to_path_buf();
    let away = blog.dir.path().join("away");
    fs::rename(&root, &away).unwrap();
    let now = blog.now();
    let error = reconcile(&blog.store, &blog.folder, &HashMap::new(), now).err().unwrap();
    assert!(matches!(&error, Error::FolderMissing { path } if *path == root), "{error:?}");
    assert_eq!(blog.rows().len(), 1);

    fs::create_dir(&root).unwrap();
    assert_eq!(blog.reconcile().vanished.len(), 1, "an empty folder in its place");
    fs::remove_dir(&root).unwrap();
    fs::rename(&away, &root).unwrap();
    blog.expect_agreed();
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_not_taken_for_gone() {
    let mut blog = TestBlog::with(&[("x/a.md", "a"), ("b.md", "b"), ("c.md", "c")]);
    // Stands for a folder and a file without the right to read: a circle of links cannot be
    // read by root either.
    blog.delete("b.md");
    std::os::unix::fs::symlink("b.md", blog.file("b.md")).unwrap();
    let done = blog.reconcile();
    assert_eq!((done.removed, done.vanished), (vec![], vec![]));
    assert_eq!(done.problems[0].path, "b.md");
    assert_eq!(blog.rows().len(), 3);
}

/// What was written and not committed, as after a kill between the two, is agreement again.
#[test]
fn a_kill_between_file_and_library_is_made_good() {
    let mut blog = TestBlog::with(&[("a.md", "a"), ("b.md", "b"), ("c.md", "c")]);
    blog.edit_row("a.md", "a, written");
    blog.write("a.md", "a, written");
    blog.store.remove(blog.id("b.md"), Origin::Window).unwrap();
    blog.delete("b.md");
    blog.store.rename(blog.id("c.md"), &path("d.md"), Origin::Window).unwrap();
    fs::rename(blog.file("c.md"), blog.file("d.md")).unwrap();
    let done = blog.reconcile();
    assert!(done.conflicts.is_empty() && done.failed.is_empty(), "{done:?}");
    blog.expect_both(&[("a.md", "a, written"), ("d.md", "c")]);
    blog.expect_agreed();
}

#[test]
fn a_lost_library_comes_back_from_the_files() {
    let blog = TestBlog::with(&[("a.md", "a"), ("x/b.md", "b")]);
    let mut blog = TestBlog { store: Store::in_memory().unwrap(), ..blog };
    assert_eq!(blog.reconcile().added.len(), 2);
    blog.expect_both(&[("a.md", "a"), ("x/b.md", "b")]);
}

/// A small file system in memory, unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None`, with the reason on the terminal, where nothing may be mounted.
    fn mount_at(folder: &Path, size: &str) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let options = format!("size={size},nr_inodes=64");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(folder)
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(folder.to_path_buf())),
            other => {
                let mut terminal = std::io::stderr();
                let reason = format!("skipped: no small disk can be mounted: {other:?}\n");
                std::io::Write::write_all(&mut terminal, reason.as_bytes()).unwrap();
                None
            }
        }
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        let status = Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap();
        assert!(status.success(), "remount with {options}");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a failing test may still hold a file open.
        _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_named_keeps_the_old_file_and_loses_no_text() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount_at(&dir.path().join("posts"), "64k") else { return };
    let folder = PostsFolder::open(&disk.0).unwrap();
    let store = Store::in_memory().unwrap();
    let at = path("a.md");
    let id = crate::create(&store, &folder, &at, "old", Origin::Window, now()).unwrap();

    let long = "a sentence that is too long for the disk ".repeat(5_000);
    let error = save(&store, &folder, id, &long, Origin::Window, now()).unwrap_err();
    assert!(matches!(&error, Error::DiskFull { path, .. } if path.ends_with("a.md")), "{error:?}");
    assert_eq!(fs::read(disk.0.join("a.md")).unwrap(), b"old");
    assert_eq!(store.post(id).unwrap().source, long);
    assert_eq!(fs::read_dir(&disk.0).unwrap().count(), 1, "nothing half-written stays");

    let done = reconcile(&store, &folder, &HashMap::new(), now()).unwrap();
    assert!(matches!(done.failed[0].error, Error::DiskFull { .. }), "{:?}", done.failed);
    disk.remount("size=1m");
    let done = reconcile(&store, &folder, &HashMap::new(), now()).unwrap();
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    assert_eq!(fs::read(disk.0.join("a.md")).unwrap(), long.as_bytes());
}

#[test]
fn a_disk_that_may_not_be_written_is_named_and_the_text_kept() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount_at(&dir.path().join("posts"), "64k") else { return };
    let folder = PostsFolder::open(&disk.0).unwrap();
    let store = Store::in_memory().unwrap();
    let id = crate::create(&store, &folder, &path("a.md"), "old", Origin::Window, now()).unwrap();
    disk.remount("ro");

    let error = save(&store, &folder, id, "new", Origin::Window, now()).unwrap_err();
    assert!(matches!(&error, Error::ReadOnly { path, .. } if path.ends_with("a.md")), "{error:?}");
    assert_eq!(fs::read(disk.0.join("a.md")).unwrap(), b"old");
    assert_eq!(store.post(id).unwrap().source, "new");

    disk.remount("rw");
    reconcile(&store, &folder, &HashMap::new(), now()).unwrap();
    assert_eq!(fs::read(disk.0.join("a.md")).unwrap(), b"new");
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::UNIX_EPOCH
}

/// A blog whose library lies on a disk of its own, which is full after `full`.
struct FullLibrary {
    disk: SmallDisk,
    store: Store,
    folder: PostsFolder,
    _dir: tempfile::TempDir,
}

impl FullLibrary {
    fn make() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let posts = dir.path().join("posts");
        fs::create_dir(&posts).unwrap();
        let disk = SmallDisk::mount_at(&dir.path().join("library"), "4m")?;
        let store = Store::open(&disk.0.join("a.db")).unwrap();
        let folder = PostsFolder::open(&posts).unwrap().with_trash(dir.path().join("trash"));
        Some(Self { disk, store, folder, _dir: dir })
    }

    /// Fills the disk to the last byte.
    fn fill(&self) {
        let mut filler = fs::File::create(self.disk.0.join("filler")).unwrap();
        while std::io::Write::write_all(&mut filler, &[0; 512]).is_ok() {}
    }

    fn files(&self) -> Vec<String> {
        let files = crate::files_below(self.folder.root()).unwrap();
        files.into_iter().map(|(name, _)| name).collect()
    }
}

/// Otherwise the next look at the folder makes a post of it, beside the one of the second try.
#[test]
fn a_post_that_the_library_cannot_take_leaves_no_file() {
    let Some(blog) = FullLibrary::make() else { return };
    blog.fill();
    // Long, so that it does not fit into what the log has left.
    let text = "a sentence that is too long for the disk ".repeat(5_000);
    let made = crate::create(&blog.store, &blog.folder, &path("a.md"), &text, Origin::Cli, now());
    assert!(matches!(made, Err(Error::Store(_))), "{made:?}");
    assert_eq!(blog.files(), [""; 0]);
    assert!(blog.store.rows().unwrap().is_empty());
}

#[test]
fn a_rename_that_the_library_cannot_note_is_undone() {
    let Some(blog) = FullLibrary::make() else { return };
    let text = "a sentence that is too long for the disk ".repeat(5_000);
    let (from, to) = (path("a.md"), path("b/c.md"));
    let id = crate::create(&blog.store, &blog.folder, &from, &text, Origin::Cli, now()).unwrap();
    blog.fill();
    let renamed = crate::rename(&blog.store, &blog.folder, id, &to, Origin::Cli, now());
    assert!(matches!(renamed, Err(Error::Store(_))), "{renamed:?}");
    assert_eq!(blog.files(), ["a.md"]);
    assert_eq!(blog.store.post(id).unwrap().path, from);

    fs::remove_file(blog.disk.0.join("filler")).unwrap();
    crate::rename(&blog.store, &blog.folder, id, &to, Origin::Cli, now()).unwrap();
    assert_eq!(blog.files(), ["b/c.md"]);
}

#[test]
fn a_post_whose_file_cannot_be_trashed_stays_and_can_be_removed_later() {
    let dir = tempfile::tempdir().unwrap();
    let (posts, trash) = (dir.path().join("posts"), dir.path().join("trash"));
    fs::create_dir(&posts).unwrap();
    fs::write(&trash, "in the way").unwrap();
    let folder = PostsFolder::open(&posts).unwrap().with_trash(trash.clone());
    let store = Store::in_memory().unwrap();
    let id = crate::create(&store, &folder, &path("a.md"), "a", Origin::Cli, now()).unwrap();
    let error = crate::remove(&store, &folder, id, Origin::Cli).unwrap_err();
    assert!(matches!(&error, Error::Trash { .. }), "{error:?}");
    assert_eq!(store.post(id).unwrap().source, "a");

    fs::remove_file(&trash).unwrap();
    crate::remove(&store, &folder, id, Origin::Cli).unwrap();
    assert!(store.rows().unwrap().is_empty());
    assert_eq!(fs::read(trash.join("a.md")).unwrap(), b"a");
}
