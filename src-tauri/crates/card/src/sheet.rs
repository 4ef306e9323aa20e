//! A card that is being laid out: everything that is drawn on it, in the words of layouts.

use zeno::{Command, PathBuilder as _};

use crate::canvas::Canvas;
use crate::colour::{Colour, Colours};
use crate::face::Typeface;
use crate::paragraph::{Line, Paragraph};
use crate::{Card, HEIGHT, Style, WIDTH};

/// A card and what it is drawn with. Measures are pixels from where reading starts: a card
/// whose title is read from the right is mirrored.
pub(crate) struct Sheet<'s> {
    canvas: Canvas,
    pub(crate) style: &'s Style,
    pub(crate) colours: Colours,
    pub(crate) card: &'s Card,
    is_rtl: bool,
}

/// Where a text may be, and how large.
pub(crate) struct Room<'r> {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// The sizes that it may have; the first that fits is taken.
    pub(crate) sizes: &'r [f32],
    /// From one baseline to the next, in ems.
    pub(crate) leading: f32,
}

/// A text in its lines, ready to be put somewhere.
pub(crate) struct Block<'f> {
    face: &'f Typeface,
    lines: Vec<Line>,
    pub(crate) size: f32,
    leading: f32,
}

/// To which side of its place a text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Away from it, as text is read.
    Start,
    /// Up to it.
    End,
}

#[expect(clippy::cast_precision_loss, reason = "pictures are smaller than 2^24 pixels")]
pub(crate) const W: f32 = WIDTH as f32;
#[expect(clippy::cast_precision_loss, reason = "pictures are smaller than 2^24 pixels")]
pub(crate) const H: f32 = HEIGHT as f32;

impl Block<'_> {
    /// How high it is, from the top of the first line's capitals to the last line's baseline.
    pub(crate) fn height(&self) -> f32 {
        (count(self.lines.len().saturating_sub(1)) * self.leading + self.face.cap_height)
            * self.size
    }

    /// How wide its widest line is.
    pub(crate) fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.width * self.size).fold(0.0, f32::max)
    }
}

impl<'f> Block<'f> {
    /// Sets a text into a room, as large as it fits; one that fits in no size is cut.
    pub(crate) fn set(face: &'f Typeface, text: &str, room: &Room<'_>) -> Option<Self> {
        let mut paragraph = Paragraph::new(face, text)?;
        let Room { width, height, sizes, leading } = room;
        let most = |size: f32| n_lines((height / size - face.cap_height) / leading);
        let fitting = sizes.iter().find_map(|&size| {
            paragraph.broken(width / size, most(size)).map(|lines| (size, lines))
        });
        let (size, lines) = fitting.unwrap_or_else(|| {
            let smallest = sizes.last().copied().expect("a text has a size");
            (smallest, paragraph.cut(width / smallest, most(smallest)))
        });
        let lines = lines.into_iter().map(|line| paragraph.line(line)).collect();
        Some(Self { face, lines, size, leading: *leading })
    }
}

impl<'s> Sheet<'s> {
    /// An empty one; nothing if the style's faces cannot draw the card's title.
    pub(crate) fn new(style: &'s Style, card: &'s Card) -> Option<Self> {
        let is_rtl = Paragraph::new(&style.title, &card.title)?.is_rtl;
        let colours = style.colours[usize::from(card.seed) % style.colours.len()];
        Some(Self { canvas: Canvas::new(colours.paper), style, colours, card, is_rtl })
    }

    pub(crate) fn into_canvas(self) -> Canvas {
        self.canvas
    }

    /// The title, as large as it fits.
    pub(crate) fn title(&self, room: &Room<'_>) -> Block<'s> {
        let style = self.style;
        Block::set(&style.title, &self.card.title, room).expect("a sheet's title can be drawn")
    }

    /// A small text, in one line; nothing if the faces cannot draw it.
    pub(crate) fn small(&self, text: &str, size: f32, width: f32) -> Option<Block<'s>> {
        let room = Room { width, height: size, sizes: &[size], leading: 1.0 };
        Block::set(&self.style.small, text, &room)
    }

    /// The same, in the title's face.
    pub(crate) fn strong(&self, text: &str, size: f32, width: f32) -> Option<Block<'s>> {
        let room = Room { width, height: size, sizes: &[size], leading: 1.0 };
        Block::set(&self.style.title, text, &room)
    }

    /// Writes a text. `top` is where the capitals of its first line begin.
    pub(crate) fn write(&mut self, block: &Block<'_>, x: f32, top: f32, side: Side, ink: Colour) {
        let Block { face, lines, size, leading, .. } = block;
        let mut glyphs = Vec::new();
        for (n, line) in lines.iter().enumerate() {
            let width = line.width * size;
            let is_start = (side == Side::Start) != self.is_rtl;
            let x = if self.is_rtl { W - x } else { x };
            let left = if is_start { x } else { x - width };
            let baseline = top + (face.cap_height + count(n) * leading) * size;
            for glyph in &line.glyphs {
                let at = (left + glyph.x * size, baseline - glyph.y * size);
                glyphs.push(face.outline(glyph.font, glyph.id, *size, at));
            }
        }
        self.canvas.fill(&glyphs, ink);
    }

    /// Fills a rectangle.
    pub(crate) fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Colour) {
        let path = |left: f32, right: f32| {
            let mut path = Vec::<Command>::new();
            path.move_to([left, y]).line_to([right, y]);
            path.line_to([right, y + height]).line_to([left, y + height]).close();
            path
        };
        let path = if self.is_rtl { path(W - x - width, W - x) } else { path(x, x + width) };
        self.canvas.fill(&[path], ink);
    }

    /// Draws the outline of a rectangle, within it.
    pub(crate) fn frame(&mut self, inset: f32, line: f32, ink: Colour) {
        let (width, height) = (W - 2.0 * inset, H - 2.0 * inset);
        self.rectangle(inset, inset, width, line, ink);
        self.rectangle(inset, inset + height - line, width, line, ink);
        self.rectangle(inset, inset + line, line, height - 2.0 * line, ink);
        self.rectangle(inset + width - line, inset + line, line, height - 2.0 * line, ink);
    }

    /// Fills a circle.
    pub(crate) fn circle(&mut self, x: f32, y: f32, radius: f32, ink: Colour) {
        let x = if self.is_rtl { W - x } else { x };
        let mut path = Vec::<Command>::new();
        path.add_circle([x, y], radius);
        self.canvas.fill(&[path], ink);
    }

    /// Draws a line through points, round at its ends and corners.
    pub(crate) fn stroke(&mut self, points: &[[f32; 2]], width: f32, ink: Colour) {
        let mut line = Vec::<Command>::new();
        for (n, [x, y]) in points.iter().enumerate() {
            let at = [if self.is_rtl { W - x } else { *x }, *y];
            if n == 0 {
                line.move_to(at)
            } else {
                line.line_to(at)
            };
        }
        let mut style = zeno::Stroke::new(width);
        style.cap(zeno::Cap::Round).join(zeno::Join::Round);
        let mut path = Vec::<Command>::new();
        zeno::apply(&line, style, None, &mut path);
        self.canvas.fill(&[path], ink);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a card has few lines")]
fn count(n: usize) -> f32 {
    n as f32
}

/// How many lines there are, if there are so many leadings between the first and the last.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a card has few lines")]
fn n_lines(leadings: f32) -> usize {
    leadings.max(0.0) as usize + 1
}
