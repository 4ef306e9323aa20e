//! Characters that would wrongly mean something to the parser, masked while it parses.
//!
//! A mask is as long as what it stands for, so that offsets stay, and means nothing in
//! Markdown.

use std::borrow::Cow;

use crate::lines;

/// Stands for a `$` that neither begins nor ends a formula.
pub(crate) const DOLLAR: char = '\u{1A}';
/// Stands for a `:` at the start of a line that begins no definition.
const COLON: char = '\u{1B}';

/// Whether a text holds a mask.
pub(crate) fn is_in(text: &str) -> bool {
    text.bytes().any(|b| b == DOLLAR as u8 || b == COLON as u8)
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
    let bytes = text.as_bytes();
    let mut wrong = Vec::new();
    let mut is_left = false;
    let mut line = 0;
    while line < bytes.len() {
        let end = lines::end_of(bytes, line);
        let indent = |b: &&u8| matches!(b, b' ' | b'\t' | b'>');
        let at = line + bytes[line..end].iter().take_while(indent).count();
        if bytes.get(at) == Some(&b':') {
            let is_definition = matches!(bytes.get(at + 1), Some(b' ' | b'\t'));
            // Columns are separated, or it is no row below a table's head.
            let in_row = |b: &u8| matches!(b, b':' | b'-' | b'|' | b' ' | b'\t' | b'\n' | b'\r');
            let is_row = bytes[at..end].contains(&b'|') && bytes[at..end].iter().all(in_row);
            if is_definition || is_row {
                is_left = true;
            } else {
                wrong.push(at);
            }
        }
        line = end;
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
