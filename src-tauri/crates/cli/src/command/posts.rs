//! `galley posts`

use galley_engine::wire::{PostDate, PostStatus, PostSummary};

use super::{Error, open};
use crate::args::{Posts, Shared, Status};
use crate::output::{Outcome, json, text};

pub(crate) fn run(shared: &Shared, args: &Posts) -> Result<Outcome, Error> {
    let blog = open(shared, args.blog.as_deref())?;
    let wanted = args.status.map(|status| match status {
        Status::Draft => PostStatus::Draft,
        Status::Scheduled => PostStatus::Scheduled,
        Status::Live => PostStatus::Live,
    });
    let mut posts = blog.post_list()?;
    posts.retain(|post| {
        let has_tag = |tag: &String| post.tags.iter().any(|other| other == tag);
        wanted.is_none_or(|status| post.status == status) && args.tag.as_ref().is_none_or(has_tag)
    });
    if args.json {
        json(&posts)?;
    } else {
        text(&posts.iter().map(line).collect::<String>())?;
    }
    Ok(Outcome::Done)
}

/// One line: day, status, path, title.
fn line(post: &PostSummary) -> String {
    let day = match &post.date {
        Some(PostDate::Instant(date) | PostDate::Local(date) | PostDate::Day(date)) => {
            date.get(..10).unwrap_or(date)
        }
        None => "-",
    };
    format!("{day:<10}  {:<9}  {}  {}\n", status(post.status), post.path, post.title)
}

pub(super) fn status(status: PostStatus) -> &'static str {
    match status {
        PostStatus::Draft => "draft",
        PostStatus::Scheduled => "scheduled",
        PostStatus::Live => "live",
    }
}
