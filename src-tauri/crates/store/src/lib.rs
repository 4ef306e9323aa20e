//! The library of one blog: posts, revisions, journal, search, in SQLite.
//!
//! The only crate that writes SQL. Knows no files but its own database, computes
//! no hash and reads no clock: texts come with their hash, changes with their time.
//!
//! A [`Store`] is one connection, owned by one thread. Two processes may open the
//! same library at once. Whatever replaces or removes a post's text first keeps the
//! old one as a revision, in the same transaction.

mod column;
mod error;
mod migration;
mod open;
mod rescue;
mod revision_text;
mod search;
mod table;
mod transaction;

pub use error::{Error, Result};
pub use open::Store;
pub use rescue::{Rescued, RescuedText};
pub use search::{HistoryHit, Piece, SearchHit};
pub use table::change_log::Change;
pub use table::file_stats::FileStat;
pub use table::journal::JournalEntry;
pub use table::mirror_base::{Base, BaseEntry};
pub use table::posts::{PostSummary, ReadOnly, RowEntry, StoredPost};
pub use table::revisions::{RemovedPost, Revision, RevisionId, RevisionSummary};

#[cfg(test)]
mod test_post;
