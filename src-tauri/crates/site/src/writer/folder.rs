//! The output folder, in which nothing leads elsewhere.
//!
//! Every folder on the way to a file is opened by its own name, from the folder it is
//! in, and never through a link. What was opened stays what it is: somebody who puts a
//! link in its place meanwhile diverts nothing.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use cap_fs_ext::{DirExt as _, FollowSymlinks, OpenOptionsFollowExt as _};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, OpenOptions};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The output folder.
#[derive(Debug)]
pub(super) struct Folder {
    root: Dir,
    looker: Looker,
    is_new: bool,
}

/// The output folder, to be looked at and read. Where a link on the way leads, it looks.
#[derive(Debug)]
pub(crate) struct Looker {
    path: PathBuf,
    /// A site of thousands of files is looked at file by file: from the folder on, the way to
    /// each is short.
    #[cfg(unix)]
    root: fs::File,
}

impl Looker {
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            root: fs::File::open(path)?,
            path: path.to_owned(),
        })
    }

    /// Where `path` is.
    pub(super) fn full(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// What is at `path` looks like, be it a link.
    #[cfg(unix)]
    pub(crate) fn look(&self, path: &str) -> io::Result<Look> {
        use rustix::fs::{AtFlags, statat};

        let stat = statat(&self.root, path, AtFlags::SYMLINK_NOFOLLOW)?;
        let nanoseconds = |seconds: i64, rest| {
            seconds.saturating_mul(1_000_000_000).saturating_add_unsigned(rest)
        };
        Ok(Look {
            n_bytes: stat.st_size.try_into().unwrap_or_default(),
            modified_ns: nanoseconds(stat.st_mtime, stat.st_mtime_nsec),
            changed_ns: nanoseconds(stat.st_ctime, stat.st_ctime_nsec),
            inode: stat.st_ino,
        })
    }

    /// What is at `path` looks like, be it a link.
    #[cfg(not(unix))]
    pub(crate) fn look(&self, path: &str) -> io::Result<Look> {
        let metadata = Metadata::from_just_metadata(fs::symlink_metadata(self.full(path))?);
        Ok(Look::of(&metadata))
    }
}

/// The way to a folder.
pub(super) enum Way {
    Open(Dir),
    /// The first folder that is missing ends at this byte of the path.
    Ends(usize),
}

/// What tells a changed file from an unchanged one without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Look {
    n_bytes: u64,
    modified_ns: i64,
    changed_ns: i64,
    inode: u64,
}

