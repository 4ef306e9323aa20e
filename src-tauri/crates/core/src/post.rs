//! A post, read from its file.

use std::ops::Range;

use crate::{PostDate, PostPath, Problem, Slug, front_matter};

/// The parsed view of one post's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Where its file lies.
    pub path: PostPath,
    /// The title; never empty.
    pub title: String,
    /// The last part of its URL.
    pub slug: Slug,
    /// When it was, or is to be, published.
    pub date: Option<PostDate>,
    /// When it was last changed for its readers.
    pub updated: Option<PostDate>,
    /// Not to be shown to readers yet.
    pub draft: bool,
    /// Its tags, as written, without repetitions.
    pub tags: Vec<String>,
    /// The author's own summary.
    pub summary: Option<String>,
    /// The start of the post for lists: the summary, else the first prose of the body.
    pub excerpt: String,
    /// The picture that stands for it.
    pub cover: Option<String>,
    /// Old URL paths that lead to it.
    pub aliases: Vec<String>,
    /// The language it is written in, if it says so.
    pub language: Option<String>,
    /// Where its body lies in the source, in bytes; without a title line that is the post's title.
    pub body: Range<usize>,
    /// The line on which the body begins, from 1.
    pub body_line: u32,
    /// Words of the body; a Chinese or Japanese character counts as one.
    pub n_words: u32,
    /// What is wrong with it, with places in the source.
    pub problems: Vec<Problem>,
}

impl Post {
    /// Reads a post. Never fails: whatever a file holds, it is a post with problems.
    pub fn from_source(path: &PostPath, source: &str) -> Self {
        let parsed = front_matter::parse(source);
        let front_matter = parsed.front_matter;
        let fallback = || Slug::parse("post").expect("`post` is a slug");
        Self {
            path: path.clone(),
            title: front_matter.title.unwrap_or_else(|| path.file_stem().to_owned()),
            slug: front_matter.slug.unwrap_or_else(fallback),
            date: front_matter.date,
            updated: front_matter.updated,
            draft: front_matter.draft,
            tags: front_matter.tags,
            excerpt: front_matter.summary.clone().unwrap_or_default(),
            summary: front_matter.summary,
            cover: front_matter.cover,
            aliases: front_matter.aliases,
            language: front_matter.language,
            body: parsed.body,
            body_line: parsed.body_line,
            n_words: 0,
            problems: parsed.problems,
        }
    }
}

/// Minutes that reading `n_words` takes, at least one.
pub fn reading_minutes(n_words: u32) -> u32 {
    // 238 words a minute is the mean for silent reading of English prose (Brysbaert 2019).
    n_words.div_ceil(238).max(1)
}
