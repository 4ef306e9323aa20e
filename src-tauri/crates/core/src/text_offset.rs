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
