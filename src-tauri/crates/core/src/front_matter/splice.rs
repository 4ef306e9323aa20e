//! Candidate changes of a block's text, each one stretch of bytes.
//!
//! The formats share these: the entries' places come from the parser, so that the
//! bytes outside a splice are the author's own. A splice may turn out wrong where
//! a file is written in an unusual way; who asks for one checks the outcome.

use std::ops::Range;

use super::Format;
use super::field::{Field, Found};
use super::lines::{line_end, line_start};
use super::node::{Entry, Node, Shape};
use super::read::one_line;
use super::spelling::{Value, line, spell_text};

/// One stretch of a block's text and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    range: Range<usize>,
    text: String,
}

impl Splice {
    /// The block's text afterwards.
    pub(super) fn applied(&self, inner: &str) -> String {
        [&inner[..self.range.start], &self.text, &inner[self.range.end..]].concat()
    }
}

/// A block of front matter, read.
pub(super) struct Block<'source> {
    pub(super) format: Format,
    pub(super) inner: &'source str,
    pub(super) entries: &'source [Entry],
    /// The line break of the file.
    pub(super) eol: &'source str,
}

impl Block<'_> {
    /// Ways to give an entry another value, the gentlest first.
    pub(super) fn set(&self, found: &Found<'_>, value: &Value) -> Vec<Splice> {
        let node = &found.entry().node;
        let mut ways = Vec::new();
        match (&node.shape, value) {
            (Shape::List(items), Value::Texts(texts)) => {
                ways.extend(self.replace_items(node, items, texts));
            }
            (Shape::Scalar(_), Value::Texts(texts))
                if !texts.iter().any(|text| text.contains(',')) =>
            {
                ways.extend(self.replace_scalar(found, &Value::Text(texts.join(", "))));
            }
            (Shape::Scalar(_), value) => ways.extend(self.replace_scalar(found, value)),
            (Shape::Nothing, value) => ways.extend(self.fill(found, value)),
            _ => {}
        }
        ways.extend(self.replace_value(found, value));
        ways
    }

    /// Takes an entry's lines away.
    pub(super) fn remove(&self, found: &Found<'_>) -> Option<Splice> {
        Some(Splice { range: self.lines(found)?, text: String::new() })
    }

    /// Ways to add an entry: beside its usual neighbours, and at the end.
    pub(super) fn insert(&self, field: Field, value: &Value) -> Vec<Splice> {
        let plain: Vec<usize> =
            (0..self.entries.len()).filter(|&index| !self.is_table_header(index)).collect();
        let indent = plain.first().map_or("", |&index| {
            let key = self.entries[index].key_span.start;
            let before = &self.inner[self.line_start(key)..key];
            if before.trim().is_empty() { before } else { "" }
        });
        let spelt = value.spell(self.format, "");
        let text = format!("{indent}{}{}", line(self.format, field.key(), &spelt), self.eol);
        let before =
            |index: &&usize| Field::of(&self.entries[**index]).is_some_and(|other| other < field);
        let end_of = |index: &usize| Some(self.lines(&self.root(*index))?.end);
        let beside = match plain.iter().rfind(before) {
            Some(index) => end_of(index),
            None if field == Field::Title => Some(
                plain
                    .first()
                    .map_or(0, |&index| self.line_start(self.entries[index].key_span.start)),
            ),
            None => plain.last().and_then(end_of),
        };
        let end = match self.format {
            // After a table's header it would belong to the table.
            Format::Toml => plain.last().map_or(Some(0), end_of),
            Format::Yaml | Format::Json => Some(self.inner.len()),
        };
        [beside, end]
            .into_iter()
            .flatten()
            .map(|at| Splice { range: at..at, text: text.clone() })
            .collect()
    }

    fn root(&self, index: usize) -> Found<'_> {
        Found { siblings: self.entries, index, table: None }
    }

    /// Whether an entry is a TOML table with a header of its own.
    fn is_table_header(&self, index: usize) -> bool {
        let start = self.line_start(self.entries[index].key_span.start);
        self.format == Format::Toml && self.inner[start..].trim_start().starts_with('[')
    }

    fn replace_scalar(&self, found: &Found<'_>, value: &Value) -> Option<Splice> {
        let span = &found.entry().node.span;
        let is_block_scalar = self.is_block_scalar(found.entry());
        let text = value.spell(self.format, &self.inner[span.clone()]);
        (!is_block_scalar).then_some(Splice { range: span.clone(), text })
    }

    /// Whether a value is written below its key after `|` or `>`.
    fn is_block_scalar(&self, entry: &Entry) -> bool {
        let Some(after_key) = self.after_separator(entry) else { return false };
        let head = self.inner.get(after_key..entry.node.span.start).unwrap_or("");
        let indicator = |word: &str| word.starts_with(['|', '>']);
        self.format == Format::Yaml
            && head.contains(['\n', '\r'])
            && head.split_whitespace().any(indicator)
    }

    /// Writes after a key that has no value.
    fn fill(&self, found: &Found<'_>, value: &Value) -> Option<Splice> {
        let entry = found.entry();
        let spelt = value.spell(self.format, "");
        let old = &self.inner[entry.node.span.clone()];
        if old == "~" || old.eq_ignore_ascii_case("null") {
            return Some(Splice { range: entry.node.span.clone(), text: spelt });
        }
        let at = self.after_separator(entry)?;
        Some(Splice { range: at..at, text: format!(" {spelt}") })
    }

    /// Replaces all that follows a key, over several lines if need be.
    fn replace_value(&self, found: &Found<'_>, value: &Value) -> Option<Splice> {
        let start = self.after_separator(found.entry())?;
        let lines = self.lines(found)?;
        let end = lines.start + self.inner[lines].trim_end_matches(['\n', '\r']).len();
        let comment = self.comment_above(found.entry(), start);
        let text = format!(" {}{comment}", value.spell(self.format, ""));
        (start <= end).then_some(Splice { range: start..end, text })
    }

    /// The comment on a key's line, with its gap, where the value begins on a later line.
    fn comment_above(&self, entry: &Entry, after_separator: usize) -> &str {
        let line = &self.inner[after_separator..self.line_end(after_separator)];
        if entry.node.span.start < after_separator + line.len() {
            return "";
        }
        let line = line.trim_end();
        let mark = line.match_indices('#').find(|(at, _)| line[..*at].ends_with([' ', '\t']));
        mark.map_or("", |(at, _)| &line[line[..at].trim_end().len()..])
    }

    fn after_separator(&self, entry: &Entry) -> Option<usize> {
        let separator = if self.format == Format::Toml { '=' } else { ':' };
        let key_end = entry.key_span.end;
        Some(key_end + self.inner[key_end..].find(separator)? + 1)
    }

    /// Replaces those items of a list that differ; the others keep their lines and comments.
    fn replace_items(&self, node: &Node, items: &[Node], wanted: &[String]) -> Option<Splice> {
        let old: Vec<String> =
            items.iter().map(|item| item.scalar().map(one_line)).collect::<Option<_>>()?;
        let n_before = old.iter().zip(wanted).take_while(|(old, new)| old == new).count();
        let n_after = (old[n_before..].iter().rev().zip(wanted[n_before..].iter().rev()))
            .take_while(|(old, new)| old == new)
            .count();
        let middle = n_before..items.len() - n_after;
        let new = &wanted[n_before..wanted.len() - n_after];
        let like = items.first().map_or("", |item| &self.inner[item.span.clone()]);
        let new: Vec<_> = new.iter().map(|text| spell_text(self.format, text, like)).collect();
        if self.inner[node.span.start..].starts_with('[') {
            Some(self.splice_flow(node, items, middle, &new))
        } else {
            self.splice_lines(items, middle, &new)
        }
    }

    /// Items between brackets.
    fn splice_flow(
        &self,
        list: &Node,
        items: &[Node],
        middle: Range<usize>,
        new: &[String],
    ) -> Splice {
        let gap =
            items.windows(2).map(|pair| &self.inner[pair[0].span.end..pair[1].span.start]).next();
        let is_gap = |gap: &&str| gap.trim() == ",";
        let gap = gap.filter(is_gap).unwrap_or(", ");
        let joined = new.join(gap);
        let start = |index: usize| items[index].span.start;
        let end = |index: usize| items[index].span.end;
        let (range, text) = match (middle.is_empty(), new.is_empty()) {
            (false, false) => (start(middle.start)..end(middle.end - 1), joined),
            (false, true) if middle.start > 0 => {
                (end(middle.start - 1)..end(middle.end - 1), joined)
            }
            (false, true) if middle.end < items.len() => (start(0)..start(middle.end), joined),
            (false, true) => (start(0)..end(middle.end - 1), joined),
            (true, _) if middle.start > 0 => {
                let at = end(middle.start - 1);
                (at..at, format!("{gap}{joined}"))
            }
            (true, _) if !items.is_empty() => (start(0)..start(0), format!("{joined}{gap}")),
            (true, _) => {
                let at = list.span.start + 1;
                (at..at, joined)
            }
        };
        Splice { range, text }
    }

    /// Items on lines of their own, after a dash.
    fn splice_lines(&self, items: &[Node], middle: Range<usize>, new: &[String]) -> Option<Splice> {
        let line = |index: usize| {
            let span = &items[index].span;
            let start = self.line_start(span.start);
            let is_alone = self.inner[start..span.start].trim() == "-";
            is_alone.then(|| start..self.line_end(span.end))
        };
        let lines = (0..items.len()).map(line).collect::<Option<Vec<_>>>()?;
        let first = lines.first()?;
        let bullet = &self.inner[first.start..items[0].span.start];
        let text = new.iter().flat_map(|item| [bullet, item, self.eol]).collect();
        let range = if !middle.is_empty() {
            lines[middle.start].start..lines[middle.end - 1].end
        } else if middle.start > 0 {
            let at = lines[middle.start - 1].end;
            at..at
        } else {
            first.start..first.start
        };
        Some(Splice { range, text })
    }

    /// The lines of an entry, without the comments and empty lines that follow it;
    /// `None` if it shares a line with another.
    fn lines(&self, found: &Found<'_>) -> Option<Range<usize>> {
        let entry = found.entry();
        let start = self.line_start(entry.key_span.start);
        if !self.inner[start..entry.key_span.start].trim().is_empty() {
            return None;
        }
        let next_key = found.siblings.get(found.index + 1);
        let next_table = found.table.and_then(|table| self.entries.get(table + 1));
        let next = next_key.or(next_table).map(|entry| self.line_start(entry.key_span.start));
        let mut end = next.unwrap_or(self.inner.len());
        let is_block_scalar = self.is_block_scalar(entry);
        let value_end = last_byte(self.inner, &entry.node).max(entry.key_span.end);
        let floor = self.line_end(value_end);
        if end < floor {
            return None;
        }
        while end > floor {
            let last = &self.inner[self.line_start(end - 1)..end];
            // Indented, it is text of a block scalar.
            let text = if is_block_scalar { last.trim_end() } else { last.trim() };
            if !(last.trim().is_empty() || text.starts_with('#')) {
                break;
            }
            end -= last.len();
        }
        Some(start..end)
    }

    fn line_start(&self, at: usize) -> usize {
        line_start(self.inner, at)
    }

    fn line_end(&self, at: usize) -> usize {
        line_end(self.inner, at)
    }
}

/// The last byte of text that belongs to a value.
fn last_byte(inner: &str, node: &Node) -> usize {
    let own = node.span.start + inner[node.span.clone()].trim_end().len();
    match &node.shape {
        Shape::Nothing | Shape::Scalar(_) => own,
        Shape::List(items) => items.iter().map(|item| last_byte(inner, item)).fold(own, usize::max),
        Shape::Table(entries) => entries
            .iter()
            .map(|entry| last_byte(inner, &entry.node).max(entry.key_span.end))
            .fold(own, usize::max),
    }
}
