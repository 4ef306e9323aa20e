//! Atom (RFC 4287).

use std::io;

use quick_xml::events::BytesText;

use super::{Entry, FEED, Feed, NO_AUTHORITY};
use crate::address::INDEX;
use crate::context::foreign_language;
use crate::xml::{Xml, document, text, xml_text};

pub(super) fn write(feed: &Feed<'_>) -> String {
    document(|xml| write_feed(xml, feed))
}

fn write_feed(xml: &mut Xml, feed: &Feed<'_>) -> io::Result<()> {
    let config = &feed.plan.config;
    xml.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", &*xml_text(&config.language)))
        .write_inner_content(|xml| {
            text(xml, "title", &config.title)?;
            if let Some(description) = &config.description {
                text(xml, "subtitle", description)?;
            }
            text(xml, "id", &feed_id(feed))?;
            text(xml, "updated", &feed.changed_at.to_string())?;
            link(xml, "alternate", "text/html", &feed.address(INDEX))?;
            link(xml, "self", "application/atom+xml", &feed.address(FEED))?;
            author(xml, feed.author())?;
            text(xml, "generator", "Galley")?;
            feed.entries.iter().try_for_each(|entry| write_entry(xml, feed, entry))
        })?;
    Ok(())
}

fn write_entry(xml: &mut Xml, feed: &Feed<'_>, entry: &Entry<'_>) -> io::Result<()> {
    let post = &entry.planned.post;
    let language = foreign_language(post.language.as_deref(), &feed.plan.config);
    let mut element = xml.create_element("entry");
    if let Some(language) = language {
        element = element.with_attribute(("xml:lang", &*xml_text(language)));
    }
    element.write_inner_content(|xml| {
        text(xml, "title", &post.title)?;
        text(xml, "id", &entry.id)?;
        text(xml, "published", &entry.published_at.to_string())?;
        text(xml, "updated", &entry.updated_at.to_string())?;
        link(xml, "alternate", "text/html", &entry.address)?;
        post.authors.iter().try_for_each(|name| author(xml, name))?;
        for tag in &post.tags {
            xml.create_element("category")
                .with_attribute(("term", &*xml_text(tag)))
                .write_empty()?;
        }
        if let Some(summary) = &post.summary {
            text(xml, "summary", summary)?;
        }
        xml.create_element("content")
            .with_attribute(("type", "html"))
            .write_text_content(BytesText::new(&xml_text(&entry.body)))?;
        Ok(())
    })?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
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

/// An address that is the blog's own; a name of that form if there is none.
fn feed_id(feed: &Feed<'_>) -> String {
    match &feed.plan.base {
        Some(base) => format!("{base}/"),
        None => format!("tag:{NO_AUTHORITY},2000:blog"),
    }
}
