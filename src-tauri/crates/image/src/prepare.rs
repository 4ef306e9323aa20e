//! A picture made ready for its readers.

use image::metadata::Orientation;

use crate::decode::{MOST_PIXELS, decode, encode};
use crate::look::{Look, look, of_parts};
use crate::parts::{Format, Parts};
use crate::sized::{Sized, all_sizes, is_photo};
use crate::{jpeg, webp};

/// A picture, ready for its readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// What its pages have to know; nothing if the file does not tell.
    pub look: Option<Look>,
    /// The file itself without what is hidden in it and the right way up; none if it is so
    /// already.
    pub clean: Option<Vec<u8>>,
    /// The picture in each of its widths.
    pub sized: Vec<Sized>,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
}

/// What is wrong with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Its file is damaged.
    Damaged,
    /// It has more pixels than are worth an attempt.
    TooLarge,
    /// It may still say where it was taken, and by whom.
    NotCleaned,
}

/// Makes a picture ready.
///
/// The same bytes give the same answer. What cannot be made ready goes out as it is, or as
/// clean as it can be made, and with a flaw.
pub fn prepare(bytes: &[u8]) -> Prepared {
    let Some(parts) = Parts::of(bytes) else { return untouched(bytes) };
    let look = of_parts(&parts);
    let is_turned = parts.orientation != Orientation::NoTransforms;
    let is_small = u64::from(parts.width) * u64::from(parts.height) <= MOST_PIXELS;
    let wants_pixels = parts.is_plain && (is_turned || !look.widths.is_empty());
    let pixels = (wants_pixels && is_small).then(|| decode(bytes, &parts)).flatten();
    let mut flaw = match &pixels {
        None if parts.is_plain && !is_small => Some(Flaw::TooLarge),
        None if wants_pixels => Some(Flaw::Damaged),
        _ => None,
    };

    let turned = pixels.as_ref().filter(|_| is_turned);
    let clean = match turned.and_then(|pixels| encode(pixels, parts.format)) {
        Some(turned) => turned,
        None if !is_turned => stripped(bytes, &parts),
        None if parts.format == Format::Jpeg => {
            jpeg::with_orientation(&stripped(bytes, &parts), parts.orientation.to_exif())
        }
        // Lying on its side it would be of no use.
        None => {
            flaw = Some(Flaw::NotCleaned);
            bytes.to_vec()
        }
    };
    let sized = pixels.map(|pixels| all_sizes(pixels, &look.widths, is_photo(bytes, &parts)));
    let sized = sized.unwrap_or_default();
    let look = Look { widths: sized.iter().map(|it| it.width).collect(), ..look };
    Prepared { look: Some(look), clean: (clean != bytes).then_some(clean), sized, flaw }
}

/// A file whose parts are not known here.
fn untouched(bytes: &[u8]) -> Prepared {
    let look = look(bytes);
    let flaw = match &look {
        None => Some(Flaw::Damaged),
        // So the formats that are containers name what a camera wrote.
        Some(_) if bytes.windows(4).any(|word| word == b"Exif") => Some(Flaw::NotCleaned),
        Some(_) => None,
    };
    Prepared { look, clean: None, sized: Vec::new(), flaw }
}

fn stripped(bytes: &[u8], parts: &Parts) -> Vec<u8> {
    let file = parts.joined(bytes);
    if parts.format == Format::WebP { webp::settle(file) } else { file }
}

#[cfg(test)]
mod tests;
