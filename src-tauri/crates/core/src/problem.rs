//! Something wrong in the author's content, with its place.
//!
//! A problem is data: collected, shown in a list, and never a reason to stop.
//! What could not be done at all is an error instead.

use std::fmt;

use crate::ByteOffset;
use crate::text_offset::line_and_column;

/// Something wrong in the author's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, as a sentence without a final period.
    pub message: String,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in that line, from 1, counted in characters.
    pub column: u32,
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Readers will probably notice.
    Warning,
    /// Something the author wrote has no effect.
    Error,
}

impl Problem {
    /// A problem at the start of `line`, with the severity that its code usually has.
    pub fn new(code: ProblemCode, line: u32, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), message: message.into(), line, column: 1 }
    }

    /// A problem at a byte of the whole source.
    pub fn at(source: &str, byte: usize, code: ProblemCode, message: impl Into<String>) -> Self {
        let (line, column) = line_and_column(source, ByteOffset::new(byte));
        Self { column, ..Self::new(code, line, message) }
    }

    /// The same problem, in a text that begins on line `first_line` of the file.
    ///
    /// Turns the place within a post's body into the place within its source.
    #[must_use]
    pub fn below(mut self, first_line: u32) -> Self {
        self.line += first_line.saturating_sub(1);
        self
    }
}

impl Severity {
    /// The severity's word, as shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Declares the codes once: the enum, its words, its list and the usual severities.
macro_rules! problem_codes {
    ($($(#[$doc:meta])+ $name:ident = $word:literal, $severity:ident;)+) => {
        /// The kinds of problems. Each has a word that never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode {
            $($(#[$doc])+ $name,)+
        }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code's word in kebab-case, as shown and as scripts read it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// How much a problem of this kind usually matters.
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }
        }
    };
}

problem_codes! {
    /// Front matter that begins and never ends; the whole file is taken as the body.
    FrontMatterUnclosed = "front-matter-unclosed", Warning;
    /// Front matter that is not valid YAML, TOML or JSON.
    FrontMatterSyntax = "front-matter-syntax", Error;
    /// A key that stands twice in the front matter.
    FrontMatterRepeatedKey = "front-matter-repeated-key", Warning;
    /// A known key whose value has the wrong shape, say a list as the title.
    FieldShape = "field-shape", Warning;
    /// A date in no known form.
    DateUnknown = "date-unknown", Error;
    /// A slug that cannot be part of a URL.
    SlugInvalid = "slug-invalid", Warning;
    /// Two posts that would have the same URL.
    SlugTaken = "slug-taken", Error;
    /// `blog.toml` is not valid TOML.
    ConfigSyntax = "config-syntax", Error;
    /// A key of `blog.toml` whose value cannot be used.
    ConfigValue = "config-value", Warning;
    /// A key of `blog.toml` that means nothing.
    ConfigUnknownKey = "config-unknown-key", Note;
    /// A file that is not UTF-8.
    FileNotUtf8 = "file-not-utf8", Error;
    /// A file too large to be a post.
    FileTooLarge = "file-too-large", Error;
    /// A file or folder that could not be read.
    FileUnreadable = "file-unreadable", Error;
    /// More posts vanished at once than an author deletes; nothing was removed.
    ManyFilesGone = "many-files-gone", Warning;
    /// File and editor both changed the same lines.
    EditConflict = "edit-conflict", Error;
    /// A link to a post or heading that does not exist.
    LinkBroken = "link-broken", Warning;
    /// An image or other file that does not exist.
    AssetMissing = "asset-missing", Warning;
    /// An image without a description for those who cannot see it.
    ImageAltMissing = "image-alt-missing", Warning;
    /// Two images of a post with one description.
    ImageAltRepeated = "image-alt-repeated", Note;
    /// An image that is much larger than a page can show it.
    ImageLarge = "image-large", Warning;
    /// A photo that says where it was taken.
    ImageLocation = "image-location", Warning;
    /// A file that no post and no theme uses.
    AssetUnused = "asset-unused", Note;
    /// A post without a summary of its author's own.
    SummaryMissing = "summary-missing", Note;
    /// A date that has not come yet, on a post that is no draft.
    DateFuture = "date-future", Note;
    /// A heading that leaves out a level, so that the outline has a gap.
    HeadingJump = "heading-jump", Warning;
    /// A mark that says that something is still to be written.
    PlaceholderLeft = "placeholder-left", Warning;
    /// A reference such as `[text][label]` or `[^label]` without its definition.
    ReferenceUndefined = "reference-undefined", Warning;
    /// A math formula that cannot be read.
    MathSyntax = "math-syntax", Warning;
    /// A diagram that cannot be drawn; its source is shown instead.
    DiagramSyntax = "diagram-syntax", Warning;
    /// HTML that was left out because it could run code.
    HtmlRemoved = "html-removed", Warning;
    /// Parts of an SVG picture that were left out because they could run code or fetch
    /// something.
    SvgCleaned = "svg-cleaned", Warning;
    /// A picture whose file is damaged.
    PictureDamaged = "picture-damaged", Warning;
    /// A picture that has too many pixels for smaller versions of it.
    PictureTooLarge = "picture-too-large", Warning;
    /// A picture out of which what a camera wrote cannot be taken.
    PictureNotCleaned = "picture-not-cleaned", Warning;
    /// An old address of a post that another post already has.
    AliasTaken = "alias-taken", Warning;
    /// A template or file of the theme that could not be used.
    ThemeBroken = "theme-broken", Error;
    /// Something in an import that was left as it was or guessed.
    ImportUnsure = "import-unsure", Note;
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_of_codes_are_kebab_case_and_unique() {
        let words: BTreeSet<_> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), ProblemCode::ALL.len());
        for word in words {
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(word.chars().all(kebab), "{word}");
        }
    }

    #[test]
    fn a_place_in_the_body_becomes_a_place_in_the_source() {
        let in_body = Problem::new(ProblemCode::LinkBroken, 3, "the post `a.md` does not exist");
        assert_eq!(in_body.clone().below(1), in_body);
        assert_eq!(in_body.below(7).line, 9);
    }
}
