//! A text and its blocks, kept up to date.

use std::borrow::Cow;
use std::collections::HashSet;

use galley_core::{Problem, ProblemCode, Severity};

use crate::assemble::{Assembled, assemble};
use crate::block::{Block, Patch};
use crate::bytes;
use crate::definitions::{self, Definitions};
use crate::heading::with_suffix;
use crate::lines;
use crate::parse::{Parsed, Part, parse};
use crate::piece::{Piece, Renderer};
use crate::window::{self, Change};
use crate::{Heading, Options, Rendered};

/// A text and the blocks it renders to.
///
/// [`Document::set_text`] takes each next version of the text and does only the work that
/// the difference calls for. What it then holds is what it would hold had it been given
/// that version first.
#[derive(Debug)]
pub struct Document {
    renderer: Renderer,
    text: String,
    /// How many lines end in the text.
    n_lines: u32,
    pieces: Vec<Piece>,
    definitions: Definitions,
    /// How much text link references put in.
    expansion: usize,
    /// The parser's offsets in and behind definition lists cannot be relied on: in a text that
    /// has one, only the whole can tell.
    has_definition_list: bool,
    blocks: Vec<Block>,
    assembled: Assembled,
    n_bytes_parsed: usize,
}

/// The parser stops resolving references when they put in more than 100,000 bytes, or
/// than the text is long. From half of that on, only the whole text can tell.
const MOST_EXPANSION: usize = 50_000;

impl Document {
    /// An empty document.
    pub fn new(options: Options) -> Self {
        Self {
            renderer: Renderer::new(options),
            text: String::new(),
            n_lines: 0,
            pieces: Vec::new(),
            definitions: Definitions::default(),
            expansion: 0,
            has_definition_list: false,
            blocks: Vec::new(),
            assembled: Assembled::default(),
            n_bytes_parsed: 0,
        }
    }

    /// Takes the text's next version; tells how its blocks differ from those before.
    pub fn set_text(&mut self, text: &str) -> Patch {
        // CommonMark has U+FFFD in place of NUL, for safety.
        let text = &*if bytes::holds(text.as_bytes(), |b| b == 0) {
            Cow::Owned(text.replace('\0', "\u{FFFD}"))
        } else {
            Cow::Borrowed(text)
        };
        let Some(change) = Change::between(self.text.as_bytes(), text.as_bytes()) else {
            self.n_bytes_parsed = 0;
            let n = self.blocks.len();
            return Patch { from: n, to: n, ..Patch::default() };
        };
        self.n_bytes_parsed = 0;
        let line_shift = self.parse_window(change, text).unwrap_or_else(|| self.parse_all(text));
        let blocks = assemble(&mut self.pieces, &self.renderer, &mut self.assembled);
        let patch = Patch::between(&self.blocks, &blocks, line_shift);
        self.blocks = blocks;
        patch
    }

    /// Parses everything; tells by how many lines the text grew.
    fn parse_all(&mut self, text: &str) -> i32 {
        let part = Part { text, start: 0, stop: usize::MAX, first_line: 1 };
        let Parsed { pieces, links, n_lines, .. } = self.parse(&part);
        self.definitions = Definitions::of(&links, &pieces, self.renderer.options.is_galley());
        self.expansion = pieces.iter().map(|piece| piece.content.expansion).sum();
        self.has_definition_list = pieces.iter().any(|piece| piece.content.has_definition_list);
        self.pieces = pieces;
        text.clone_into(&mut self.text);
        shift(std::mem::replace(&mut self.n_lines, n_lines), n_lines)
    }

    fn parse(&mut self, part: &Part<'_>) -> Parsed {
        self.n_bytes_parsed += part.text.len();
        parse(part, &mut self.renderer)
    }

    /// Parses only around a change; tells by how many lines what follows moved. None if
    /// a window would not do.
    fn parse_window(&mut self, change: Change, text: &str) -> Option<i32> {
        // With more definitions than this, a window is no quicker than the whole.
        const MOST_DEFINITIONS: usize = 64_000;
        if self.pieces.is_empty()
            || self.has_definition_list
            || self.definitions.as_markdown().len() > MOST_DEFINITIONS
        {
            return None;
        }
        let first = window::before(change, self.text.as_bytes(), &self.pieces);
        let first_line = if first.new == 0 { 1 } else { self.pieces[first.piece].first_line };
        let mut at_least = 0;
        loop {
            let last = window::behind(
                change,
                self.text.as_bytes(),
                text.as_bytes(),
                &self.pieces,
                at_least,
            );
            if first.new == 0 && last.is_none() {
                // That is the whole, and needs no comparison of what it defines.
                return None;
            }
            let end = last.map_or(text.len(), |last| window::end_of_look(text, last.new));
            let inside = &text[first.new..end];
            let mut source = String::new();
            if inside.contains('[') {
                source.push_str(self.definitions.as_markdown());
            }
            let start = source.len();
            source.push_str(inside);
            let stop = last.map_or(usize::MAX, |last| start + last.new - first.new);
            let parsed = self.parse(&Part { text: &source, start, stop, first_line });
            if parsed.meets_stop || last.is_none() {
                return self.replace(text, parsed.pieces, first, last);
            }
            // The element that starts there does so no more. Look twice as far.
            at_least = first.new + inside.len() * 2;
        }
    }

