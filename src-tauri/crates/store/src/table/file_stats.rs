//! `file_stats`: what files looked like when last read, so that a new process
//! need not read the unchanged ones again.

use galley_core::{ContentHash, PostPath};
use rusqlite::params;

use crate::Store;
use crate::column::Column;
use crate::error::{Doing, Result};

/// What a file looked like when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStat {
    /// Its length.
    pub n_bytes: u64,
    /// When its content last changed, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// When its content, name or rights last changed; cannot be set back by a
    /// program. 0 where the platform has no such time.
    pub changed_ns: i64,
    /// Its number in the file system; 0 where the platform has none.
    pub inode: u64,
    /// What was read.
    pub hash: ContentHash,
}

impl Store {
    /// All remembered files.
    pub fn file_stats(&self) -> Result<Vec<(PostPath, FileStat)>> {
        let read = |row: &rusqlite::Row<'_>| {
            let stat = FileStat {
                n_bytes: row.get::<_, i64>(1)?.cast_unsigned(),
                modified_ns: row.get(2)?,
                changed_ns: row.get(3)?,
                inode: row.get::<_, i64>(4)?.cast_unsigned(),
                hash: row.get::<_, Column<_>>(5)?.0,
            };
            Ok((row.get::<_, Column<_>>(0)?.0, stat))
        };
        self.db
            .prepare_cached(
                "SELECT path, n_bytes, modified_ns, changed_ns, inode, hash FROM file_stats",
            )
            .and_then(|mut select| select.query_map([], read)?.collect())
            .doing("read what the files looked like")
    }

    /// Remembers what a file looks like.
    pub fn set_file_stat(&self, path: &PostPath, stat: &FileStat) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO file_stats
                     (path, n_bytes, modified_ns, changed_ns, inode, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    Column(path),
                    stat.n_bytes.cast_signed(),
                    stat.modified_ns,
                    stat.changed_ns,
                    stat.inode.cast_signed(),
                    Column(stat.hash),
                ])
            })
            .doing("remember what a file looks like")?;
        Ok(())
    }

    /// Forgets what a file looked like.
    pub fn forget_file_stat(&self, path: &PostPath) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM file_stats WHERE path = ?1")
            .and_then(|mut delete| delete.execute([Column(path)]))
            .doing("forget what a file looked like")?;
        Ok(())
    }
}
