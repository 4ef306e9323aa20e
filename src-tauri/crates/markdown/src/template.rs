//! HTML with holes for what depends on other parts of the text.

use std::sync::Arc;

/// HTML with holes. Filling them needs no look at the source.
#[derive(Debug)]
pub(crate) struct Template {
    html: Arc<str>,
    holes: Box<[(usize, Hole)]>,
}

/// What is missing at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hole {
    /// What keeps the id of the piece's nth heading apart from equal ones: `-1`, or nothing.
    HeadingSuffix(usize),
    /// The piece's nth reference to a footnote.
    FootnoteReference(usize),
    /// The piece's nth diagram.
    Diagram(usize),
    /// The table of contents.
    Contents,
}

impl Default for Template {
    fn default() -> Self {
        Self { html: Arc::from(""), holes: Box::default() }
    }
}

impl Template {
    /// The HTML, if there is no hole in it.
    pub(crate) fn whole(&self) -> Option<&Arc<str>> {
        self.holes.is_empty().then_some(&self.html)
    }

    /// Writes the HTML, each hole filled by `fill`.
    pub(crate) fn fill(&self, html: &mut String, mut fill: impl FnMut(Hole, &mut String)) {
        html.reserve(self.html.len() + self.holes.len() * 96);
        let mut done = 0;
        for &(offset, hole) in &self.holes {
            html.push_str(&self.html[done..offset]);
            fill(hole, html);
            done = offset;
        }
        html.push_str(&self.html[done..]);
    }

    /// The same, to be written on.
    pub(crate) fn reopened(&self) -> Draft {
        Draft { html: (*self.html).to_owned(), holes: self.holes.to_vec() }
    }
}

/// A template that is being written.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub html: String,
    holes: Vec<(usize, Hole)>,
}

impl Draft {
    pub(crate) fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    pub(crate) fn push_hole(&mut self, hole: Hole) {
        self.holes.push((self.html.len(), hole));
    }

    /// Starts a new line unless at the start of one.
    pub(crate) fn fresh_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Writes `html` before what stands from `offset` on.
    pub(crate) fn insert(&mut self, offset: usize, html: &str) {
        self.html.insert_str(offset, html);
        for (at, _) in &mut self.holes {
            if *at >= offset {
                *at += html.len();
            }
        }
    }

    /// The template, no larger than it has to be. The draft is empty then, and has the room
    /// still that it took.
    pub(crate) fn finish(&mut self) -> Template {
        let template = Template { html: Arc::from(&*self.html), holes: Box::from(&*self.holes) };
        self.html.clear();
        self.holes.clear();
        template
    }
}
