//! A picture of few colours: what is drawn is mixed into a palette as it is drawn, so that
//! nothing has to be counted and reduced afterwards.

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};
use zeno::{Command, Fill, Mask, Scratch, Vector};

use crate::colour::{Colour, LEVELS};
use crate::{HEIGHT, WIDTH};

/// A card that is being drawn.
pub(crate) struct Canvas {
    pixels: Vec<u8>,
    palette: Vec<Colour>,
    scratch: Scratch,
}

/// What a colour becomes, in the palette, under each level of an ink; nothing where that was
/// not needed yet.
type Mixtures = [[Option<u8>; LEVELS as usize + 1]; 256];

impl Canvas {
    /// An empty one.
    pub(crate) fn new(paper: Colour) -> Self {
        let n_pixels = WIDTH as usize * HEIGHT as usize;
        Self { pixels: vec![0; n_pixels], palette: vec![paper], scratch: Scratch::new() }
    }

    /// Fills paths. What lies outside of the card is left out.
    ///
    /// Of a text each glyph should be a path: a path takes the longer for each of its points,
    /// the more of them stand side by side.
    pub(crate) fn fill(&mut self, paths: &[Vec<Command>], ink: Colour) {
        let mut mixtures: Box<Mixtures> = Box::new([[None; _]; 256]);
        for path in paths {
            let bounds = self.scratch.bounds(path, Fill::NonZero, None);
            let (left, top) = (within(bounds.min.x, WIDTH), within(bounds.min.y, HEIGHT));
            let right = within(bounds.max.x.ceil(), WIDTH);
            let bottom = within(bounds.max.y.ceil(), HEIGHT);
            if left >= right || top >= bottom {
                continue;
            }
            let mut mask = Mask::with_scratch(path, &mut self.scratch);
            mask.size(right - left, bottom - top).offset(offset(left, top));
            let (coverage, _) = mask.render();
            for (row, coverage) in (top..).zip(coverage.chunks_exact((right - left) as usize)) {
                self.mix(row, left, coverage, ink, &mut mixtures);
            }
        }
    }

    /// Mixes ink into a part of a row, as far as it is covered.
    fn mix(&mut self, row: u32, left: u32, coverage: &[u8], ink: Colour, mixtures: &mut Mixtures) {
        let start = row as usize * WIDTH as usize + left as usize;
        for (pixel, covered) in self.pixels[start..].iter_mut().zip(coverage) {
            let level = (u16::from(*covered) * u16::from(LEVELS) + 127) / 255;
            let level = u8::try_from(level).expect("at most all levels");
            if level == 0 {
                continue;
            }
            let known = &mut mixtures[usize::from(*pixel)][usize::from(level)];
            let mixed = known.unwrap_or_else(|| {
                let mixed = self.palette[usize::from(*pixel)].under(ink, level);
                entry(&mut self.palette, mixed)
            });
            *known = Some(mixed);
            *pixel = mixed;
        }
    }

    /// The picture as a PNG file.
    pub(crate) fn png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(self.palette.iter().flat_map(|colour| colour.0).collect::<Vec<_>>());
        // Rows of few colours compress best as they are; a higher level takes twice as long for
        // a twentieth less.
        encoder.set_deflate_compression(DeflateCompression::Level(4));
        encoder.set_filter(Filter::NoFilter);
        encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&self.pixels))
            .expect("memory takes all, and the pixels are as many as was said");
        bytes
    }
}

/// The colour's place in the palette; if that is full, the place of the one next to it.
fn entry(palette: &mut Vec<Colour>, colour: Colour) -> u8 {
    if let Some(at) = palette.iter().position(|known| *known == colour) {
        return u8::try_from(at).expect("a palette has 256 colours");
    }
    if let Ok(at) = u8::try_from(palette.len()) {
        palette.push(colour);
        return at;
    }
    let nearest = (0..=u8::MAX).min_by_key(|at| palette[usize::from(*at)].distance(colour));
    nearest.expect("a full palette has colours")
}

/// A coordinate as far as the card reaches.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two sizes")]
fn within(coordinate: f32, size: u32) -> u32 {
    // Not a number is as good as nothing.
    (coordinate.max(0.0) as u32).min(size)
}

/// What brings a place to the corner of its mask.
#[expect(clippy::cast_precision_loss, reason = "pictures are smaller than 2^24 pixels")]
fn offset(left: u32, top: u32) -> Vector {
    Vector::new(-(left as f32), -(top as f32))
}
