//! Where everything stands on a card: one function for each kind of theme.

use crate::canvas::Canvas;
use crate::sheet::{Block, H, Room, Sheet, Side, W};
use crate::{Card, Style};

/// How a card is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The title below a bar, the blog and the day at the foot.
    Plain,
    /// A page in proof: much air, and a mark of the proof-reader.
    Page,
    /// A poster: a field of colour, rings in its corner, the title as large as it gets.
    Poster,
    /// A frame on a wall, the title in its middle and the rest as its caption.
    Frame,
    /// A notebook: the blog in the margin, the title on the page.
    Notebook,
    /// A session in a terminal that shows the post's file.
    Terminal,
}

impl Layout {
    /// All of them, with their names.
    pub const ALL: [(&'static str, Self); 6] = [
        ("plain", Self::Plain),
        ("page", Self::Page),
        ("poster", Self::Poster),
        ("frame", Self::Frame),
        ("notebook", Self::Notebook),
        ("terminal", Self::Terminal),
    ];
}

/// Draws a card; nothing if its title cannot be drawn.
pub(crate) fn draw(style: &Style, card: &Card) -> Option<Canvas> {
    let mut sheet = Sheet::new(style, card)?;
    match style.layout {
        Layout::Plain => plain(&mut sheet),
        Layout::Page => page(&mut sheet),
        Layout::Poster => poster(&mut sheet),
        Layout::Frame => frame(&mut sheet),
        Layout::Notebook => notebook(&mut sheet),
        Layout::Terminal => terminal(&mut sheet),
    }
    Some(sheet.into_canvas())
}

/// The day and the author, as far as they are known.
fn byline(card: &Card) -> String {
    let parts = [card.date.as_deref(), card.author.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A line at the foot: the blog at its start, the day and the author at its end.
fn foot(sheet: &mut Sheet<'_>, left: f32, right: f32, top: f32, size: f32) {
    let (ink, soft) = (sheet.colours.ink, sheet.colours.soft);
    let width = right - left;
    let byline = sheet.small(&byline(sheet.card), size, width * 0.6);
    let taken = byline.as_ref().map_or(0.0, Block::width);
    if let Some(byline) = byline {
        sheet.write(&byline, right, top, Side::End, soft);
    }
    let blog = sheet.strong(&sheet.card.blog, size, (width - taken - size).max(width * 0.35));
    if let Some(blog) = blog {
        sheet.write(&blog, left, top, Side::Start, ink);
    }
}

fn plain(sheet: &mut Sheet<'_>) {
    let (ink, accent) = (sheet.colours.ink, sheet.colours.accent);
    let (left, right) = (96.0, W - 96.0);
    sheet.rectangle(left, 96.0, 120.0, 12.0, accent);
    let sizes = [124.0, 106.0, 92.0, 80.0, 70.0, 60.0, 52.0];
    let title = Room { width: right - left, height: 310.0, sizes: &sizes, leading: 1.18 };
    let title = sheet.title(&title);
    sheet.write(&title, left, 156.0, Side::Start, ink);
    foot(sheet, left, right, 516.0, 30.0);
}

fn page(sheet: &mut Sheet<'_>) {
    let (ink, soft) = (sheet.colours.ink, sheet.colours.soft);
    let (accent, shade) = (sheet.colours.accent, sheet.colours.shade);
    let (left, right) = (150.0, W - 120.0);
    let mut top = 104.0;
    if let Some(byline) = sheet.small(&byline(sheet.card), 30.0, right - left) {
        sheet.write(&byline, left, top, Side::Start, soft);
        top += 74.0;
    }
    let sizes = [120.0, 104.0, 92.0, 82.0, 72.0, 62.0, 52.0];
    let title = Room { width: right - left, height: 458.0 - top, sizes: &sizes, leading: 1.2 };
    let title = sheet.title(&title);
    sheet.write(&title, left, top, Side::Start, ink);
    // The proof-reader was here: a line in the margin beside the title, and a caret at the foot.
    sheet.rectangle(96.0, top - 6.0, 4.0, title.height() + 12.0, accent);
    sheet.rectangle(left, 508.0, right - left, 2.0, shade);
    if let Some(blog) = sheet.strong(&sheet.card.blog, 32.0, right - left - 80.0) {
        sheet.write(&blog, left, 546.0, Side::Start, ink);
    }
    let (x, y) = (right - 44.0, 546.0);
    sheet.stroke(&[[x, y + 26.0], [x + 22.0, y], [x + 44.0, y + 26.0]], 5.0, accent);
}

fn poster(sheet: &mut Sheet<'_>) {
    let (paper, ink) = (sheet.colours.paper, sheet.colours.ink);
    let rings = [sheet.colours.accent, sheet.colours.shade, sheet.colours.soft];
    // From the outermost inwards, each ring with the ground within it.
    for (radius, ring) in [404.0, 304.0, 204.0].into_iter().zip(rings) {
        sheet.circle(W, H, radius, ring);
        sheet.circle(W, H, radius - 50.0, paper);
    }
    sheet.circle(W, H, 104.0, rings[0]);
    let (left, right) = (64.0, W - 64.0);
    if let Some(blog) = sheet.strong(&sheet.card.blog, 44.0, right - left) {
        sheet.write(&blog, left, 60.0, Side::Start, ink);
    }
    let mut bottom = H - 64.0;
    if let Some(byline) = sheet.small(&byline(sheet.card), 28.0, 660.0) {
        sheet.write(&byline, left, bottom - 20.0, Side::Start, ink);
        bottom -= 68.0;
    }
    let sizes = [200.0, 172.0, 150.0, 130.0, 114.0, 100.0, 88.0, 76.0, 66.0];
    let title = Room { width: 690.0, height: bottom - 150.0, sizes: &sizes, leading: 0.97 };
    let title = sheet.title(&title);
    sheet.write(&title, left, bottom - title.height(), Side::Start, ink);
}

fn frame(sheet: &mut Sheet<'_>) {
    let (ink, soft, shade) = (sheet.colours.ink, sheet.colours.soft, sheet.colours.shade);
    sheet.frame(40.0, 2.0, shade);
    sheet.frame(56.0, 6.0, ink);
    let (left, right) = (116.0, W - 116.0);
    let sizes = [190.0, 164.0, 144.0, 124.0, 108.0, 94.0, 82.0, 72.0];
    let title = Room { width: right - left, height: 330.0, sizes: &sizes, leading: 1.02 };
    let title = sheet.title(&title);
    let top = 104.0 + (360.0 - title.height()) / 2.0;
    sheet.write(&title, left, top, Side::Start, ink);
    if let Some(byline) = sheet.small(&byline(sheet.card), 28.0, 560.0) {
        sheet.write(&byline, right, 502.0, Side::End, soft);
    }
    if let Some(blog) = sheet.strong(&sheet.card.blog, 44.0, 420.0) {
        sheet.write(&blog, left, 490.0, Side::Start, ink);
    }
}

fn notebook(sheet: &mut Sheet<'_>) {
    let (ink, soft) = (sheet.colours.ink, sheet.colours.soft);
    let (accent, shade) = (sheet.colours.accent, sheet.colours.shade);
    let margin = 290.0;
    sheet.rectangle(0.0, 0.0, margin, H, shade);
    sheet.rectangle(margin, 0.0, 6.0, H, accent);
    let blog =
        Room { width: margin - 96.0, height: 240.0, sizes: &[38.0, 32.0, 27.0], leading: 1.22 };
    if let Some(blog) = Block::set(&sheet.style.title, &sheet.card.blog, &blog) {
        sheet.write(&blog, 56.0, 84.0, Side::Start, ink);
    }
    let (left, right) = (margin + 64.0, W - 64.0);
    let sizes = [112.0, 96.0, 84.0, 74.0, 66.0, 58.0, 50.0, 44.0];
    let title = Room { width: right - left, height: 380.0, sizes: &sizes, leading: 1.2 };
    let title = sheet.title(&title);
    sheet.write(&title, left, 84.0, Side::Start, ink);
    if let Some(byline) = sheet.small(&byline(sheet.card), 28.0, right - left) {
        sheet.write(&byline, left, 530.0, Side::Start, soft);
        sheet.rectangle(left, 492.0, right - left, 2.0, shade);
    }
}

fn terminal(sheet: &mut Sheet<'_>) {
    let (ink, soft) = (sheet.colours.ink, sheet.colours.soft);
    let (accent, shade) = (sheet.colours.accent, sheet.colours.shade);
    let (left, width, size) = (72.0, W - 144.0, 30.0);
    let folder = format!("~/{}", sheet.card.blog.to_lowercase().replace(' ', "-"));
    // The parts of a line, each after the one before.
    let prompt = |sheet: &mut Sheet<'_>, command: Option<&str>, top: f32| {
        let mut x = left;
        let room = width * 0.45;
        for (text, ink, room) in [(&*folder, shade, room), ("$", accent, size)] {
            if let Some(text) = sheet.small(text, size, room) {
                sheet.write(&text, x, top, Side::Start, ink);
                x += text.width() + size * 0.6;
            }
        }
        match command {
            Some(command) => {
                let room = left + width - x;
                if let Some(command) = sheet.strong(command, size, room) {
                    sheet.write(&command, x, top, Side::Start, ink);
                }
            }
            None => sheet.rectangle(x, top - 7.0, size * 0.6, size * 1.15, ink),
        }
    };
    prompt(sheet, Some(&format!("cat post/{}", sheet.card.file)), 72.0);
    let mut top = 132.0;
    let fields = [("date:", sheet.card.date.as_deref()), ("author:", sheet.card.author.as_deref())];
    for (name, value) in fields.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let name = sheet.small(name, size, width);
        let after = name.as_ref().map_or(0.0, Block::width) + size * 0.6;
        let Some(value) = sheet.small(value, size, width - after) else { continue };
        if let Some(name) = name {
            sheet.write(&name, left, top, Side::Start, soft);
        }
        sheet.write(&value, left + after, top, Side::Start, ink);
        top += 48.0;
    }
    top += 40.0;
    let mark = sheet.small("#", 66.0, width);
    let sizes = [100.0, 88.0, 76.0, 66.0, 58.0, 50.0, 44.0];
    let title = Room { width: width - 76.0, height: 488.0 - top, sizes: &sizes, leading: 1.22 };
    let title = sheet.title(&title);
    let mark = mark.and_then(|_| sheet.small("#", title.size, width));
    if let Some(mark) = mark {
        sheet.write(&mark, left, top, Side::Start, soft);
    }
    sheet.write(&title, left + title.size, top, Side::Start, ink);
    prompt(sheet, None, 540.0);
}
