//! How a post's body becomes HTML: the one way, for preview, export and command line.

use galley_core::BlogConfig;
pub use galley_core::RawHtml;
pub use galley_markdown::{Dialect, Options};

/// How a blog renders Markdown, keeping this much raw HTML.
pub(crate) fn options(config: &BlogConfig, raw_html: RawHtml) -> Options {
    Options {
        dialect: Dialect::Galley,
        raw_html,
        language: config.language.clone(),
        smart_punctuation: config.smart_punctuation,
        math: config.math,
        positions: false,
        highlight: true,
    }
}

/// A Markdown text as an HTML fragment, outside any blog.
///
/// In Galley's own dialect a front matter block is metadata and is left out.
pub fn fragment(source: &str, dialect: Dialect, raw_html: RawHtml) -> String {
    let body = match dialect {
        Dialect::Galley => &source[galley_core::front_matter::split(source).body_start..],
        Dialect::CommonMark | Dialect::Gfm => source,
    };
    let config = BlogConfig::unconfigured("");
    let options = Options { dialect, ..options(&config, raw_html) };
    galley_markdown::render(body, &options).html
}
