//! `journal`: what is typed and not in a file yet.

use galley_core::{ContentHash, PostId, Utf16Offset};
use jiff::Timestamp;
use rusqlite::params;

use crate::Store;
use crate::column::Column;
use crate::error::{Doing, Result};

/// A post as it stands in the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Which post.
    pub post: PostId,
    /// The text in the editor.
    pub source: String,
    /// The stored text that the author began to change; what a merge starts from if the
    /// post has changed by the time the entry is read.
    pub based_on: Option<ContentHash>,
    /// Where the cursor is.
    pub cursor: Utf16Offset,
    /// The first line in view, from 1.
    pub scroll: u32,
    /// When it was typed.
    pub at: Timestamp,
}

impl Store {
    /// Keeps what is typed, in place of what was typed before.
    pub fn journal_put(&self, entry: &JournalEntry) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO journal (post, source, based_on, cursor, scroll, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    Column(entry.post),
                    entry.source,
                    entry.based_on.map(Column),
                    Column(entry.cursor),
                    entry.scroll,
                    Column(entry.at),
                ])
            })
            .doing("keep what is typed")?;
        Ok(())
    }

    /// Everything that was typed and not stored, by post.
    pub fn journal(&self) -> Result<Vec<JournalEntry>> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(JournalEntry {
                post: row.get::<_, Column<_>>(0)?.0,
                source: row.get(1)?,
                based_on: row.get::<_, Option<Column<_>>>(2)?.map(|column| column.0),
                cursor: row.get::<_, Column<_>>(3)?.0,
                scroll: row.get(4)?,
                at: row.get::<_, Column<_>>(5)?.0,
            })
        };
        self.db
            .prepare_cached(
                "SELECT post, source, based_on, cursor, scroll, at FROM journal ORDER BY post",
            )
            .and_then(|mut select| select.query_map([], read)?.collect())
            .doing("read what was typed")
    }

    /// Forgets what was typed into a post: it is stored now.
    pub fn journal_clear(&self, post: PostId) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM journal WHERE post = ?1")
            .and_then(|mut delete| delete.execute([Column(post)]))
            .doing("clear what was typed")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_post::{at, hash};

    #[test]
    fn the_newest_text_of_each_post_is_kept_until_cleared() {
        let store = Store::in_memory().unwrap();
        let entry = |post, source: &str, second| JournalEntry {
            post: PostId::new(post),
            source: source.to_owned(),
            based_on: (post == 2).then(|| hash("stored")),
            cursor: Utf16Offset::new(7),
            scroll: 3,
            at: at(second),
        };
        store.journal_put(&entry(2, "two", 1)).unwrap();
        store.journal_put(&entry(1, "on", 2)).unwrap();
        store.journal_put(&entry(1, "one", 3)).unwrap();
        assert_eq!(store.journal().unwrap(), [entry(1, "one", 3), entry(2, "two", 1)]);

        store.journal_clear(PostId::new(1)).unwrap();
        assert_eq!(store.journal().unwrap(), [entry(2, "two", 1)]);
    }
}
