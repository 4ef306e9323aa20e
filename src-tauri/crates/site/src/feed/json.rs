//! JSON Feed 1.1.

use jiff::Timestamp;
use serde::Serialize;

use super::{Entry, Feed, JSON};
use crate::address::INDEX;

#[derive(Serialize)]
struct JsonFeed<'f> {
    version: &'static str,
    title: &'f str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'f str>,
    language: &'f str,
    authors: [Author<'f>; 1],
    items: Vec<Item<'f>>,
}

#[derive(Serialize)]
struct Item<'f> {
    id: &'f str,
    url: &'f str,
    title: &'f str,
    content_html: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'f str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'f [String],
    language: &'f str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'f>>,
}

#[derive(Serialize)]
struct Author<'f> {
    name: &'f str,
}

pub(super) fn write(feed: &Feed<'_>) -> String {
    let config = &feed.plan.config;
    let json = serde_json::to_string_pretty(&JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &config.title,
        home_page_url: feed.address(INDEX),
        feed_url: feed.address(JSON),
        description: config.description.as_deref(),
        language: &config.language,
        authors: [Author { name: feed.author() }],
        items: feed.entries.iter().map(|entry| item(feed, entry)).collect(),
    });
    json.expect("only texts and lists of them") + "\n"
}

fn item<'f>(feed: &'f Feed<'_>, entry: &'f Entry<'_>) -> Item<'f> {
    let config = &feed.plan.config;
    let post = &entry.planned.post;
    let date = |moment: Timestamp| {
        moment.display_with_offset(config.time_zone.to_offset(moment)).to_string()
    };
    Item {
        id: &entry.id,
        url: &entry.address,
        title: &post.title,
        content_html: &entry.body,
        summary: post.summary.as_deref(),
        image: entry.image.as_deref(),
        date_published: date(entry.published_at),
        date_modified: date(entry.updated_at),
        tags: &post.tags,
        language: post.language.as_deref().unwrap_or(&config.language),
        authors: post.authors.iter().map(|name| Author { name }).collect(),
    }
}
