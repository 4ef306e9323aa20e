//! The posts folder: the one door through which post files are read and written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use galley_core::{ContentHash, PostPath};
use galley_store::FileStat;

use crate::atomic_write;
use crate::content::{self, Look, ReadFile, hash};
use crate::encoding::{self, Decoded};
use crate::error::{Error, Result};
use crate::{scan, trash};

/// The folder that holds a blog's posts, at any depth.
#[derive(Debug, Clone)]
pub struct PostsFolder {
    root: PathBuf,
    trash: PathBuf,
}

impl PostsFolder {
    /// The posts folder at `root`. Writes nothing; only removes temporary files of ours that
    /// a killed process left behind.
    pub fn open(root: &Path) -> Result<Self> {
        let root = root
            .canonicalize()
            .ok()
            .filter(|root| root.is_dir())
            .ok_or_else(|| Error::FolderMissing { path: root.to_path_buf() })?;
        scan::remove_left_overs(&root);
        Ok(Self { trash: root.join(".trash"), root })
    }

    /// The same folder with `trash` for what is removed, instead of `.trash` inside it.
    #[must_use]
    pub fn with_trash(self, trash: PathBuf) -> Self {
        Self { trash, ..self }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the post's file lies on disk.
    pub fn full_path(&self, path: &PostPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// Whether there is something at `path`, a post or not.
    pub fn exists(&self, path: &PostPath) -> bool {
        fs::symlink_metadata(self.full_path(path)).is_ok()
    }

    /// What the post's file holds; `None` if there is no file.
    pub fn read(&self, path: &PostPath) -> Result<Option<ReadFile>> {
        let full = self.locate(path)?;
        match content::read(&full) {
            Ok(read) => Ok(Some(read)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(source) => Err(Error::ReadFile { path: full, source }),
        }
    }

    /// Whether the post's file still looks as it did when it was read.
    pub(crate) fn looks_like(&self, path: &PostPath, stat: &FileStat) -> bool {
        fs::metadata(self.full_path(path)).is_ok_and(|it| Look::of(&it).is_of(stat))
    }

    /// Writes the post's file if it holds what is `expected` (`None`: if it is not there).
    ///
    /// Answers the hash of what it holds now. A file that holds `source` already is not
    /// touched, whatever was expected.
    pub fn write(
        &self,
        path: &PostPath,
        source: &str,
        expected: Option<ContentHash>,
    ) -> Result<ContentHash> {
        let full = self.locate(path)?;
        let new = hash(source.as_bytes());
        let found = self.read(path)?.map(|read| read.hash);
        if found == Some(new) {
            return Ok(new);
        }
        if found != expected {
            return Err(Error::ChangedMeanwhile { path: path.clone() });
        }
        if expected.is_some() {
            atomic_write::write(&full, source.as_bytes())?;
            return Ok(new);
        }
        self.make_folder(path)?;
        match atomic_write::create(&full, source.as_bytes()) {
            Ok(()) => Ok(new),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(Error::ChangedMeanwhile { path: path.clone() })
            }
            Err(source) => Err(Error::write(&full, source)),
        }
    }

    /// Removes the file that [`write`](Self::write) has just made, if it is still as `written`.
    pub(crate) fn take_back(&self, path: &PostPath, written: ContentHash) {
        let is_ours = self.read(path).is_ok_and(|read| read.is_some_and(|it| it.hash == written));
        if is_ours && let Err(error) = fs::remove_file(self.full_path(path)) {
            tracing::warn!(%path, %error, "a file that was not to be could not be removed");
        }
    }

    /// Renames the file; nothing is ever replaced.
    pub fn rename(&self, from: &PostPath, to: &PostPath) -> Result<()> {
        self.locate(from)?;
        self.locate(to)?;
        let (old, new) = (self.full_path(from), self.full_path(to));
        if self.exists(to) && !is_same_file(&old, &new) {
            return Err(Error::FileExists { path: to.clone() });
        }
        self.make_folder(to)?;
        let renamed = fs::rename(&old, &new).and_then(|()| {
            let synced = new.parent().map_or(Ok(()), atomic_write::sync_folder);
            // What may not outlive a power cut must not look done.
            synced.or_else(|error| fs::rename(&new, &old).and(Err(error)))
        });
        renamed.map_err(|source| Error::Rename { from: from.clone(), to: to.clone(), source })
    }

    /// Moves the file to the trash if it holds what is `expected`; a file that is gone is no error.
    pub fn trash(&self, path: &PostPath, expected: ContentHash) -> Result<()> {
        match self.read(path)? {
            None => return Ok(()),
            Some(read) if read.hash != expected => {
                return Err(Error::ChangedMeanwhile { path: path.clone() });
            }
            Some(_) => {}
        }
        trash::trash(&self.full_path(path), &self.trash)
            .map(drop)
            .map_err(|source| Error::Trash { path: path.clone(), source })
    }

    /// The text of a file that is not UTF-8; `None` if its encoding cannot be told without
    /// loss, or if there is no file.
    pub fn decode(&self, path: &PostPath) -> Result<Option<Decoded>> {
        let full = self.locate(path)?;
        match fs::read(&full) {
            Ok(bytes) => Ok(encoding::decode(&bytes)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(source) => Err(Error::ReadFile { path: full, source }),
        }
    }

    /// Replaces a file that is not UTF-8 and holds what is `expected` by `text`; a copy of its
    /// bytes goes to the trash first. Answers the hash of what it holds now.
    pub fn convert(
        &self,
        path: &PostPath,
        expected: ContentHash,
        text: &str,
    ) -> Result<ContentHash> {
        let full = self.locate(path)?;
        trash::copy(&full, &self.trash)
            .map_err(|source| Error::Trash { path: path.clone(), source })?;
        self.write(path, text, Some(expected))
    }

    /// Removes everything in the trash for good.
    pub fn empty_trash(&self) -> Result<()> {
        match fs::remove_dir_all(&self.trash) {
            Err(source) if !is_missing(&source) => {
                Err(Error::EmptyTrash { path: self.trash.clone(), source })
            }
            _ => Ok(()),
        }
    }

    /// The file to read and write for `path`, provided that it is a post's.
    ///
    /// A link to anything but a Markdown file is none: in a blog that came from elsewhere it
    /// would show, and publish, some other file of the author's.
    fn locate(&self, path: &PostPath) -> Result<PathBuf> {
        let full = self.full_path(path);
        let target = match atomic_write::resolve(&full) {
            Ok(target) => target,
            Err(error) if is_missing(&error) => full,
            Err(source) => return Err(Error::ReadFile { path: full, source }),
        };
        let is_post = scan::is_post_name(path.file_name())
            && target.file_name().and_then(|name| name.to_str()).is_some_and(scan::is_post_name);
        if is_post { Ok(target) } else { Err(Error::NotAPost { path: path.clone() }) }
    }

    fn make_folder(&self, path: &PostPath) -> Result<()> {
        if !self.root.is_dir() {
            // An unmounted disk must not be replaced by a folder of the same name.
            return Err(Error::FolderMissing { path: self.root.clone() });
        }
        let folder = self.root.join(path.folder());
        fs::create_dir_all(&folder).map_err(|source| Error::write(&self.full_path(path), source))
    }
}

/// Whether nothing is there: also when what should be a folder on the way is a file.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Where case does not matter, `a.md` and `A.md` are one file, which may be renamed.
fn is_same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests;
