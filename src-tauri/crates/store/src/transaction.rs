//! All or nothing: each write is a transaction, and several can be one.

use std::cell::Cell;

use rusqlite::Connection;

use crate::Store;
use crate::error::{Doing, Error, Result};

impl Store {
    /// Runs `work` as one transaction: all its writes are kept, or, when it errs
    /// or panics, none.
    ///
    /// May be nested: the inner one alone is undone when it errs.
    pub fn transaction<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.is_together.get() {
            return work(self);
        }
        let level = Level::begin(&self.db)?;
        let done = work(self)?;
        level.keep()?;
        Ok(done)
    }

    /// Runs `work` as one transaction in which those inside are no levels of their own: when one
    /// of them errs, `work` has to err too, and all of it is undone.
    ///
    /// The full-text index is written out at the end of each level, so a thousand levels cost
    /// it a thousand times as much as one.
    pub fn together<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction(|store| {
            let _apart = Together::begin(&store.is_together);
            work(store)
        })
    }

    /// A [`transaction`](Self::transaction) that outlives a power cut once it is done, and with
    /// it all that were done before. Others may be lost with the last seconds: no harm while the
    /// files are not ahead of the library.
    pub fn lasting_transaction<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.db.is_autocommit() {
            return self.transaction(work);
        }
        let set = |mode| self.db.pragma_update(None, "synchronous", mode);
        set("FULL").doing("have a change of the library last")?;
        let done = self.transaction(work);
        if let Err(error) = set("NORMAL") {
            tracing::warn!(%error, "every change of the library waits for the disk from now on");
        }
        done
    }
}

/// As long as it lives, transactions are no levels of their own.
struct Together<'store> {
    is_together: &'store Cell<bool>,
    was: bool,
}

impl<'store> Together<'store> {
    fn begin(is_together: &'store Cell<bool>) -> Self {
        Self { is_together, was: is_together.replace(true) }
    }
}

impl Drop for Together<'_> {
    fn drop(&mut self) {
        self.is_together.set(self.was);
    }
}

/// One level of a transaction; undone when dropped before `keep`.
struct Level<'db> {
    db: &'db Connection,
    undo: Option<&'static str>,
    keep: &'static str,
}

impl<'db> Level<'db> {
    fn begin(db: &'db Connection) -> Result<Self> {
        // IMMEDIATE takes the write lock now: a reader that turns writer later could
        // be refused without the busy timeout being honoured.
        let (begin, keep, undo) = if db.is_autocommit() {
            ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        } else {
            ("SAVEPOINT level", "RELEASE level", "ROLLBACK TO level; RELEASE level")
        };
        db.execute_batch(begin).doing("begin a change of the library")?;
        Ok(Self { db, undo: Some(undo), keep })
    }

    fn keep(mut self) -> Result<()> {
        self.db.execute_batch(self.keep).doing("write to the library")?;
        self.undo = None;
        Ok(())
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        // SQLite may have rolled back by itself (a full disk); then there is nothing to undo.
        if let Some(undo) = self.undo
            && !self.db.is_autocommit()
            && let Err(error) = self.db.execute_batch(undo)
        {
            tracing::error!(%error, "could not undo a change of the library");
        }
    }
}

#[cfg(test)]
mod tests;
