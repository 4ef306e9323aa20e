use proptest::prelude::*;

use super::*;

fn post(path: &str, source: &str) -> Post {
    Post::from_source(&PostPath::parse(path).unwrap(), source)
}

/// The title and the body.
fn parts<'source>(path: &str, source: &'source str) -> (String, &'source str) {
    let post = post(path, source);
    let line = 1 + source[..post.body.start].matches('\n').count();
    assert_eq!(post.body_line as usize, line, "the body's line fits its start");
    (post.title, &source[post.body])
}

#[test]
fn the_title_comes_from_the_front_matter_first() {
    assert_eq!(parts("a.md", "---\ntitle: T\n---\n\nBody"), ("T".into(), "\nBody"));
    assert_eq!(parts("a.md", "---\ntitle: T\n---\n# H\nBody"), ("T".into(), "# H\nBody"));
    assert_eq!(
        parts("a.md", "---\ntitle: T\n---\n\n# T\r\n\r\nBody"),
        ("T".into(), "\r\nBody"),
        "a first heading that repeats the title is not part of the body"
    );
}

#[test]
fn else_from_the_first_heading() {
    assert_eq!(parts("a.md", "# Hello *world* #\n\nBody"), ("Hello world".into(), "\nBody"));
    assert_eq!(parts("a.md", "---\ndraft: true\n---\n# H\nBody"), ("H".into(), "Body"));
    assert_eq!(
        parts("a.md", "Prose.\n\n```\n# code\n```\n\n# Late C#\n"),
        ("Late C#".into(), "Prose.\n\n```\n# code\n```\n\n# Late C#\n"),
        "a later heading stays in the body"
    );
    assert_eq!(parts("a.md", "# Only").1, "");
}

#[test]
fn else_from_a_first_line_that_stands_alone() {
    assert_eq!(parts("a.md", "\nfirst / second\n\n\nBody"), ("first / second".into(), "\n\nBody"));
    assert_eq!(parts("a.md", "Just this"), ("Just this".into(), ""));
    for source in [
        "A paragraph\nof two lines.\n",
        "- a list\n\nBody",
        "> a quote\n",
        "---\ndraft: true\n---\nWith front matter\n\nBody",
        "",
        "1. one\n",
        &("word ".repeat(60) + "\n\nBody"),
    ] {
        let title = post("folder/my-file.md", source).title;
        assert_eq!(title, "my-file", "{source:?}");
    }
}

#[test]
fn the_slug_comes_from_front_matter_then_file_then_title() {
    let slug = |path, source| post(path, source).slug.as_str().to_owned();
    assert_eq!(slug("a.md", "---\nslug: My-Slug\n---\n"), "My-Slug");
    assert_eq!(slug("x/Hello World.md", "# T"), "hello-world");
    assert_eq!(slug("2024-01-02-jekyll-post.markdown", ""), "jekyll-post");
    assert_eq!(slug("x/bundle/index.md", ""), "bundle");
    assert_eq!(slug("2024/2024-01-02-bundle/index.md", ""), "bundle");
    assert_eq!(slug("index.md", ""), "index");
    assert_eq!(slug("…/!.md", "# The title"), "the-title");
    assert_eq!(slug("!.md", ""), "post");
    assert_eq!(slug("a-/-b-/-the-merge-was-final.md", "T\n"), "the-merge-was-final");
}

#[test]
fn a_date_in_the_file_name_counts_if_there_is_no_other() {
    let date = |path, source| post(path, source).date.map(|date| date.to_string());
    assert_eq!(date("2024-01-02-a.md", "").unwrap(), "2024-01-02");
    assert_eq!(date("2024-01-02-a.md", "---\ndate: 2025-01-01\n---\n").unwrap(), "2025-01-01");
    assert_eq!(date("2024-13-02-a.md", ""), None);
    assert_eq!(date("2024-01-02.md", ""), None);
    assert_eq!(post("2024-01-02-a-b.md", "").title, "a-b");
}

#[test]
fn excerpt_and_words_leave_the_title_out() {
    let post = post("a.md", "# Title here\n\nThree *short* words.\n");
    assert_eq!((post.excerpt.as_str(), post.n_words), ("Three short words.", 3));
    let source = "---\nsummary: |\n  The author's\n  own.\n---\nBody";
    assert_eq!(self::post("a.md", source).excerpt, "The author's own.");
    assert_eq!((reading_minutes(0), reading_minutes(238), reading_minutes(239)), (1, 1, 2));
}

#[test]
fn problems_have_their_place_in_the_file() {
    let post = post("a.md", "---\ntitle: x\ndate: soon\n---\nBody");
    assert_eq!((post.problems[0].line, post.problems[0].column), (3, 7));
    assert_eq!(post.title, "x");
}

proptest! {
    #[test]
    fn any_text_is_a_post(source in "(---\n|\\+\\+\\+\n|# |title: |T|\n|\r\n|é日|\u{FEFF}| |```\n|#){0,24}") {
        let post = post("a.md", &source);
        prop_assert!(!post.title.trim().is_empty());
        prop_assert!(source.get(post.body.clone()).is_some());
        let line = 1 + source[..post.body.start].matches('\n').count();
        prop_assert_eq!(post.body_line as usize, line);
    }
}
