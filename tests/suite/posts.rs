//! Listing, showing and finding posts.

use serde_json::json;

use crate::test_blog::TestBlog;

fn blog() -> TestBlog {
    TestBlog::new()
        .with(
            "posts/old.md",
            "---\ntitle: Old\ndate: 2020-01-02\ntags: [a, b]\n---\n\nFirst words.\n",
        )
        .with("posts/draft.md", "---\ntitle: Not yet\ndraft: yes\n---\nWords.\n")
        .with("posts/far.md", "+++\ntitle = \"Far\"\ndate = 2199-05-06T07:08:09\n+++\nWords.\n")
        .with("posts/校正.md", "# 校正の日\n\n縦書きの癖がまだ手に残っている。\n")
}

#[test]
fn posts_are_listed_newest_first_and_by_status_and_tag() {
    let blog = blog();
    let titles = |arguments: &[&str]| -> Vec<String> {
        let arguments = [&["posts", "--json"], arguments].concat();
        let posts = blog.galley(&arguments).json();
        let titles = posts.as_array().expect("a list").iter();
        titles.map(|post| post["title"].as_str().expect("a title").to_owned()).collect()
    };
    assert_eq!(titles(&[])[0], "Far");
    assert_eq!(titles(&[]).last().map(String::as_str), Some("Old"));
    assert_eq!(titles(&["--status", "draft"]), ["Not yet"]);
    assert_eq!(titles(&["--status", "scheduled"]), ["Far"]);
    assert_eq!(titles(&["--status", "live"]).len(), 2);
    assert_eq!(titles(&["--tag", "b"]), ["Old"]);
}

#[test]
fn a_post_is_shown_by_slug_by_path_and_by_file() {
    let blog = blog();
    let file = blog.path("posts/old.md");
    for name in ["old", "old.md", "posts/old.md", file.to_str().expect("UTF-8")] {
        let post = blog.galley(&["show", name, "--json"]).json();
        assert_eq!(
            post,
            json!({
                "title": "Old", "slug": "old", "path": "old.md", "date": { "day": "2020-01-02" },
                "updated": null, "draft": false, "tags": ["a", "b"], "summary": null,
                "body": "\nFirst words.\n", "status": "live", "words": 2, "problems": [],
            }),
            "{name}"
        );
    }
    let far = blog.galley(&["show", "far", "--json"]).json();
    assert_eq!(far["date"], json!({ "local": "2199-05-06T07:08:09" }));
    blog.galley(&["show", "nobody"]).fails(&["no post `nobody`"]);
}

#[test]
fn search_finds_words_their_beginnings_and_characters() {
    let blog = blog();
    let found = |query: &str| -> Vec<String> {
        let hits = blog.galley(&["search", query, "--json"]).json();
        let hits = hits.as_array().expect("a list").iter();
        hits.map(|hit| hit["path"].as_str().expect("a path").to_owned()).collect()
    };
    assert_eq!(found("first"), ["old.md"]);
    assert_eq!(found("fir"), ["old.md"]);
    assert_eq!(found("縦書き"), ["校正.md"]);
    assert_eq!(found("校"), ["校正.md"]);
    for nothing in ["nowhere", "\"", "AND OR NOT", "title:", "*", ""] {
        assert!(found(nothing).is_empty(), "{nothing}");
    }
    let hit = &blog.galley(&["search", "first", "--json"]).json()[0];
    let hits: Vec<_> = hit["snippet"].as_array().expect("pieces").iter().collect();
    assert!(hits.contains(&&json!({ "text": "First", "hit": true })), "{hit}");
}

#[test]
fn reading_a_blog_changes_no_byte_of_it() {
    let blog = blog();
    let before = blog.snapshot();
    blog.galley(&["posts"]).done();
    blog.galley(&["show", "old"]).done();
    blog.galley(&["search", "words"]).done();
    assert_eq!(blog.snapshot(), before);
}
