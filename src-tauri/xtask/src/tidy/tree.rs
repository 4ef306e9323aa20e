//! The project's texts, read once for all rules.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What tools make or fetch; never ours.
const NOT_OURS: &[&str] =
    &[".git", "artifacts", "corpus", "dist", "dist-fake", "gen", "node_modules", "target"];

/// Locks are written by the package managers in their own form.
const LOCKS: &[&str] = &["Cargo.lock", "package-lock.json"];

/// Text files by their path from the root, with `/` between the parts.
#[derive(Default)]
pub(super) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads every file of the project that is text.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        Ok(tree)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if NOT_OURS.contains(&name.as_str()) || LOCKS.contains(&name.as_str()) {
                continue;
            }
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).with_context(|| path.clone())?;
                // Pictures and fonts are no texts: they hold a NUL or are not UTF-8.
                if let Ok(text) = String::from_utf8(bytes)
                    && !text.contains('\0')
                {
                    self.files.insert(path, text);
                }
            }
        }
        Ok(())
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether a file, or a folder with a text in it, has this path.
    pub(super) fn holds(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.contains_key(path) || self.files.keys().any(|file| file.starts_with(&folder))
    }

    /// All files and their texts.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files that the project's people wrote as program or document: authors'
    /// texts are neither, and are kept as they are to the byte.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files()
            .filter(|(path, _)| !path.starts_with("posts/") && !path.starts_with("tests/fixtures/"))
    }

    /// The sources in Rust.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources().filter(|(path, _)| has_extension(path, &["rs"]))
    }
}

/// A tree for a test, without a disk.
impl<const N: usize> From<[(&str, &str); N]> for Tree {
    fn from(files: [(&str, &str); N]) -> Self {
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Self { files: files.into() }
    }
}

/// Whether the path ends in one of the extensions.
pub(super) fn has_extension(path: &str, extensions: &[&str]) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extensions.iter().any(|known| extension == *known))
}
