//! HTML with holes for what depends on other parts of the text.

/// HTML with holes. Filling them needs no look at the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Template {
    pub html: String,
    holes: Vec<(usize, Hole)>,
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

    pub(crate) fn has_holes(&self) -> bool {
        !self.holes.is_empty()
    }

    /// The HTML, each hole filled by `fill`.
    pub(crate) fn fill(&self, mut fill: impl FnMut(Hole, &mut String)) -> String {
        let mut html = String::with_capacity(self.html.len() + self.holes.len() * 96);
        let mut done = 0;
        for &(offset, hole) in &self.holes {
            html.push_str(&self.html[done..offset]);
            fill(hole, &mut html);
            done = offset;
        }
        html.push_str(&self.html[done..]);
        html
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
}
