//! The blog that is written to, and where its parts lie.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use galley_engine::{Blog, DataFolder, OpenOptions};

use crate::texts::Lines;

/// A folder with a blog, Galley's own files, and exports: nothing of it is the author's.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    root: PathBuf,
}

impl Place {
    /// What lies, or will lie, in `root`.
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    /// All of it.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The blog.
    pub(crate) fn blog(&self) -> PathBuf {
        self.root.join("blog")
    }

    /// Its posts.
    pub(crate) fn posts(&self) -> PathBuf {
        self.blog().join("posts")
    }

    /// Galley's own files.
    pub(crate) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// The site under test; single posts go beside it.
    pub(crate) fn site(&self) -> PathBuf {
        self.exports().join("site")
    }

    /// Where exports go.
    pub(crate) fn exports(&self) -> PathBuf {
        self.root.join("exports")
    }

    /// Where an export goes that is only looked at.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// The library's database.
    pub(crate) fn library(&self) -> Result<PathBuf> {
        let libraries = self.data().join("libraries");
        let entries = fs::read_dir(&libraries).context("there is no library yet")?;
        let mut databases = entries.filter_map(|entry| Some(entry.ok()?.path()));
        databases
            .find(|path| path.extension().is_some_and(|it| it == "db"))
            .context("there is no library yet")
    }

    /// Opens the blog without watching it, and listens to nothing.
    pub(crate) fn open(&self) -> Result<Blog> {
        let options = OpenOptions::new(DataFolder::new(Some(&self.data())));
        Ok(Blog::open(&self.blog(), &options, |_| {})?)
    }

    /// Makes a blog of so many posts: large and small, with the line endings of two
    /// systems, with a byte order mark, in folders.
    pub(crate) fn make(&self, seed: u64, n_posts: usize) -> Result<()> {
        fs::create_dir_all(self.exports())?;
        Blog::create(&self.blog(), Some("Crash"), Some("Nobody"))?;
        let mut lines = Lines::new(seed, 0);
        for n in 0..n_posts {
            let n_bytes = if n == 6 { 150_000 } else { 200 << (n % 6) };
            let mut text = lines.post(&format!("Post {n}"), n_bytes);
            if n % 4 == 1 {
                text = text.replace('\n', "\r\n");
            }
            if n % 6 == 1 {
                text.insert(0, '\u{feff}');
            }
            let folder = if n % 3 == 2 { "2024/" } else { "" };
            let path = self.posts().join(format!("{folder}post-{n}.md"));
            fs::create_dir_all(path.parent().expect("it is in the posts folder"))?;
            fs::write(path, text)?;
        }
        Ok(())
    }
}
