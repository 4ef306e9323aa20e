//! Whole sites: rendered from a blog's folder, compared with what is expected, and
//! checked the way a reader or a feed reader would.

#![expect(clippy::unwrap_used, reason = "what a test builds on may fail as the test does")]

mod cards;
mod escaping;
mod feed;
mod formats;
mod golden;
mod links;
mod lists;
mod preview;
mod sample;
mod specimen;
mod support;
mod xml;

use std::path::{Path, PathBuf};

use galley_core::BlogConfig;
use galley_site::{Content, Site, SiteOptions, Theme, render_site};
use jiff::Timestamp;

/// A moment after the last live post of the fixtures and before the scheduled one.
fn now() -> Timestamp {
    "2025-01-01T00:00:00Z".parse().unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/blogs").join(name)
}

/// The fixture's blog; without a base URL if `base_url` is false.
fn blog(name: &str, base_url: bool) -> support::Blog {
    let mut blog = support::Blog::read(&fixture(name), now());
    if !base_url {
        blog.config.base_url = None;
    }
    blog
}

fn render(blog: &support::Blog) -> Site {
    let mut theme = Theme::builtin(&blog.config.theme).unwrap();
    assert_eq!(theme.choose(&blog.config.theme_settings), []);
    let options = SiteOptions { base_url: None, now: now(), drafts: false };
    render_site(&blog.site(), &theme, &options).unwrap()
}

/// The blog in the repository's `posts/`, which every new reader sees first.
fn sample_blog() -> support::Blog {
    let posts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../posts");
    let config = BlogConfig::unconfigured("Marginalia");
    // A day on which all but the draft and the letter to the future are out.
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    support::Blog::with_config(config, &posts, &posts.join("pages"), now)
}

/// The text of a file of the site.
fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    let file = site.files.iter().find(|file| file.path == path);
    let Some(Content::Bytes(bytes)) = file.map(|file| &file.content) else {
        panic!("the site has a text at `{path}`")
    };
    std::str::from_utf8(bytes).unwrap()
}
