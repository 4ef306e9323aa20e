//! Why the library could not do what was asked.

use std::path::PathBuf;

use galley_core::{PostId, PostPath};
use rusqlite::ErrorCode;

use crate::RevisionId;
use crate::table::posts::ReadOnly;

/// The thing asked of the library did not happen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database file could not be opened or created.
    #[error("could not open the library `{}`", path.display())]
    Open {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The database file may be read and not written.
    #[error("the library `{}` may not be written", path.display())]
    ReadOnly {
        /// The database file.
        path: PathBuf,
    },
    /// A newer Galley has written the library; this one would misread it.
    #[error("the library has schema {found}, this program knows up to {known}")]
    NewerSchema {
        /// The library's schema.
        found: u32,
        /// The newest schema this program knows.
        known: u32,
    },
    /// The file is a database, but another program's.
    #[error("`{}` is a database of another program", path.display())]
    NotALibrary {
        /// The database file.
        path: PathBuf,
    },
    /// The file is no database or its content is damaged.
    #[error("the library is damaged; could not {doing}")]
    Damaged {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A step to a newer schema failed; the library is as before.
    #[error("could not bring the library to schema {to}")]
    Migrate {
        /// The schema that was not reached.
        to: u32,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The library has no such post.
    #[error("there is no post {}", post.get())]
    UnknownPost {
        /// The post asked for.
        post: PostId,
    },
    /// The library has no such revision.
    #[error("there is no revision {}", revision.get())]
    UnknownRevision {
        /// The revision asked for.
        revision: RevisionId,
    },
    /// Another post lies at this path.
    #[error("`{path}` already belongs to another post")]
    PathTaken {
        /// The path.
        path: PostPath,
        /// The post that has it.
        by: PostId,
    },
    /// The post only shows what its file says and cannot be changed here.
    #[error("the post `{path}` can only be read: {reason}")]
    ReadOnlyPost {
        /// The post's file.
        path: PostPath,
        /// Why.
        reason: ReadOnly,
    },
    /// Another process held the library for too long.
    #[error("another program is using the library; could not {doing}")]
    Busy {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// No space is left for the library.
    #[error("the disk is full; could not {doing}")]
    DiskFull {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// SQLite refused in any other way.
    #[error("could not {doing}")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl Error {
    /// Whether the library itself is the reason, and neither the disk, nor another process,
    /// nor what was asked: then it can be [set aside](crate::Store::set_aside) and made anew.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged { .. } | Self::NotALibrary { .. } => true,
            Self::Migrate { source, .. } | Self::Sql { source, .. } => !matches!(
                source.sqlite_error_code(),
                Some(
                    ErrorCode::DiskFull
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::ReadOnly
                        | ErrorCode::PermissionDenied
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::CannotOpen
                        | ErrorCode::OutOfMemory
                )
            ),
            _ => false,
        }
    }
}

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Says what was being done when SQLite failed.
pub(crate) trait Doing<T> {
    /// `doing` completes the sentence "could not …".
    fn doing(self, doing: &'static str) -> Result<T>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Error::Damaged { doing, source }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Error::Busy { doing, source }
            }
            Some(ErrorCode::DiskFull) => Error::DiskFull { doing, source },
            // A value that no version of ours writes: somebody else's hand, or a bad disk.
            None if matches!(source, rusqlite::Error::FromSqlConversionFailure(..)) => {
                Error::Damaged { doing, source }
            }
            _ => Error::Sql { doing, source },
        })
    }
}
