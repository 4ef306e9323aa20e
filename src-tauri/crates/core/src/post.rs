//! A post, read from its file.

use std::ops::Range;

use crate::text_offset::line_and_column;
use crate::title_line::{self, TitleLine};
use crate::{ByteOffset, PostDate, PostPath, Problem, Slug, front_matter, plain_text};

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
    /// Who wrote it, if it says so.
    pub authors: Vec<String>,
    /// The series it is a part of.
    pub series: Option<String>,
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
    ///
    /// - Title: the front matter's, else the body's first `# heading`, else (without
    ///   front matter) a short first line that stands alone, else the file's name.
    /// - Body: what follows the front matter, without a first line that is the title.
    /// - Slug: the front matter's, else from the file's name without a leading date
    ///   (for `index.md` the folder's name), else from the title, else `post`.
    /// - Date: the front matter's, else the one that the file's name begins with.
    pub fn from_source(path: &PostPath, source: &str) -> Self {
        let front_matter::Parsed { front_matter, problems, mut body, mut body_line } =
            front_matter::parse(source);
        let name = FileName::of(path);
        let text = &source[body.clone()];
        let has_block = front_matter::split(source).format.is_some();
        let line = match &front_matter.title {
            Some(title) => title_line::repeating(text, title),
            None => {
                title_line::heading(text).or_else(|| title_line::plain(text).filter(|_| !has_block))
            }
        };
        let title_end = line.as_ref().and_then(|line| line.body_start);
        if let Some(end) = title_end {
            body.start += end;
            body_line = line_and_column(source, ByteOffset::new(body.start)).0;
        }
        let title = front_matter
            .title
            .or_else(|| line.map(|TitleLine { text, .. }| text))
            .unwrap_or_else(|| name.title.to_owned());
        let slug = front_matter
            .slug
            .or_else(|| Slug::from_title(name.title))
            .or_else(|| Slug::from_title(&title))
            .unwrap_or_else(Slug::fallback);
        let text = &source[body.clone()];
        let excerpt = match &front_matter.summary {
            Some(summary) => summary.split_whitespace().collect::<Vec<_>>().join(" "),
            None => plain_text::excerpt(text),
        };
        Self {
            path: path.clone(),
            title,
            slug,
            date: front_matter.date.or(name.date),
            updated: front_matter.updated,
            draft: front_matter.draft,
            tags: front_matter.tags,
            authors: front_matter.authors,
            series: front_matter.series,
            excerpt,
            summary: front_matter.summary,
            cover: front_matter.cover,
            aliases: front_matter.aliases,
            language: front_matter.language,
            n_words: plain_text::n_words(text),
            body,
            body_line,
            problems,
        }
    }
}

/// What the name of a file says about its post.
struct FileName<'path> {
    title: &'path str,
    date: Option<PostDate>,
}

impl<'path> FileName<'path> {
    fn of(path: &'path PostPath) -> Self {
        let folder = path.folder().rsplit('/').next().filter(|folder| !folder.is_empty());
        let name = match path.file_stem() {
            // A folder with the post and its pictures.
            "index" | "_index" => folder.unwrap_or(path.file_stem()),
            stem => stem,
        };
        let dated = name.get(..10).and_then(PostDate::parse).zip(name.get(10..));
        match dated.map(|(date, rest)| (date, rest.strip_prefix(['-', '_']))) {
            Some((date, Some(title))) if !title.is_empty() => Self { title, date: Some(date) },
            _ => Self { title: name, date: None },
        }
    }
}

/// Minutes that reading `n_words` takes, at least one.
pub fn reading_minutes(n_words: u32) -> u32 {
    // 238 words a minute is the mean for silent reading of English prose (Brysbaert 2019).
    n_words.div_ceil(238).max(1)
}

#[cfg(test)]
mod tests;
