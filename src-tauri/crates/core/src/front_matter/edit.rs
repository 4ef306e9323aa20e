//! Changing one field of the front matter, and no byte that does not belong to it.
//!
//! Each way to change a block is tried on a copy and read again: it counts only if
//! the field says what it should and every other entry says what it said before.
//! (A lossless YAML editor such as yaml-edit was weighed: it rewrites quotes and
//! needs the same check. The parser's places and a splice are exact and less.)

use super::field::{Field, Found, PUBLISHED};
use super::node::{self, Entry, Node, Shape};
use super::read::{self, one_line};
use super::spelling::{Value, line};
use super::splice::{Block, Splice};
use super::split::is_unclosed;
use super::{EditFrontMatterError, FieldEdit, Format, FrontMatter, Split, parse, split};
use crate::line_ending::first_break;
use crate::text_offset::line_and_column;
use crate::{ByteOffset, PostDate, title_line};

/// Changes one field of a source, and no byte that does not belong to it.
///
/// A source without front matter gets a YAML block. A field that already says what
/// is asked leaves the source as it is. A title that stands in the body as its first
/// heading, and nowhere else, is changed there.
pub fn edit(source: &str, edit: &FieldEdit) -> Result<String, EditFrontMatterError> {
    let change = Change::of(edit)?;
    let split = split(source);
    if let (FieldEdit::Title(title), None) = (edit, parse(source).front_matter.title)
        && let Some(edited) = retitled(source, &split, &one_line(title))
    {
        return Ok(edited);
    }
    let Some(format) = split.format else {
        if is_unclosed(source) {
            return Err(EditFrontMatterError::Unreadable { line: 1 });
        }
        return Ok(change.add_block(source, split.body_start));
    };
    if format == Format::Json {
        return Err(EditFrontMatterError::Json);
    }
    let inner = split.inner_of(source);
    let entries = node::read(format, inner).map_err(|error| {
        let place = ByteOffset::new(split.inner.start + error.at);
        EditFrontMatterError::Unreadable { line: line_and_column(source, place).0 }
    })?;
    if change.is_said_by(&entries) {
        return Ok(source.to_owned());
    }
    let block = Block { format, inner, entries: &entries, eol: first_break(source) };
    let found = change.field.find(&entries);
    let key = found.as_ref().map_or(change.field.key(), |found| &found.entry().key).to_owned();
    change
        .ways(&block, found.as_ref())
        .iter()
        .map(|way| replaced(source, &split, way))
        .find(|edited| change.is_all_that_differs(&entries, source, edited))
        .ok_or(EditFrontMatterError::Entangled { key })
}

/// A field and what it should say; `None` if it should go.
struct Change {
    field: Field,
    value: Option<Value>,
}

impl Change {
    fn of(edit: &FieldEdit) -> Result<Self, EditFrontMatterError> {
        let texts = |texts: &[String]| {
            let mut lines: Vec<String> = Vec::with_capacity(texts.len());
            for text in texts.iter().map(|text| one_line(text)) {
                if !text.is_empty() && !lines.contains(&text) {
                    lines.push(text);
                }
            }
            (!lines.is_empty()).then_some(Value::Texts(lines))
        };
        let (field, value) = match edit {
            FieldEdit::Title(title) => (Field::Title, Some(Value::Text(one_line(title)))),
            FieldEdit::Date(None) => (Field::Date, None),
            FieldEdit::Date(Some(date)) => {
                let date = one_line(date);
                if PostDate::parse(&date).is_none() {
                    return Err(EditFrontMatterError::Date(date));
                }
                (Field::Date, Some(Value::Date(date)))
            }
            FieldEdit::Draft(draft) => (Field::Draft, Some(Value::Boolean(*draft))),
            FieldEdit::Tags(tags) => (Field::Tags, texts(tags)),
            FieldEdit::Aliases(aliases) => (Field::Aliases, texts(aliases)),
            FieldEdit::Slug(slug) => {
                (Field::Slug, slug.as_ref().map(|slug| Value::Text(slug.to_string())))
            }
            FieldEdit::Summary(summary) => {
                let summary = summary.as_deref().map(str::trim).filter(|text| !text.is_empty());
                (Field::Summary, summary.map(|text| Value::Text(text.replace("\r\n", "\n"))))
            }
        };
        Ok(Self { field, value })
    }

    /// Whether the field says it already.
    fn is_said_by(&self, entries: &[Entry]) -> bool {
        let found = self.field.find(entries);
        match (&self.value, found) {
            (None, found) => found.is_none_or(|found| says_nothing(&found.entry().node)),
            // A post is no draft unless it says so.
            (Some(Value::Boolean(false)), None) => true,
            (Some(_), None) => false,
            // Spelling matters: `2024-08-05` and `2024-08-05T00:00:00Z` may be one instant.
            (Some(Value::Date(date)), Some(found)) => found.entry().node.scalar() == Some(date),
            (Some(value), Some(_)) => self.reads_as(value, entries),
        }
    }

