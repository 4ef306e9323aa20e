//! A blog of another tool whose post's title, and so whose path, holds slashes.

use std::fs;

use serde_json::json;

use crate::test_blog::TestBlog;

/// The post as its owner printed it, in a terminal.
const CAPTURE: &str = include_str!("../fixtures/seed/capture.txt");
const PATH: &str =
    "first-loop-i-ever-wrote-/-i-mapped-the-disk-by-hand-once-/-the-merge-was-final.md";
const TITLE: &str =
    "first loop I ever wrote / I mapped the disk by hand once / the merge was final";
const SLUG: &str = "first-loop-i-ever-wrote-i-mapped-the-disk-by-hand-once-the-merge-was-final";

/// The text of the file: what follows the command that printed it.
fn file_text() -> &'static str {
    CAPTURE.split_once('\n').expect("a command and what it printed").1.trim_start()
}

#[test]
fn it_opens_in_place_under_its_path_without_a_changed_byte() {
    let blog = TestBlog::nothing().with(&format!("post/{PATH}"), file_text());
    let before = blog.snapshot();
    let posts = blog.galley(&["posts", ".", "--json"]).json();
    assert_eq!(posts.as_array().map(Vec::len), Some(1));
    assert_eq!(posts[0]["path"], json!(PATH));
    assert_eq!(posts[0]["title"], json!(TITLE));
    assert_eq!(blog.snapshot(), before);
    // The export goes elsewhere and leaves the blog alone, too.
    let site = tempfile::tempdir().expect("a temporary folder");
    let out = site.path().join("site");
    blog.galley(&["export", ".", "--out", out.to_str().expect("UTF-8")]).done();
    assert!(out.join("the-merge-was-final/index.html").is_file());
    assert_eq!(blog.snapshot(), before);
}

#[test]
fn it_is_imported_as_a_proper_post() {
    let blog = TestBlog::new();
    fs::write(blog.path("capture.txt"), CAPTURE).expect("the file can be written");
    let report =
        blog.galley(&["import", "capture.txt", "--into", ".", "--from", "text", "--json"]).json();
    assert_eq!(report[0]["path"], json!(format!("{SLUG}.md")));
    let post = blog.galley(&["show", SLUG, "--json"]).json();
    assert_eq!(post["title"], json!(TITLE));
    assert_eq!(post["date"], json!({ "day": "2024-08-05" }));
    let body = post["body"].as_str().expect("a text");
    assert!(body.contains("\n## Navigating the LLM Tsunami\n"), "{body}");
    assert!(body.contains("\n### FinOps and Cloud Cost Pressure\n"), "{body}");
    // Word for word: without the marks the text is what it was after the title and the date.
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().filter(|word| !word.starts_with('#')).map(str::to_owned).collect()
    };
    let original = file_text().replacen(TITLE, "", 1).replacen("August 5, 2024", "", 1);
    assert_eq!(words(body), words(&original));
}

#[test]
fn the_old_address_leads_to_the_imported_post() {
    let blog = TestBlog::new();
    blog.galley_with(&["import", "-", "--into", "."], CAPTURE).done();
    blog.galley(&["export", "--out", "site"]).done();
    let old = PATH.strip_suffix(".md").expect("a Markdown file");
    let redirect = blog.read(&format!("site/post/{old}/index.html"));
    assert!(redirect.contains(&format!("../../../../{SLUG}/index.html")), "{redirect}");
}
