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

#[test]
fn a_new_slug_leaves_the_old_address_and_links_follow() {
    let other = "---\ntitle: Other\n---\n\nBy [path](a.md), by [address](/a/#part), by [way](../a/),\n\
                 by [name][1], `[code](/a/)`, [another](/ab/).\n\n[1]: https://example.org/blog/a/ 'T'\n";
    let blog = TestBlog::new()
        .with("blog.toml", "base_url = 'https://example.org/blog'\n")
        .with("posts/a.md", SOURCE)
        .with("posts/other.md", other);
    blog.galley(&["set", "a", "slug=b"]).done();
    let with_alias = SOURCE.replace("was\n", "was\nslug: b\naliases: [/a/]\n");
    assert_eq!(blog.read("posts/a.md"), with_alias);
    let followed = other
        .replace("(/a/#part), by [way](../a/)", "(/b/#part), by [way](../b/)")
        .replace("blog/a/ 'T'", "blog/b/ 'T'");
    assert_eq!(blog.read("posts/other.md"), followed, "and no other byte");

    let site = blog.path("site");
    let ran = blog.galley(&["export", "--out", site.to_str().expect("UTF-8")]);
    assert_eq!(ran.stderr.matches("link-broken").count(), 1, "only what was broken: {ran:?}");
    assert!(blog.read("site/a/index.html").contains("content=\"0; url=../b/index.html\""));
    assert!(blog.read("site/other/index.html").contains("href=\"../b/index.html#part\""));

    blog.galley(&["set", "a.md", "slug=a"]).done();
    let back = SOURCE.replace("was\n", "was\nslug: a\naliases: [/b/]\n");
    assert_eq!(blog.read("posts/a.md"), back, "a post is no alias of itself");
    assert_eq!(blog.read("posts/other.md"), other);
}

#[test]
fn what_no_reader_has_seen_leaves_no_address() {
    let blog = TestBlog::new()
        .with("posts/a.md", "---\ntitle: A\ndraft: true\n---\n\nText.\n")
        .with("posts/other.md", "[A](/a/)\n\nText.\n");
    blog.galley(&["set", "a", "slug=b"]).done();
    assert_eq!(blog.read("posts/a.md"), "---\ntitle: A\ndraft: true\nslug: b\n---\n\nText.\n");
    assert_eq!(blog.read("posts/other.md"), "[A](/b/)\n\nText.\n");
}

#[test]
fn a_pattern_of_addresses_counts_the_day_in() {
    let blog = TestBlog::new()
        .with("blog.toml", "permalink = '/:year/:month/:slug/'\n")
        .with("posts/a.md", "---\ntitle: A\ndate: 2024-01-02\n---\n\nText.\n");
    blog.galley(&["set", "a", "date=2024-02-03"]).done();
    assert!(blog.read("posts/a.md").contains("aliases: [/2024/01/a/]\n"));
    let site = blog.path("site");
    blog.galley(&["export", "--out", site.to_str().expect("UTF-8")]).done();
    assert!(blog.read("site/2024/01/a/index.html").contains("url=../../02/a/index.html"));
}
