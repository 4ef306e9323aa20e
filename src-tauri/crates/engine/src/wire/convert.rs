//! From the domain's types to the wire's, and back.

use galley_core::{PostId, Utf16Offset, front_matter};
use galley_store as store;

use super::{
    Block, Edit, FieldEdit, Fields, FileProblem, Heading, Origin, Piece, PostDate, PostStatus,
    PostSummary, Problem, Severity,
};
use crate::blog::Standing;
use crate::error::Error;

impl From<galley_core::PostDate> for PostDate {
    fn from(date: galley_core::PostDate) -> Self {
        match date {
            galley_core::PostDate::Instant(at, _) => Self::Instant(at.to_string()),
            galley_core::PostDate::Local(civil) => Self::Local(civil.to_string()),
            galley_core::PostDate::Day(day) => Self::Day(day.to_string()),
        }
    }
}

impl From<galley_core::Origin> for Origin {
    fn from(origin: galley_core::Origin) -> Self {
        match origin {
            galley_core::Origin::Window => Self::Window,
            galley_core::Origin::Cli => Self::Cli,
            galley_core::Origin::File => Self::File,
            galley_core::Origin::Import => Self::Import,
            galley_core::Origin::Restore => Self::Restore,
        }
    }
}

impl From<galley_core::PostStatus> for PostStatus {
    fn from(status: galley_core::PostStatus) -> Self {
        match status {
            galley_core::PostStatus::Draft => Self::Draft,
            galley_core::PostStatus::Scheduled => Self::Scheduled,
            galley_core::PostStatus::Live => Self::Live,
        }
    }
}

impl From<galley_core::Severity> for Severity {
    fn from(severity: galley_core::Severity) -> Self {
        match severity {
            galley_core::Severity::Error => Self::Error,
            galley_core::Severity::Warning => Self::Warning,
            galley_core::Severity::Note => Self::Note,
        }
    }
}

impl From<galley_core::Problem> for Problem {
    fn from(problem: galley_core::Problem) -> Self {
        Self {
            code: problem.code.as_str().to_owned(),
            severity: problem.severity.into(),
            message: problem.message,
            line: problem.line,
            column: problem.column,
        }
    }
}

impl FileProblem {
    /// The problem, in this file of the blog.
    pub(crate) fn new(path: impl Into<String>, problem: galley_core::Problem) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }
}

impl Fields {
    /// The fields of a post, as its source says them.
    pub(crate) fn of(post: &galley_core::Post) -> Self {
        Self {
            title: post.title.clone(),
            date: post.date.map(|date| date.to_string()),
            draft: post.draft,
            tags: post.tags.clone(),
            slug: post.slug.to_string(),
            summary: post.summary.clone(),
        }
    }
}

impl PostSummary {
    /// A line of the list, as things stand in the blog.
    pub(crate) fn new(post: store::PostSummary, standing: &Standing) -> Self {
        let status = standing.status(post.draft, post.date.as_ref());
        Self {
            id: post.id.get(),
            path: post.path.to_string(),
            slug: post.slug.to_string(),
            title: post.title,
            excerpt: post.excerpt,
            status: status.into(),
            date: post.date.map(Into::into),
            sort_at: post.sort_at.to_string(),
            tags: post.tags,
            n_words: post.n_words,
            n_problems: post.n_problems,
            read_only: post.read_only.is_some(),
        }
    }
}

impl From<Edit> for galley_core::Edit {
    fn from(edit: Edit) -> Self {
        // The editor's lines end in line feeds only, whatever was pasted.
        let insert = if edit.insert.contains('\r') {
            edit.insert.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            edit.insert
        };
        Self { from: Utf16Offset::new(edit.from), to: Utf16Offset::new(edit.to), insert }
    }
}

impl From<galley_core::Edit> for Edit {
    fn from(edit: galley_core::Edit) -> Self {
        Self { from: edit.from.get(), to: edit.to.get(), insert: edit.insert }
    }
}

impl TryFrom<FieldEdit> for front_matter::FieldEdit {
    type Error = Error;

    fn try_from(edit: FieldEdit) -> Result<Self, Error> {
        Ok(match edit {
            FieldEdit::Title(title) => Self::Title(title),
            FieldEdit::Date(date) => Self::Date(date),
            FieldEdit::Draft(draft) => Self::Draft(draft),
            FieldEdit::Tags(tags) => Self::Tags(tags),
            FieldEdit::Summary(summary) => Self::Summary(summary),
            FieldEdit::Slug(None) => Self::Slug(None),
            FieldEdit::Slug(Some(slug)) => {
                let parsed = galley_core::Slug::parse(&slug);
                Self::Slug(Some(parsed.map_err(|source| Error::BadSlug { slug, source })?))
            }
        })
    }
}

/// A block with more HTML than this is not shown in the preview, in bytes. A web view lays
/// a paragraph or a table out in one go, and the window stands still for that long: about
/// a second here, and more than in proportion beyond.
const MOST_SHOWN: usize = 200_000;

impl From<&galley_markdown::Block> for Block {
    fn from(block: &galley_markdown::Block) -> Self {
        Self { html: shown(&block.html), first_line: block.first_line, last_line: block.last_line }
    }
}

/// The HTML of a block, or a word on why it is not shown.
fn shown(html: &str) -> String {
    if html.len() <= MOST_SHOWN {
        return html.to_owned();
    }
    let n_kilobytes = html.len() / 1000;
    format!(
        "<p><em>This part has {n_kilobytes} kB, too much to be shown while you write. \
         It is exported as it is.</em></p>\n"
    )
}

impl From<store::Piece> for Piece {
    fn from(piece: store::Piece) -> Self {
        Self { text: piece.text, hit: piece.hit }
    }
}

/// The ids of posts, as the wire has them.
pub(crate) fn ids(posts: impl IntoIterator<Item = PostId>) -> Vec<u32> {
    posts.into_iter().map(PostId::get).collect()
}

impl From<galley_markdown::Heading> for Heading {
    fn from(heading: galley_markdown::Heading) -> Self {
        Self { level: heading.level.into(), text: heading.text, line: heading.line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_would_stop_the_window_is_named_and_not_shown() {
        let whole = format!("<p>{}</p>", "x".repeat(MOST_SHOWN - 7));
        assert_eq!(shown(&whole), whole);
        let giant = "x".repeat(MOST_SHOWN + 1);
        assert!(shown(&giant).contains("200 kB"), "{}", shown(&giant));
        assert!(shown(&giant).len() < 200);
    }
}
