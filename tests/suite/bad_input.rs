//! Each bad input gives a message that names the file and what to do, and harms nothing.

use std::fs;

use crate::test_blog::TestBlog;

#[test]
fn a_missing_folder_and_a_folder_that_is_no_blog() {
    let blog = TestBlog::nothing().with("notes.txt", "words");
    blog.galley(&["posts", "nowhere"]).fails(&["nowhere", "cannot be opened"]);
    blog.galley(&["posts", "."]).fails(&["is not a blog", "open a folder that has `posts/`"]);
}

#[test]
fn a_file_that_is_not_utf8_is_listed_and_never_written() {
    let latin1 = b"---\ntitle: Caf\xe9\n---\nCr\xe8me.\n";
    let blog = TestBlog::new().with("posts/old.md", latin1).with("posts/new.md", "# New\n");
    let posts = blog.galley(&["posts", "--json"]).json();
    let old = posts.as_array().expect("a list").iter().find(|post| post["path"] == "old.md");
    assert_eq!(old.expect("it is listed")["readOnly"], true);
    let exported = blog.galley(&["export", "--out", "site"]);
    assert_eq!(exported.code, 3);
    assert!(exported.stderr.contains("old.md"), "{}", exported.stderr);
    assert!(exported.stderr.contains("not UTF-8"), "{}", exported.stderr);
    assert!(blog.path("site/new/index.html").is_file());
    assert_eq!(fs::read(blog.path("posts/old.md")).expect("it is there"), latin1);
}

#[test]
fn a_post_of_20_mb_is_listed_with_its_reason() {
    let blog = TestBlog::new().with("posts/big.md", "word ".repeat(4 << 20));
    let exported = blog.galley(&["export", "--out", "site"]);
    assert_eq!(exported.code, 3);
    assert!(exported.stderr.contains("big.md"), "{}", exported.stderr);
    assert!(exported.stderr.contains("too large"), "{}", exported.stderr);
}

#[test]
fn a_post_whose_front_matter_does_not_parse_is_still_a_post() {
    let source = "---\ntitle: [unclosed\n---\n\nThe body is here.\n";
    let blog = TestBlog::new().with("posts/broken.md", source);
    let shown = blog.galley(&["show", "broken"]);
    assert_eq!(shown.code, 3);
    assert!(shown.stdout.contains("The body is here."), "{}", shown.stdout);
    assert!(shown.stderr.contains("broken.md:2"), "{}", shown.stderr);
    assert_eq!(blog.read("posts/broken.md"), source);
}

#[test]
fn titles_of_any_kind_make_one_safe_file_each() {
    let blog = TestBlog::new();
    let long = "word ".repeat(60);
    for title in ["?!…", long.as_str(), "a / b / c", "../../etc/passwd", "CON", "日本語", "🙂"]
    {
        let text = format!("{title}\n\nJust a line of text.\n");
        blog.galley_with(&["import", "-", "--into", ".", "--from", "text"], &text).done();
    }
    let mut names: Vec<_> = fs::read_dir(blog.path("posts"))
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 7, "{names:?}");
    for name in names {
        let stem = name.strip_suffix(".md").expect("a Markdown file");
        assert!(stem.len() <= 207 && !stem.starts_with('.'), "{name}");
    }
}

#[test]
fn settings_that_do_not_parse_are_a_problem_and_the_blog_still_opens() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("blog.toml", "title = [\n");
    let exported = blog.galley(&["export", "--out", "site"]);
    assert_eq!(exported.code, 3);
    assert!(exported.stderr.contains("blog.toml:1"), "{}", exported.stderr);
    assert!(blog.path("site/a/index.html").is_file());
}

#[test]
fn an_unknown_theme_is_named() {
    let blog = TestBlog::new().with("blog.toml", "theme = \"loud\"\n");
    blog.galley(&["posts"]).fails(&["no theme `loud`", "blog.toml"]);
}

#[test]
fn an_output_folder_that_is_a_file_is_refused() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("site", "a file");
    blog.galley(&["export", "--out", "site"]).fails(&["site", "not a folder"]);
    assert_eq!(blog.read("site"), "a file");
}
