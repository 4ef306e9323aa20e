//! `galley history` and `galley restore`, and the history of what the window writes.

use serde_json::Value;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

fn revisions(blog: &TestBlog, post: &str) -> Vec<Value> {
    let history = blog.galley(&["history", post, "--json"]).json();
    history["revisions"].as_array().expect("a list").clone()
}

#[test]
fn each_text_that_a_post_had_can_be_brought_back() {
    let blog = TestBlog::new().with("posts/a.md", "---\ntitle: One\n---\n\nFirst words.\n");
    blog.galley(&["set", "a", "title=Two"]).done();
    blog.galley(&["set", "a", "title=Three"]).done();
    let old = blog.read("posts/a.md");
    let listed = revisions(&blog, "a");
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1]["origin"], "file");
    assert_eq!(listed[0]["origin"], "cli");
    assert_eq!(listed[0]["nWords"], 2);

    let first = listed[1]["id"].to_string();
    blog.galley(&["restore", "a", &first]).done();
    assert_eq!(blog.read("posts/a.md"), "---\ntitle: One\n---\n\nFirst words.\n");
    let history = blog.galley(&["history", "a.md", "--json"]).json();
    assert_eq!(history["origin"], "restore");
    let newest = history["revisions"][0]["id"].to_string();
    blog.galley(&["restore", "a", &newest]).done();
    assert_eq!(blog.read("posts/a.md"), old, "a restore can be taken back");

    let lines = blog.galley(&["history", "a"]).done();
    assert!(lines.lines().next().is_some_and(|line| line.contains("now")), "{lines}");
    assert_eq!(lines.lines().count(), 5);
}

#[test]
fn a_post_of_which_the_file_was_deleted_can_be_brought_back() {
    let blog = TestBlog::new()
        .with("posts/deep/gone.md", "# Gone\n\nWords.\n")
        .with("posts/stays.md", "# Stays\n");
    blog.galley(&["posts"]).done();
    std::fs::remove_file(blog.path("posts/deep/gone.md")).expect("the file");
    assert!(!blog.galley(&["posts"]).done().contains("gone"));
    let id = revisions(&blog, "gone")[0]["id"].to_string();
    blog.galley(&["restore", "deep/gone.md", &id]).done();
    assert_eq!(blog.read("posts/deep/gone.md"), "# Gone\n\nWords.\n");
    assert!(blog.galley(&["posts"]).done().contains("gone.md"));
}

#[test]
fn a_revision_that_is_not_the_posts_is_refused() {
    let blog = TestBlog::new().with("posts/a.md", "One.\n").with("posts/b.md", "Other.\n");
    blog.galley(&["set", "a", "draft=true"]).done();
    blog.galley(&["set", "b", "draft=true"]).done();
    let of_b = revisions(&blog, "b")[0]["id"].to_string();
    let before = blog.snapshot();
    blog.galley(&["restore", "a", &of_b]).fails(&["no revision", "galley history"]);
    blog.galley(&["restore", "a", "999"]).fails(&["no revision 999"]);
    blog.galley(&["history", "nobody"]).fails(&["no post `nobody`"]);
    assert_eq!(blog.galley(&["restore", "a", "first"]).code, 2);
    assert_eq!(blog.snapshot(), before);
}

#[test]
fn the_history_says_where_a_former_text_was_brought_back() {
    let blog = TestBlog::new().with("posts/a.md", "Before.\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    writer.rewrite(&open, 1, "Typed.\n");
    let back = galley_engine::wire::EditPost {
        blog: writer.blog.id(),
        post: open.summary.id,
        version: 2,
        edits: vec![galley_engine::wire::Edit { from: 0, to: 7, insert: "Before.\n".to_owned() }],
        render: false,
        cursor: 0,
        scroll: 1,
        restore: true,
    };
    writer.blog.post_edit(back).expect("it is taken in");
    writer.wait_until_saved(2);
    let history = writer.blog.post_history(open.summary.id).expect("a history");
    assert_eq!(history.origin, galley_engine::wire::Origin::Restore);
    let typed = writer.blog.revision_source(history.revisions[0].id).expect("a text");
    assert_eq!(typed, "Typed.\n", "what was typed just before is not lost");
    writer.close();
}

#[test]
fn former_texts_are_searched() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n\nThe kettle sings.\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    writer.rewrite(&open, 1, "# A\n\nSilence.\n");
    writer.wait_until_saved(1);
    let hits = writer.blog.history_search("kettle", None).expect("a search");
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].title.as_str(), hits[0].removed), ("A", false));
    assert!(hits[0].snippet.iter().any(|piece| piece.hit && piece.text == "kettle"));
    let text = writer.blog.revision_source(hits[0].revision).expect("a text");
    assert_eq!(text, "# A\n\nThe kettle sings.\n");
    writer.close();
}
