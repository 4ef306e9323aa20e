//! A blog for one journey, in folders that vanish with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

use crate::deadline::wait_for;

/// A blog folder with the app's data folder and a person's home beside it.
///
/// Windows opened one after the other on the same blog share all three, so that a
/// journey can close the window and come back.
pub struct TestBlog {
    folder: TempDir,
}

impl TestBlog {
    /// A blog without a post.
    pub fn empty() -> Self {
        let folder = TempDir::with_prefix("galley-e2e-").expect("a temporary folder");
        let blog = Self { folder };
        for folder in [blog.path("posts"), blog.data_dir(), blog.home()] {
            fs::create_dir_all(folder).expect("a folder in a temporary folder");
        }
        blog.write("blog.toml", "title = \"Field Notes\"\nlanguage = \"en\"\n");
        blog
    }

    /// A blog with one post; `source` is its whole file.
    pub fn with_post(path: &str, source: &str) -> Self {
        let blog = Self::empty();
        blog.write(path, source);
        blog
    }

    /// A copy of the blog that comes with the project.
    pub fn sample() -> Self {
        let blog = Self::empty();
        let posts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../posts");
        copy_folder(&posts, &blog.path("posts"));
        blog
    }

    /// A folder that is no blog, though it has files.
    pub fn not_a_blog() -> Self {
        let blog = Self::empty();
        fs::remove_dir(blog.path("posts")).expect("an empty folder");
        fs::remove_file(blog.path("blog.toml")).expect("the file written above");
        blog.write("invoice.txt", "Nothing to publish.\n");
        blog
    }

    /// The blog's folder.
    pub fn root(&self) -> PathBuf {
        // As the app sees it, which resolves links: temporary folders can be behind one.
        fs::canonicalize(self.folder.path()).expect("the folder exists").join("field-notes")
    }

    /// A file or folder of the blog.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// A place for exports and other files, beside the blog.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.beside("data")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.beside("home")
    }

    /// Writes a file of the blog, as another program would.
    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(path);
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("a folder in a temporary folder");
        fs::write(path, contents).expect("a file in a temporary folder");
    }

    /// What a file of the blog holds.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Waits until a file of the blog holds the words, and returns all of it.
    pub fn wait_for_text(&self, path: &str, words: &str) -> String {
        wait_for(&format!("{words:?} in the file {path}"), || {
            match fs::read_to_string(self.path(path)) {
                Ok(text) if text.contains(words) => Ok(text),
                Ok(text) => Err(text),
                Err(error) => Err(error.to_string()),
            }
        })
    }

    /// Every file of the blog with its bytes.
    pub fn snapshot(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.root()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder of the blog") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = fs::read(&path).expect("a file of the blog");
                    files.insert(path, bytes);
                }
            }
        }
        files
    }

    /// The files in the posts folder, in the order of their names.
    pub fn posts(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("posts")).expect("the posts folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder in a temporary folder");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy in a temporary folder");
        }
    }
}
