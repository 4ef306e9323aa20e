//! HTML with holes for what depends on other parts of the text.

use std::sync::Arc;

use crate::block::{Html, Page};
use crate::note::Notes;

/// HTML with holes. Filling them needs no look at the source.
#[derive(Debug, Default)]
pub(crate) struct Template {
    html: Html,
    /// What is missing, and where in the HTML.
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

impl Template {
    /// The HTML, if there is no hole in it that anything comes into.
    pub(crate) fn whole(&self, suffixes: &[u32]) -> Option<&Html> {
        let stays_empty = |hole| match hole {
            Hole::HeadingSuffix(n) => suffixes.get(n).is_none_or(|&suffix| suffix == 0),
            _ => false,
        };
        self.holes.iter().all(|&(_, hole)| stays_empty(hole)).then_some(&self.html)
    }

    /// The page that it was written on.
    pub(crate) fn page(&self) -> Option<&Page> {
        self.html.page()
    }

    /// Takes the page that it was written on.
    pub(crate) fn settle_on(&mut self, page: &Arc<Page>) {
        self.html.settle_on(page);
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
        Draft { html: (*self.html).to_owned(), start: 0, holes: self.holes.to_vec() }
    }
}

/// Templates that are being written, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub html: String,
    /// Where the present one starts.
    start: usize,
    holes: Vec<(usize, Hole)>,
}

impl Draft {
    pub(crate) fn with_room(n_bytes: usize) -> Self {
        Self { html: String::with_capacity(n_bytes), ..Self::default() }
    }

    #[inline]
    pub(crate) fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    pub(crate) fn push_hole(&mut self, hole: Hole) {
        self.holes.push((self.html.len() - self.start, hole));
    }

    /// Starts a new line unless at the start of one.
    pub(crate) fn fresh_line(&mut self) {
        if self.html.len() > self.start && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Writes `html` before what stands from `offset` on.
    pub(crate) fn insert(&mut self, offset: usize, html: &str) {
        self.html.insert_str(offset, html);
        for (at, _) in &mut self.holes {
            if *at + self.start >= offset {
                *at += html.len();
            }
        }
    }

    /// Ends the present template, and begins the next. It has no HTML before it settles on the
    /// page that the draft becomes.
    pub(crate) fn cut(&mut self) -> Template {
        let html =
            Html::to_settle(std::mem::replace(&mut self.start, self.html.len())..self.html.len());
        let holes = Box::from(&*self.holes);
        self.holes.clear();
        Template { html, holes }
    }

    /// All that was written, for the templates to settle on.
    pub(crate) fn page(&mut self, notes: Notes) -> Arc<Page> {
        Arc::new(Page { html: std::mem::take(self).html.into_boxed_str(), notes })
    }

    /// The template, if there is but one.
    pub(crate) fn finish(mut self) -> Template {
        let mut template = self.cut();
        template.settle_on(&self.page(Notes::default()));
        template
    }
}
