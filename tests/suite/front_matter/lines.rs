//! Where a field stands in a file, told by eye: by lines and indents, and without the
//! parsers whose places the edits are made from.

use std::fmt;
use std::ops::Range;

/// A text's lines with their breaks, whichever of the three kinds they are.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let is_break = character == '\n' || character == '\r' && !text[at + 1..].starts_with('\n');
        if is_break {
            lines.push(&text[start..=at]);
            start = at + 1;
        }
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// The lines that differ: where they begin, those that went and those that came.
pub(super) struct Change<'text> {
    pub(super) at: usize,
    pub(super) went: Vec<&'text str>,
    pub(super) came: Vec<&'text str>,
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.went.iter().try_for_each(|line| writeln!(f, "-{}", line.trim_end()))?;
        self.came.iter().try_for_each(|line| writeln!(f, "+{}", line.trim_end()))
    }
}

/// What has to be replaced in `old` to have `new`, in whole lines and as one stretch.
pub(super) fn change<'text>(old: &'text str, new: &'text str) -> Change<'text> {
    let (old, new) = (lines(old), lines(new));
    let at = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let n_after = (old[at..].iter().rev().zip(new[at..].iter().rev()))
        .take_while(|(old, new)| old == new)
        .count();
    Change {
        at,
        went: old[at..old.len() - n_after].to_vec(),
        came: new[at..new.len() - n_after].to_vec(),
    }
}

/// The lines that belong to the first of these keys that the file has at its top
/// level: from the key's line to the next key, or a gap or comment before that, or fence. Of a repeated key the last.
pub(super) fn lines_of_field(source: &str, keys: &[&str]) -> Option<Range<usize>> {
    let lines = lines(source);
    let starts = top_level(&lines);
    let at = keys.iter().find_map(|wanted| {
        starts.iter().rposition(|(_, key)| *key == "{" || key.eq_ignore_ascii_case(wanted))
    })?;
    let end = starts.get(at + 1).map_or_else(
        || {
            let is_fence = |line: &&str| matches!(line.trim_end(), "---" | "+++" | "...");
            let after = starts[at].0 + 1;
            after + lines[after..].iter().position(is_fence).unwrap_or(0)
        },
        |next| next.0,
    );
    // What is not indented after a field belongs to the next, or to nobody.
    let is_apart = |line: &&&str| line.trim().is_empty() || line.starts_with('#');
    let n_apart = lines[starts[at].0 + 1..end].iter().rev().take_while(is_apart).count();
    Some(starts[at].0..end - n_apart)
}

/// The lines that begin with a key at the top level, with the key; in TOML also those in
/// Zola's table of tags, and each table's header as `[`.
fn top_level<'text>(lines: &[&'text str]) -> Vec<(usize, &'text str)> {
    let fence = lines.first().map_or("", |line| line.trim_start_matches('\u{feff}').trim_end());
    let is_toml = fence == "+++";
    if lines.get(1).is_some_and(|line| line.starts_with('{')) {
        // One value: each of its keys is in its lines.
        return vec![(1, "{")];
    }
    let inner = lines.iter().enumerate().skip(1);
    let inner = inner.take_while(|(_, line)| !matches!(line.trim_end(), "---" | "+++" | "..."));
    let mut indent = None;
    let mut starts = Vec::new();
    let mut inside = Inside::default();
    let mut is_in_table = false;
    for (number, line) in inner {
        let was_inside = inside.is_open();
        if is_toml {
            inside.read(line);
        }
        let text = line.trim_start();
        let key = key_of(text, if is_toml { '=' } else { ':' });
        let is_header = is_toml && text.starts_with('[');
        if was_inside || text.is_empty() || text.starts_with('#') || key.is_none() && !is_header {
            continue;
        }
        if is_header {
            is_in_table = !text.starts_with("[taxonomies]");
        } else if is_in_table {
            continue;
        }
        let own_indent = line.len() - text.len();
        if is_toml || own_indent == *indent.get_or_insert(own_indent) {
            starts.push((number, key.filter(|_| !is_header).unwrap_or("[")));
        }
    }
    starts
}

fn key_of(line: &str, separator: char) -> Option<&str> {
    let line = line.strip_prefix("? ").unwrap_or(line);
    if line.starts_with(['-', ':', ']', '}']) {
        return None;
    }
    let (key, _) = line.split_once(separator).unwrap_or((line, ""));
    Some(key.trim().trim_matches(['"', '\'']))
}

/// Whether a line of TOML is inside a bracket or a text of several lines.
#[derive(Default)]
struct Inside {
    brackets: usize,
    quotes: Option<&'static str>,
}

impl Inside {
    fn is_open(&self) -> bool {
        self.brackets > 0 || self.quotes.is_some()
    }

    fn read(&mut self, line: &str) {
        let mut rest = line;
        while let Some(character) = rest.chars().next() {
            let mut length = character.len_utf8();
            if let Some(quotes) = self.quotes {
                if character == '\\' && quotes.starts_with('"') {
                    length += rest[1..].chars().next().map_or(0, char::len_utf8);
                } else if rest.starts_with(quotes) {
                    (self.quotes, length) = (None, quotes.len());
                }
            } else if let Some(quotes) =
                ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| rest.starts_with(quotes))
            {
                (self.quotes, length) = (Some(quotes), quotes.len());
            } else {
                match character {
                    '#' => return,
                    '[' => self.brackets += 1,
                    ']' => self.brackets = self.brackets.saturating_sub(1),
                    _ => {}
                }
            }
            rest = &rest[length..];
        }
    }
}

/// The comment at the end of a line of a key, with the blanks before it.
pub(super) fn trailing_comment(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let value_at = line.find([':', '='])? + 1;
    let value = line[value_at..].trim_start();
    let value_at = line.len() - value.len();
    let quotes = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    let from = quotes.and_then(|quotes| value[1..].find(quotes)).map_or(0, |end| end + 2);
    let mark = [" #", "\t#"].iter().filter_map(|mark| value[from..].find(mark)).min()?;
    let at = value_at + from + mark;
    Some(&line[line[..at].trim_end().len()..])
}
