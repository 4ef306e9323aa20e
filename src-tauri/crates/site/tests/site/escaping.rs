//! Titles, tags and summaries that try to be markup stay text everywhere.

use galley_site::Content;

use super::{blog, render, text, xml};

/// Start tags of HTML, in order; written for this test alone, so that it does not
/// believe the code it checks.
fn start_tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            tags.push(&rest[..end]);
        }
    }
    tags
}

#[test]
fn no_page_has_an_element_that_nobody_wrote() {
    let site = render(&blog("small", true));
    let mut n_seen = 0;
    for file in &site.files {
        let Content::Bytes(bytes) = &file.content else { continue };
        let is_page = file.path.split('.').next_back() == Some("html");
        if !is_page {
            continue;
        }
        let html = std::str::from_utf8(bytes).unwrap();
        let tags = start_tags(html);
        assert!(!tags.contains(&"b"), "<b> on `{}`", file.path);
        // What a page says of itself for machines is data; only the search runs.
        let ours = ["<script type=\"application/ld+json\">{\"", "<script src=\"search.js\" defer>"];
        let n_ours: usize = ours.iter().map(|ours| html.matches(ours).count()).sum();
        let n_scripts = tags.iter().filter(|tag| **tag == "script").count();
        assert_eq!(n_scripts, n_ours, "<script> on `{}`", file.path);
        assert_eq!(tags.iter().filter(|tag| **tag == "title").count(), 1, "{}", file.path);
        assert_eq!(tags.iter().filter(|tag| **tag == "h1").count(), 1, "{}", file.path);
        let n_images = tags.iter().filter(|tag| **tag == "img").count();
        assert_eq!(n_images, usize::from(file.path == "pictures/index.html"), "{}", file.path);
        assert!(!html.contains("onerror=alert(1)>") || html.contains("onerror=alert(1)&gt;"));
        n_seen += usize::from(html.contains("alert("));
    }
    assert!(n_seen >= 3, "the hostile texts are on their pages: {n_seen}");
}

#[test]
fn a_hostile_title_is_read_back_as_it_was_written() {
    let site = render(&blog("small", true));
    let leaves = xml::leaves(text(&site, "feed.xml"));
    assert_eq!(
        xml::texts(&leaves, "feed/entry/title")[0],
        "</title><script>alert('title')</script> ]]> \"quoted\" & <b>bold</b>"
    );
    assert_eq!(
        xml::texts(&leaves, "feed/entry/summary")[0],
        "\"><script>alert('summary')</script>"
    );
    let terms = leaves.iter().filter(|leaf| leaf.path == "feed/entry/category");
    let terms: Vec<_> = terms.map(|leaf| leaf.attribute("term")).take(2).collect();
    assert_eq!(terms, ["<img src=x onerror=alert(1)>", "a \"b\" ]]>"]);
}
