//! The numbered steps that bring a library's tables up to date.
//!
//! A step is an SQL file and is never edited once released: a change of the
//! tables is a new step, with a test that opens a library of the step before.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::{Doing, Error, Result};

/// The schema this program knows: the number of steps there are.
const NEWEST: u32 = 2;

/// Every step, in order; the library's `user_version` counts those taken.
const STEPS: [&str; NEWEST as usize] = [
    include_str!("../migrations/0001_library.sql"),
    include_str!("../migrations/0002_history.sql"),
];

/// `application_id` of a library: "GLLY", so that no other database is taken for one.
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"GLLY");

/// Brings the library at `path` (none: in memory) to the newest schema.
///
/// A library that holds something is first copied beside itself, and each step
/// is one transaction.
pub(crate) fn migrate(db: &Connection, path: Option<&Path>) -> Result<()> {
    let mut version = version(db)?;
    check_ownership(db, version, path)?;
    // So many steps are not taken in a program's life: the number is damaged.
    if version > NEWEST + 1000 {
        return Err(Error::NotALibrary { path: path.map(Path::to_path_buf).unwrap_or_default() });
    }
    if version > NEWEST {
        return Err(Error::NewerSchema { found: version, known: NEWEST });
    }
    if version == NEWEST {
        return Ok(());
    }
    if let (1.., Some(path)) = (version, path) {
        copy_aside(db, path, version)?;
    }
    while version < NEWEST {
        version = take_step(db)?;
    }
    Ok(())
}

fn version(db: &Connection) -> Result<u32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0)).doing("read the schema version")
}

/// Refuses a database that some other program made.
fn check_ownership(db: &Connection, version: u32, path: Option<&Path>) -> Result<()> {
    let application: i32 = db
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .doing("read whose database this is")?;
    let n_tables: u32 = db
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .doing("read which tables there are")?;
    let is_empty = version == 0 && application == 0 && n_tables == 0;
    if is_empty || application == APPLICATION_ID {
        return Ok(());
    }
    Err(Error::NotALibrary { path: path.map(Path::to_path_buf).unwrap_or_default() })
}

/// Takes the next step and answers the version reached.
///
/// The version is read again inside the transaction: a second process may have
/// migrated the library while this one waited for the lock.
fn take_step(db: &Connection) -> Result<u32> {
    let tx = rusqlite::Transaction::new_unchecked(db, rusqlite::TransactionBehavior::Immediate)
        .doing("lock the library to migrate it")?;
    let from = version(&tx)?;
    let Some(step) = STEPS.get(from as usize) else { return Ok(from) };
    let to = from + 1;
    let migrated = tx
        .execute_batch(step)
        .and_then(|()| tx.pragma_update(None, "application_id", APPLICATION_ID))
        .and_then(|()| tx.pragma_update(None, "user_version", to))
        .and_then(|()| tx.commit());
    migrated.map_err(|source| Error::Migrate { to, source })?;
    Ok(to)
}

fn copy_aside(db: &Connection, path: &Path, version: u32) -> Result<()> {
    let copy = copy_path(path, version);
    if copy.exists() {
        // An earlier attempt got this far; its copy is of the same schema.
        return Ok(());
    }
    let Some(copy) = copy.to_str() else { return Ok(()) };
    db.execute("VACUUM INTO ?1", [copy]).doing("copy the library before migrating it")?;
    Ok(())
}

/// Where the copy of a library of schema `version` lies.
fn copy_path(path: &Path, version: u32) -> PathBuf {
    path.with_extension(format!("schema-{version}.db"))
}

#[cfg(test)]
mod tests;
