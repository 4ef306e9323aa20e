//! From a file to pixels and back, the right way up.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageResult, Limits};

use crate::parts::{Format, Parts};

/// The largest picture that is taken apart into pixels: more than any camera makes in one
/// take, and few enough that their pixels fit into half a gigabyte.
///
/// A file of a few kilobytes can announce any number.
pub(crate) const MOST_PIXELS: u64 = 120_000_000;

/// A JPEG file that has to be stored anew: nobody sees the difference at this quality.
const JPEG_QUALITY: u8 = 92;

/// A picture's pixels, the right way up, and the profile that says what their colours are.
#[derive(Debug)]
pub(crate) struct Pixels {
    pub(crate) image: DynamicImage,
    pub(crate) icc: Option<Vec<u8>>,
}

/// Reads the pixels of a still picture; none if it is damaged or too large.
pub(crate) fn decode(bytes: &[u8], parts: &Parts) -> Option<Pixels> {
    let pixels = match parts.format {
        Format::Jpeg => read(JpegDecoder::new(Cursor::new(bytes))),
        Format::Png => read(PngDecoder::with_limits(Cursor::new(bytes), limits())),
        Format::WebP => read(WebPDecoder::new(Cursor::new(bytes))),
        Format::Gif => return None,
    };
    let mut pixels = pixels.ok()??;
    pixels.image.apply_orientation(parts.orientation);
    // Two readers that disagree about a file's size would show two pictures.
    ((pixels.image.width(), pixels.image.height()) == parts.seen_size()).then_some(pixels)
}

fn read(decoder: ImageResult<impl ImageDecoder>) -> ImageResult<Option<Pixels>> {
    let mut decoder = decoder?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Ok(None);
    }
    decoder.set_limits(limits())?;
    let icc = decoder.icc_profile()?;
    Ok(Some(Pixels { image: DynamicImage::from_decoder(decoder)?, icc }))
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    // 16 bits in each of four channels.
    limits.max_alloc = Some(MOST_PIXELS * 8);
    limits
}

/// Writes pixels in a format, with their profile and nothing else.
pub(crate) fn encode(pixels: &Pixels, format: Format) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let done = match format {
        Format::Jpeg => write(JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY), pixels),
        Format::Png => write(PngEncoder::new(&mut file), pixels),
        Format::WebP => write(WebPEncoder::new_lossless(&mut file), pixels),
        Format::Gif => return None,
    };
    done.ok().map(|()| file)
}

fn write(mut encoder: impl ImageEncoder, pixels: &Pixels) -> ImageResult<()> {
    if let Some(icc) = &pixels.icc {
        // A format that takes no profile shows the colours as best it can.
        let _ = encoder.set_icc_profile(icc.clone());
    }
    pixels.image.write_with_encoder(encoder)
}
