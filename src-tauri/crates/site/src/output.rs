//! The rendered site, as values.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::card::SiteCard;
use galley_core::{PostPath, Problem};

/// A rendered site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its files, sorted by path; no path occurs twice, none is a folder of another.
    pub files: Vec<OutputFile>,
    /// What is wrong in the blog's content, by post.
    pub problems: Vec<SiteProblem>,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it goes, relative to the site, separated by `/`; never leads out of it.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Cow<'static, [u8]>),
    /// The bytes of this file at the time of writing, an SVG picture made safe.
    Copy(PathBuf),
    /// A card, drawn when it is wanted: most are there already.
    Card(SiteCard),
}

/// A problem and the post or page it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteProblem {
    /// The file of the post or page.
    pub path: PostPath,
    /// What is wrong. Its place is the whole body, line 1: a rendered body has no lines.
    pub problem: Problem,
}

impl OutputFile {
    pub(crate) fn text(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), content: Content::Bytes(Cow::Owned(text.into_bytes())) }
    }
}
