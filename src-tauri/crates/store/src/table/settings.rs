//! `settings`: what the author chose for this blog on this machine.

use rusqlite::{OptionalExtension, params};

use crate::Store;
use crate::error::{Doing, Result};

impl Store {
    /// The value of a setting, a JSON text; `None` if it was never set.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.db
            .prepare_cached("SELECT value FROM settings WHERE key = ?1")
            .and_then(|mut select| select.query_row([key], |row| row.get(0)).optional())
            .doing("read a setting")
    }

    /// Sets a setting to a JSON text.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.execute(params![key, value]))
            .doing("keep a setting")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Store;

    #[test]
    fn a_setting_is_what_it_was_last_set_to() {
        let store = Store::in_memory().unwrap();
        assert_eq!(store.setting("theme").unwrap(), None);
        store.set_setting("theme", r#""dark""#).unwrap();
        store.set_setting("theme", r#""light""#).unwrap();
        assert_eq!(store.setting("theme").unwrap().as_deref(), Some(r#""light""#));
    }
}
