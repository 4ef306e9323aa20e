//! Offsets into a text, with their unit in the type.
//!
//! Rust counts bytes of UTF-8, the editor counts UTF-16 code units; mixing them up
//! works in English and loses text elsewhere.

/// A place in a text, counted in bytes of UTF-8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteOffset(usize);

/// A place in a text, counted in UTF-16 code units, as the editor counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16Offset(u32);

impl ByteOffset {
    /// The place `bytes` bytes after the start.
    pub const fn new(bytes: usize) -> Self {
        Self(bytes)
    }

    /// The number of bytes before this place.
    pub const fn get(self) -> usize {
        self.0
    }
}

impl Utf16Offset {
    /// The place `units` code units after the start.
    pub const fn new(units: u32) -> Self {
        Self(units)
    }

    /// The number of code units before this place.
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// The line of a place, from 1, and its column there, from 1 and in characters.
///
/// A place past the end or within a character counts as the one before it.
pub fn line_and_column(text: &str, place: ByteOffset) -> (u32, u32) {
    let before = &text[..text.floor_char_boundary(place.get())];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    let n_lines = before.bytes().filter(|&byte| byte == b'\n').count();
    (number(n_lines), number(before[line_start..].chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_begin_at_one() {
        let at = |byte| line_and_column("aé\r\n日b\n", ByteOffset::new(byte));
        assert_eq!((at(0), at(1), at(3)), ((1, 1), (1, 2), (1, 3)));
        assert_eq!((at(5), at(8), at(10)), ((2, 1), (2, 2), (3, 1)));
        assert_eq!((at(6), at(99)), ((2, 1), (3, 1)), "within a character, past the end");
    }
}
