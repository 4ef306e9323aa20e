//! The last part of a post's or a tag's URL.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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

/// Where a slug made from a title is cut: about fifteen English words, which is
/// more than a reader takes in from a URL.
const MAX_TITLE_BYTES: usize = 96;

impl Slug {
    /// Reads a slug as an author wrote it: letters of any script, digits, `-`, `_`, `.` and `~`.
    ///
    /// Written with combining accents or with composed letters, it is the same slug.
    pub fn parse(slug: &str) -> Result<Self, ParseSlugError> {
        let slug: String = slug.nfc().collect();
        if slug.is_empty() {
            return Err(ParseSlugError::Empty);
        }
        if let Some(character) = slug.chars().find(|&c| !is_slug_character(c)) {
            return Err(ParseSlugError::Character(character));
        }
        if slug.starts_with('.') || slug.ends_with('.') {
            return Err(ParseSlugError::Dot);
        }
        if slug.len() > MAX_BYTES {
            return Err(ParseSlugError::TooLong);
        }
        Ok(Self(slug))
    }

    /// Makes a slug from a title; `None` if the title has no letter and no digit.
    ///
    /// Letters of every script stay and are lower-cased, whatever else stands between
    /// them becomes one hyphen, and a long title is cut between two words.
    pub fn from_title(title: &str) -> Option<Self> {
        let mut words = words(title);
        cut(&mut words, MAX_TITLE_BYTES);
        (!words.is_empty()).then_some(Self(words))
    }

    /// The slug of a post whose names have no letter and no digit.
    pub(crate) fn fallback() -> Self {
        Self("post".to_owned())
    }

    /// The slug with `-n` at its end, for the `n`th post of the same name.
    ///
    /// A slug too long for the suffix loses its end, so that the result is a slug too.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        let suffix = format!("-{n}");
        let mut numbered = self.0.clone();
        cut(&mut numbered, MAX_BYTES - suffix.len());
        Self(numbered + &suffix)
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
    ///
    /// `+` and `#` after a letter are spelt out: C, C++ and C# are three tags.
    pub fn from_title(tag: &str) -> Option<Self> {
        let mut spelt = String::with_capacity(tag.len());
        for c in tag.chars() {
            match c {
                '+' if !spelt.is_empty() => spelt.push_str(" plus "),
                '#' if !spelt.is_empty() => spelt.push_str(" sharp "),
                _ => spelt.push(c),
            }
        }
        Slug::from_title(&spelt).map(|slug| Self(slug.0))
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

/// The title's words in lower case, one hyphen between each two.
fn words(title: &str) -> String {
    let mut words = String::with_capacity(title.len());
    let mut follows_letter = false;
    let mut gap = false;
    for c in title.chars().flat_map(char::to_lowercase) {
        // A mark belongs to the letter before it; alone it is a stray.
        let is_mark = is_letter_mark(c);
        let is_part = if is_mark { follows_letter } else { c.is_alphanumeric() };
        if is_part {
            if gap && !words.is_empty() {
                words.push('-');
            }
            words.push(c);
            gap = false;
            follows_letter = is_mark || c.is_alphabetic();
        } else {
            // An apostrophe joins: `don't` is one word.
            gap |= !is_apostrophe(c);
            follows_letter = false;
        }
    }
    // Last, since lower-casing can decompose (`İ`) and leaving out can bring together.
    words.nfc().collect()
}

/// Shortens to at most `max` bytes: at the last hyphen if one is not too far back,
/// else between two letters.
fn cut(slug: &mut String, max: usize) {
    if slug.len() <= max {
        return;
    }
    // A letter that needs all its bytes must not lose its accents either.
    let mut end = slug.floor_char_boundary(max);
    while end > 0 && slug[end..].starts_with(is_combining_mark) {
        end = slug.floor_char_boundary(end - 1);
    }
    // Scripts without spaces, and one endless word, have no hyphen worth going back to.
    let at_word = if slug[end..].starts_with('-') { Some(end) } else { slug[..end].rfind('-') };
    slug.truncate(at_word.filter(|&at| at >= max / 2).unwrap_or(end));
    let kept = slug.trim_end_matches(['-', '.']).len();
    slug.truncate(kept);
}

fn is_slug_character(c: char) -> bool {
    c.is_alphanumeric() || is_letter_mark(c) || matches!(c, '-' | '_' | '.' | '~')
}

/// Accents, vowel signs and the like; not the selectors that choose an emoji's look.
fn is_letter_mark(c: char) -> bool {
    is_combining_mark(c)
        && !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{20D0}'..='\u{20FF}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

#[cfg(test)]
mod tests;
