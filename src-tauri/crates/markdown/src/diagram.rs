//! A code block whose language is `mermaid`, as a drawing.
//!
//! Drawings are put into the text last of all: the sanitiser knows no SVG, and what is in a
//! drawing has been washed by itself. Until then a mark keeps their place.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use galley_core::ProblemCode;

use crate::code_block::Fence;
use crate::escape::escaped;
use crate::heading::with_suffix;
use crate::piece::Piece;
use crate::template::Hole;
use crate::words::Words;
use crate::write::Writer;

#[cfg(feature = "diagrams")]
pub(crate) use galley_diagram::{Diagram, DiagramError, draw};

#[cfg(not(feature = "diagrams"))]
pub(crate) use absent::{Diagram, DiagramError, draw};

/// The language of a fence around a diagram.
const LANGUAGE: &str = "mermaid";

type Drawn = Result<Arc<Diagram>, DiagramError>;

/// Draws diagrams, and remembers those it drew.
#[derive(Debug, Default)]
pub(crate) struct Diagrams {
    /// The latest last.
    known: VecDeque<(Box<str>, Drawn)>,
}

impl Diagrams {
    fn draw(&mut self, source: &str) -> Drawn {
        // More than a long post has. One that is being edited leaves a trail of others.
        const MOST: usize = 64;
        if let Some(at) = self.known.iter().rposition(|(known, _)| &**known == source) {
            return self.known[at].1.clone();
        }
        let drawn = draw(source).map(Arc::new);
        if self.known.len() == MOST {
            self.known.pop_front();
        }
        self.known.push_back((source.into(), drawn.clone()));
        drawn
    }
}

impl Writer<'_, '_> {
    /// Writes a code block as a diagram; whether it is one that can be drawn. `block` is where
    /// it stands, and `text` where its first line does.
    pub(crate) fn diagram(
        &mut self,
        fence: &Fence<'_>,
        source: &str,
        block: usize,
        text: usize,
    ) -> bool {
        if !cfg!(feature = "diagrams") || fence.language != Some(LANGUAGE) {
            return false;
        }
        let diagram = match self.renderer.diagrams.draw(source) {
            Ok(diagram) => diagram,
            Err(error) => {
                let line = error.line.and_then(|line| nth_line(&self.source.text[text..], line));
                let message = format!("the diagram cannot be drawn: {error}");
                let offset = line.map_or(block, |within| text + within.start);
                self.problem(ProblemCode::DiagramSyntax, offset, message);
                return false;
            }
        };
        let position = self.position(block);
        let name = self.renderer.words.diagram;
        // Readers of feeds show no drawing; they are given the source.
        self.push(&format!(
            "<figure class=\"diagram\"{position} data-source=\"{}\">\n\
             <div class=\"drawing\" role=\"group\" aria-label=\"{name}\" tabindex=\"0\">",
            escaped(source)
        ));
        self.draft.push_hole(Hole::Diagram(self.content.diagrams.len()));
        self.push("</div>\n");
        if let Some(title) = &fence.title {
            self.push(&format!("<figcaption>{}</figcaption>\n", escaped(title)));
        }
        self.push("</figure>\n");
        let place = self.lines.place_at(block);
        for target in diagram.links() {
            self.notes.link(target, place);
        }
        self.content.diagrams.push(diagram);
        true
    }
}

/// Where the nth line is, from 1.
fn nth_line(text: &str, n: u32) -> Option<Range<usize>> {
    let mut start = 0;
    for _ in 1..n {
        start += text[start..].find('\n')? + 1;
    }
    Some(start..text.len())
}

/// Writes what is in the place of the nth diagram of a piece: the drawing, or its mark where
/// the sanitiser has yet to come by.
pub(crate) fn fill(diagrams: &Filling<'_>, n: usize, words: &Words, html: &mut String) {
    let Some(diagram) = diagrams.diagrams.get(n) else { return };
    let suffix = diagrams.suffixes.get(n).copied().unwrap_or(0);
    if diagrams.are_marked {
        html.push_str(&mark(diagram, suffix));
    } else {
        html.push_str(&diagram.svg(&with_suffix("", suffix), words.diagram));
    }
}

/// The diagrams of a piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filling<'a> {
    pub diagrams: &'a [Arc<Diagram>],
    /// What keeps their ids apart from those of equal ones.
    pub suffixes: &'a [u32],
    /// Whether marks are to be written in their places.
    pub are_marked: bool,
}

/// An author can write the same, and gets the same diagram at the one place or the other.
fn mark(diagram: &Diagram, suffix: u32) -> String {
    format!("<span id=\"{}\"></span>", with_suffix(diagram.id(), suffix))
}

/// Puts the diagrams of these pieces in the place of their marks.
pub(crate) fn put_in<'p>(
    mut html: String,
    pieces: impl IntoIterator<Item = &'p Piece>,
    words: &Words,
) -> String {
    for piece in pieces {
        for (n, diagram) in piece.content.diagrams.iter().enumerate() {
            let suffix = piece.filled().diagram_suffixes.get(n).copied().unwrap_or(0);
            let mark = mark(diagram, suffix);
            if let Some(at) = html.find(&mark) {
                let svg = diagram.svg(&with_suffix("", suffix), words.diagram);
                html.replace_range(at..at + mark.len(), &svg);
            }
        }
    }
    html
}

/// What stands for the drawing of diagrams where it is not built in.
#[cfg(not(feature = "diagrams"))]
mod absent {
    use std::fmt;

    /// There is none.
    #[derive(Debug)]
    pub(crate) enum Diagram {}

    #[derive(Debug, Clone)]
    pub(crate) struct DiagramError {
        pub line: Option<u32>,
    }

    impl fmt::Display for DiagramError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("diagrams are not built in")
        }
    }

    pub(crate) fn draw(_: &str) -> Result<Diagram, DiagramError> {
        Err(DiagramError { line: None })
    }

    impl Diagram {
        pub(crate) fn id(&self) -> &str {
            match *self {}
        }

        pub(crate) fn links(&self) -> &[String] {
            match *self {}
        }

        pub(crate) fn svg(&self, _: &str, _: &str) -> String {
            match *self {}
        }
    }
}

#[cfg(all(test, feature = "diagrams"))]
mod tests;
