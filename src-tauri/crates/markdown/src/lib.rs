//! Markdown to HTML, whole and incremental. Pure: text in, HTML out.
//!
//! One function makes both the preview and the export: [`render`] is a [`Document`]
//! that was given its text once. A document keeps its blocks, so that an edit parses
//! and renders the surroundings of the edit alone.
//!
//! The way of a text: `parse` cuts it into pieces (top-level elements), `write` renders
//! each to a template (what is in a paragraph is made ready by `run`, where `signs` says which
//! rules may find something), `assemble` fills in what depends on other pieces (heading ids,
//! footnote numbers) and sanitises raw HTML, `patch` tells what changed. Which part of
//! a text has to be parsed again is decided in `window`.
//!
//! Everything that leaves here with [`RawHtml::Safe`] is safe to show: our own markup
//! is escaped by construction, and whatever holds an author's HTML goes through
//! `sanitise`.

mod assemble;
mod autolink;
mod block;
mod bytes;
mod code_block;
mod contents;
mod definitions;
mod diagram;
mod document;
mod emoji;
mod escape;
mod footnote;
mod heading;
pub mod highlight;
mod inline;
mod lines;
mod mask;
mod math;
mod note;
mod options;
mod pairs;
mod paragraph;
mod parse;
mod piece;
mod prose;
mod raw_html;
mod retarget;
mod run;
mod sanitise;
mod script;
mod signs;
mod smart_punctuation;
mod source;
mod template;
mod video;
mod window;
mod words;
mod write;

pub use block::{Block, Html, Patch};
pub use document::Document;
pub use galley_core::RawHtml;
pub use options::{Dialect, Options};
pub use prose::prose;
pub use retarget::retarget;

use galley_core::Problem;

/// A rendered text and what was seen in it. Lines count from 1 within the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML, without anything around it.
    pub html: String,
    /// Headings in their order.
    pub headings: Vec<Heading>,
    /// Targets of links and of what else HTML shows, as written, in their order.
    pub links: Vec<Link>,
    /// Images in their order.
    pub images: Vec<Image>,
    /// What is wrong in the text, by line.
    pub problems: Vec<Problem>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 1 (`#`) to 6.
    pub level: u8,
    /// The `id` of its element; empty in dialects without heading ids.
    pub id: String,
    /// Its text without marks.
    pub text: String,
    /// The line it starts on.
    pub line: u32,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written by the author.
    pub target: String,
    /// The line it starts on.
    pub line: u32,
    /// Where on that line it starts, from 1 and in characters.
    pub column: u32,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where it is, as written by the author.
    pub target: String,
    /// The description for those who cannot see it; nothing if its author gave none. In HTML
    /// an empty one can be given: the image says nothing that the text does not.
    pub alt: Option<String>,
    /// The line it starts on.
    pub line: u32,
    /// Where on that line it starts, from 1 and in characters.
    pub column: u32,
}

/// Renders `text`, a post's body.
pub fn render(text: &str, options: &Options) -> Rendered {
    let mut document = Document::new(options.clone());
    document.set_text(text);
    document.rendered()
}
