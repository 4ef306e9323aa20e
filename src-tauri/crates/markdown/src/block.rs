//! What a document shows: blocks, and how one state of them becomes the next.

use std::sync::Arc;

/// A piece of the page that can be replaced by itself.
///
/// Usually one top-level element. A raw HTML element that stays open over several
/// makes one block of them all; the footnotes are one block at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its HTML: whole elements, ending with a newline.
    pub html: Arc<str>,
    /// The line of the text it starts on, from 1.
    pub first_line: u32,
    /// The last line of the text that belongs to it.
    pub last_line: u32,
}

/// How the blocks of one text become those of the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patch {
    /// Index of the first block to replace.
    pub from: usize,
    /// Index after the last block to replace.
    pub to: usize,
    /// What comes in their place.
    pub blocks: Vec<Block>,
    /// How many lines the blocks after them move down.
    pub line_shift: i32,
}

impl Patch {
    /// The smallest patch from `old` to `new`, when blocks behind the change moved by
    /// `line_shift` lines.
    pub(crate) fn between(old: &[Block], new: &[Block], line_shift: i32) -> Self {
        let same_html = |a: &Block, b: &Block| Arc::ptr_eq(&a.html, &b.html) || a.html == b.html;
        let n_first = old
            .iter()
            .zip(new)
            .take_while(|(a, b)| {
                (a.first_line, a.last_line) == (b.first_line, b.last_line) && same_html(a, b)
            })
            .count();
        let shifted = |line: u32| line.checked_add_signed(line_shift);
        let n_last = old[n_first..]
            .iter()
            .rev()
            .zip(new[n_first..].iter().rev())
            .take_while(|(a, b)| {
                shifted(a.first_line) == Some(b.first_line)
                    && shifted(a.last_line) == Some(b.last_line)
                    && same_html(a, b)
            })
            .count();
        Self {
            from: n_first,
            to: old.len() - n_last,
            blocks: new[n_first..new.len() - n_last].to_vec(),
            line_shift,
        }
    }

    /// Carries the patch out.
    pub fn apply(&self, blocks: &mut Vec<Block>) {
        for block in &mut blocks[self.to..] {
            block.first_line = block.first_line.saturating_add_signed(self.line_shift);
            block.last_line = block.last_line.saturating_add_signed(self.line_shift);
        }
        blocks.splice(self.from..self.to, self.blocks.iter().cloned());
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.from == self.to && self.blocks.is_empty() && self.line_shift == 0
    }
}
