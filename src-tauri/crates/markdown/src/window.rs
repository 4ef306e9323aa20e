//! Which part of a text has to be parsed again after an edit.
//!
//! Block structure is decided line by line. Take a line that starts a top-level element
//! and has a blank line before it: it ends everything before it, so a parser that comes
//! to it is in the same state as one that starts there. Hence what is before such a line
//! does not depend on what is behind it, and the other way round, as long as the line
//! itself stays. A window goes from such a line before the edit to such a line after it.
//!
//! Only definitions reach further than that; who uses a window compares those.

use crate::lines;
use crate::piece::Piece;

/// Where two texts differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    pub start: usize,
    pub old_end: usize,
    pub new_end: usize,
}

impl Change {
    /// The smallest change from `old` to `new`; none if they are equal.
    pub(crate) fn between(old: &[u8], new: &[u8]) -> Option<Self> {
        let start = common_prefix(old, new);
        if start == old.len() && start == new.len() {
            return None;
        }
        let n_last = common_suffix(&old[start..], &new[start..]);
        Some(Self { start, old_end: old.len() - n_last, new_end: new.len() - n_last })
    }

    /// An offset behind the change, in the new text.
    fn moved(self, offset: usize) -> usize {
        offset - self.old_end + self.new_end
    }
}

/// Bytes that are compared at once.
const CHUNK: usize = 256;

fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.chunks(CHUNK).zip(b.chunks(CHUNK)).take_while(|(a, b)| a == b);
    let n = (chunks.count() * CHUNK).min(a.len()).min(b.len());
    n + a[n..].iter().zip(&b[n..]).take_while(|(a, b)| a == b).count()
}

fn common_suffix(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.rchunks(CHUNK).zip(b.rchunks(CHUNK)).take_while(|(a, b)| a == b);
    let n = (chunks.count() * CHUNK).min(a.len()).min(b.len());
    let (a, b) = (&a[..a.len() - n], &b[..b.len() - n]);
    n + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// A place where a text can be parsed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Boundary {
    /// Index of the old piece that starts there.
    pub piece: usize,
    /// Where that is in the old text.
    pub old: usize,
    /// Where that is in the new text.
    pub new: usize,
}

/// The last boundary before a change.
pub(crate) fn before(change: Change, old: &[u8], pieces: &[Piece]) -> Boundary {
    let n_before = pieces.partition_point(|piece| piece.range.start < change.start);
    for (i, piece) in pieces[..n_before].iter().enumerate().rev() {
        let start = piece.range.start;
        // The line itself has to stay, its end included.
        if lines::end_of(old, start) < change.start && lines::is_blank_before(old, start) {
            return Boundary { piece: i, old: start, new: start };
        }
    }
    Boundary { piece: 0, old: 0, new: 0 }
}

/// The first boundary behind a change that is at `least` or later in the new text.
pub(crate) fn behind(
    change: Change,
    old: &[u8],
    new: &[u8],
    pieces: &[Piece],
    least: usize,
) -> Option<Boundary> {
    let n_before = pieces.partition_point(|piece| {
        let start = piece.range.start;
        start < change.old_end || change.moved(start) < least
    });
    let mut behind = pieces.iter().enumerate().skip(n_before);
    behind.find_map(|(i, piece)| {
        let boundary =
            Boundary { piece: i, old: piece.range.start, new: change.moved(piece.range.start) };
        let is_safe =
            lines::is_blank_before(old, boundary.old) && lines::is_blank_before(new, boundary.new);
        is_safe.then_some(boundary)
    })
}

/// How far to parse to see whether an element still starts at `boundary`.
pub(crate) fn end_of_look(text: &str, boundary: usize) -> usize {
    // A first line decides; a few more keep a definition or table whole.
    const FAR: usize = 1_024;
    let far = (boundary + FAR).min(text.len());
    let far = (boundary..=far).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
    lines::end_of(text.as_bytes(), far.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(old: &str, new: &str) -> Option<(usize, usize, usize)> {
        Change::between(old.as_bytes(), new.as_bytes()).map(|c| (c.start, c.old_end, c.new_end))
    }

    #[test]
    fn changes_are_found_at_any_distance() {
        assert_eq!(change("abc", "abc"), None);
        assert_eq!(change("aaa", "aaaa"), Some((3, 3, 4)));
        assert_eq!(change("", "a"), Some((0, 0, 1)));
        for n in [255, 256, 257, 600] {
            let old = "x".repeat(n) + "a" + &"y".repeat(n);
            let new = "x".repeat(n) + "bc" + &"y".repeat(n);
            assert_eq!(change(&old, &new), Some((n, n + 1, n + 2)));
        }
    }
}
