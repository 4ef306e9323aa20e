//! Posts for the tests of this crate.

use galley_core::{PostDate, PostPath, PostStatus, Slug};

use crate::SitePost;

/// A live post of this slug and day.
pub(crate) fn post(slug: &str, day: &str) -> SitePost {
    SitePost {
        path: PostPath::parse(&format!("{slug}.md")).unwrap(),
        title: format!("Title of {slug}"),
        slug: Slug::parse(slug).unwrap(),
        date: Some(PostDate::parse(day).unwrap()),
        updated: None,
        status: PostStatus::Live,
        tags: Vec::new(),
        authors: Vec::new(),
        series: None,
        summary: None,
        excerpt: format!("Excerpt of {slug}"),
        cover: None,
        language: None,
        aliases: Vec::new(),
        n_words: 10,
        html: format!("<p>Body of {slug}</p>\n").into(),
        assets: Vec::new(),
    }
}
