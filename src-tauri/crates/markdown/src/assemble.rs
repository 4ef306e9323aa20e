//! Pieces to blocks: ids and numbers filled in, raw HTML grouped and sanitised.

use std::fmt::Write as _;

use crate::block::{Block, Html};
use crate::contents;
use crate::diagram;
use crate::footnote::{self, Filling, Footnote, Numbering};
use crate::heading::Ids;
use crate::piece::{Filled, Piece, Renderer, Shown};
use crate::raw_html::OpenElements;
use crate::sanitise::sanitise;
use crate::write::POSITION;

/// What was made of all pieces together the last time.
#[derive(Debug, Default)]
pub(crate) struct Assembled {
    /// The footnotes' HTML.
    section: Option<Shown>,
    /// The table of contents; empty if none is asked for.
    contents: String,
}

/// Makes blocks of pieces. HTML of the last time is used again where it still holds.
pub(crate) fn assemble(
    pieces: &mut [Piece],
    renderer: &Renderer,
    last_time: &mut Assembled,
) -> Vec<Block> {
    let Assembled { section, contents } = last_time;
    let has_contents = set_suffixes(pieces);
    if has_contents {
        set_contents(pieces, renderer, contents);
    } else {
        contents.clear();
    }
    let numbering = set_numbers(pieces);
    let groups = groups(pieces);
    let mut blocks: Vec<Block> = Vec::with_capacity(pieces.len() + 1);
    let mut groups = groups.iter().copied().peekable();
    let mut spare = String::new();
    let mut i = 0;
    while i < pieces.len() {
        let last = groups.next_if(|&(first, _)| first == i).map_or(i, |(_, last)| last);
        let html = show(&mut pieces[i..=last], renderer, contents, &mut spare);
        if !html.is_empty() {
            blocks.push(Block {
                html,
                first_line: pieces[i].first_line,
                last_line: pieces[last].first_line + pieces[last].n_lines - 1,
            });
        }
        i = last + 1;
    }
    if numbering.footnotes.is_empty() {
        *section = None;
    } else {
        let previous_line = blocks.last().map_or(1, |block| block.last_line);
        let html = show_section(pieces, &numbering, renderer, section);
        let lines = numbering.footnotes.iter().map(|footnote| {
            let piece = &pieces[footnote.piece];
            let definition = &piece.content.definitions[footnote.definition];
            let first = piece.first_line + definition.line;
            (first, first + definition.n_lines - 1)
        });
        // The section comes last, wherever the notes stand in the text: lines never go back.
        let (first, last) = lines.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or_default();
        let first_line = first.max(previous_line);
        blocks.push(Block { html, first_line, last_line: last.max(first_line) });
    }
    blocks
}

/// Tells equal ids of headings and of diagrams apart; says whether a table of contents is asked for.
fn set_suffixes(pieces: &mut [Piece]) -> bool {
    let mut ids = Ids::default();
    let mut has_contents = false;
    for Piece { content, filled, version, .. } in pieces {
        has_contents |= content.has_contents;
        if content.headings.iter().any(|heading| !heading.slug.is_empty()) {
            let new = content.headings.iter().map(|heading| ids.suffix(&heading.slug));
            *version += u32::from(replace(filled, |filled| &mut filled.suffixes, new));
        }
        let new = content.diagrams.iter().map(|diagram| ids.suffix(diagram.id()));
        *version += u32::from(replace(filled, |filled| &mut filled.diagram_suffixes, new));
    }
    has_contents
}

/// Takes suffixes over; whether some are others than before. Most are 0, and those that are
/// missing are too.
fn replace(
    filled: &mut Option<Box<Filled>>,
    list: impl Fn(&mut Filled) -> &mut Vec<u32>,
    new: impl Iterator<Item = u32>,
) -> bool {
    let mut is_other = false;
    for (i, suffix) in new.enumerate() {
        if suffix == 0 && filled.is_none() {
            continue;
        }
        let old = list(filled.get_or_insert_default());
        if old.get(i).copied().unwrap_or(0) != suffix {
            old.resize(old.len().max(i + 1), 0);
            old[i] = suffix;
            is_other = true;
        }
    }
    is_other
}

/// Makes the table of contents.
fn set_contents(pieces: &mut [Piece], renderer: &Renderer, contents: &mut String) {
    let new = contents::table(pieces, renderer.words);
    if new != *contents {
        for piece in pieces.iter_mut().filter(|piece| piece.content.has_contents) {
            piece.version += 1;
        }
        *contents = new;
    }
}

fn set_numbers(pieces: &mut [Piece]) -> Numbering {
    let has_footnotes = |piece: &Piece| {
        !piece.content.references.is_empty() || !piece.content.definitions.is_empty()
    };
    if !pieces.iter().any(has_footnotes) {
        return Numbering::default();
    }
    let mut assigned = Vec::new();
    let numbering = Numbering::of(pieces, |i, numbers| assigned.push((i, numbers)));
    for (i, numbers) in assigned {
        if pieces[i].filled().numbers != numbers {
            pieces[i].filled_mut().numbers = numbers;
            pieces[i].version += 1;
        }
    }
    numbering
}

