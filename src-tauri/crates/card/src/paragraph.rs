//! One text in lines: which letters make which glyphs, in which order, and where a line ends.

use std::ops::Range;

use harfrust::{Buffer, Direction, GlyphId, Script, ShapeOptions, ShaperFont, unicode};
use unicode_bidi::ParagraphBidiInfo;
use unicode_linebreak::linebreaks;

use crate::face::Typeface;

/// A text that its faces can draw. All lengths are in ems: it has no size yet.
pub(crate) struct Paragraph<'f> {
    face: &'f Typeface,
    text: String,
    /// Where the text may be broken: after these bytes; the last is its end.
    breaks: Vec<usize>,
    /// How wide everything before each byte is, in the order in which it is read.
    before: Vec<f32>,
    /// Whether a letter begins at each byte.
    is_start: Vec<bool>,
    /// Whether it is read from the right.
    pub(crate) is_rtl: bool,
}

/// A line, in the order in which it is seen.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) width: f32,
}

/// A glyph and where it stands on its line.
#[derive(Debug)]
pub(crate) struct Glyph {
    pub(crate) font: usize,
    pub(crate) id: GlyphId,
    pub(crate) x: f32,
    pub(crate) y: f32,
    advance: f32,
    /// The byte of the text that it begins with.
    cluster: usize,
}

impl<'f> Paragraph<'f> {
    /// The text, as far as the faces can draw it.
    pub(crate) fn new(face: &'f Typeface, text: &str) -> Option<Self> {
        face.drawable(text).map(|text| Self::of_drawable(face, text))
    }

    fn of_drawable(face: &'f Typeface, text: String) -> Self {
        let is_rtl = ParagraphBidiInfo::new(&text, None).paragraph_level.is_rtl();
        let breaks = linebreaks(&text).map(|(at, _)| at).collect();
        let (before, is_start) = (vec![0.0; text.len() + 1], vec![false; text.len() + 1]);
        let mut paragraph = Self { face, text, breaks, before, is_start, is_rtl };
        paragraph.measure();
        paragraph
    }

    fn measure(&mut self) {
        let mut advances = vec![0.0; self.text.len() + 1];
        for glyph in self.line(0..self.text.len()).glyphs {
            advances[glyph.cluster] += glyph.advance;
            self.is_start[glyph.cluster] = true;
        }
        let mut sum = 0.0;
        for (before, advance) in self.before.iter_mut().zip(advances) {
            *before = sum;
            sum += advance;
        }
    }

    /// How wide a piece of the text is about, without the space at its end.
    fn width(&self, piece: Range<usize>) -> f32 {
        let end = piece.start + self.text[piece.clone()].trim_end().len();
        self.before[end] - self.before[piece.start]
    }

    /// The text in lines of at most this width; nothing if there are more than `most`, or if a
    /// word is wider than a line.
    pub(crate) fn broken(&self, width: f32, most: usize) -> Option<Vec<Range<usize>>> {
        let lines = self.filled(width)?;
        if lines.len() > most {
            return None;
        }
        // No narrower than it takes: lines of one length look better than a full one and a rest.
        let (mut narrow, mut wide) = (0.0, width);
        let mut best = lines;
        for _ in 0..8 {
            let middle = f32::midpoint(narrow, wide);
            match self.filled(middle) {
                Some(lines) if lines.len() == best.len() => (best, wide) = (lines, middle),
                _ => narrow = middle,
            }
        }
        Some(best)
    }

    /// Lines of at most this width, each as full as can be.
    fn filled(&self, width: f32) -> Option<Vec<Range<usize>>> {
        let mut lines = Vec::new();
        let (mut start, mut end) = (0, 0);
        for &next in &self.breaks {
            if self.width(start..next) > width {
                if end > start {
                    lines.push(start..end);
                    start = end;
                }
                if self.width(start..next) > width {
                    return None;
                }
            }
            end = next;
        }
        lines.push(start..end);
        Some(lines)
    }

