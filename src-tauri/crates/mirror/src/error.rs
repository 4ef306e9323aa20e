//! Why files and library could not be brought to agreement.

use std::io;
use std::path::{Path, PathBuf};

use galley_core::PostPath;

/// The thing asked of the posts folder did not happen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The posts folder is not there, or is no folder.
    #[error("the posts folder `{}` is not there", path.display())]
    FolderMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// A file could not be read.
    #[error("could not read `{}`", path.display())]
    ReadFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written; it is as before.
    #[error("could not write `{}`", path.display())]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file or its folder may not be written; it is as before.
    #[error("`{}` may not be written", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No space is left for the file; it is as before.
    #[error("the disk is full; could not write `{}`", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not what it was when it was last seen, so it was not replaced.
    #[error("`{path}` has been changed by another program")]
    ChangedMeanwhile {
        /// The file.
        path: PostPath,
    },
    /// There is a file already where a new one was to be made.
    #[error("there is a file `{path}` already")]
    FileExists {
        /// The file.
        path: PostPath,
    },
    /// The name is not one of a post, or a link that leads to something else than a post.
    #[error("`{path}` is not the file of a post")]
    NotAPost {
        /// The file.
        path: PostPath,
    },
    /// A file could not be renamed.
    #[error("could not rename `{from}` to `{to}`")]
    Rename {
        /// Where it is.
        from: PostPath,
        /// Where it was to be.
        to: PostPath,
        /// What the system said.
        source: io::Error,
    },
    /// The trash could not be emptied, or not wholly.
    #[error("could not empty the trash `{}`", path.display())]
    EmptyTrash {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be moved to the trash; it is where it was.
    #[error("could not move `{path}` to the trash")]
    Trash {
        /// The file.
        path: PostPath,
        /// What the system said.
        source: io::Error,
    },
    /// The posts folder cannot be watched in any way.
    #[error("could not watch `{}`", path.display())]
    Watch {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: notify::Error,
    },
    /// The library refused.
    #[error(transparent)]
    Store(#[from] galley_store::Error),
}

/// The mirror's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The error of a write at `path`, by what the author can do about it.
    pub(crate) fn write(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { path, source }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path, source }
            }
            _ => Self::WriteFile { path, source },
        }
    }
}
