//! A posts folder and a library to play with: given, do, expect.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use galley_core::{Origin, Post, PostId, PostPath};
use galley_store::Store;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::{OpenText, PostsFolder, Reconciled, hash, reconcile};

pub(super) struct TestBlog {
    pub(super) dir: TempDir,
    pub(super) store: Store,
    pub(super) folder: PostsFolder,
    pub(super) open: HashMap<PostId, OpenText>,
    pub(super) clock: i64,
}

pub(super) fn path(path: &str) -> PostPath {
    PostPath::parse(path).unwrap()
}

impl TestBlog {
    /// A blog whose files and rows agree on these texts.
    pub(super) fn with(files: &[(&str, &str)]) -> Self {
        Self::in_dir(tempfile::tempdir().unwrap(), files)
    }

    /// The same in memory where the system has such a place: without a disk to wait for, many
    /// more histories can be tried.
    pub(super) fn in_memory_with(files: &[(&str, &str)]) -> Self {
        let memory = Path::new("/dev/shm");
        let dir = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self::in_dir(dir.unwrap(), files)
    }

    fn in_dir(dir: TempDir, files: &[(&str, &str)]) -> Self {
        fs::create_dir(dir.path().join("posts")).unwrap();
        let folder = PostsFolder::open(&dir.path().join("posts"))
            .unwrap()
            .with_trash(dir.path().join("trash"));
        let store = Store::in_memory().unwrap();
        let mut blog = Self { dir, store, folder, open: HashMap::new(), clock: 0 };
        for (at, text) in files {
            blog.write(at, text);
        }
        blog.reconcile();
        blog
    }

    pub(super) fn now(&mut self) -> Timestamp {
        self.clock += 1;
        Timestamp::from_second(self.clock).unwrap()
    }

    pub(super) fn file(&self, at: &str) -> PathBuf {
        self.folder.full_path(&path(at))
    }

    /// Another program writes a file.
    pub(super) fn write(&self, at: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.file(at).parent().unwrap()).unwrap();
        fs::write(self.file(at), text).unwrap();
    }

    /// Another program removes a file.
    pub(super) fn delete(&self, at: &str) {
        fs::remove_file(self.file(at)).unwrap();
    }

    pub(super) fn id(&self, at: &str) -> PostId {
        self.store.post_by_path(&path(at)).unwrap().expect("there is such a post").id
    }

    /// The library's text changes, as by the command line in another process.
    pub(super) fn edit_row(&mut self, at: &str, text: &str) {
        let now = self.now();
        let post = Post::from_source(&path(at), text);
        let hash = hash(text.as_bytes());
        self.store.update(self.id(at), &post, text, hash, Origin::Cli, now).unwrap();
    }

    pub(super) fn insert_row(&mut self, at: &str, text: &str) -> PostId {
        let now = self.now();
        let post = Post::from_source(&path(at), text);
        self.store.insert(&post, text, hash(text.as_bytes()), Origin::Cli, now).unwrap()
    }

    pub(super) fn open(&mut self, at: &str, text: &str) {
        self.open.insert(self.id(at), OpenText::new(text.to_owned()));
    }

    pub(super) fn reconcile(&mut self) -> Reconciled {
        let now = self.now();
        reconcile(&self.store, &self.folder, &self.open, now).unwrap()
    }

    /// What the library says, by path.
    pub(super) fn rows(&self) -> Vec<(String, String)> {
        let rows = self.store.rows().unwrap();
        rows.iter()
            .map(|row| (row.path.to_string(), self.store.post(row.id).unwrap().source))
            .collect()
    }

    /// What the folder says, by path; bytes that are no text in their readable form.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let scan = self.folder.scan().unwrap();
        scan.files
            .iter()
            .map(|file| {
                let bytes = fs::read(self.folder.full_path(&file.path)).unwrap();
                (file.path.to_string(), String::from_utf8_lossy(&bytes).into_owned())
            })
            .collect()
    }

    pub(super) fn former_texts(&self, post: PostId) -> Vec<String> {
        let revisions = self.store.revisions(post).unwrap();
        revisions.iter().map(|it| self.store.revision(it.id).unwrap().source).collect()
    }

    #[track_caller]
    pub(super) fn expect_both(&self, expected: &[(&str, &str)]) {
        let expected: Vec<(String, String)> =
            expected.iter().map(|(at, text)| ((*at).to_owned(), (*text).to_owned())).collect();
        assert_eq!(self.files(), expected, "what the files say");
        assert_eq!(self.rows(), expected, "what the library says");
    }

    #[track_caller]
    pub(super) fn expect_agreed(&mut self) {
        let again = self.reconcile();
        let done = [&again.changed, &again.added, &again.removed, &again.moved, &again.conflicts];
        assert!(done.iter().all(|posts| posts.is_empty()), "there was more to do: {again:?}");
        assert!(again.failed.is_empty(), "{:?}", again.failed);
        assert_eq!(self.files(), self.rows());
    }
}
