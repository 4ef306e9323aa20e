//! RSS 2.0, with the whole text in `content:encoded`.

use std::io;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use super::{Entry, Feed, RSS};
use crate::address::INDEX;
use crate::xml::{Xml, document, text};

pub(super) fn write(feed: &Feed<'_>) -> String {
    document(|xml| {
        xml.create_element("rss")
            .with_attribute(("version", "2.0"))
            .with_attribute(("xmlns:atom", "http://www.w3.org/2005/Atom"))
            .with_attribute(("xmlns:content", "http://purl.org/rss/1.0/modules/content/"))
            .with_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"))
            .write_inner_content(|xml| {
                let channel = xml.create_element("channel");
                channel.write_inner_content(|xml| write_channel(xml, feed))?;
                Ok(())
            })?;
        Ok(())
    })
}

fn write_channel(xml: &mut Xml, feed: &Feed<'_>) -> io::Result<()> {
    let config = &feed.plan.config;
    text(xml, "title", &config.title)?;
    text(xml, "link", &feed.address(INDEX))?;
    // A channel has to say what it is about.
    text(xml, "description", config.description.as_ref().unwrap_or(&config.title))?;
    text(xml, "language", &config.language)?;
    text(xml, "lastBuildDate", &date(feed.changed_at, &config.time_zone))?;
    text(xml, "generator", "Galley")?;
    xml.create_element("atom:link")
        .with_attribute(("rel", "self"))
        .with_attribute(("type", "application/rss+xml"))
        .with_attribute(("href", &*feed.address(RSS)))
        .write_empty()?;
    feed.entries.iter().try_for_each(|entry| write_item(xml, feed, entry))
}

fn write_item(xml: &mut Xml, feed: &Feed<'_>, entry: &Entry<'_>) -> io::Result<()> {
    let post = &entry.planned.post;
    xml.create_element("item").write_inner_content(|xml| {
        text(xml, "title", &post.title)?;
        text(xml, "link", &entry.address)?;
        xml.create_element("guid")
            .with_attribute(("isPermaLink", "false"))
            .write_text_content(quick_xml::events::BytesText::new(&entry.id))?;
        text(xml, "pubDate", &date(entry.published_at, &feed.plan.config.time_zone))?;
        // The format's own `author` is an address for letters, which a post does not give.
        for name in feed.plan.authors_of(post) {
            text(xml, "dc:creator", name)?;
        }
        for tag in &post.tags {
            text(xml, "category", tag)?;
        }
        text(xml, "description", post.summary.as_ref().unwrap_or(&post.excerpt))?;
        text(xml, "content:encoded", &entry.body)
    })?;
    Ok(())
}

/// A moment as RFC 822 writes it, told in the blog's zone.
fn date(moment: Timestamp, time_zone: &TimeZone) -> String {
    rfc2822::to_string(&moment.to_zoned_datetime(time_zone.clone()))
        // Only years that the format cannot hold: no reader takes those from any form.
        .unwrap_or_else(|_| moment.to_string())
}
