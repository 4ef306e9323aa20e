//! The feeds: the newest posts in full, in the three formats that readers know.

use jiff::Timestamp;

use crate::Result;
use crate::address::{absolute, encode, relative};
use crate::link::Links;
use crate::output::OutputFile;
use crate::plan::{Plan, PlannedPost, is_live};

mod atom;
mod diagram;
mod json;
mod rss;

/// The Atom feed's path within the site.
pub(crate) const FEED: &str = "feed.xml";
/// The RSS feed's path within the site.
pub(crate) const RSS: &str = "rss.xml";
/// The JSON feed's path within the site.
pub(crate) const JSON: &str = "feed.json";

/// How many posts a feed holds. Readers ask for it again and again; who joins
/// later finds the rest on the site.
const N_ENTRIES: usize = 20;

/// The authority of ids in a blog that has no address. The name is reserved, so
/// nobody else mints ids below it (RFC 2606).
const NO_AUTHORITY: &str = "galley.invalid";

/// What the feeds say of a blog, whatever the format.
#[derive(Debug)]
struct Feed<'p> {
    plan: &'p Plan,
    /// When the newest of the entries was changed.
    changed_at: Timestamp,
    entries: Vec<Entry<'p>>,
}

/// What the feeds say of a post.
#[derive(Debug)]
struct Entry<'p> {
    planned: &'p PlannedPost,
    id: String,
    address: String,
    published_at: Timestamp,
    updated_at: Timestamp,
    image: Option<String>,
    /// The whole body, with links that stand alone.
    body: String,
}

/// The paths and media types of the feeds that a site has.
///
/// RSS and JSON Feed know no relative links, so they need a base URL.
pub(crate) fn formats(plan: &Plan) -> Vec<(&'static str, &'static str)> {
    let mut formats = vec![(FEED, "application/atom+xml")];
    if plan.base.is_some() {
        formats.extend([(RSS, "application/rss+xml"), (JSON, "application/feed+json")]);
    }
    formats
}

/// The feeds of the newest dated posts that readers see.
///
/// `links_at` gives the links of the post at a place in the plan's posts. `now` is
/// only used if there is no post to take a date from.
pub(crate) fn feeds<'p>(
    plan: &'p Plan,
    links_at: impl Fn(usize) -> Links<'p>,
    now: Timestamp,
) -> Result<Vec<OutputFile>> {
    let feed = Feed::new(plan, links_at, now)?;
    let write = |(path, _)| {
        let text = match path {
            RSS => rss::write(&feed),
            JSON => json::write(&feed),
            _ => atom::write(&feed),
        };
        OutputFile::text(path, text)
    };
    Ok(formats(plan).into_iter().map(write).collect())
}

/// Which posts are in the feeds, as places in the plan's posts.
pub(crate) fn shown(plan: &Plan) -> impl Iterator<Item = usize> {
    entries(plan).map(|(at, _)| at)
}

/// The same, with the moments at which they were published.
fn entries(plan: &Plan) -> impl Iterator<Item = (usize, Timestamp)> {
    let dated = plan.posts.iter().enumerate().filter_map(|(at, planned)| {
        let published_at = planned.at.filter(|_| is_live(&planned.post))?;
        Some((at, published_at))
    });
    dated.take(N_ENTRIES)
}

impl<'p> Feed<'p> {
    fn new(plan: &'p Plan, links_at: impl Fn(usize) -> Links<'p>, now: Timestamp) -> Result<Self> {
        let entries: Vec<_> = entries(plan)
            .map(|(at, published_at)| {
                let planned = &plan.posts[at];
                let links = links_at(at);
                let cover = planned.post.cover.as_deref();
                Ok(Entry {
                    planned,
                    id: entry_id(plan, planned),
                    address: address(plan, &planned.page),
                    published_at,
                    updated_at: updated_at(plan, planned, published_at),
                    image: cover.and_then(|cover| links.public_image(cover)),
                    body: links.feed_body(&diagram::as_source(&planned.post.html.text()?), FEED),
                })
            })
            .collect::<Result<_>>()?;
        let changed_at = entries.iter().map(|entry| entry.updated_at).max().unwrap_or(now);
        Ok(Self { plan, changed_at, entries })
    }

    /// The address of a file of the site, where a reader of feeds can follow it.
    fn address(&self, path: &str) -> String {
        address(self.plan, path)
    }

    /// Who writes the blog.
    fn author(&self) -> &str {
        let config = &self.plan.config;
        config.author.as_ref().unwrap_or(&config.title)
    }
}

/// A post is not changed before it is published.
fn updated_at(plan: &Plan, planned: &PlannedPost, published_at: Timestamp) -> Timestamp {
    let time_zone = &plan.config.time_zone;
    let updated = planned.post.updated.map(|date| date.timestamp(time_zone));
    updated.unwrap_or(published_at).max(published_at)
}

fn address(plan: &Plan, path: &str) -> String {
    match &plan.base {
        Some(base) => absolute(base, path),
        None => relative(FEED, path),
    }
}

/// A `tag:` name (RFC 4151) of host, day and slug, which stays when the address of
/// the site or the way it is built changes.
fn entry_id(plan: &Plan, planned: &PlannedPost) -> String {
    let host = plan.base.as_deref().map_or(NO_AUTHORITY, host_of);
    let day = planned.post.date.map(|date| date.civil_date(&plan.config.time_zone));
    let day = day.map_or_else(|| "2000".to_owned(), |day| day.to_string());
    format!("tag:{host},{day}:{}", encode(planned.name.as_str()))
}

/// The host of a base URL, without user and port, which are no part of a name.
fn host_of(base: &str) -> &str {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().filter(|host| !host.is_empty()).unwrap_or(NO_AUTHORITY)
}
