//! The picture of a post's title, for links to it that are shared: a card.
//!
//! A [`Style`] is what a theme says of its cards, a [`Card`] is what a post puts on one;
//! together they are the bytes of a PNG file. Nothing here reads files, and the same card is
//! the same bytes everywhere.

mod canvas;
mod colour;
mod face;
mod layout;
mod paragraph;
mod sheet;

pub use colour::{Colour, Colours};
pub use face::{FaceError, Typeface};
pub use layout::Layout;

/// How wide a card is, in pixels.
pub const WIDTH: u32 = 1200;
/// How high a card is, in pixels.
pub const HEIGHT: u32 = 630;

/// What is on a card.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Card {
    /// The post's title: the large words.
    pub title: String,
    /// The blog's title.
    pub blog: String,
    /// The post's day, as people write it.
    pub date: Option<String>,
    /// Who wrote it, if that is worth saying.
    pub author: Option<String>,
    /// The post's file, for themes that show it.
    pub file: String,
    /// Which of a style's colours the post has.
    pub seed: u8,
}

/// How the cards of a theme look.
#[derive(Debug)]
pub struct Style {
    /// Where everything stands.
    pub layout: Layout,
    /// The colours; of several, each post has some of its own. Never empty.
    pub colours: Vec<Colours>,
    /// What titles are set in.
    pub title: Typeface,
    /// What everything else is set in.
    pub small: Typeface,
}

impl Style {
    /// Whether the faces have every letter of a title.
    pub fn can_draw(&self, title: &str) -> bool {
        self.title.drawable(title).is_some()
    }

    /// Draws a card as a PNG file; nothing if the faces lack letters of its title. A title that
    /// is too long ends in an ellipsis; of the smaller texts those are left out that the faces
    /// cannot draw.
    pub fn draw(&self, card: &Card) -> Option<Vec<u8>> {
        let canvas = layout::draw(self, card)?;
        Some(canvas.png())
    }
}

#[cfg(test)]
mod tests;
