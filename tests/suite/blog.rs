//! `galley new`, and finding the blog one is in.

use crate::test_blog::TestBlog;

#[test]
fn a_new_blog_has_settings_and_a_folder_for_posts() {
    let blog = TestBlog::nothing();
    blog.galley(&["new", "notes", "--title", "A \"quoted\" title", "--author", "Somebody"]).done();
    assert!(blog.path("notes/posts").is_dir());
    let config = blog.read("notes/blog.toml");
    assert!(config.contains("Somebody"), "{config}");
    let posts = blog.galley(&["posts", "notes", "--json"]).json();
    assert_eq!(posts, serde_json::json!([]));
}

#[test]
fn a_blog_is_not_made_over_another() {
    let blog = TestBlog::new();
    let before = blog.snapshot();
    blog.galley(&["new", "."]).fails(&["already holds a blog", "choose an empty folder"]);
    assert_eq!(blog.snapshot(), before);
}

#[test]
fn the_blog_around_the_current_folder_is_meant() {
    let blog = TestBlog::new().with("posts/deep/er/a.md", "# A\n");
    blog.galley(&["posts", "posts/deep"]).fails(&["is not a blog"]);
    let listed = blog.galley(&["posts"]).done();
    assert!(listed.contains("deep/er/a.md"), "{listed}");
    TestBlog::nothing().galley(&["posts"]).fails(&["no blog here", "galley new"]);
}

#[test]
fn wrong_usage_is_told_apart_from_failure() {
    let blog = TestBlog::new();
    assert_eq!(blog.galley(&["export"]).code, 2);
    assert_eq!(blog.galley(&["frobnicate"]).code, 2);
    assert_eq!(blog.galley(&["export", "--out", "site", "--now", "yesterday"]).code, 2);
}
