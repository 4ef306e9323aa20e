//! JPEG files: segments, each begun by a marker, with the picture's data between them.

use crate::parts::{Format, Parts, be16};

const ICC: &[u8] = b"ICC_PROFILE\0";
const EXIF: &[u8] = b"Exif\0\0";

pub(crate) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut parts = Parts::new(Format::Jpeg);
    let mut at = 2;
    parts.keep(0..2);
    let mut has_data = false;
    // A file that breaks off is still a picture if it has begun to show one.
    while let Some(segment) = Segment::at(bytes, at) {
        let body = &bytes[segment.body.clone()];
        let end = segment.body.end;
        match segment.marker {
            // What follows the end is another file: a film, a second picture.
            0xd9 => {
                parts.keep(segment.start..end);
                has_data = true;
                break;
            }
            0xda => {
                let end = end_of_data(bytes, end);
                parts.keep(segment.start..end);
                has_data = true;
                at = end;
                continue;
            }
            0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&segment.marker) => {
                parts.height = be16(body, 1)?;
                parts.width = be16(body, 3)?;
                // Four colours are those of a printer; to change them needs its profile.
                parts.is_plain = *body.first()? == 8 && *body.get(5)? <= 3;
                parts.keep(segment.start..end);
            }
            // A thumbnail in the first segment would show what was cut away since.
            0xe0 if body.starts_with(b"JFIF\0") && body.len() == 14 => {
                parts.keep(segment.start..end);
            }
            0xe1 if body.starts_with(EXIF) => parts.read_exif(body),
            0xe2 if body.starts_with(ICC) => parts.keep(segment.start..end),
            // Says how the colours are stored.
            0xee if body.starts_with(b"Adobe") => parts.keep(segment.start..end),
            0xe0..=0xef | 0xfe => {}
            _ => parts.keep(segment.start..end),
        }
        at = end;
    }
    (has_data || at >= bytes.len()).then_some(parts)
}

/// The file with a note of which way up it is, and no other.
///
/// For pictures that cannot be stored anew: browsers heed the note.
pub(crate) fn with_orientation(clean: &[u8], orientation: u8) -> Vec<u8> {
    // One field, 0x0112, of one 16-bit number, in big-endian order.
    const TIFF: [u8; 26] =
        [b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut tiff = TIFF;
    tiff[19] = orientation;
    let mut file = vec![0xff, 0xd8, 0xff, 0xe1, 0, 34];
    file.extend_from_slice(EXIF);
    file.extend_from_slice(&tiff);
    file.extend_from_slice(&clean[2..]);
    file
}

struct Segment {
    marker: u8,
    start: usize,
    body: std::ops::Range<usize>,
}

impl Segment {
    fn at(bytes: &[u8], start: usize) -> Option<Self> {
        if *bytes.get(start)? != 0xff {
            return None;
        }
        // Any number of fill bytes may stand before a marker.
        let n_fill = bytes[start..].iter().position(|&byte| byte != 0xff)?;
        let after = start + n_fill + 1;
        let marker = bytes[after - 1];
        let has_body = !matches!(marker, 0x01 | 0xd0..=0xd9);
        let end = if has_body {
            let length = be16(bytes, after).filter(|length| *length >= 2)?;
            after + length as usize
        } else {
            after
        };
        let body = if has_body { after + 2 } else { after };
        (end <= bytes.len()).then_some(Self { marker, start: after - 2, body: body..end })
    }
}

/// Where the data of a scan ends: at a marker that is not part of it.
fn end_of_data(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(n) = bytes[at..].iter().position(|&byte| byte == 0xff) {
        at += n;
        match bytes.get(at + 1) {
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return at,
            None => return bytes.len(),
        }
    }
    bytes.len()
}
