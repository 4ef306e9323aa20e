//! What a document shows: blocks, and how one state of them becomes the next.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::note::Notes;

/// A piece of the page that can be replaced by itself.
///
/// Usually one top-level element. A raw HTML element that stays open over several
/// makes one block of them all; the footnotes are one block at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its HTML: whole elements, ending with a newline.
    pub html: Html,
    /// The line of the text it starts on, from 1.
    pub first_line: u32,
    /// The last line of the text that belongs to it.
    pub last_line: u32,
}

/// HTML on a page with more: what is rendered at once has one piece of memory for all.
#[derive(Clone, Default)]
pub struct Html {
    /// None while it is being written, and of no HTML.
    page: Option<Arc<Page>>,
    start: u32,
    end: u32,
}

/// What was rendered at once, and what was seen in it.
#[derive(Default)]
pub(crate) struct Page {
    pub html: Box<str>,
    pub notes: Notes,
}

impl Html {
    /// The part of a page that is still being written.
    pub(crate) fn to_settle(range: Range<usize>) -> Self {
        let [start, end] = [range.start, range.end]
            .map(|at| u32::try_from(at).expect("no page has as much as 4 GB"));
        Self { page: None, start, end }
    }

    /// Takes the page that it is a part of.
    pub(crate) fn settle_on(&mut self, page: &Arc<Page>) {
        self.page = Some(page.clone());
    }

    pub(crate) fn page(&self) -> Option<&Page> {
        self.page.as_deref()
    }

    /// Whether it is the same in the same place, which is quicker to see than whether it says
    /// the same.
    fn is_itself(&self, other: &Self) -> bool {
        let pages = self.page.as_ref().zip(other.page.as_ref());
        pages.is_some_and(|(a, b)| Arc::ptr_eq(a, b))
            && (self.start, self.end) == (other.start, other.end)
    }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        self.page.as_ref().map_or("", |page| &page.html[self.start as usize..self.end as usize])
    }
}

impl From<&str> for Html {
    fn from(html: &str) -> Self {
        let mut whole = Self::to_settle(0..html.len());
        whole.settle_on(&Arc::new(Page { html: html.into(), ..Page::default() }));
        whole
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq for Html {
    fn eq(&self, other: &Self) -> bool {
        self.is_itself(other) || **self == **other
    }
}

impl Eq for Html {}

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
        let n_first = old
            .iter()
            .zip(new)
            .take_while(|(a, b)| {
                (a.first_line, a.last_line) == (b.first_line, b.last_line) && a.html == b.html
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
                    && a.html == b.html
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
