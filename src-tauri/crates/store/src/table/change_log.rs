//! `change_log`: who changed which post, in order, across processes.

use galley_core::{Origin, PostId};
use rusqlite::params;

use crate::Store;
use crate::column::Column;
use crate::error::{Doing, Result};

/// One change of a post: made, changed, renamed or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its place in the order of all changes; grows, with gaps.
    pub seq: i64,
    /// Which post.
    pub post: PostId,
    /// Who made it.
    pub origin: Origin,
}

/// How far back the log reaches after opening. A window that was busy for longer
/// than this many changes has long been asked to read everything.
const KEPT: i64 = 10_000;

impl Store {
    /// The changes after `seq`, oldest first; 0 for all that are remembered.
    pub fn changes_since(&self, seq: i64) -> Result<Vec<Change>> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Change {
                seq: row.get(0)?,
                post: row.get::<_, Column<_>>(1)?.0,
                origin: row.get::<_, Column<_>>(2)?.0,
            })
        };
        self.db
            .prepare_cached("SELECT seq, post, origin FROM change_log WHERE seq > ?1 ORDER BY seq")
            .and_then(|mut select| select.query_map([seq], read)?.collect())
            .doing("read what changed")
    }

    /// The newest change's place; what a window that has just read everything has seen.
    pub fn last_change(&self) -> Result<i64> {
        self.db
            .query_row("SELECT coalesce(max(seq), 0) FROM change_log", [], |row| row.get(0))
            .doing("read what changed last")
    }

    pub(crate) fn log_change(&self, post: PostId, origin: Origin) -> Result<()> {
        self.db
            .prepare_cached("INSERT INTO change_log (post, origin) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.execute(params![Column(post), Column(&origin)]))
            .doing("log a change")?;
        Ok(())
    }

    pub(crate) fn forget_old_changes(&self) -> Result<()> {
        let oldest = self.last_change()? - KEPT;
        let has_older: bool = self
            .db
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM change_log WHERE seq <= ?1)",
                [oldest],
                |row| row.get(0),
            )
            .doing("look for old changes")?;
        if has_older {
            self.db
                .execute("DELETE FROM change_log WHERE seq <= ?1", [oldest])
                .doing("forget old changes")?;
        }
        Ok(())
    }
}
