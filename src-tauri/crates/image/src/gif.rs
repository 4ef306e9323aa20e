//! GIF files: blocks, and extensions that are cut into blocks of their own.

use crate::parts::{Format, Parts, little_endian};

/// Programs whose extension says how the picture looks: how often it is played, its colours.
const LOOKS: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

pub(crate) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut parts = Parts::new(Format::Gif);
    // It may move, and has few colours: it is shown as it is.
    parts.is_plain = false;
    parts.width = little_endian(bytes, 6, 2)?;
    parts.height = little_endian(bytes, 8, 2)?;
    let mut at = 13 + color_table(*bytes.get(10)?);
    parts.keep(0..at.min(bytes.len()));
    while let Some(&kind) = bytes.get(at) {
        let start = at;
        let (data, is_shown) = match kind {
            0x21 => match *bytes.get(at + 1)? {
                0xfe => (at + 2, false),
                0xff => {
                    let program = bytes.get(at + 3..at + 14)?;
                    (at + 2, LOOKS.contains(&program))
                }
                _ => (at + 2, true),
            },
            0x2c => (at + 11 + color_table(*bytes.get(at + 9)?), true),
            // What follows the end belongs to nobody.
            0x3b => {
                parts.keep(at..at + 1);
                return Some(parts);
            }
            _ => return None,
        };
        at = end_of_blocks(bytes, data);
        if is_shown {
            parts.keep(start..at);
        }
    }
    Some(parts)
}

/// The length of the table of colours that these flags announce.
fn color_table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn end_of_blocks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&length) = bytes.get(at) {
        at += 1 + usize::from(length);
        if length == 0 {
            break;
        }
    }
    at.min(bytes.len())
}
