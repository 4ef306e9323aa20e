//! Counts, as a table on the terminal.

use std::fmt;

/// A title and its rows.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<(String, String)>,
}

impl Table {
    /// Adds a row.
    pub(crate) fn row(&mut self, what: impl Into<String>, figure: impl fmt::Display) {
        self.rows.push((what.into(), figure.to_string()));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
        for (what, figure) in &self.rows {
            writeln!(f, "  {what:<width$}  {figure:>8}")?;
        }
        Ok(())
    }
}