impl Folder {
    /// Opens the folder, and makes it if it is not there. The author may well have chosen
    /// a link to a folder, and that one link is followed.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let is_new = !path.exists();
        fs::create_dir_all(path).map_err(|source| match source.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                Error::NotAFolder { path: path.to_owned() }
            }
            _ => Error::WriteFile { path: path.to_owned(), source },
        })?;
        let read_error = |source| Error::ReadFile { path: path.to_owned(), source };
        let real = path.canonicalize().map_err(read_error)?;
        let root = Dir::open_ambient_dir(&real, ambient_authority()).map_err(read_error)?;
        let looker = Looker::at(&real).map_err(read_error)?;
        Ok(Self { root, looker, is_new })
    }

    /// Removes the folder if it was made here and is still empty.
    pub(super) fn unmake(&self) {
        if self.is_new {
            // Fails if something is in it, and then it stays.
            fs::remove_dir(&self.looker.path).ok();
        }
    }

    /// The folder itself.
    pub(super) fn root(&self) -> &Dir {
        &self.root
    }

    /// Where `path` is, for people.
    pub(super) fn full(&self, path: &str) -> PathBuf {
        self.looker.full(path)
    }

    /// The folder, only to be looked at.
    pub(super) fn looker(&self) -> &Looker {
        &self.looker
    }

    /// The names in the folder.
    pub(super) fn names(&self) -> Result<Vec<std::ffi::OsString>> {
        let names = self.root.entries().and_then(|entries| {
            entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()
        });
        names.map_err(|source| self.read_error("", source))
    }

    /// The folder that the file at `path` is in; none if it is not there.
    pub(super) fn of(&self, path: &str) -> Result<Option<Dir>> {
        Ok(match self.way_to(path)? {
            Way::Open(folder) => Some(folder),
            Way::Ends(_) => None,
        })
    }

    /// The way to the folder that the file at `path` is in.
    pub(super) fn way_to(&self, path: &str) -> Result<Way> {
        self.walk(path, |_, _| Ok(false))
    }

    /// The folder that the file at `path` is in, made if it is not there.
    pub(super) fn made_for(&self, path: &str) -> Result<Dir> {
        let made = self.walk(path, |folder, name| match folder.create_dir(name) {
            // Another file of the folder came first.
            Err(source) if source.kind() != ErrorKind::AlreadyExists => Err(source),
            _ => Ok(true),
        })?;
        match made {
            Way::Open(folder) => Ok(folder),
            Way::Ends(_) => Err(self.write_error(path, ErrorKind::NotFound.into())),
        }
    }

    /// Walks to the folder of `path`. `make` may make a folder that is missing, and says
    /// whether it did.
    fn walk(&self, path: &str, make: impl Fn(&Dir, &str) -> io::Result<bool>) -> Result<Way> {
        let mut at: Option<Dir> = None;
        let mut from = 0;
        for (end, _) in path.match_indices('/') {
            let (here, name) = (at.as_ref().unwrap_or(&self.root), &path[from..end]);
            let next = match here.open_dir_nofollow(name) {
                Err(source) if source.kind() == ErrorKind::NotFound => {
                    let shown = &path[..end];
                    if !make(here, name).map_err(|source| self.write_error(shown, source))? {
                        return Ok(Way::Ends(end));
                    }
                    here.open_dir_nofollow(name)
                }
                opened => opened,
            };
            let wrong = |source| self.not_opened(here, name, &path[..end], source);
            at = Some(next.map_err(wrong)?);
            from = end + 1;
        }
        match at {
            Some(folder) => Ok(Way::Open(folder)),
            None => {
                self.root.try_clone().map(Way::Open).map_err(|source| self.read_error("", source))
            }
        }
    }

    /// Why a folder could not be opened.
    fn not_opened(&self, folder: &Dir, name: &str, path: &str, source: io::Error) -> Error {
        match folder.symlink_metadata(name) {
            Ok(metadata) if metadata.is_symlink() => Error::SymbolicLink { path: self.full(path) },
            Ok(metadata) if !metadata.is_dir() => Error::NotAFolder { path: self.full(path) },
            _ => self.read_error(path, source),
        }
    }

    /// Opens a folder directly in the output, which must not be a link; none if it is not there.
    pub(super) fn subfolder(&self, name: &str) -> Result<Option<Dir>> {
        match self.root.open_dir_nofollow(name) {
            Ok(folder) => Ok(Some(folder)),
            Err(source) if source.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.not_opened(&self.root, name, name, source)),
        }
    }

    pub(super) fn read_error(&self, path: &str, source: io::Error) -> Error {
        Error::ReadFile { path: self.full(path), source }
    }

    pub(super) fn write_error(&self, path: &str, source: io::Error) -> Error {
        Error::WriteFile { path: self.full(path), source }
    }

    pub(super) fn remove_error(&self, path: &str, source: io::Error) -> Error {
        Error::RemoveFile { path: self.full(path), source }
    }
}

/// The last part of a path.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The bytes of a file, which must not be a link.
pub(super) fn read(folder: &Dir, name: &str) -> io::Result<Vec<u8>> {
    let mut file =
        folder.open_with(name, OpenOptions::new().read(true).follow(FollowSymlinks::No))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a new file, and answers with how it looks then.
pub(super) fn write_new(folder: &Dir, name: &str, bytes: &[u8]) -> io::Result<Look> {
    let mut file = folder.open_with(name, OpenOptions::new().write(true).create_new(true))?;
    file.write_all(bytes)?;
    Ok(Look::of(&file.metadata()?))
}

impl Look {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let modified_ns = metadata.modified().map_or(0, |time| nanoseconds(time.into_std()));
        let (changed_ns, inode) = changed_and_inode(metadata);
        Self { n_bytes: metadata.len(), modified_ns, changed_ns, inode }
    }

    /// What a file outside of the output looks like.
    pub(crate) fn of_file(path: &Path) -> io::Result<Self> {
        let metadata = Metadata::from_just_metadata(fs::metadata(path)?);
        Ok(Self::of(&metadata))
    }

    /// Whether a change from now on must show. A file system's clock ticks coarsely: what is
    /// written twice within a tick looks the same both times.
    pub(crate) fn is_settled(&self) -> bool {
        let is_fine = self.modified_ns % 1_000_000 != 0 || self.changed_ns % 1_000_000 != 0;
        // Linux stamps in steps of at most 10 ms, FAT in steps of 2 s.
        let tick = if is_fine { Duration::from_millis(20) } else { Duration::from_secs(3) };
        // The kernel's clock against its own stamps; nothing is decided by it but whether to
        // read a file once more.
        let now = nanoseconds(SystemTime::now());
        let newest = self.modified_ns.max(self.changed_ns);
        i64::try_from(tick.as_nanos()).is_ok_and(|tick| newest < now.saturating_sub(tick))
    }
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
    }
}

#[cfg(unix)]
fn changed_and_inode(metadata: &Metadata) -> (i64, u64) {
    use cap_std::fs::MetadataExt as _;
    let changed_ns =
        metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    (changed_ns, metadata.ino())
}

#[cfg(not(unix))]
fn changed_and_inode(_metadata: &Metadata) -> (i64, u64) {
    (0, 0)
}
