//! WebP files: chunks in a RIFF container.

use crate::parts::{Format, Parts, little_endian};

/// What the first chunk of an extended file says is in it.
mod flag {
    pub(super) const ANIMATION: u8 = 0x02;
    pub(super) const XMP: u8 = 0x04;
    pub(super) const EXIF: u8 = 0x08;
    pub(super) const ALPHA: u8 = 0x10;
    pub(super) const ICC: u8 = 0x20;
}

/// Length of the container's head, and of a chunk's.
const HEAD: usize = 12;
const CHUNK_HEAD: usize = 8;

pub(crate) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut parts = Parts::new(Format::WebP);
    parts.keep(0..HEAD);
    // What follows the container belongs to nobody.
    let length = little_endian(bytes, 4, 4)? as usize;
    let whole = &bytes[..bytes.len().min(length.checked_add(CHUNK_HEAD)?)];
    let mut at = HEAD;
    while let Some(length) = little_endian(whole, at + 4, 4) {
        let name = &whole[at..at + 4];
        let body = at + CHUNK_HEAD;
        let length = length as usize;
        let padded = length.checked_add(length & 1)?;
        let end = body.checked_add(padded)?.min(whole.len());
        let inside = whole.get(body..end)?;
        let is_shown = match name {
            b"VP8X" => {
                parts.width = little_endian(inside, 4, 3)? + 1;
                parts.height = little_endian(inside, 7, 3)? + 1;
                parts.is_plain = inside.first()? & flag::ANIMATION == 0;
                true
            }
            b"VP8 " => {
                if parts.width == 0 {
                    parts.width = little_endian(inside, 6, 2)? & 0x3fff;
                    parts.height = little_endian(inside, 8, 2)? & 0x3fff;
                }
                true
            }
            b"VP8L" => {
                if parts.width == 0 {
                    let size = little_endian(inside, 1, 4)?;
                    parts.width = (size & 0x3fff) + 1;
                    parts.height = (size >> 14 & 0x3fff) + 1;
                }
                true
            }
            b"EXIF" => {
                parts.read_exif(inside);
                false
            }
            b"ICCP" | b"ALPH" | b"ANIM" | b"ANMF" => true,
            _ => false,
        };
        if is_shown {
            parts.keep(at..end);
        }
        at = end;
    }
    (at >= whole.len()).then_some(parts)
}

/// Puts right what the container says of a file from which parts were taken.
pub(crate) fn settle(mut file: Vec<u8>) -> Vec<u8> {
    let length = u32::try_from(file.len() - CHUNK_HEAD).unwrap_or(u32::MAX);
    file[4..8].copy_from_slice(&length.to_le_bytes());
    if file.get(HEAD..HEAD + 4) == Some(b"VP8X") && file.len() > HEAD + CHUNK_HEAD {
        file[HEAD + CHUNK_HEAD] &= !(flag::EXIF | flag::XMP);
    }
    file
}

/// A still picture with a colour profile in it.
pub(crate) fn with_profile(file: &[u8], icc: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let is_extended = file.get(HEAD..HEAD + 4) == Some(b"VP8X");
    let rest = &file[if is_extended { HEAD + CHUNK_HEAD + 10 } else { HEAD }..];
    let has_alpha = if is_extended {
        file[HEAD + CHUNK_HEAD] & flag::ALPHA != 0
    } else {
        // Of a lossless picture without the extended head, the bit after both sizes tells.
        rest.starts_with(b"VP8L") && rest.get(CHUNK_HEAD + 4).is_some_and(|bits| bits & 0x10 != 0)
    };
    let mut head = [0; 10];
    head[0] = flag::ICC | if has_alpha { flag::ALPHA } else { 0 };
    head[4..7].copy_from_slice(&(width - 1).to_le_bytes()[..3]);
    head[7..10].copy_from_slice(&(height - 1).to_le_bytes()[..3]);
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    push_chunk(&mut out, *b"VP8X", &head);
    push_chunk(&mut out, *b"ICCP", icc);
    out.extend_from_slice(rest);
    settle(out)
}

fn push_chunk(out: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    let length = u32::try_from(body.len()).expect("a profile is smaller than 4 GiB");
    out.extend_from_slice(&name);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}
