//! Characters that would wrongly mean something to the parser, masked while it parses.
//!
//! A mask is as long as what it stands for, so that offsets stay, and means nothing in
//! Markdown.

use std::borrow::Cow;

use crate::{bytes, lines};

/// Stands for a `$` that neither begins nor ends a formula.
pub(crate) const DOLLAR: char = '\u{1A}';
/// Stands for a `:` at the start of a line that begins no definition.
const COLON: char = '\u{1B}';

/// Whether a text holds a mask.
pub(crate) fn is_in(text: &str) -> bool {
    bytes::holds(text.as_bytes(), |b| b == DOLLAR as u8 || b == COLON as u8)
}

/// The text as it was before it was masked.
pub(crate) fn take_off(text: &str) -> String {
    let unmasked = |c| match c {
        DOLLAR => '$',
        COLON => ':',
        c => c,
    };
    text.chars().map(unmasked).collect()
}

/// The text with each `:` masked that begins a line and neither a definition, which has a
/// space behind its colon, nor the row below a table's head; and whether one is left. The
/// parser would take `:tada:` and `:::` for definitions as well.
pub(crate) fn colons(text: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    let source = text.as_bytes();
    let mut wrong = Vec::new();
    let mut is_left = false;
    if !may_begin_line(source) {
        return (text, false);
    }
    for (at, _) in text.match_indices(':') {
        let indent = |b: &&u8| matches!(b, b' ' | b'\t' | b'>');
        let n = source[..at].iter().rev().take_while(indent).count();
        if !matches!(source[..at - n].last(), None | Some(b'\n' | b'\r')) {
            continue;
        }
        let is_definition = matches!(source.get(at + 1), Some(b' ' | b'\t'));
        if is_definition || is_row(&source[at..lines::end_of(source, at)]) {
            is_left = true;
        } else {
            wrong.push(at);
        }
    }
    if wrong.is_empty() {
        return (text, is_left);
    }
    let mut masked = text.into_owned().into_bytes();
    for at in wrong {
        masked[at] = COLON as u8;
    }
    let masked = String::from_utf8(masked).expect("ASCII replaced ASCII");
    (Cow::Owned(masked), is_left)
}

/// Whether a `:` may begin a line; most texts have none that does.
fn may_begin_line(text: &[u8]) -> bool {
    text.first() == Some(&b':')
        || bytes::holds_pair(text, |before, b| b == b':' && (before <= b' ' || before == b'>'))
}

/// Whether a line can be the row below a table's head. Columns are separated there, or it is none.
fn is_row(line: &[u8]) -> bool {
    let in_row = |b: &u8| matches!(b, b':' | b'-' | b'|' | b' ' | b'\t' | b'\n' | b'\r');
    line.contains(&b'|') && line.iter().all(in_row)
}
