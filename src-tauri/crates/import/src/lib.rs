//! Foreign writing into posts, as values: nothing is read from or written to disk,
//! and there is no network.
//!
//! Each source has its module; all answer with [`Imported`], which says what was
//! recognised so that the author can check it before anything is kept.

pub mod plain_text;

use galley_core::{PostDate, Problem, Slug};

/// Where the text to import comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportContext {
    /// The path or name of the file, if known: it becomes an alias.
    pub path: Option<String>,
}

/// What an import found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The posts, ready to be stored.
    pub posts: Vec<ImportedPost>,
    /// What was left as it was or guessed, with places in the imported text.
    pub problems: Vec<Problem>,
}

/// A post made from foreign writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedPost {
    /// The title.
    pub title: String,
    /// The date.
    pub date: Option<PostDate>,
    /// The whole source, front matter included.
    pub source: String,
    /// A slug of one level.
    pub slug: Slug,
    /// Old URL paths that should lead here.
    pub aliases: Vec<String>,
    /// What was recognised, in the order of the text.
    pub recognised: Vec<Recognised>,
}

/// One thing that was recognised in a text without marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// What it was taken for.
    pub what: RecognisedAs,
    /// Where it stands in the imported text, from 1.
    pub line: u32,
    /// The text, as it stood there.
    pub text: String,
}

/// What a line was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecognisedAs {
    /// A command of a terminal that names the file.
    Path,
    /// The post's title.
    Title,
    /// The line under the title.
    Headline,
    /// The post's date.
    Date,
    /// The heading of a section.
    Heading,
}

impl RecognisedAs {
    /// The word to show.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Title => "title",
            Self::Headline => "headline",
            Self::Date => "date",
            Self::Heading => "heading",
        }
    }
}
