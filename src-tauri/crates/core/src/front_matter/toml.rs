//! TOML: reading with places, and spelling values.

use toml_edit::{Document, Item, TableLike, Value};

use super::node::{Entry, Node, Shape, SyntaxError};
use super::yaml::double_quoted;

/// Reads a block's entries.
pub(super) fn read(inner: &str) -> Result<Vec<Entry>, SyntaxError> {
    // TOML refuses a lone `\r`, which an editor shows as a line break.
    let is_lone = |at: usize| !inner[at + 1..].starts_with('\n');
    let with_line_feeds: String = inner
        .char_indices()
        .map(|(at, c)| if c == '\r' && is_lone(at) { '\n' } else { c })
        .collect();
    let document = Document::parse(with_line_feeds).map_err(|error| SyntaxError {
        at: error.span().map_or(0, |span| span.start),
        message: error.message().lines().next().unwrap_or_default().to_owned(),
    })?;
    Ok(entries(inner, document.as_table()))
}

fn entries(inner: &str, table: &dyn TableLike) -> Vec<Entry> {
    let mut entries: Vec<_> = table
        .iter()
        .filter_map(|(name, item)| {
            let key_span = table.key(name)?.span()?;
            Some(Entry { key: name.to_owned(), key_span, node: node(inner, item)? })
        })
        .collect();
    // Tables that are opened twice are gathered where they were first opened.
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

fn node(inner: &str, item: &Item) -> Option<Node> {
    let span = item.span().unwrap_or_default();
    let shape = match item {
        Item::None => return None,
        Item::Value(value) => return Some(value_node(inner, value)),
        Item::Table(table) => Shape::Table(entries(inner, table)),
        Item::ArrayOfTables(tables) => Shape::List(
            tables
                .iter()
                .map(|table| Node {
                    span: table.span().unwrap_or_default(),
                    shape: Shape::Table(entries(inner, table)),
                })
                .collect(),
        ),
    };
    Some(Node { span, shape })
}

fn value_node(inner: &str, value: &Value) -> Node {
    let span = value.span().unwrap_or_default();
    let shape = match value {
        Value::String(text) => Shape::Scalar(text.value().clone()),
        Value::Array(items) => {
            Shape::List(items.iter().map(|item| value_node(inner, item)).collect())
        }
        Value::InlineTable(table) => Shape::Table(entries(inner, table)),
        // Numbers, booleans and dates as they are spelt.
        _ => Shape::Scalar(inner[span.clone()].to_owned()),
    };
    Node { span, shape }
}

/// Spells a text, on one line: the file may have other line breaks than a new line would.
pub(crate) fn text(text: &str) -> String {
    if text.contains(['\n', '\r']) { double_quoted(text) } else { Value::from(text).to_string() }
}

/// Spells a date: as one, if the text is a date in TOML 1.0, else as a text.
pub(super) fn date(text: &str) -> String {
    // Times without seconds are new in TOML 1.1; other programs would not read the file.
    let has_seconds_or_no_time = text.matches(':').count() != 1;
    let is_date = has_seconds_or_no_time && text.parse::<toml_edit::Datetime>().is_ok();
    if is_date { text.to_owned() } else { self::text(text) }
}
