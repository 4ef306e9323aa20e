//! What a file is made of, as far as one has to know to leave out what nobody is meant to see.

use std::ops::Range;

use image::metadata::Orientation;

/// The formats whose files are taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
}

impl Format {
    /// The format, by how a file begins: its name may say anything.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            _ => None,
        }
    }
}

/// A file, taken apart.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) format: Format,
    /// As stored, before it is turned the right way up.
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The parts that make the picture, in order.
    pub(crate) kept: Vec<Range<usize>>,
    /// Which way up it is meant to be seen.
    pub(crate) orientation: Orientation,
    /// Whether it is one still picture in colours that can be stored anew.
    pub(crate) is_plain: bool,
}

impl Parts {
    /// Takes a file apart; its end may be missing. None if it is of another format or broken
    /// where it matters.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let parts = match Format::of(bytes)? {
            Format::Jpeg => crate::jpeg::parts(bytes)?,
            Format::Png => crate::png::parts(bytes)?,
            Format::WebP => crate::webp::parts(bytes)?,
            Format::Gif => crate::gif::parts(bytes)?,
        };
        (parts.width > 0 && parts.height > 0).then_some(parts)
    }

    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            width: 0,
            height: 0,
            kept: Vec::new(),
            orientation: Orientation::NoTransforms,
            is_plain: true,
        }
    }

    /// Keeps a part, as one with the last if it follows on it.
    pub(crate) fn keep(&mut self, part: Range<usize>) {
        match self.kept.last_mut() {
            Some(last) if last.end == part.start => last.end = part.end,
            _ => self.kept.push(part),
        }
    }

    /// Reads which way up the picture is from its Exif data.
    pub(crate) fn read_exif(&mut self, exif: &[u8]) {
        let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        if let Some(orientation) = Orientation::from_exif_chunk(tiff) {
            self.orientation = orientation;
        }
    }

    /// Width and height as the picture is seen.
    pub(crate) fn seen_size(&self) -> (u32, u32) {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        match self.orientation {
            Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH => (self.height, self.width),
            _ => (self.width, self.height),
        }
    }

    /// The kept parts of the file, joined.
    pub(crate) fn joined(&self, bytes: &[u8]) -> Vec<u8> {
        self.kept.iter().flat_map(|part| &bytes[part.clone()]).copied().collect()
    }
}

/// A big-endian number of two bytes.
pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 2)?;
    Some(u32::from(bytes[0]) << 8 | u32::from(bytes[1]))
}

/// A big-endian number of four bytes.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(be16(bytes, at)? << 16 | be16(bytes, at + 2)?)
}

/// A little-endian number of `n` bytes.
pub(crate) fn little_endian(bytes: &[u8], at: usize, n: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + n)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}
