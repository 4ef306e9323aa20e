//! Changes of a text in the editor's coordinates: applying and finding them.

mod diff;

use std::ops::Range;

use thiserror::Error;

pub use self::diff::diff;
use crate::Utf16Offset;

/// One change: what lies between `from` and `to` is replaced by `insert`.
///
/// Offsets are in the text before the change. A batch of edits is sorted and
/// disjoint, all in the coordinates of the text before the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where the replaced text begins.
    pub from: Utf16Offset,
    /// Where it ends; the same as `from` to only insert.
    pub to: Utf16Offset,
    /// What stands there afterwards.
    pub insert: String,
}

/// Why a batch of edits does not fit a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ApplyEditError {
    /// `from` after `to`, or an edit that begins before the one before it ends.
    #[error("edit {n} is out of order")]
    OutOfOrder {
        /// Which edit, from 0.
        n: usize,
    },
    /// Past the end of the text.
    #[error("edit {n} reaches beyond the end of the text")]
    BeyondEnd {
        /// Which edit, from 0.
        n: usize,
    },
    /// Between the two halves of a surrogate pair.
    #[error("edit {n} splits a character")]
    SplitCharacter {
        /// Which edit, from 0.
        n: usize,
    },
}

/// Applies a batch of edits; if one does not fit, the text stays as it was.
///
/// One pass over the text up to the last edit, whatever their number.
pub fn apply(text: &mut String, edits: &[Edit]) -> Result<(), ApplyEditError> {
    let ranges = byte_ranges(text, edits)?;
    if let ([edit], [range]) = (edits, &*ranges) {
        // The case of a keystroke: nothing is allocated.
        text.replace_range(range.clone(), &edit.insert);
        return Ok(());
    }
    let n_inserted: usize = edits.iter().map(|edit| edit.insert.len()).sum();
    let mut edited = String::with_capacity(text.len() + n_inserted);
    let mut done = 0;
    for (edit, range) in edits.iter().zip(&ranges) {
        edited.push_str(&text[done..range.start]);
        edited.push_str(&edit.insert);
        done = range.end;
    }
    edited.push_str(&text[done..]);
    *text = edited;
    Ok(())
}

/// The bytes that each edit replaces.
fn byte_ranges(text: &str, edits: &[Edit]) -> Result<Vec<Range<usize>>, ApplyEditError> {
    let mut place = Place { text: text.as_bytes(), bytes: 0, units: 0 };
    let mut ranges = Vec::with_capacity(edits.len());
    for (n, edit) in edits.iter().enumerate() {
        let start = place.walk_to(edit.from, n)?;
        let end = place.walk_to(edit.to, n)?;
        ranges.push(start..end);
    }
    Ok(ranges)
}

/// A place in a text, in both units; it only moves forward.
struct Place<'text> {
    text: &'text [u8],
    bytes: usize,
    units: usize,
}

impl Place<'_> {
    /// How many bytes are counted at a time: enough for the compiler to use vector
    /// instructions, few enough that the rest is quickly walked byte by byte.
    const STRIDE: usize = 256;

    fn walk_to(&mut self, offset: Utf16Offset, n: usize) -> Result<usize, ApplyEditError> {
        let target = offset.get() as usize;
        if target < self.units {
            return Err(ApplyEditError::OutOfOrder { n });
        }
        // A byte is at most one unit, so that a stride never overshoots.
        while target - self.units >= Self::STRIDE && self.text.len() - self.bytes >= Self::STRIDE {
            self.units += n_units(&self.text[self.bytes..][..Self::STRIDE]);
            self.bytes += Self::STRIDE;
        }
        // A character's units count at its first byte, so that its other bytes follow it.
        while self.bytes < self.text.len() {
            let byte = self.text[self.bytes];
            if self.units >= target && !is_continuation(byte) {
                break;
            }
            self.units += n_units(&[byte]);
            self.bytes += 1;
        }
        match self.units.cmp(&target) {
            std::cmp::Ordering::Less => Err(ApplyEditError::BeyondEnd { n }),
            std::cmp::Ordering::Equal => Ok(self.bytes),
            std::cmp::Ordering::Greater => Err(ApplyEditError::SplitCharacter { n }),
        }
    }
}

/// UTF-16 code units of the characters that begin in these bytes of UTF-8.
fn n_units(bytes: &[u8]) -> usize {
    bytes.iter().map(|&byte| usize::from(!is_continuation(byte)) + usize::from(byte >= 0xF0)).sum()
}

/// Whether a byte of UTF-8 continues a character.
fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests;
