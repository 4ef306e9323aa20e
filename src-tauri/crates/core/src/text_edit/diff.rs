//! The small edits between two texts: what both begin and end with is left out,
//! then lines are compared, then the words of the lines that differ.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Edit, n_units};
use crate::Utf16Offset;

/// Longer stretches of changed text are not compared word by word: they were
/// rewritten, and the comparison would cost more than the larger edit.
const MAX_BYTES_BY_WORD: usize = 8 * 1024;

/// The small edits that turn `old` into `new`; applying them gives exactly `new`.
///
/// Small, so that a cursor or an undo history in the edited text survives them.
pub fn diff(old: &str, new: &str) -> Vec<Edit> {
    let mut changes = Vec::new();
    by_lines(old, new, &mut changes);
    let (mut bytes, mut units) = (0, 0);
    let mut offset = |at: usize| {
        units += n_units(&old.as_bytes()[bytes..at]);
        bytes = at;
        Utf16Offset::new(u32::try_from(units).expect("a post is shorter than 4 GiB"))
    };
    changes
        .into_iter()
        .map(|(replaced, inserted)| Edit {
            from: offset(replaced.start),
            to: offset(replaced.end),
            insert: new[inserted].to_owned(),
        })
        .collect()
}

/// Bytes of the old text, and the bytes of the new text that replace them.
type Change = (Range<usize>, Range<usize>);

fn by_lines(old: &str, new: &str, changes: &mut Vec<Change>) {
    let (prefix, suffix) = common_lines(old, new);
    let old_lines = Tokens::new(&old[prefix..old.len() - suffix], prefix, lines);
    let new_lines = Tokens::new(&new[prefix..new.len() - suffix], prefix, lines);
    for (replaced, inserted) in differing(&old_lines, &new_lines) {
        if replaced.len().max(inserted.len()) > MAX_BYTES_BY_WORD {
            changes.extend(without_common_ends(old, new, replaced, inserted));
        } else {
            by_words(old, new, replaced, inserted, changes);
        }
    }
}

/// Bytes of the whole lines that both texts begin with, and end with.
///
/// Whole lines, so that a paragraph that was added is one insertion and not one
/// that begins inside a similar line before it.
fn common_lines(old: &str, new: &str) -> (usize, usize) {
    let prefix = common(old.bytes().zip(new.bytes()));
    let prefix = old.as_bytes()[..prefix].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let (old, new) = (&old.as_bytes()[prefix..], &new.as_bytes()[prefix..]);
    let suffix = common(old.iter().rev().copied().zip(new.iter().rev().copied()));
    let begins_line = |text: &[u8]| text.len() == suffix || text[text.len() - suffix - 1] == b'\n';
    if begins_line(old) && begins_line(new) {
        return (prefix, suffix);
    }
    let tail = &old[old.len() - suffix..];
    let partial = tail.iter().position(|&b| b == b'\n').map_or(tail.len(), |at| at + 1);
    (prefix, suffix - partial)
}

fn by_words(
    old: &str,
    new: &str,
    old_range: Range<usize>,
    new_range: Range<usize>,
    changes: &mut Vec<Change>,
) {
    let Some((old_range, new_range)) = without_common_ends(old, new, old_range, new_range) else {
        return;
    };
    let old_words = Tokens::new(&old[old_range.clone()], old_range.start, words);
    let new_words = Tokens::new(&new[new_range.clone()], new_range.start, words);
    for (replaced, inserted) in differing(&old_words, &new_words) {
        changes.extend(without_common_ends(old, new, replaced, inserted));
    }
}

/// Narrows both ranges by the characters they begin and end with; `None` if nothing differs.
fn without_common_ends(
    old: &str,
    new: &str,
    old_range: Range<usize>,
    new_range: Range<usize>,
) -> Option<Change> {
    let (mut old_rest, mut new_rest) = (&old[old_range.clone()], &new[new_range.clone()]);
    let prefix = common(old_rest.bytes().zip(new_rest.bytes()));
    // The byte after the prefix may be within a character, the same one in both texts.
    let prefix = old_rest.floor_char_boundary(prefix).min(new_rest.floor_char_boundary(prefix));
    (old_rest, new_rest) = (&old_rest[prefix..], &new_rest[prefix..]);
    let mut suffix = common(old_rest.bytes().rev().zip(new_rest.bytes().rev()));
    while !old_rest.is_char_boundary(old_rest.len() - suffix) {
        suffix -= 1;
    }
    if old_rest.len() == suffix && new_rest.len() == suffix {
        return None;
    }
    Some((
        old_range.start + prefix..old_range.end - suffix,
        new_range.start + prefix..new_range.end - suffix,
    ))
}

fn common(pairs: impl Iterator<Item = (u8, u8)>) -> usize {
    pairs.take_while(|(old, new)| old == new).count()
}

/// A stretch of text in pieces, with the place of each in the whole text.
struct Tokens<'text> {
    pieces: Vec<&'text str>,
    /// Where each piece begins, and where the last one ends.
    bounds: Vec<usize>,
}

impl<'text> Tokens<'text> {
    fn new(text: &'text str, start: usize, split: fn(&'text str) -> Vec<&'text str>) -> Self {
        let pieces = split(text);
        let mut bounds = Vec::with_capacity(pieces.len() + 1);
        bounds.push(start);
        let mut end = start;
        bounds.extend(pieces.iter().map(|piece| {
            end += piece.len();
            end
        }));
        Self { pieces, bounds }
    }

    fn bytes(&self, pieces: &Range<usize>) -> Range<usize> {
        self.bounds[pieces.start]..self.bounds[pieces.end]
    }
}

fn differing(old: &Tokens<'_>, new: &Tokens<'_>) -> Vec<Change> {
    capture_diff_slices(Algorithm::Myers, &old.pieces, &new.pieces)
        .iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| (old.bytes(&op.old_range()), new.bytes(&op.new_range())))
        .collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Runs of letters and digits, runs of white space, and every other character alone.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric())
        } else if first.is_whitespace() {
            rest.find(|c: char| !c.is_whitespace())
        } else {
            Some(first.len_utf8())
        };
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        words.push(word);
        rest = after;
    }
    words
}
