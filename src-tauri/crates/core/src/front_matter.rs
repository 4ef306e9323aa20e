//! The metadata block at the top of a post's file.
//!
//! [`split`] finds it, [`parse`] reads it and never fails, [`edit()`] changes one
//! field and no other byte, [`write()`] makes a fresh one.

mod edit;
mod field;
mod lines;
mod node;
mod read;
mod spelling;
mod splice;
mod split;
pub(crate) mod toml;
mod write;
mod yaml;

use std::ops::Range;

use thiserror::Error;

pub use self::edit::edit;
pub use self::split::split;
pub use self::write::write;
use crate::text_offset::line_and_column;
use crate::{ByteOffset, PostDate, Problem, ProblemCode, Slug};

/// What the front matter of a post says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The title.
    pub title: Option<String>,
    /// When it was, or is to be, published.
    pub date: Option<PostDate>,
    /// When it was last changed for its readers.
    pub updated: Option<PostDate>,
    /// Not to be shown to readers yet.
    pub draft: bool,
    /// The last part of its URL.
    pub slug: Option<Slug>,
    /// Its tags, as written.
    pub tags: Vec<String>,
    /// Who wrote it, if it says so.
    pub authors: Vec<String>,
    /// The series it is a part of.
    pub series: Option<String>,
    /// The author's own summary.
    pub summary: Option<String>,
    /// The picture that stands for it.
    pub cover: Option<String>,
    /// Old URL paths that lead to it.
    pub aliases: Vec<String>,
    /// The language it is written in, as a BCP 47 tag.
    pub language: Option<String>,
    /// The keys that mean nothing to Galley, in their order.
    pub extra: Vec<String>,
}

/// How a block of front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Between two lines of `---`.
    Yaml,
    /// Between two lines of `+++`.
    Toml,
    /// From a `{` at the very start to its `}`.
    Json,
}

/// Where front matter and body lie in a source, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// How the front matter is written; `None` if there is none.
    pub format: Option<Format>,
    /// The front matter without its fences; empty if there is none.
    pub inner: Range<usize>,
    /// Where the body begins.
    pub body_start: usize,
}

/// A source, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// What the front matter says; empty if there is none or it cannot be read.
    pub front_matter: FrontMatter,
    /// What is wrong with it, with places in the source.
    pub problems: Vec<Problem>,
    /// Where the body lies, in bytes.
    pub body: Range<usize>,
    /// The line on which the body begins, from 1.
    pub body_line: u32,
}

/// A change of one field; `None` and empty lists remove the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldEdit {
    /// Sets the title.
    Title(String),
    /// Sets the date, in the author's spelling.
    Date(Option<String>),
    /// Marks as a draft or not.
    Draft(bool),
    /// Sets the tags.
    Tags(Vec<String>),
    /// Sets the slug.
    Slug(Option<Slug>),
    /// Sets the summary.
    Summary(Option<String>),
    /// Sets the old URL paths that lead to it.
    Aliases(Vec<String>),
}

/// Why a field could not be changed; the source is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditFrontMatterError {
    /// The block cannot be read, so that nothing in it can be changed safely.
    #[error("the front matter cannot be read at line {line}")]
    Unreadable {
        /// Where reading stopped, from 1.
        line: u32,
    },
    /// JSON is only read.
    #[error("front matter in JSON cannot be changed in place")]
    Json,
    /// Changing the key would have changed something else too.
    #[error("the key `{key}` cannot be changed without touching its neighbours")]
    Entangled {
        /// The key in the file.
        key: String,
    },
    /// A date in no known form.
    #[error("`{0}` is not a date")]
    Date(String),
}

/// The fields of a fresh post; empty ones are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPost {
    /// The title.
    pub title: String,
    /// The date, as it is to stand in the file.
    pub date: Option<String>,
    /// Whether it begins as a draft.
    pub draft: bool,
    /// The last part of its URL, if the file's name does not say it.
    pub slug: Option<Slug>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The author's own summary.
    pub summary: Option<String>,
    /// Old URL paths that lead to it.
    pub aliases: Vec<String>,
    /// The language it is written in.
    pub language: Option<String>,
}

impl EditFrontMatterError {
    /// What the author can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "correct the front matter in the editor first",
            Self::Json => {
                "change it in the editor, or rewrite the block as YAML between `---` lines"
            }
            Self::Entangled { .. } => "change the key in the editor",
            Self::Date(_) => "write it like `2024-08-05` or `2024-08-05 14:30`",
        }
    }
}

/// Reads the front matter. Never fails: what cannot be read is a problem with its line.
pub fn parse(source: &str) -> Parsed {
    let split = split(source);
    let (front_matter, problems) = match split.format {
        Some(format) => match node::read(format, split.inner_of(source)) {
            Ok(block) => {
                let (front_matter, problems) = read::fields(&block);
                (front_matter, read::placed(source, split.inner.start, problems))
            }
            Err(error) => {
                let at = split.inner.start + error.at;
                let problem =
                    Problem::at(source, at, ProblemCode::FrontMatterSyntax, error.message);
                (FrontMatter::default(), vec![problem])
            }
        },
        None if split::is_unclosed(source) => {
            let message = "the front matter is not closed by a line of its own";
            let problem = Problem::new(ProblemCode::FrontMatterUnclosed, 1, message);
            (FrontMatter::default(), vec![problem])
        }
        None => (FrontMatter::default(), Vec::new()),
    };
    let (body_line, _) = line_and_column(source, ByteOffset::new(split.body_start));
    Parsed { front_matter, problems, body: split.body(source), body_line }
}

/// The byte of the source at which the value of a field stands, whichever spelling of its key
/// the author uses; `key` is the one that Galley writes.
pub fn place_of(source: &str, key: &str) -> Option<ByteOffset> {
    let split = split(source);
    let block = node::read(split.format?, split.inner_of(source)).ok()?;
    let found = field::Field::named(key)?.find(&block)?;
    Some(ByteOffset::new(split.inner.start + found.entry().node.span.start))
}

#[cfg(test)]
mod tests;