/// The pieces that an element of raw HTML holds together: first and last of each group.
///
/// An element that is never closed holds nothing: it ends with its piece, so that a
/// forgotten end tag, or one not typed yet, does not swallow the rest of the text.
fn groups(pieces: &[Piece]) -> Vec<(usize, usize)> {
    let mut open = OpenElements::default();
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        for tag in &piece.content.open_tags {
            if !tag.is_end {
                open.push(tag.name.clone(), i);
            } else if let Some(first) = open.close(&tag.name)
                && first < i
            {
                let mut first = first;
                while let Some((earlier, _)) = groups.pop_if(|(_, last)| *last >= first) {
                    first = first.min(earlier);
                }
                groups.push((first, i));
            }
        }
    }
    groups
}

/// The HTML of a block made of these pieces. `html` is room to write it in.
fn show(pieces: &mut [Piece], renderer: &Renderer, contents: &str, html: &mut String) -> Html {
    let is_to_clean =
        renderer.options.is_safe() && pieces.iter().any(|piece| piece.content.has_raw_html);
    if let [piece] = &*pieces
        && let Some(html) = piece.template.whole(&piece.filled().suffixes)
        && !is_to_clean
    {
        return html.clone();
    }
    let first_line = pieces[0].first_line;
    // What is shown alone is kept with what it was made of.
    let version = pieces[0].version;
    let ids = pieces[1..].iter().map(|piece| (piece.id, piece.version));
    // In a group, positions count from its first piece.
    let lines = pieces[1..].iter().map(|piece| (piece.first_line - first_line, 0));
    let key = ids.chain(lines);
    if let Some(shown) = &pieces[0].filled().shown
        && shown.version == version
        && key.clone().eq(shown.key.iter().copied())
    {
        return shown.html.clone();
    }
    let key = key.collect();
    let words = renderer.words;
    html.clear();
    for piece in &*pieces {
        let start = html.len();
        let (suffixes, numbers) = (&piece.filled().suffixes, &piece.filled().numbers);
        let diagrams = diagrams_of(piece, is_to_clean);
        let filling = Filling { suffixes, numbers, contents, diagrams, words };
        piece.template.fill(html, |hole, html| footnote::fill(hole, &filling, html));
        if renderer.options.positions && piece.first_line > first_line {
            let moved = move_positions(&html[start..], piece.first_line - first_line);
            html.replace_range(start.., &moved);
        }
    }
    if is_to_clean {
        *html = diagram::put_in(sanitise(html), &*pieces, words);
        if html.trim().is_empty() {
            html.clear();
        } else if !html.ends_with('\n') {
            html.push('\n');
        }
    }
    let html = Html::from(&**html);
    pieces[0].filled_mut().shown = Some(Shown { version, key, html: html.clone() });
    html
}

/// The HTML with its positions this many lines further down.
fn move_positions(html: &str, n_lines: u32) -> String {
    let mut parts = html.split(POSITION);
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        moved.push_str(POSITION);
        let end = part.find('"').unwrap_or(0);
        match part[..end].parse::<u32>() {
            Ok(line) => {
                let _ = write!(moved, "{}", line.saturating_add(n_lines));
            }
            Err(_) => moved.push_str(&part[..end]),
        }
        moved.push_str(&part[end..]);
    }
    moved
}

fn diagrams_of(piece: &Piece, are_marked: bool) -> diagram::Filling<'_> {
    let (diagrams, suffixes) = (&piece.content.diagrams, &piece.filled().diagram_suffixes);
    diagram::Filling { diagrams, suffixes, are_marked }
}

/// The section of footnotes.
fn show_section(
    pieces: &[Piece],
    numbering: &Numbering,
    renderer: &Renderer,
    section: &mut Option<Shown>,
) -> Html {
    let mut key = Vec::new();
    for footnote in &numbering.footnotes {
        let piece = &pieces[footnote.piece];
        let definition = u32::try_from(footnote.definition).unwrap_or(u32::MAX);
        key.push((piece.id, piece.version));
        key.push((definition, footnote.n_references));
        key.extend(&footnote.numbers);
    }
    if let Some(shown) = section
        && shown.key == key
    {
        return shown.html.clone();
    }
    let name = renderer.words.footnotes;
    let mut html = format!("<section class=\"footnotes\" aria-label=\"{name}\">\n<ol>\n");
    let is_to_clean = renderer.options.is_safe()
        && numbering
            .footnotes
            .iter()
            .any(|it| pieces[it.piece].content.definitions[it.definition].has_raw_html);
    for (number, footnote) in (1..).zip(&numbering.footnotes) {
        let Footnote { piece, definition, n_references, numbers } = footnote;
        let piece = &pieces[*piece];
        let definition = &piece.content.definitions[*definition];
        let (suffixes, words) = (&piece.filled().suffixes, renderer.words);
        let diagrams = diagrams_of(piece, is_to_clean);
        let filling = Filling { suffixes, numbers, contents: "", diagrams, words };
        let mut item = footnote::item(number, *n_references, definition, &filling);
        if definition.has_raw_html && renderer.options.is_safe() {
            // By itself, so that what it leaves open does not reach into the next.
            item = sanitise(&item);
        }
        let _ = write!(html, "<li id=\"fn{number}\">\n{item}</li>\n");
    }
    html.push_str("</ol>\n</section>\n");
    if is_to_clean {
        // Within the list an item of the author's own ends the note that it is in.
        let pieces = numbering.footnotes.iter().map(|footnote| &pieces[footnote.piece]);
        html = diagram::put_in(sanitise(&html), pieces, renderer.words);
    }
    let html = Html::from(&*html);
    *section = Some(Shown { version: 0, key, html: html.clone() });
    html
}
