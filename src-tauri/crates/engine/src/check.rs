//! What can be wrong with a blog that still exports: one small function for each kind.
//!
//! Pure: what a check wants to know of files comes in as values. Links are followed by
//! `galley_site::check_links`; the files are looked at by `use_case/check.rs`, which asks
//! all of them and puts the answers in order.

use galley_core::{Post, PostStatus, Problem};
use galley_markdown::{Options, Rendered};
use jiff::Timestamp;
use jiff::tz::TimeZone;

mod picture;
mod place;
mod text;
mod unused;

pub(crate) use picture::{PictureFacts, of_picture};
pub(crate) use place::Places;
pub(crate) use unused::{is_mentioned, unused};

/// A post with all that its checks may look at.
pub(crate) struct CheckedPost<'a> {
    pub(crate) post: &'a Post,
    pub(crate) status: PostStatus,
    /// The whole file.
    pub(crate) source: &'a str,
    /// The body rendered; its lines count from the body's first.
    pub(crate) rendered: &'a Rendered,
    pub(crate) options: &'a Options,
    pub(crate) now: Timestamp,
    pub(crate) time_zone: &'a TimeZone,
}

/// A check of one post; it answers with places in the file.
type Check = fn(&CheckedPost<'_>) -> Vec<Problem>;

/// Every check that needs no more than the post.
const CHECKS: [Check; 6] = [
    text::summary,
    text::dates,
    text::headings,
    text::placeholders,
    picture::missing_alt,
    picture::repeated_alt,
];

/// What is wrong with a post as such: with its front matter, its text and its HTML.
pub(crate) fn of_post(checked: &CheckedPost<'_>) -> Vec<Problem> {
    let rendered = checked.rendered.problems.iter().map(|it| checked.in_file(it.clone()));
    let mut problems = checked.post.problems.clone();
    problems.extend(rendered);
    problems.extend(CHECKS.iter().flat_map(|check| check(checked)));
    problems
}

impl CheckedPost<'_> {
    /// The problem of the body, with its place in the file.
    fn in_file(&self, problem: Problem) -> Problem {
        problem.below(self.post.body_line)
    }
}

#[cfg(test)]
mod tests;
