//! Changing `blog.toml` in place: the author's file, in which only what was chosen changes.
//!
//! The places come from the parser; the bytes outside of them are the author's own. Whether
//! the outcome says what was wanted, and all else as before, is checked by reading it.

use std::collections::BTreeMap;
use std::ops::Range;

use thiserror::Error;
use toml_edit::{Document, Item, Key, TableLike, Value};

use super::{BlogConfig, SettingValue, THEME_SETTINGS, setting_value};
use crate::ByteOffset;
use crate::text_offset::line_and_column;

/// The key that names the theme.
const THEME: &str = "theme";

/// Why `blog.toml` cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditConfigError {
    /// It cannot be read as TOML.
    #[error("line {line} cannot be understood: {message}")]
    Syntax {
        /// The line, from 1.
        line: u32,
        /// What is wrong there.
        message: String,
    },
    /// It is written in a way that leaves no safe place for the change.
    #[error("there is no place in it where `{key}` could be set and all else stay as it is")]
    NoPlace {
        /// What was to be set.
        key: String,
    },
}

impl BlogConfig {
    /// The text of `blog.toml` with this theme and these of its settings. What is not the
    /// value of one of them, or a line that is new, stays as it is, byte for byte.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, or written so that nothing can be put into it safely.
    pub fn with_theme(
        toml: &str,
        theme: &str,
        settings: &[(String, SettingValue)],
    ) -> Result<String, EditConfigError> {
        let mark = if toml.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let (mark, toml) = toml.split_at(mark);
        let wanted = SettingValue::Text(theme.to_owned());
        let mut text = set(toml, None, THEME, &wanted)?;
        for (name, value) in settings {
            text = set(&text, Some(THEME_SETTINGS), name, value)?;
        }
        Ok(format!("{mark}{text}"))
    }
}

fn set(
    toml: &str,
    table: Option<&'static str>,
    key: &str,
    value: &SettingValue,
) -> Result<String, EditConfigError> {
    let document = Document::parse(toml).map_err(|error| {
        let (line, _) =
            line_and_column(toml, ByteOffset::new(error.span().map_or(0, |it| it.start)));
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        EditConfigError::Syntax { line, message }
    })?;
    let within = match table {
        Some(name) => document.get(name),
        None => Some(document.as_item()),
    };
    let item = within.and_then(Item::as_table_like).and_then(|table| table.get(key));
    if item.and_then(setting_value).as_ref() == Some(value) {
        return Ok(toml.to_owned());
    }
    let spelt = spelt(value);
    let file = File { toml, document: &document };
    let splices = match (item, table) {
        (Some(item), _) => {
            item.span().map(|range| Splice { range, text: spelt.clone() }).into_iter().collect()
        }
        (None, None) => file.new_key(key, &spelt),
        (None, Some(name)) => file.new_setting(name, key, &spelt),
    };
    let path: Vec<&str> = table.into_iter().chain([key]).collect();
    let mut wanted = said(toml, &document);
    wanted.insert(path.iter().map(|&part| part.to_owned()).collect(), spelt);
    let texts = splices.into_iter().map(|splice| splice.applied(toml));
    let is_right =
        |text: &String| Document::parse(&**text).is_ok_and(|it| said(text, &it) == wanted);
    let no_place = || EditConfigError::NoPlace { key: path.join(".") };
    texts.into_iter().find(is_right).ok_or_else(no_place)
}

/// Spells a value, on one line.
fn spelt(value: &SettingValue) -> String {
    match value {
        SettingValue::Text(text) => crate::front_matter::toml::text(text),
        SettingValue::Boolean(boolean) => boolean.to_string(),
        // A whole number is written as one.
        SettingValue::Number(number) => number.to_string(),
    }
}

/// All that a file says: each value as it is spelt, by the keys that lead to it.
fn said(toml: &str, document: &Document<&str>) -> BTreeMap<Vec<String>, String> {
    let mut all = BTreeMap::new();
    say(toml, document.as_table(), &[], &mut all);
    all
}

fn say(
    toml: &str,
    table: &dyn TableLike,
    above: &[String],
    all: &mut BTreeMap<Vec<String>, String>,
) {
    for (name, item) in table.iter() {
        let path = [above, &[name.to_owned()]].concat();
        if let Some(table) = item.as_table_like() {
            say(toml, table, &path, all);
        } else if let Some(tables) = item.as_array_of_tables() {
            for (n, table) in tables.iter().enumerate() {
                say(toml, table, &[&*path, &[n.to_string()]].concat(), all);
            }
        } else if let Some(span) = item.span() {
            all.insert(path, toml[span].to_owned());
        }
    }
}