    /// As many lines as are allowed, at most this wide: words that are too long for one are
    /// broken anywhere, and what is too much is an ellipsis.
    pub(crate) fn cut(&mut self, width: f32, most: usize) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < self.text.len() && lines.len() < most {
            let end = self.end_of_line(start, width);
            lines.push(start..end);
            start = end;
        }
        if start == self.text.len() {
            return lines;
        }
        let last = lines.last_mut().expect("at least one line is allowed");
        let ellipsis = ["…", "...", ""]
            .into_iter()
            .find(|it| it.chars().all(|c| self.face.font_of(c).is_some()));
        let ellipsis = ellipsis.expect("nothing can always be drawn");
        let room = width
            - Self::of_drawable(self.face, ellipsis.to_owned())
                .before
                .last()
                .copied()
                .unwrap_or_default();
        let end = self.end_of_line(last.start, room);
        let kept =
            self.text[..end].trim_end_matches(|c: char| c == ' ' || c.is_ascii_punctuation());
        *last = last.start..kept.len().max(last.start) + ellipsis.len();
        let text = format!("{}{ellipsis}", &self.text[..last.end - ellipsis.len()]);
        *self = Self::of_drawable(self.face, text);
        lines
    }

    /// Where a line ends that begins at `start`: at least one letter further.
    fn end_of_line(&self, start: usize, width: f32) -> usize {
        let fits = |end: &usize| *end > start && self.width(start..*end) <= width;
        let at_break = self.breaks.iter().copied().take_while(|end| *end <= start || fits(end));
        if let Some(end) = at_break.filter(|end| *end > start).last() {
            return end;
        }
        let mut letters = (start + 1..self.text.len()).filter(|at| self.is_start[*at]);
        let first = letters.next().unwrap_or(self.text.len());
        letters.take_while(fits).last().unwrap_or(first)
    }

    /// The glyphs of a piece of the text, as one line.
    pub(crate) fn line(&self, piece: Range<usize>) -> Line {
        let end = piece.start + self.text[piece.clone()].trim_end().len();
        let piece = piece.start..end;
        let mut line = Line::default();
        if piece.is_empty() {
            return line;
        }
        let bidi = ParagraphBidiInfo::new(&self.text, None);
        let (levels, runs) = bidi.visual_runs(piece);
        for run in runs {
            let is_rtl = levels[run.start].is_rtl();
            let mut parts = self.parts(run);
            if is_rtl {
                parts.reverse();
            }
            for (part, font, script) in parts {
                self.shape(part, font, script, is_rtl, &mut line);
            }
        }
        line
    }

    /// The letters of a line in the order in which they are seen.
    #[cfg(test)]
    pub(crate) fn seen(&self, piece: Range<usize>) -> String {
        let glyphs = self.line(piece).glyphs;
        let letter = |glyph: &Glyph| self.text[glyph.cluster..].chars().next();
        glyphs.iter().filter_map(letter).collect()
    }

    /// Parts of a text that are of one font and one script each.
    fn parts(&self, run: Range<usize>) -> Vec<(Range<usize>, usize, Script)> {
        let mut parts: Vec<(Range<usize>, usize, Script)> = Vec::new();
        for (at, c) in self.text[run.clone()].char_indices() {
            let (at, end) = (run.start + at, run.start + at + c.len_utf8());
            let script = unicode::script(c.into());
            let is_common = [Script::COMMON, Script::INHERITED, Script::UNKNOWN].contains(&script);
            let last = parts.last_mut();
            // Signs that are of no script stay with the letters before them, if they can.
            let has = |font: usize| self.face.font(font).charmap().map_unicode(c).is_some();
            let font = match &last {
                Some((_, font, _)) if is_common && has(*font) => *font,
                _ => self.face.font_of(c).unwrap_or_default(),
            };
            match last {
                Some((part, its_font, its_script))
                    if *its_font == font
                        && (is_common
                            || *its_script == script
                            || *its_script == Script::COMMON) =>
                {
                    part.end = end;
                    if *its_script == Script::COMMON && !is_common {
                        *its_script = script;
                    }
                }
                _ => parts.push((at..end, font, if is_common { Script::COMMON } else { script })),
            }
        }
        parts
    }

    fn shape(
        &self,
        part: Range<usize>,
        font: usize,
        script: Script,
        is_rtl: bool,
        line: &mut Line,
    ) {
        let mut buffer = Buffer::new();
        for (at, c) in self.text[part.clone()].char_indices() {
            buffer.push(c.into(), u32::try_from(part.start + at).expect("a text is short"));
        }
        buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.set_script(Some(script));
        let face = self.face.font(font);
        if harfrust::shape(&ShaperFont::new(face), &mut buffer, ShapeOptions::new()).is_err() {
            return;
        }
        let em = f32::from(face.units_per_em());
        // Letters that are joined must not be pulled apart.
        let spacing = if is_rtl { 0.0 } else { self.face.spacing };
        for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            let advance = ems(position.x_advance, em);
            let advance = if advance > 0.0 { advance + spacing } else { advance };
            line.glyphs.push(Glyph {
                font,
                id: GlyphId::new(info.glyph_id),
                x: line.width + ems(position.x_offset, em),
                y: ems(position.y_offset, em),
                advance,
                cluster: info.cluster as usize,
            });
            line.width += advance;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a glyph is some thousand units wide")]
fn ems(units: i32, em: f32) -> f32 {
    units as f32 / em
}
