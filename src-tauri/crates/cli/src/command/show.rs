//! `galley show`

use galley_engine::wire::{FileProblem, PostDate};

use super::posts::status;
use super::{Error, open};
use crate::args::{Shared, Show};
use crate::output::{Outcome, json, problems, text};

pub(crate) fn run(shared: &Shared, args: &Show) -> Result<Outcome, Error> {
    let blog = open(shared, args.blog.as_deref())?;
    let post = blog.post_named(&args.post)?;
    if args.json {
        json(&post)?;
        return Ok(Outcome::Done);
    }
    let date = match &post.date {
        Some(PostDate::Instant(date) | PostDate::Local(date) | PostDate::Day(date)) => date,
        None => "-",
    };
    let tags = if post.tags.is_empty() { "-".to_owned() } else { post.tags.join(", ") };
    text(&format!(
        "title:   {}\npath:    {}\nslug:    {}\ndate:    {date}\nstatus:  {}\ntags:    {tags}\nwords:   {}\n\n{}",
        post.title,
        post.path,
        post.slug,
        status(post.status),
        post.words,
        post.body,
    ))?;
    let found: Vec<_> = post
        .problems
        .into_iter()
        .map(|problem| FileProblem { path: post.path.clone(), problem })
        .collect();
    Ok(problems(&found))
}