/// One stretch of the file and what stands there afterwards.
struct Splice {
    range: Range<usize>,
    text: String,
}

impl Splice {
    fn applied(&self, toml: &str) -> String {
        [&toml[..self.range.start], &self.text, &toml[self.range.end..]].concat()
    }
}

struct File<'f> {
    toml: &'f str,
    document: &'f Document<&'f str>,
}

impl File<'_> {
    /// Ways to say one more thing before all tables: below the comment that shows its default,
    /// else below the last key, else at the top.
    fn new_key(&self, key: &str, spelt: &str) -> Vec<Splice> {
        let top = self.document.as_table();
        let tables = top.iter().filter_map(|(_, item)| first_header(item)).min();
        let end = tables.map_or(self.toml.len(), |at| line_start(self.toml, at));
        let shown = format!("# {key} =");
        let comments = self.toml[..end].match_indices(&shown).map(|(at, _)| at);
        let last = top.iter().filter_map(|(_, item)| Some(last_value(item)?.end)).max();
        let after = comments.chain(last).map(|at| self.line_end(at));
        // A file of comments alone has its first key at its end.
        let first = if tables.is_none() { self.toml.len() } else { 0 };
        let line = |at| self.line(at, &format!("{key} = {spelt}"));
        after.chain([first]).map(line).collect()
    }

    /// Ways to say one more thing in the table of settings.
    fn new_setting(&self, name: &str, key: &str, spelt: &str) -> Vec<Splice> {
        let assignment = format!("{} = {spelt}", Key::new(key).display_repr());
        let mut ways = Vec::new();
        match self.document.get(name) {
            Some(Item::Table(table)) => {
                let last = table.iter().filter_map(|(_, item)| Some(last_value(item)?.end)).max();
                let header = table.span().map(|span| span.start);
                // Below its header, else below `theme_settings.other = …`.
                for at in last.into_iter().chain(header) {
                    let at = self.line_end(at);
                    ways.push(self.line(at, &assignment));
                    ways.push(self.line(at, &format!("{name}.{assignment}")));
                }
            }
            Some(Item::Value(Value::InlineTable(table))) => {
                let last = table.iter().filter_map(|(_, value)| Some(value.span()?.end)).max();
                let within = table.span().map(|span| span.start + 1);
                let splice = |at: usize, text| Splice { range: at..at, text };
                ways.extend(last.map(|at| splice(at, format!(", {assignment}"))));
                ways.extend(within.map(|at| splice(at, format!(" {assignment} "))));
            }
            _ => {}
        }
        let (eol, toml) = (self.eol(), self.toml);
        let gap = if toml.is_empty() || toml.ends_with(&eol.repeat(2)) { "" } else { eol };
        let table = format!("{gap}[{name}]{eol}{assignment}");
        ways.push(self.line(toml.len(), &table));
        ways
    }

    /// A new line at the start of a line, or at the end of the file.
    fn line(&self, at: usize, text: &str) -> Splice {
        let eol = self.eol();
        let before = if at == 0 || self.toml[..at].ends_with('\n') { "" } else { eol };
        Splice { range: at..at, text: format!("{before}{text}{eol}") }
    }

    /// Where the line after this place begins.
    fn line_end(&self, at: usize) -> usize {
        self.toml[at..].find('\n').map_or(self.toml.len(), |length| at + length + 1)
    }

    fn eol(&self) -> &'static str {
        if self.toml.contains("\r\n") { "\r\n" } else { "\n" }
    }
}

fn line_start(toml: &str, at: usize) -> usize {
    toml[..at].rfind('\n').map_or(0, |before| before + 1)
}

/// Where the first header of a table, or of one within it, begins.
fn first_header(item: &Item) -> Option<usize> {
    match item {
        Item::Table(table) if !table.is_implicit() && !table.is_dotted() => {
            table.span().map(|span| span.start)
        }
        Item::Table(table) => table.iter().filter_map(|(_, item)| first_header(item)).min(),
        Item::ArrayOfTables(tables) => {
            tables.iter().filter_map(|table| Some(table.span()?.start)).min()
        }
        Item::None | Item::Value(_) => None,
    }
}

/// The value that stands last in an item without a header of its own.
fn last_value(item: &Item) -> Option<Range<usize>> {
    match item {
        Item::Value(value) => value.span(),
        Item::Table(table) if table.is_dotted() => {
            let values = table.iter().filter_map(|(_, item)| last_value(item));
            values.max_by_key(|span| span.end)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