    /// Puts the pieces of a window in place of the old ones, unless more than the window
    /// depends on them.
    fn replace(
        &mut self,
        text: &str,
        mut new: Vec<Piece>,
        first: window::Boundary,
        last: Option<window::Boundary>,
    ) -> Option<i32> {
        let last = last.unwrap_or(window::Boundary {
            piece: self.pieces.len(),
            old: self.text.len(),
            new: text.len(),
        });
        let old_part = &self.text[first.old..last.old];
        let new_part = &text[first.new..last.new];
        let old = &self.pieces[first.piece..last.piece];
        let extensions = self.renderer.options.extensions();
        if new.iter().any(|piece| piece.content.has_definition_list)
            || !footnote_labels(old).eq(footnote_labels(&new))
            || !definitions::define_same_links(old_part, new_part, extensions)
        {
            return None;
        }
        let expansion = |pieces: &[Piece]| -> usize {
            pieces.iter().map(|piece| piece.content.expansion).sum()
        };
        let total = self.expansion - expansion(old) + expansion(&new);
        if total > MOST_EXPANSION {
            return None;
        }
        let n_old_lines = lines::count(old_part.as_bytes());
        let line_shift = shift(n_old_lines, lines::count(new_part.as_bytes()));
        for piece in &mut new {
            piece.range = piece.range.start + first.new..piece.range.end + first.new;
        }
        let move_by = |offset: usize| offset - last.old + last.new;
        for piece in &mut self.pieces[last.piece..] {
            piece.range = move_by(piece.range.start)..move_by(piece.range.end);
            piece.first_line = piece.first_line.saturating_add_signed(line_shift);
        }
        self.expansion = total;
        self.n_lines = self.n_lines.saturating_add_signed(line_shift);
        self.pieces.splice(first.piece..last.piece, new);
        self.text.replace_range(first.old..last.old, new_part);
        Some(line_shift)
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The whole HTML.
    pub fn html(&self) -> String {
        let n_bytes = self.blocks.iter().map(|block| block.html.len()).sum();
        let mut html = String::with_capacity(n_bytes);
        html.extend(self.blocks.iter().map(|block| &*block.html));
        html
    }

    /// How many bytes the last change made the parser read.
    pub fn n_bytes_parsed(&self) -> usize {
        self.n_bytes_parsed
    }

    /// Headings in their order.
    pub fn headings(&self) -> Vec<Heading> {
        let in_piece = |piece: &'_ Piece| -> Vec<Heading> {
            let suffixes = piece.filled().suffixes.iter().copied().chain(std::iter::repeat(0));
            let headings = piece.content.headings.iter().zip(suffixes);
            headings
                .map(|(heading, suffix)| Heading {
                    level: heading.level,
                    id: with_suffix(&heading.slug, suffix),
                    text: heading.text.clone(),
                    line: piece.first_line + heading.line,
                })
                .collect()
        };
        self.pieces.iter().flat_map(in_piece).collect()
    }

    /// What is wrong in the text, by line.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.unused_footnotes();
        for piece in &self.pieces {
            for problem in &piece.content.problems {
                problems.push(Problem { line: piece.first_line + problem.line, ..problem.clone() });
            }
        }
        problems.sort_by_key(|problem| problem.line);
        problems
    }

    /// Everything at once, as [`crate::render`] answers it.
    pub fn rendered(&self) -> Rendered {
        Rendered {
            html: self.html(),
            headings: self.headings(),
            links: self.pieces.iter().flat_map(Piece::links).collect(),
            images: self.pieces.iter().flat_map(Piece::images).collect(),
            problems: self.problems(),
        }
    }

    /// Footnotes that nothing refers to are not shown; their author should know.
    fn unused_footnotes(&self) -> Vec<Problem> {
        let contents = || self.pieces.iter().map(|piece| &*piece.content);
        let in_notes = contents().flat_map(|content| &content.definitions);
        let in_notes = in_notes.flat_map(|note| &note.references);
        let used: HashSet<&String> =
            contents().flat_map(|content| &content.references).chain(in_notes).collect();
        let mut problems = Vec::new();
        for piece in &self.pieces {
            for note in &piece.content.definitions {
                if !used.contains(&note.label) {
                    let label = &note.written_label;
                    let message =
                        format!("nothing refers to the footnote `[^{label}]`: it is not shown");
                    let line = piece.first_line + note.line;
                    let problem = Problem::new(ProblemCode::ReferenceUndefined, line, message);
                    problems.push(Problem { severity: Severity::Note, ..problem });
                }
            }
        }
        problems
    }
}

fn footnote_labels(pieces: &[Piece]) -> impl Iterator<Item = &str> {
    pieces.iter().flat_map(|piece| &piece.content.definitions).map(|d| d.written_label.as_str())
}

fn shift(old: u32, new: u32) -> i32 {
    i32::try_from(i64::from(new) - i64::from(old)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests;
