//! A text, and what one look at all of it tells of each of its parts.

use std::ops::Range;

use crate::{mask, script};

/// The text that the parser's offsets belong to. Most texts have none of what is rare, and
/// their parts need not be looked through for it one by one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'s> {
    pub text: &'s str,
    /// Whether the author wrote a character that is a mask.
    has_own_mask: bool,
    /// Whether what the parser makes of the text may hold a mask.
    pub may_show_mask: bool,
    has_right_to_left: bool,
}

impl<'s> Source<'s> {
    /// A text, and whether the parser gets it with masks.
    pub(crate) fn new(text: &'s str, is_masked: bool) -> Self {
        let has_own_mask = mask::is_in(text);
        Self {
            text,
            has_own_mask,
            // An entity can stand for any character.
            may_show_mask: has_own_mask || is_masked || text.contains("&#"),
            has_right_to_left: script::has_right_to_left(text),
        }
    }

    /// Whether something is in it that is looked for in each part.
    pub(crate) fn has_rare_signs(&self) -> bool {
        self.has_own_mask || self.has_right_to_left
    }

    /// Whether the author wrote a character that is a mask in this part of the text.
    pub(crate) fn has_own_mask(&self, part: Range<usize>) -> bool {
        self.has_own_mask && mask::is_in(&self.text[part])
    }

    /// Whether letters of this part run from right to left.
    pub(crate) fn has_right_to_left(&self, part: Range<usize>) -> bool {
        self.has_right_to_left && script::has_right_to_left(&self.text[part])
    }

    /// Whether a text of the parser holds a mask.
    pub(crate) fn is_masked(&self, part: &str) -> bool {
        self.may_show_mask && mask::is_in(part)
    }
}
