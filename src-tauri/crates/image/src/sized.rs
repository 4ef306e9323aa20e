//! A picture in several widths.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use crate::decode::Pixels;
use crate::look::height_at;
use crate::parts::{Format, Parts};
use crate::webp;

/// A picture in one of its widths, as a `WebP` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sized {
    /// The width in pixels.
    pub width: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What photographs are stored with: at 75 gradients begin to show, at 85 files grow by a third.
const QUALITY: f32 = 80.0;

/// Whether the picture is of the kind that is stored with a loss that nobody sees.
///
/// A drawing or a screen takes far less than a byte per pixel, and shows each loss.
pub(crate) fn is_photo(bytes: &[u8], parts: &Parts) -> bool {
    let n_pixels = u64::from(parts.width) * u64::from(parts.height);
    match parts.format {
        Format::Jpeg => true,
        Format::WebP if bytes.windows(4).take(64).any(|name| name == b"VP8 ") => true,
        _ => bytes.len() as u64 > n_pixels,
    }
}

/// The picture in each of these widths; those that cannot be made are left out.
pub(crate) fn all_sizes(pixels: Pixels, widths: &[u32], is_photo: bool) -> Vec<Sized> {
    let size = (pixels.image.width(), pixels.image.height());
    let Some(whole) = Raster::of(pixels.image) else { return Vec::new() };
    // Each is made from the next larger, which costs a fraction and shows no difference.
    let mut from = whole;
    let mut sized = Vec::with_capacity(widths.len());
    for &width in widths.iter().rev() {
        let Some(raster) = from.resized(width, height_at(size, width)) else { continue };
        let encoded = raster.encoded(is_photo, pixels.icc.as_deref());
        sized.extend(encoded.map(|bytes| Sized { width, bytes }));
        from = raster;
    }
    sized.reverse();
    sized
}

/// Pixels of three or four bytes each.
struct Raster(Image<'static>);

impl Raster {
    fn of(image: DynamicImage) -> Option<Self> {
        let (width, height) = (image.width(), image.height());
        let (bytes, kind) = if image.color().has_alpha() {
            (image.into_rgba8().into_raw(), PixelType::U8x4)
        } else {
            (image.into_rgb8().into_raw(), PixelType::U8x3)
        };
        Image::from_vec_u8(width, height, bytes, kind).ok().map(Self)
    }

    fn resized(&self, width: u32, height: u32) -> Option<Self> {
        let mut out = Image::new(width, height, self.0.pixel_type());
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&self.0, &mut out, &options).ok()?;
        Some(Self(out))
    }

    fn encoded(&self, is_photo: bool, icc: Option<&[u8]>) -> Option<Vec<u8>> {
        let (width, height) = (self.0.width(), self.0.height());
        let encoder = match self.0.pixel_type() {
            PixelType::U8x4 => ::webp::Encoder::from_rgba(self.0.buffer(), width, height),
            _ => ::webp::Encoder::from_rgb(self.0.buffer(), width, height),
        };
        let mut config = ::webp::WebPConfig::new().ok()?;
        config.lossless = i32::from(!is_photo);
        config.quality = QUALITY;
        let file = encoder.encode_advanced(&config).ok()?;
        // A profile of grey tones says nothing about three colours.
        let icc = icc.filter(|icc| icc.get(16..20) == Some(b"RGB "));
        Some(match icc {
            Some(icc) => webp::with_profile(&file, icc, (width, height)),
            None => file.to_vec(),
        })
    }
}
