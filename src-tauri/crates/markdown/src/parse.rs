//! A text cut into its top-level elements, each rendered.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::lines::{self, LineCounter};
use crate::piece::{Piece, Renderer};
use crate::source::Source;
use crate::{definitions, mask, math};

/// A part of a text to parse.
pub(crate) struct Part<'a> {
    /// Definitions it may refer to, and then the part itself.
    pub text: &'a str,
    /// Where the part itself starts.
    pub start: usize,
    /// Where to stop: pieces from here on are not wanted.
    pub stop: usize,
    /// The number of its first line.
    pub first_line: u32,
}

/// What a part consists of. Offsets count from the part's start.
pub(crate) struct Parsed {
    pub pieces: Vec<Piece>,
    /// Label, address and title of each link definition.
    pub links: Vec<(String, String, Option<String>)>,
    /// Whether a piece starts just where parsing was to stop.
    pub meets_stop: bool,
}

/// Parses and renders a part of a text.
pub(crate) fn parse(part: &Part<'_>, renderer: &mut Renderer) -> Parsed {
    let source = part.text;
    let masked = if renderer.options.math && renderer.options.is_galley() {
        math::mask(source)
    } else {
        Cow::Borrowed(source)
    };
    let mut extensions = renderer.options.extensions();
    let masked = if renderer.options.is_galley() {
        let (masked, has_colon) = mask::colons(masked);
        extensions.set(pulldown_cmark::Options::ENABLE_DEFINITION_LIST, has_colon);
        masked
    } else {
        masked
    };
    let whole = Source::new(source, matches!(masked, Cow::Owned(_)));
    let parser = Parser::new_ext(&masked, extensions);
    let mut parsed = Parsed {
        // Paragraphs are longer, lines of a list or a table that stands by itself are shorter.
        pieces: Vec::with_capacity(source.len() / 128),
        links: definitions::links(parser.reference_definitions()),
        meets_stop: false,
    };
    let mut counter = LineCounter::new(source, part.start, part.first_line);
    let mut events: Vec<(Event<'_>, Range<usize>)> = Vec::new();
    let mut depth = 0_usize;
    let mut previous_end = part.start;
    // The parser's range of a definition list can end before what is in it.
    let mut last_end = 0;
    for event in parser.into_offset_iter() {
        match event.0 {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        last_end = event.1.end.max(last_end);
        events.push(event);
        if depth > 0 {
            continue;
        }
        let range = events[0].1.start..std::mem::take(&mut last_end);
        let start = lines::start_of(source.as_bytes(), range.start);
        if start < part.start {
            events.clear();
            continue;
        }
        let start = start.max(previous_end);
        if start >= part.stop {
            parsed.meets_stop = start == part.stop;
            break;
        }
        let end = source[..range.end.max(start)].trim_end().len().max(start);
        let first_line = counter.line_at(start);
        let n_lines = counter.line_at(end) - first_line + 1;
        let content = renderer.render(&events, whole, start..end);
        parsed.pieces.push(Piece {
            range: start - part.start..end - part.start,
            first_line,
            n_lines,
            content,
            suffixes: Vec::new(),
            diagram_suffixes: Vec::new(),
            numbers: Vec::new(),
            version: 0,
            shown: None,
        });
        previous_end = end;
        events.clear();
    }
    parsed
}
