//! Footnotes: their numbers, the references in the text, the section at the end.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::diagram;
use crate::piece::{FootnoteDefinition, Piece, fold};
use crate::template::{Draft, Hole, Template};
use crate::words::Words;
use crate::write::Writer;

/// What surrounds a footnote's definition, and which definition that is.
pub(crate) struct Outside {
    definition: usize,
    draft: Draft,
    references: Vec<String>,
    has_raw_html: bool,
}

impl Writer<'_, '_> {
    pub(crate) fn start_footnote(&mut self, label: &str, range: &Range<usize>) {
        self.outside.push(Outside {
            definition: self.content.definitions.len(),
            draft: std::mem::take(&mut self.draft),
            references: std::mem::take(&mut self.content.references),
            has_raw_html: std::mem::take(&mut self.content.has_raw_html),
        });
        let line = self.lines.line_at(range.start);
        let end = self.source.text[..range.end].trim_end().len().max(range.start);
        let n_lines = self.lines.line_at(end) - line + 1;
        self.content.definitions.push(FootnoteDefinition {
            label: fold(label),
            written_label: self.unmasked(label).into_owned(),
            template: Template::default(),
            references: Vec::new(),
            has_raw_html: false,
            line,
            n_lines,
        });
    }

    pub(crate) fn end_footnote(&mut self) {
        let outside = self.outside.pop().expect("each end has its start");
        self.fresh_line();
        let content = &mut self.content;
        let definition = &mut content.definitions[outside.definition];
        definition.template = std::mem::replace(&mut self.draft, outside.draft).finish();
        definition.references = std::mem::replace(&mut content.references, outside.references);
        definition.has_raw_html =
            std::mem::replace(&mut content.has_raw_html, outside.has_raw_html);
    }
}

/// Which footnote has which number. Numbers follow the first reference.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// The footnotes referred to, by number.
    pub footnotes: Vec<Footnote>,
}

/// A footnote that is referred to.
#[derive(Debug)]
pub(crate) struct Footnote {
    /// Index of the piece that defines it, and which of the piece's definitions it is.
    pub piece: usize,
    pub definition: usize,
    /// How many references lead to it.
    pub n_references: u32,
    /// Number and occurrence of each reference in its own text.
    pub numbers: Vec<(u32, u32)>,
}

impl Numbering {
    /// Numbers the footnotes of a text. `assign` gets the numbers of each piece that has
    /// references, as its index and those.
    pub(crate) fn of(pieces: &[Piece], mut assign: impl FnMut(usize, Vec<(u32, u32)>)) -> Self {
        // The piece and which of its definitions it is; the number, 0 before it is referred to.
        let mut defined: HashMap<&str, (usize, usize, usize)> = HashMap::new();
        for (i, piece) in pieces.iter().enumerate() {
            for (n, definition) in piece.content.definitions.iter().enumerate() {
                defined.entry(&definition.label).or_insert((i, n, 0));
            }
        }
        let mut numbering = Self::default();
        let mut refer = |footnotes: &mut Vec<Footnote>, label: &str| {
            let Some((piece, definition, number)) = defined.get_mut(label) else {
                return (0, 0);
            };
            if *number == 0 {
                let (piece, definition) = (*piece, *definition);
                footnotes.push(Footnote {
                    piece,
                    definition,
                    n_references: 0,
                    numbers: Vec::new(),
                });
                *number = footnotes.len();
            }
            let footnote = &mut footnotes[*number - 1];
            footnote.n_references += 1;
            (u32::try_from(*number).unwrap_or(u32::MAX), footnote.n_references)
        };
        for (i, piece) in pieces.iter().enumerate() {
            let references = &piece.content.references;
            if !references.is_empty() {
                let footnotes = &mut numbering.footnotes;
                assign(i, references.iter().map(|label| refer(footnotes, label)).collect());
            }
        }
        // Footnotes refer to further ones, which come behind those of the text.
        let mut n = 0;
        while n < numbering.footnotes.len() {
            let Footnote { piece, definition, .. } = numbering.footnotes[n];
            let references = &pieces[piece].content.definitions[definition].references;
            let footnotes = &mut numbering.footnotes;
            let numbers = references.iter().map(|label| refer(footnotes, label)).collect();
            numbering.footnotes[n].numbers = numbers;
            n += 1;
        }
        numbering
    }
}

/// What the holes of a template are filled with.
pub(crate) struct Filling<'a> {
    /// What keeps ids of headings apart, by heading.
    pub suffixes: &'a [u32],
    /// Number and occurrence of each reference.
    pub numbers: &'a [(u32, u32)],
    /// The table of contents.
    pub contents: &'a str,
    pub diagrams: diagram::Filling<'a>,
    pub words: &'static Words,
}

/// Fills a hole of a template.
pub(crate) fn fill(hole: Hole, filling: &Filling<'_>, html: &mut String) {
    match hole {
        Hole::Diagram(n) => diagram::fill(&filling.diagrams, n, filling.words, html),
        Hole::Contents => html.push_str(filling.contents),
        Hole::HeadingSuffix(i) => {
            let n = filling.suffixes.get(i).copied().unwrap_or(0);
            if n > 0 {
                let _ = write!(html, "-{n}");
            }
        }
        Hole::FootnoteReference(index) => {
            let (number, occurrence) = filling.numbers.get(index).copied().unwrap_or_default();
            html.push_str("<sup class=\"fnref\"><a href=\"#fn");
            push_number(number, html);
            html.push_str("\" id=\"");
            push_reference_id(number, occurrence, html);
            html.push_str("\" aria-label=\"");
            html.push_str(filling.words.footnote);
            html.push(' ');
            push_number(number, html);
            html.push_str("\">");
            push_number(number, html);
            html.push_str("</a></sup>");
        }
    }
}

/// Writes the id of a reference, for the way back. The first has no occurrence in it.
fn push_reference_id(number: u32, occurrence: u32, html: &mut String) {
    html.push_str("fnref");
    push_number(number, html);
    if occurrence > 1 {
        html.push('-');
        push_number(occurrence, html);
    }
}

/// Writes a number in less time than formatting it takes.
fn push_number(n: u32, html: &mut String) {
    if n >= 10 {
        push_number(n / 10, html);
    }
    html.push(char::from_digit(n % 10, 10).expect("it is below ten"));
}

/// A footnote's text with the ways back, as an item of the section's list.
pub(crate) fn item(
    number: u32,
    n_references: u32,
    definition: &FootnoteDefinition,
    filling: &Filling<'_>,
) -> String {
    let name = filling.words.back;
    let mut back = String::new();
    for occurrence in 1..=n_references {
        back.push_str(" <a class=\"back\" href=\"#");
        push_reference_id(number, occurrence, &mut back);
        // What is seen has to be in the name, for who says aloud which link to follow. The
        // variation selector keeps the arrow from being drawn as an emoji.
        back.push_str("\" aria-label=\"");
        back.push_str(name);
        if occurrence > 1 {
            back.push_str(", ");
            push_number(occurrence, &mut back);
        }
        back.push_str("\">↩\u{FE0E}");
        if occurrence > 1 {
            back.push_str("<sup>");
            push_number(occurrence, &mut back);
            back.push_str("</sup>");
        }
        back.push_str("</a>");
    }
    let mut draft = definition.template.reopened();
    match draft.html.strip_suffix("</p>\n") {
        Some(before) => draft.insert(before.len(), &back),
        None => draft.push(&format!("<p>{}</p>\n", back.trim_start())),
    }
    let mut html = String::new();
    draft.finish().fill(&mut html, |hole, html| fill(hole, filling, html));
    html
}
