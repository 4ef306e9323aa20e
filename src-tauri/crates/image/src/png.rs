//! PNG files: chunks, each with its length, its name and a checksum.

use crate::parts::{Format, Parts, be32};

/// Chunks that say how the picture looks, beside those without which there is none.
const LOOKS: [&[u8]; 16] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT", b"hIST", b"sPLT",
];

pub(crate) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut parts = Parts::new(Format::Png);
    parts.keep(0..8);
    let mut at = 8;
    let mut has_data = false;
    while let Some(length) = be32(bytes, at) {
        let name = bytes.get(at + 4..at + 8)?;
        let (body, end) = (at + 8, (at + 12).checked_add(length as usize)?);
        has_data |= name == b"IDAT";
        if end > bytes.len() {
            // It breaks off within the picture, and shows what came.
            if name == b"IDAT" {
                parts.keep(at..bytes.len());
            }
            break;
        }
        match name {
            b"IHDR" => {
                parts.width = be32(bytes, body)?;
                parts.height = be32(bytes, body + 4)?;
            }
            b"acTL" => parts.is_plain = false,
            b"eXIf" => parts.read_exif(&bytes[body..end - 4]),
            _ => {}
        }
        // A small first letter marks what a picture can be shown without.
        if name[0].is_ascii_uppercase() || LOOKS.contains(&name) {
            parts.keep(at..end);
        }
        at = end;
        if name == b"IEND" {
            break;
        }
    }
    (has_data || at >= bytes.len()).then_some(parts)
}
