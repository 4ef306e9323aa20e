//! A text cut into its top-level elements, each rendered.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::lines;
use crate::piece::{Piece, Renderer};
use crate::source::Source;
use crate::write::Writer;
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
    /// How many lines end in the part.
    pub n_lines: u32,
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
    let (masked, has_colon) =
        if renderer.options.is_galley() { mask::colons(masked) } else { (masked, false) };
    extensions.set(pulldown_cmark::Options::ENABLE_DEFINITION_LIST, has_colon);
    let whole = Source::new(source, matches!(masked, Cow::Owned(_)));
    let parser = Parser::new_ext(&masked, extensions);
    let mut parsed = Parsed {
        // Paragraphs are longer, lines of a list or a table that stands by itself are shorter.
        pieces: Vec::with_capacity(source.len() / 128),
        links: definitions::links(parser.reference_definitions()),
        meets_stop: false,
        n_lines: 0,
    };
    let mut ends = if has_colon && whole.has_rare_signs() {
        ends(Parser::new_ext(&masked, extensions))
    } else {
        Vec::new().into_iter()
    };
    let mut writer = Writer::new(renderer, whole, part);
    let mut previous_end = part.start;
    let mut depth = 0_usize;
    let mut is_wanted = false;
    let (mut start, mut end) = (0, 0);
    for (event, range) in parser.into_offset_iter() {
        if depth == 0 {
            let line_start = lines::start_of(source.as_bytes(), range.start);
            is_wanted = line_start >= part.start;
            start = line_start.max(previous_end);
            if is_wanted && start >= part.stop {
                parsed.meets_stop = start == part.stop;
                break;
            }
            end = start;
            let whole_end = ends.next().unwrap_or(range.end).max(start);
            if is_wanted {
                writer.begin(start..whole_end);
            }
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !is_wanted {
            continue;
        }
        end = end.max(range.end);
        writer.event(event, range);
        if depth == 0 {
            end = source[..end].trim_end().len().max(start);
            parsed.pieces.push(writer.finish(start - part.start..end - part.start, end));
            previous_end = end;
        }
    }
    parsed.n_lines = writer.lines.n_lines();
    let page = writer.page();
    for piece in &mut parsed.pieces {
        piece.template.settle_on(&page);
    }
    parsed
}

/// Where the top-level elements end. The parser's range of a definition list can end before
/// what is in it.
fn ends(parser: Parser<'_>) -> std::vec::IntoIter<usize> {
    let mut ends = Vec::new();
    let mut depth = 0_usize;
    let mut end = 0;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        end = range.end.max(end);
        if depth == 0 {
            ends.push(std::mem::take(&mut end));
        }
    }
    ends.into_iter()
}
