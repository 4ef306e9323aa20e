//! What can still be read of a damaged library: its texts, row by row.

use std::path::Path;

use galley_core::{ContentHash, Origin, PostPath};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Row};

use crate::Store;
use crate::column::Column;
use crate::revision_text::{self, Difference};

/// A text that a damaged library still gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RescuedText {
    /// Where its post was.
    pub path: PostPath,
    /// Who wrote it.
    pub origin: Origin,
    /// When.
    pub at: Timestamp,
    /// What the library had noted as its hash: another one means that the text is damaged too.
    /// `None` for what was being typed, of which no hash is kept.
    pub hash: Option<ContentHash>,
    /// The text.
    pub source: String,
}

/// All that a damaged library still gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rescued {
    /// Former texts, oldest first, then those that were current.
    pub texts: Vec<RescuedText>,
    /// Texts that were typed and not stored yet.
    pub typed: Vec<RescuedText>,
}

impl Store {
    /// Reads what can be read of the library at `path`, which is damaged or none at all.
    /// Never fails and changes nothing: what cannot be read is not in the answer.
    pub fn rescue(path: &Path) -> Rescued {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let Ok(db) = Connection::open_with_flags(path, flags) else { return Rescued::default() };
        let mut texts = rows(&db, "revisions", "id", FORMER, former_text);
        texts.extend(rows(&db, "posts", "id", CURRENT, |_, row| text(row)));
        let typed = rows(&db, "journal", "post", TYPED, |_, row| text(row));
        Rescued { texts, typed }
    }
}

const FORMER: &str = "SELECT path, origin, at, hash, text, snapshot, prefix, suffix
    FROM revisions WHERE id = ?1";
const CURRENT: &str = "SELECT path, origin, changed_at, hash, text
    FROM posts JOIN sources ON sources.post = posts.id WHERE id = ?1 AND read_only IS NULL";
const TYPED: &str = "SELECT path, 'window', journal.at, NULL, journal.source
    FROM journal JOIN posts ON posts.id = journal.post WHERE journal.post = ?1";

/// Reads a table one row at a time, so that a damaged page costs its own rows only.
fn rows(
    db: &Connection,
    table: &str,
    key: &str,
    select: &str,
    read: impl Fn(&Connection, &Row<'_>) -> rusqlite::Result<RescuedText>,
) -> Vec<RescuedText> {
    let Ok(mut select) = db.prepare(select) else { return Vec::new() };
    let ids = ids(db, table, key).into_iter();
    ids.filter_map(|id| select.query_row([id], |row| read(db, row)).ok()).collect()
}

/// The keys of a table: those before the first damage, and those behind the last.
fn ids(db: &Connection, table: &str, key: &str) -> Vec<i64> {
    let mut ids = Vec::new();
    for order in ["ASC", "DESC"] {
        let Ok(mut select) =
            db.prepare(&format!("SELECT {key} FROM {table} ORDER BY {key} {order}"))
        else {
            continue;
        };
        let Ok(found) = select.query_map([], |row| row.get::<_, i64>(0)) else { continue };
        ids.extend(found.map_while(Result::ok));
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn text(row: &Row<'_>) -> rusqlite::Result<RescuedText> {
    Ok(RescuedText {
        path: row.get::<_, Column<_>>(0)?.0,
        origin: row.get::<_, Column<_>>(1)?.0,
        at: row.get::<_, Column<_>>(2)?.0,
        hash: row.get::<_, Option<Column<_>>>(3)?.map(|column| column.0),
        source: row.get(4)?,
    })
}

fn former_text(db: &Connection, row: &Row<'_>) -> rusqlite::Result<RescuedText> {
    let mut rescued = text(row)?;
    if let Some(snapshot) = row.get::<_, Option<i64>>(5)? {
        let whole: String = db
            .prepare_cached("SELECT text FROM revisions WHERE id = ?1")?
            .query_row([snapshot], |row| row.get(0))?;
        let n_bytes =
            |column| row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(usize::MAX));
        let difference =
            Difference { prefix: n_bytes(6)?, suffix: n_bytes(7)?, middle: &rescued.source };
        rescued.source = revision_text::restore(&whole, difference)
            .ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    }
    Ok(rescued)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use galley_core::Utf16Offset;

    use super::*;
    use crate::JournalEntry;
    use crate::test_post::{at, hash};

    fn library(file: &Path) {
        let store = Store::open(file).unwrap();
        for n in 0..60 {
            let long = format!("text {n} ").repeat(300);
            let id = store.insert_text(&format!("{n}.md"), &long, n);
            store.update_text(id, &format!("{long}, changed"), n + 1);
            if n == 0 {
                let source = "typed".to_owned();
                let cursor = Utf16Offset::new(0);
                let entry =
                    JournalEntry { post: id, source, based_on: None, cursor, scroll: 1, at: at(2) };
                store.journal_put(&entry).unwrap();
            }
        }
    }

    #[test]
    fn a_sound_library_gives_every_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.db");
        library(&file);
        let rescued = Store::rescue(&file);
        assert_eq!(rescued.texts.len(), 120);
        assert!(rescued.texts.iter().all(|text| text.hash == Some(hash(&text.source))));
        assert_eq!(rescued.typed.len(), 1);
        assert_eq!(rescued.typed[0].source, "typed");
    }

    #[test]
    fn damaged_pages_cost_only_their_own_rows() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.db");
        library(&file);
        let mut bytes = fs::read(&file).unwrap();
        let (page, n_pages) = (4096, bytes.len() / 4096);
        // Not the first pages: without the schema there is nothing to ask for.
        for n in (n_pages / 2)..(n_pages / 2 + n_pages / 20) {
            bytes[n * page..(n + 1) * page].fill(0xa5);
        }
        fs::write(&file, bytes).unwrap();
        let rescued = Store::rescue(&file);
        let n_whole =
            rescued.texts.iter().filter(|text| text.hash == Some(hash(&text.source))).count();
        assert!(n_whole > 60, "{n_whole} of 120 texts");
    }

    #[test]
    fn what_is_no_library_gives_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.db");
        for contents in ["", "no database at all", "SQLite format 3\0 and then nothing"] {
            fs::write(&file, contents).unwrap();
            assert_eq!(Store::rescue(&file), Rescued::default(), "{contents:?}");
        }
        assert_eq!(Store::rescue(&folder.path().join("none.db")), Rescued::default());
    }
}
