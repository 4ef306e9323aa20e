//! Faces: which letters they have, and the outlines of those.

use std::fmt;

use brotli_decompressor::BrotliDecompress;
use harfrust::font::Font;
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{GlyphId, Tag};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use zeno::{Command, PathBuilder as _};

/// Why a face cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FaceError {
    /// A file that is no face, or a damaged one.
    #[error("the file is no WOFF2, TrueType or OpenType face, or it is damaged")]
    Unreadable,
}

/// A face, of as many files as it takes: what one lacks, the next may have.
pub struct Typeface {
    fonts: Vec<Font>,
    /// What is added after each letter, in ems.
    pub(crate) spacing: f32,
    /// How high capitals are, in ems.
    pub(crate) cap_height: f32,
}

impl fmt::Debug for Typeface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typeface").field("n_files", &self.fonts.len()).finish_non_exhaustive()
    }
}

impl Typeface {
    /// No face at all: it has no letters.
    pub fn new(spacing: f32) -> Self {
        Self { fonts: Vec::new(), spacing, cap_height: 0.7 }
    }

    /// Adds a file, at a place within what it can vary in: pairs of an axis, such as `wght`, and
    /// a value. Axes that it lacks mean nothing to it.
    pub fn add<'a>(
        &mut self,
        file: &[u8],
        axes: impl IntoIterator<Item = (&'a str, f32)>,
    ) -> Result<(), FaceError> {
        let font = Font::new(unpacked(file)?, 0).ok_or(FaceError::Unreadable)?;
        let axes = axes
            .into_iter()
            .filter_map(|(name, value)| Some((Tag::new_checked(name.as_bytes()).ok()?, value)));
        let font = font.instance_builder().variations(axes).build();
        if font.units_per_em() == 0 {
            return Err(FaceError::Unreadable);
        }
        if self.fonts.is_empty()
            && let Some(height) = font.metrics().cap_height
        {
            self.cap_height = height.to_f32() / f32::from(font.units_per_em());
        }
        self.fonts.push(font);
        Ok(())
    }

    /// The text as these faces can draw it, in one line; nothing if they lack a letter of it, or
    /// if nothing is left. Signs that they lack, such as emoji, are left out.
    pub(crate) fn drawable(&self, text: &str) -> Option<String> {
        let mut drawable = String::new();
        for c in text.chars().take(MOST_CHARACTERS).nfc() {
            let is_breaking = c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
            let c = if is_breaking { ' ' } else { c };
            if self.font_of(c).is_some() && !c.is_control() {
                if c != ' ' || !drawable.is_empty() && !drawable.ends_with(' ') {
                    drawable.push(c);
                }
            } else if c.is_alphanumeric() {
                return None;
            }
        }
        drawable.truncate(drawable.trim_end().len());
        (!drawable.is_empty()).then_some(drawable)
    }

    /// The first of the files that has the character.
    pub(crate) fn font_of(&self, c: char) -> Option<usize> {
        self.fonts.iter().position(|font| font.charmap().map_unicode(c).is_some())
    }

    pub(crate) fn font(&self, at: usize) -> &Font {
        &self.fonts[at]
    }

    /// A glyph's outline: at this place of its baseline, this large.
    pub(crate) fn outline(
        &self,
        font: usize,
        id: GlyphId,
        size: f32,
        at: (f32, f32),
    ) -> Vec<Command> {
        let mut path = Vec::new();
        if let Some(outline) = self.fonts[font].outline_glyphs().get(id) {
            let options = DrawOptions::new().with_ppem(Some(size));
            let sink = &mut Placed { path: &mut path, at };
            if outline.draw(&options, DrawMemory::Scratch, sink).is_err() {
                // What a damaged face cannot draw is left out.
                path.clear();
            }
        }
        path
    }
}

/// More of a text never fits on a card.
const MOST_CHARACTERS: usize = 1000;

/// The file as it is without compression.
fn unpacked(file: &[u8]) -> Result<Vec<u8>, FaceError> {
    if !file.starts_with(b"wOF2") {
        return Ok(file.to_owned());
    }
    let mut unpack = |mut packed: &[u8], n_bytes: usize| {
        let mut bytes = Vec::new();
        let mut limited = Limited { bytes: &mut bytes, left: n_bytes };
        BrotliDecompress(&mut packed, &mut limited)?;
        Ok(bytes)
    };
    wuff::decompress_woff2_with_custom_brotli(file, &mut unpack).map_err(|_| FaceError::Unreadable)
}

/// Takes no more than the file said that there would be.
struct Limited<'b> {
    bytes: &'b mut Vec<u8>,
    left: usize,
}

impl std::io::Write for Limited<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let left = self.left.checked_sub(bytes.len());
        self.left = left.ok_or(std::io::ErrorKind::FileTooLarge)?;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A path that an outline is drawn into: fonts count upwards, pictures downwards.
struct Placed<'p> {
    path: &'p mut Vec<Command>,
    at: (f32, f32),
}

impl Placed<'_> {
    fn point(&self, x: f32, y: f32) -> [f32; 2] {
        [self.at.0 + x, self.at.1 - y]
    }
}

impl PathSink for Placed<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.path.move_to(to);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.path.line_to(to);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (control, to) = (self.point(cx0, cy0), self.point(x, y));
        self.path.quad_to(control, to);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (first, second, to) = (self.point(cx0, cy0), self.point(cx1, cy1), self.point(x, y));
        self.path.curve_to(first, second, to);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
