//! `galley set`

use crate::test_blog::TestBlog;

const SOURCE: &str = "---\n# kept\ntitle: \"Old\"   # as it was\nextra: [1, 2]\n---\n\nText.\n";

#[test]
fn only_the_bytes_of_the_fields_change() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE);
    blog.galley(&["set", "a", "title=New = better", "draft=true"]).done();
    assert_eq!(
        blog.read("posts/a.md"),
        SOURCE.replace("\"Old\"", "\"New = better\"").replace("was\n", "was\ndraft: true\n"),
    );
    let before = blog.snapshot();
    blog.galley(&["set", "a", "title=New = better", "draft=true"]).done();
    assert_eq!(blog.snapshot(), before, "what is so already stays as it is");
}

#[test]
fn tags_are_a_list_and_nothing_takes_a_field_away() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE);
    blog.galley(&["set", "a.md", "tags=one, two words", "summary=Short", "date=2024-01-02"]).done();
    let post = blog.galley(&["show", "a", "--json"]).json();
    assert_eq!(post["tags"], serde_json::json!(["one", "two words"]));
    assert_eq!(post["summary"], "Short");
    blog.galley(&["set", "a.md", "summary=", "date="]).done();
    let post = blog.galley(&["show", "a", "--json"]).json();
    assert_eq!(
        (&post["summary"], &post["date"]),
        (&serde_json::Value::Null, &serde_json::Value::Null)
    );
}

#[test]
fn the_blog_may_be_named_last() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE);
    let folder = blog.path("");
    let outside = TestBlog::nothing();
    let data = blog.data();
    let arguments = ["set", "a", "draft=yes", folder.to_str().expect("UTF-8")];
    outside.galley(&arguments).fails(&["`draft=yes` cannot be set", "true or false"]);
    blog.galley(&["set", "a", "draft=true", "."]).done();
    assert!(blog.read("posts/a.md").contains("draft: true"));
    assert!(data.is_dir());
}

#[test]
fn what_cannot_be_set_changes_nothing() {
    let blog = TestBlog::new()
        .with("posts/a.md", SOURCE)
        .with("posts/taken.md", "Text.\n")
        .with("posts/json.md", "{ \"title\": \"J\" }\n\nText.\n")
        .with("posts/latin.md", b"Caf\xe9.\n");
    let before = blog.snapshot();
    blog.galley(&["set", "a", "colour=red"]).fails(&["`colour=red` cannot be set", "title, date"]);
    blog.galley(&["set", "a", "title"]).fails(&["KEY=VALUE"]);
    blog.galley(&["set", "a", "title=T", "slug=taken"]).fails(&["belongs to `taken.md`"]);
    blog.galley(&["set", "a", "slug=a b"]).fails(&["cannot be a slug"]);
    blog.galley(&["set", "nobody", "title=T"]).fails(&["no post `nobody`"]);
    blog.galley(&["set", "json.md", "title=T"]).fails(&["json.md"]);
    blog.galley(&["set", "latin.md", "title=T"]).fails(&["not UTF-8"]);
    assert_eq!(blog.snapshot(), before);
}
