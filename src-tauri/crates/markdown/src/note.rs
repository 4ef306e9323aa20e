//! The links and images seen in a text: one piece of memory for those of all pieces.

use std::ops::Range;

use crate::{Image, Link};

/// The links and images of a page, in their order. Lines count from 0 at the first line of
/// the piece that has them.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    notes: Vec<Note>,
    /// The targets and descriptions, one behind the other.
    words: String,
}

#[derive(Debug)]
struct Note {
    target: Range<usize>,
    is_image: bool,
    /// Of an image, its description if it has one.
    alt: Option<Range<usize>>,
    line: u32,
    column: u32,
}

impl Notes {
    pub(crate) fn len(&self) -> usize {
        self.notes.len()
    }

    pub(crate) fn link(&mut self, target: &str, (line, column): (u32, u32)) {
        let target = self.put(target);
        self.notes.push(Note { target, is_image: false, alt: None, line, column });
    }

    pub(crate) fn image(&mut self, target: &str, alt: Option<&str>, (line, column): (u32, u32)) {
        let target = self.put(target);
        let alt = alt.map(|alt| self.put(alt));
        self.notes.push(Note { target, is_image: true, alt, line, column });
    }

    fn put(&mut self, word: &str) -> Range<usize> {
        let start = self.words.len();
        self.words.push_str(word);
        start..self.words.len()
    }

    fn word(&self, word: &Range<usize>) -> String {
        self.words[word.clone()].to_owned()
    }

    /// The links of a piece that starts on this line.
    pub(crate) fn links(&self, part: Range<usize>, first: u32) -> impl Iterator<Item = Link> {
        let links = self.notes[part].iter().filter(|note| !note.is_image);
        links.map(move |note| {
            let Note { target, line, column, .. } = note;
            Link { target: self.word(target), line: first + line, column: *column }
        })
    }

    /// The images of a piece that starts on this line.
    pub(crate) fn images(&self, part: Range<usize>, first: u32) -> impl Iterator<Item = Image> {
        let images = self.notes[part].iter().filter(|note| note.is_image);
        images.map(move |note| {
            let Note { target, alt, line, column, .. } = note;
            let alt = alt.as_ref().map(|alt| self.word(alt));
            Image { target: self.word(target), alt, line: first + line, column: *column }
        })
    }
}
