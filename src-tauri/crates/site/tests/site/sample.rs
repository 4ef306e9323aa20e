//! The blog in the repository's `posts/`: the first thing anybody sees of Galley.

use std::fs;
use std::path::{Path, PathBuf};

use galley_core::{Post, PostPath};
use galley_markdown::{Options, render};

use super::sample_blog;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").join(path)
}

const IMPORTED: &str =
    "first-loop-i-ever-wrote-i-mapped-the-disk-by-hand-once-the-merge-was-final.md";

#[test]
fn the_imported_post_has_every_word_of_its_source_and_no_other() {
    let capture = fs::read_to_string(repository("tests/fixtures/seed/capture.txt")).unwrap();
    let imported = fs::read_to_string(repository("posts").join(IMPORTED)).unwrap();
    let post = Post::from_source(&PostPath::parse(IMPORTED).unwrap(), &imported);

    let body = imported[post.body.clone()].lines();
    let body = body.map(|line| line.trim_start_matches(['#', ' '])).filter(|line| !line.is_empty());
    let date = "August 5, 2024";
    let original = capture.lines().map(str::trim_end).filter(|line| {
        !line.is_empty() && !line.starts_with("$ cat") && *line != post.title && *line != date
    });
    assert_eq!(body.collect::<Vec<_>>(), original.collect::<Vec<_>>());
    assert!(capture.lines().any(|line| line == post.title) && capture.contains(date));
    assert_eq!(post.date.unwrap().to_string(), "2024-08-05");
    assert_eq!(format!("{}.md", post.slug), IMPORTED);
}

#[test]
fn nothing_is_wrong_with_any_post() {
    let mut n_posts = 0;
    for entry in fs::read_dir(repository("posts")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        n_posts += 1;
        let name = file.file_name().unwrap().to_str().unwrap();
        let source = fs::read_to_string(&file).unwrap();
        let post = Post::from_source(&PostPath::parse(name).unwrap(), &source);
        let rendered = render(&source[post.body.clone()], &Options::default());
        let problems: Vec<_> = post.problems.iter().chain(&rendered.problems).collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
    assert!(n_posts >= 6);
}

#[test]
fn the_posts_show_what_a_post_can_be() {
    let blog = sample_blog();
    let site = blog.site();
    let mut statuses: Vec<_> = site.posts.iter().map(|post| post.status.as_str()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    assert_eq!(statuses, ["draft", "live", "scheduled"]);

    let html: String = site.posts.iter().map(|post| post.html.text().unwrap() + "\n").collect();
    let kinds =
        ["\"note\"", "\"note tip\"", "\"note important\"", "\"note warning\"", "\"note caution\""];
    let elements = [
        "<h2",
        "<h3",
        "<ul",
        "<ol",
        "<li class=\"task\"",
        "<blockquote",
        "<hr",
        "<em>",
        "<strong>",
        "<del>",
        "<code>",
        "<figure class=\"code\"",
        "<figcaption>",
        "<span class=\"l hl\"",
        "<div class=\"table\"",
        "<sup class=\"fnref\"",
        "<section class=\"footnotes\"",
        "<math",
        "<figure><img",
        "<dl>",
        "<details>",
        "<kbd>",
        "<mark>",
        "<ruby>",
        "dir=\"auto\"",
        "lang=\"ja\"",
    ];
    let alerts = kinds.iter().map(|kind| format!("<aside class={kind}"));
    for construct in elements.iter().map(|element| (*element).to_owned()).chain(alerts) {
        assert!(html.contains(&construct), "no post shows {construct}");
    }
    assert!(!html.contains("math-error"), "every formula can be read");
}
