//! Opening the library and closing it.

use std::cell::Cell;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;

use crate::error::{Doing, Error, Result};
use crate::migration;

/// The library of one blog.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    /// Whether transactions inside of the one that runs are no levels of their own.
    pub(crate) is_together: Cell<bool>,
}

/// How long a write waits for another process; longer than any transaction of ours.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What is kept of the write-ahead log after a checkpoint: it grows during an
/// import and need not stay so.
const WAL_SIZE_LIMIT: u32 = 8 * 1024 * 1024;

/// How much of the database is read through memory instead of calls.
const MMAP_SIZE: u32 = 64 * 1024 * 1024;

impl Store {
    /// Opens the library at `path`, makes it if there is none, and brings it to the
    /// newest schema. The folder must exist and must not be on a network share,
    /// where a write-ahead log does not work.
    pub fn open(path: &Path) -> Result<Self> {
        let db = Connection::open(path)
            .map_err(|source| Error::Open { path: path.to_path_buf(), source })?;
        Self::set_up(db, Some(path))
    }

    /// A library that is gone when dropped.
    pub fn in_memory() -> Result<Self> {
        let db = Connection::open_in_memory()
            .map_err(|source| Error::Open { path: PathBuf::from(":memory:"), source })?;
        Self::set_up(db, None)
    }

    fn set_up(db: Connection, path: Option<&Path>) -> Result<Self> {
        refuse_read_only(&db, path)?;
        db.busy_timeout(BUSY_TIMEOUT).doing("set how long to wait for others")?;
        migration::migrate(&db, path)?;
        db.set_prepared_statement_cache_capacity(64);
        let settings = [
            ("journal_mode", "WAL".to_owned()),
            // In WAL mode a power cut may take the last transactions, never the database. What
            // must survive it is a `lasting_transaction`, or in the files, which are synced.
            ("synchronous", "NORMAL".to_owned()),
            ("foreign_keys", "ON".to_owned()),
            ("temp_store", "MEMORY".to_owned()),
            ("mmap_size", MMAP_SIZE.to_string()),
            ("journal_size_limit", WAL_SIZE_LIMIT.to_string()),
        ];
        for (name, value) in settings {
            db.pragma_update(None, name, value).doing("set up the library")?;
        }
        // Otherwise a statement that finds a row by its number is planned anew for each number.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .doing("set up the library")?;
        let store = Self { db, is_together: Cell::new(false) };
        store.forget_old_changes()?;
        Ok(store)
    }

    /// Reads the whole database and says whether it is sound; for `check` and after a crash.
    pub fn is_sound(&self) -> Result<bool> {
        self.passes("integrity_check")
    }

    /// Says whether the database is sound as far as that is quick to tell: indexes are not
    /// compared with their tables.
    pub fn looks_sound(&self) -> Result<bool> {
        self.passes("quick_check")
    }

    fn passes(&self, check: &str) -> Result<bool> {
        let verdict: String = self
            .db
            .query_row(&format!("PRAGMA {check}(1)"), [], |row| row.get(0))
            .doing("check the library")?;
        Ok(verdict == "ok" && self.is_utf8().doing("check the library")?)
    }

    /// Whether every text is one: SQLite's own checks do not look into values.
    fn is_utf8(&self) -> rusqlite::Result<bool> {
        for table in ["posts", "sources", "revisions", "journal"] {
            let mut select = self.db.prepare(&format!("SELECT * FROM {table}"))?;
            let n_columns = select.column_count();
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..n_columns {
                    if let ValueRef::Text(bytes) = row.get_ref(column)?
                        && std::str::from_utf8(bytes).is_err()
                    {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// How large the database file is, in bytes.
    pub fn n_bytes(&self) -> Result<u64> {
        let number = |pragma: &str| {
            self.db
                .pragma_query_value(None, pragma, |row| row.get::<_, i64>(0))
                .doing("ask how large the library is")
        };
        let n_bytes = number("page_count")?.saturating_mul(number("page_size")?);
        Ok(u64::try_from(n_bytes).unwrap_or(0))
    }

    /// Moves a library that cannot be opened out of the way, beside itself, and answers where to.
    ///
    /// Afterwards [`open`](Self::open) makes a new one and the posts come back from their files.
    /// No [`Store`] may be open on it.
    pub fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
        let aside = (1..u32::MAX)
            .map(|i| path.with_extension(format!("damaged-{i}.db")))
            .find(|aside| !aside.exists())
            .expect("there are more numbers than files");
        std::fs::rename(path, &aside)?;
        for part in ["-wal", "-shm"] {
            let with_part = |path: &Path| {
                let mut name = path.as_os_str().to_owned();
                name.push(part);
                PathBuf::from(name)
            };
            // The log belongs to the damaged database: left behind, it would be replayed into
            // the new one.
            match std::fs::rename(with_part(path), with_part(&aside)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(aside)
    }
}

/// Refuses what SQLite could open for reading only: a library is written to.
///
/// Either the header says so, which none of ours does, and the file is damaged; or the file may
/// not be written just now.
fn refuse_read_only(db: &Connection, path: Option<&Path>) -> Result<()> {
    // The header is read with the first question.
    let version = db.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0));
    version.doing("read the library's header")?;
    match (path, db.is_readonly(rusqlite::MAIN_DB).doing("read the library's header")?) {
        (Some(path), true) if may_write_format(path) => {
            Err(Error::ReadOnly { path: path.to_path_buf() })
        }
        (Some(path), true) => Err(Error::NotALibrary { path: path.to_path_buf() }),
        _ => Ok(()),
    }
}

/// Whether the header names a format that this SQLite writes; so it is taken where it cannot
/// be read.
fn may_write_format(path: &Path) -> bool {
    /// Where the header has the format's write version, and those there are: a journal, a log.
    const WRITE_VERSION: usize = 18;
    const WRITE_VERSIONS: [u8; 2] = [1, 2];
    let mut header = [0; WRITE_VERSION + 1];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_err() || WRITE_VERSIONS.contains(&header[WRITE_VERSION])
}

impl Drop for Store {
    fn drop(&mut self) {
        // Keeps the planner's figures fresh; only advice, so a failure costs nothing.
        if let Err(error) = self.db.execute_batch("PRAGMA optimize") {
            tracing::debug!(%error, "could not renew the statistics of the library");
        }
    }
}

#[cfg(test)]
mod tests;