    /// Whether a reader of the entries finds the value.
    fn reads_as(&self, value: &Value, entries: &[Entry]) -> bool {
        let (front_matter, _) = read::fields(entries);
        let FrontMatter { title, date, draft, slug, tags, summary, aliases, .. } = front_matter;
        match (self.field, value) {
            (Field::Title, Value::Text(text)) => title.unwrap_or_default() == *text,
            (Field::Slug, Value::Text(text)) => slug.is_some_and(|slug| slug.as_str() == text),
            (Field::Summary, Value::Text(text)) => summary.as_ref() == Some(text),
            (_, Value::Date(text)) => date == PostDate::parse(text),
            (_, Value::Boolean(value)) => draft == *value,
            (Field::Aliases, Value::Texts(texts)) => aliases == *texts,
            (_, Value::Texts(texts)) => tags == *texts,
            (_, Value::Text(_)) => false,
        }
    }

    fn ways(&self, block: &Block<'_>, found: Option<&Found<'_>>) -> Vec<Splice> {
        match (found, &self.value) {
            (Some(found), Some(Value::Boolean(draft))) => {
                let is_opposite = found.entry().key.eq_ignore_ascii_case(PUBLISHED);
                block.set(found, &Value::Boolean(*draft != is_opposite))
            }
            (Some(found), Some(value)) => block.set(found, value),
            (Some(found), None) => block.remove(found).into_iter().collect(),
            (None, Some(value)) => block.insert(self.field, value),
            (None, None) => Vec::new(),
        }
    }

    fn is_all_that_differs(&self, before: &[Entry], source: &str, edited: &str) -> bool {
        let (old, new) = (split(source), split(edited));
        let same_body = source[old.body_start..] == edited[new.body_start..];
        let Some(format) = new.format.filter(|_| new.format == old.format && same_body) else {
            return false;
        };
        let Ok(after) = node::read(format, new.inner_of(edited)) else { return false };
        let said = self.value.as_ref().is_none_or(|value| self.reads_as(value, &after));
        let after = if self.value.is_some() { self.without(&after) } else { after };
        said && after == self.without(before)
    }

    /// The entries but the one of the field.
    fn without(&self, entries: &[Entry]) -> Vec<Entry> {
        let mut rest = entries.to_vec();
        if let Some(found) = self.field.find(entries) {
            match found.table {
                None => _ = rest.remove(found.index),
                Some(table) => {
                    if let Shape::Table(inside) = &mut rest[table].node.shape {
                        inside.remove(found.index);
                    }
                }
            }
        }
        rest
    }

    /// A source without front matter, with a block that says only this.
    fn add_block(&self, source: &str, body_start: usize) -> String {
        let says_default = matches!(self.value, Some(Value::Boolean(false)));
        let Some(value) = self.value.as_ref().filter(|_| !says_default) else {
            return source.to_owned();
        };
        let (mark, body) = source.split_at(body_start);
        let eol = first_break(source);
        let line = line(Format::Yaml, self.field.key(), &value.spell(Format::Yaml, ""));
        let gap = if body.is_empty() || body.starts_with(['\n', '\r']) { "" } else { eol };
        format!("{mark}---{eol}{line}{eol}---{eol}{gap}{body}")
    }
}

/// Whether a key stands there without a value.
fn says_nothing(node: &Node) -> bool {
    match &node.shape {
        Shape::Nothing => true,
        Shape::Scalar(text) => text.trim().is_empty(),
        Shape::List(items) => items.is_empty(),
        Shape::Table(_) => false,
    }
}

/// The source with another title in its title line; `None` if it has none, or if the
/// title cannot stand there.
fn retitled(source: &str, before: &Split, title: &str) -> Option<String> {
    let (head, body) = source.split_at(before.body_start);
    let line = title_line::heading(body)?;
    let marks = ['\\', '`', '*', '_', '[', ']', '<', '~', '!', '#'];
    let escaped =
        title.chars().flat_map(|c| marks.contains(&c).then_some('\\').into_iter().chain([c]));
    [title.to_owned(), escaped.collect()].into_iter().find_map(|spelt| {
        let edited = [&body[..line.span.start], &spelt, &body[line.span.end..]].concat();
        let says_it = title_line::heading(&edited).is_some_and(|line| line.text == title);
        let source = [head, &edited].concat();
        // A quote in the title may close what began like JSON and was none.
        (says_it && split(&source) == *before).then_some(source)
    })
}

fn replaced(source: &str, split: &Split, way: &Splice) -> String {
    let inner = way.applied(split.inner_of(source));
    [&source[..split.inner.start], &inner, &source[split.inner.end..]].concat()
}
