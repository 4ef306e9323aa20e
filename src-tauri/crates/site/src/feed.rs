//! The Atom feed: the newest posts in full.

use std::io;

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::address::{INDEX, absolute, encode, relative, short};
use crate::context::foreign_language;
use crate::link::Links;
use crate::page::FEED;
use crate::plan::{Plan, PlannedPost, is_live};
use crate::sitemap::{Xml, xml_text};

/// How many posts the feed holds. Readers ask for it again and again; who joins
/// later finds the rest on the site.
const N_ENTRIES: usize = 20;

/// The authority of ids in a blog that has no address. The name is reserved, so
/// nobody else mints ids below it (RFC 2606).
const NO_AUTHORITY: &str = "galley.invalid";

/// The feed of the newest dated posts that readers see.
///
/// `links_at` gives the links of the post at a place in the plan's posts. `now` is
/// only used if there is no post to take a date from.
pub(crate) fn feed<'p>(
    plan: &'p Plan<'p>,
    links_at: impl Fn(usize) -> Links<'p>,
    now: Timestamp,
) -> String {
    let entries: Vec<_> = plan
        .posts
        .iter()
        .enumerate()
        .filter_map(|(at, planned)| Some((at, planned, planned.at?)))
        .filter(|(_, planned, _)| is_live(planned.post))
        .take(N_ENTRIES)
        .collect();
    let changed_at = entries.iter().map(|(_, planned, at)| updated(plan, planned, *at)).max();
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    let written = write_feed(&mut xml, plan, changed_at.unwrap_or(now), |xml| {
        for (at, planned, published_at) in &entries {
            let links = links_at(*at);
            write_entry(xml, plan, planned, *published_at, &links)?;
        }
        Ok(())
    });
    written.expect("a vector takes all");
    let mut feed = String::from_utf8(xml.into_inner()).expect("only text was written");
    feed.push('\n');
    feed
}

fn write_feed(
    xml: &mut Xml,
    plan: &Plan<'_>,
    changed_at: Timestamp,
    entries: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    let config = plan.blog.config;
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", &*xml_text(&config.language)))
        .write_inner_content(|xml| {
            text(xml, "title", &config.title)?;
            if let Some(description) = &config.description {
                text(xml, "subtitle", description)?;
            }
            text(xml, "id", &feed_id(plan))?;
            text(xml, "updated", &changed_at.to_string())?;
            link(xml, "alternate", "text/html", &address(plan, INDEX))?;
            link(xml, "self", "application/atom+xml", &address(plan, FEED))?;
            let author = config.author.as_ref().unwrap_or(&config.title);
            xml.create_element("author").write_inner_content(|xml| text(xml, "name", author))?;
            text(xml, "generator", "Galley")?;
            entries(xml)
        })?;
    Ok(())
}

fn write_entry(
    xml: &mut Xml,
    plan: &Plan<'_>,
    planned: &PlannedPost<'_>,
    published_at: Timestamp,
    links: &Links<'_>,
) -> io::Result<()> {
    let post = planned.post;
    let language = foreign_language(post.language.as_deref(), plan.blog.config);
    let mut entry = xml.create_element("entry");
    if let Some(language) = language {
        entry = entry.with_attribute(("xml:lang", &*xml_text(language)));
    }
    entry.write_inner_content(|xml| {
        text(xml, "title", &post.title)?;
        text(xml, "id", &entry_id(plan, planned))?;
        text(xml, "published", &published_at.to_string())?;
        text(xml, "updated", &updated(plan, planned, published_at).to_string())?;
        link(xml, "alternate", "text/html", &address(plan, &planned.page))?;
        for tag in &post.tags {
            xml.create_element("category")
                .with_attribute(("term", &*xml_text(tag)))
                .write_empty()?;
        }
        if let Some(summary) = &post.summary {
            text(xml, "summary", summary)?;
        }
        let body = links.feed_body(&post.html, FEED);
        xml.create_element("content")
            .with_attribute(("type", "html"))
            .write_text_content(BytesText::new(&xml_text(&body)))?;
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&xml_text(text)))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, media_type: &str, address: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("type", media_type))
        .with_attribute(("href", address))
        .write_empty()?;
    Ok(())
}

/// A post is not changed before it is published.
fn updated(plan: &Plan<'_>, planned: &PlannedPost<'_>, published_at: Timestamp) -> Timestamp {
    let time_zone = &plan.blog.config.time_zone;
    let updated = planned.post.updated.map(|date| date.timestamp(time_zone));
    updated.unwrap_or(published_at).max(published_at)
}

fn address(plan: &Plan<'_>, path: &str) -> String {
    match &plan.base {
        Some(base) => absolute(base, path),
        None => relative(FEED, path),
    }
}

/// An address that is the blog's own; a name of that form if there is none.
fn feed_id(plan: &Plan<'_>) -> String {
    match &plan.base {
        Some(base) => format!("{base}/"),
        None => format!("tag:{NO_AUTHORITY},2000:blog"),
    }
}

/// A `tag:` name (RFC 4151) of host, day and slug, which stays when the address of
/// the site or the way it is built changes.
fn entry_id(plan: &Plan<'_>, planned: &PlannedPost<'_>) -> String {
    let host = plan.base.as_deref().map_or(NO_AUTHORITY, host_of);
    let day = planned.post.date.map(|date| date.civil_date(&plan.blog.config.time_zone));
    let day = day.map_or_else(|| "2000".to_owned(), |day| day.to_string());
    format!("tag:{host},{day}:{}", encode(short(&planned.page).trim_end_matches('/')))
}

/// The host of a base URL, without user and port, which are no part of a name.
fn host_of(base: &str) -> &str {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().filter(|host| !host.is_empty()).unwrap_or(NO_AUTHORITY)
}
