//! A top-level element of the text, rendered to a template.

use std::ops::{Deref, Range};
use std::sync::Arc;

use galley_core::Problem;

use crate::block::Html;
use crate::code_block::CodeBlocks;
use crate::diagram::{Diagram, Diagrams};
use crate::math::Formulas;
use crate::raw_html::RawTag;
use crate::smart_punctuation::{Marks, marks_of};
use crate::template::Template;
use crate::words::{Words, words};
use crate::{Image, Link, Options};

/// A top-level element and its place in the text.
#[derive(Debug)]
pub(crate) struct Piece {
    /// Where it is in the text; starts at the start of a line.
    pub range: Range<usize>,
    /// The line it starts on, from 1.
    pub first_line: u32,
    /// How many lines it covers.
    pub n_lines: u32,
    /// Tells the renderings of one document apart.
    pub id: u32,
    pub template: Template,
    /// Which of the page's notes are about it.
    pub notes: Range<usize>,
    pub content: Seen,
    /// What its holes are filled with; nothing if they stay empty.
    pub filled: Option<Box<Filled>>,
    /// Grows when that changes.
    pub version: u32,
}

/// What depends on other pieces.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// What keeps the ids of headings apart from equal ones: n for `-n`, 0 or none for nothing.
    pub suffixes: Vec<u32>,
    /// The same of the ids of diagrams.
    pub diagram_suffixes: Vec<u32>,
    /// Number and occurrence of each footnote reference.
    pub numbers: Vec<(u32, u32)>,
    /// The HTML of the block that begins with this piece.
    pub shown: Option<Shown>,
}

static NOT_FILLED: Filled =
    Filled { suffixes: Vec::new(), diagram_suffixes: Vec::new(), numbers: Vec::new(), shown: None };

impl Piece {
    /// Its links.
    pub(crate) fn links(&self) -> impl Iterator<Item = Link> {
        let page = self.template.page().into_iter();
        page.flat_map(|page| page.notes.links(self.notes.clone(), self.first_line))
    }

    /// Its images.
    pub(crate) fn images(&self) -> impl Iterator<Item = Image> {
        let page = self.template.page().into_iter();
        page.flat_map(|page| page.notes.images(self.notes.clone(), self.first_line))
    }

    pub(crate) fn filled(&self) -> &Filled {
        self.filled.as_deref().unwrap_or(&NOT_FILLED)
    }

    pub(crate) fn filled_mut(&mut self) -> &mut Filled {
        self.filled.get_or_insert_default()
    }
}

/// HTML, and what it was made of: the version of the piece that has it, and the ids of others,
/// each with the version of its piece.
#[derive(Debug)]
pub(crate) struct Shown {
    pub version: u32,
    pub key: Vec<(u32, u32)>,
    pub html: Html,
}

/// What was seen in a piece. Most are mere text, and take no memory for it.
#[derive(Debug)]
pub(crate) struct Seen(Option<Box<Content>>);

impl Seen {
    /// Takes what was seen, if anything was.
    pub(crate) fn take(content: &mut Content) -> Self {
        Self((!content.is_nothing()).then(|| Box::new(std::mem::take(content))))
    }
}

impl Deref for Seen {
    type Target = Content;

    fn deref(&self) -> &Content {
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

/// What is in a piece besides its HTML. Lines count from 0 at the piece's first line.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub headings: Vec<PieceHeading>,
    pub diagrams: Vec<Arc<Diagram>>,
    pub problems: Vec<Problem>,
    /// Labels of the footnotes referred to, folded, in order.
    pub references: Vec<String>,
    pub definitions: Vec<FootnoteDefinition>,
    /// Raw HTML tags that the piece itself does not balance and that reach beyond it.
    pub open_tags: Vec<RawTag>,
    /// Whether an author's HTML is in the template.
    pub has_raw_html: bool,
    /// Whether the table of contents is in the template.
    pub has_contents: bool,
    /// Whether a definition list is in it.
    pub has_definition_list: bool,
    /// How much text link references put in.
    pub expansion: usize,
}

static NOTHING: Content = Content {
    headings: Vec::new(),
    diagrams: Vec::new(),
    problems: Vec::new(),
    references: Vec::new(),
    definitions: Vec::new(),
    open_tags: Vec::new(),
    has_raw_html: false,
    has_contents: false,
    has_definition_list: false,
    expansion: 0,
};

impl Content {
    fn is_nothing(&self) -> bool {
        self.headings.is_empty()
            && self.diagrams.is_empty()
            && self.problems.is_empty()
            && self.references.is_empty()
            && self.definitions.is_empty()
            && self.open_tags.is_empty()
            && !(self.has_raw_html || self.has_contents || self.has_definition_list)
            && self.expansion == 0
    }
}

/// A heading before its id is final.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PieceHeading {
    pub level: u8,
    pub slug: String,
    pub text: String,
    /// Its HTML in a table of contents.
    pub label: String,
    pub line: u32,
}

/// A footnote's text.
#[derive(Debug)]
pub(crate) struct FootnoteDefinition {
    /// As it is looked up.
    pub label: String,
    /// As written.
    pub written_label: String,
    pub template: Template,
    pub references: Vec<String>,
    pub has_raw_html: bool,
    pub line: u32,
    pub n_lines: u32,
}

/// What rendering pieces needs besides their source.
#[derive(Debug)]
pub(crate) struct Renderer {
    pub options: Options,
    pub words: &'static Words,
    pub marks: &'static Marks,
    pub code_blocks: CodeBlocks,
    pub diagrams: Diagrams,
    pub formulas: Formulas,
    n_rendered: u32,
}

impl Renderer {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            words: words(&options.language),
            marks: marks_of(&options.language),
            code_blocks: CodeBlocks::new(options.highlight),
            diagrams: Diagrams::default(),
            formulas: Formulas::default(),
            options,
            n_rendered: 0,
        }
    }

    /// A number that no content has yet.
    pub(crate) fn next_id(&mut self) -> u32 {
        self.n_rendered += 1;
        self.n_rendered
    }
}

/// How a footnote's label is looked up: without regard to case.
pub(crate) fn fold(label: &str) -> String {
    if label.is_ascii() {
        return label.to_ascii_lowercase();
    }
    // There and back, so that letters with several small forms meet.
    let small = label.chars().flat_map(char::to_lowercase);
    small.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}
