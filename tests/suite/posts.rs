//! Listing, showing and finding posts.

use galley_engine::wire;
use serde_json::json;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

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

/// Also while nobody looks at the preview.
#[test]
fn an_open_post_tells_its_headings_and_what_is_wrong_in_its_text() {
    let text = "---\ntitle: A\n---\n\n# One\n\n<b onclick=x>bold</b>\n";
    let blog = TestBlog::new().with("posts/a.md", text);
    let shown: serde_json::Value = blog.galley(&["show", "a", "--json"]).json();
    assert_eq!(shown["problems"][0]["line"], 7, "{shown}");

    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    let lines = |headings: &[wire::Heading]| -> Vec<(String, u32)> {
        headings.iter().map(|heading| (heading.text.clone(), heading.line)).collect()
    };
    assert_eq!(lines(&open.headings), [("One".to_owned(), 5)]);
    assert_eq!((open.problems.len(), open.problems[0].line), (1, 7));

    writer.rewrite(&open, 1, "---\ntitle: A\n---\n\nText.\n\n## Two\n\n[^none]\n");
    let kept = writer.wait(|event| match event {
        wire::Event::PostKept(kept) => Some(kept.clone()),
        _ => None,
    });
    assert_eq!(lines(&kept.headings), [("Two".to_owned(), 7)]);
    let problems: Vec<_> = kept.problems.iter().map(|it| (it.line, it.code.as_str())).collect();
    assert_eq!(problems, [(9, "reference-undefined")]);
    writer.close();
}
