//! The last part of a post's or a tag's URL.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Last part of a post's URL; valid by construction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// Last part of a tag's URL; valid by construction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagSlug(String);

/// Why a text is not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParseSlugError {
    /// Nothing at all.
    #[error("a slug is empty")]
    Empty,
    /// Longer than a file system can hold as a folder's name.
    #[error("a slug is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// A character that would have to be escaped in a URL or that file systems refuse.
    #[error("a slug contains `{}`", .0.escape_debug())]
    Character(char),
    /// A leading or trailing `.`: hidden on some systems, dropped on others.
    #[error("a slug begins or ends with `.`")]
    Dot,
}

/// Folder names hold 255 bytes at most; the rest is left for a number or a suffix.
const MAX_BYTES: usize = 200;

impl Slug {
    /// Reads a slug as an author wrote it; letters of any script, digits, `-`, `_`, `.` and `~`.
    pub fn parse(slug: &str) -> Result<Self, ParseSlugError> {
        if slug.is_empty() { Err(ParseSlugError::Empty) } else { Ok(Self(slug.to_owned())) }
    }

    /// Makes a slug from a title; `None` if the title has no letter and no digit.
    pub fn from_title(title: &str) -> Option<Self> {
        Self::parse(title).ok()
    }

    /// The slug with `-n` at its end, for the `n`th post of the same name.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        Self(format!("{}-{n}", self.0))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TagSlug {
    /// Reads a tag's slug; the same letters as [`Slug::parse`].
    pub fn parse(slug: &str) -> Result<Self, ParseSlugError> {
        Slug::parse(slug).map(|slug| Self(slug.0))
    }

    /// Makes a slug from a tag's name; `None` if the name has no letter and no digit.
    pub fn from_title(tag: &str) -> Option<Self> {
        Slug::from_title(tag).map(|slug| Self(slug.0))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for TagSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Slug {
    type Err = ParseSlugError;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::parse(slug)
    }
}

impl FromStr for TagSlug {
    type Err = ParseSlugError;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        Self::parse(slug)
    }
}
