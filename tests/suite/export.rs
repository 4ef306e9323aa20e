//! `galley export`: the site, and one post as one file.

use std::fs;

use crate::test_blog::TestBlog;

/// The smallest picture: one black dot.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\
    \0\0\0\nIDATx\xdac`\0\0\0\x02\0\x01\xe5'\xde\xfc\0\0\0\0IEND\xaeB`\x82";

fn blog() -> TestBlog {
    TestBlog::new()
        .with("posts/a.md", "---\ntitle: A\ndate: 2020-01-02\ntags: [x]\n---\n\n![A dot](dot.png)\n\nSee [B](b.md).\n")
        .with("posts/b.md", "---\ntitle: B\ndate: 2020-01-03\n---\n\nBack to [A](a.md#top).\n")
        .with("posts/later.md", "---\ntitle: Later\ndate: 2030-01-01\n---\n\nSoon.\n")
        .with("posts/dot.png", DOT)
}

#[test]
fn the_same_blog_gives_the_same_bytes() {
    let blog = blog();
    let now = "2025-01-01T00:00:00Z";
    blog.galley(&["export", "--out", "one", "--now", now]).done();
    blog.galley(&["export", "--out", "two", "--now", now]).done();
    let files = |folder: &str| -> Vec<_> {
        let root = blog.path(folder);
        let files = blog.snapshot().into_iter().filter(|(path, _)| path.starts_with(&root));
        files.map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_owned(), bytes)).collect()
    };
    assert!(files("one").len() > 10);
    assert_eq!(files("one"), files("two"));
}

#[test]
fn pages_link_to_each_other_and_to_their_pictures() {
    let blog = blog();
    blog.galley(&["export", "--out", "site"]).done();
    let page = blog.read("site/a/index.html");
    assert!(page.contains("href=\"../b/index.html\""), "{page}");
    assert!(page.contains("src=\"dot.png\""), "{page}");
    assert_eq!(fs::read(blog.path("site/a/dot.png")).expect("the picture"), DOT);
    assert!(blog.read("site/feed.xml").contains("<title>B</title>"));
    assert!(blog.path("site/tags/x/index.html").is_file());
    assert!(blog.path("site/404.html").is_file());
}

#[test]
fn scheduled_posts_come_when_their_day_has() {
    let blog = blog();
    blog.galley(&["export", "--out", "site", "--now", "2029-12-31T23:59:59Z"]).done();
    assert!(!blog.path("site/later").exists());
    blog.galley(&["export", "--out", "site", "--now", "2030-01-01T00:00:00Z"]).done();
    assert!(blog.path("site/later/index.html").is_file());
}

#[test]
fn a_dry_run_lists_what_an_export_would_change_and_changes_nothing() {
    let blog = blog().with("posts/c.md", "---\ntitle: C\ndate: 2020-01-04\n---\n\nAlone.\n");
    let export = ["export", "--out", "site", "--now", "2025-01-01T00:00:00Z"];
    let dry = [&export[..], &["--dry-run"]].concat();
    let lines = blog.galley(&dry).done();
    assert!(lines.contains("new      a/index.html\n"), "{lines}");
    assert!(!blog.path("site").exists());

    blog.galley(&export).done();
    assert_eq!(blog.galley(&dry).done(), "", "nothing is left to do");
    fs::remove_file(blog.path("posts/c.md")).expect("the post");
    let before = blog.snapshot();
    let changes = blog.galley(&[&dry[..], &["--json"]].concat()).json();
    assert_eq!(changes["removed"], serde_json::json!(["c/index.html"]));
    assert_eq!(changes["new"], serde_json::json!([]));
    assert!(changes["changed"].as_array().expect("a list").contains(&"index.html".into()));
    assert_eq!(blog.snapshot(), before);
}

#[test]
fn a_second_export_writes_only_what_changed() {
    let blog = blog();
    let export = ["export", "--out", "site", "--json", "--now", "2025-01-01T00:00:00Z"];
    let first = blog.galley(&export).json();
    assert_eq!(first["nWritten"], first["nFiles"]);
    assert_eq!(blog.galley(&export).json()["nWritten"], 0);
    fs::remove_file(blog.path("posts/b.md")).expect("the post can be removed");
    let third = blog.galley(&["export", "--out", "site", "--now", "2025-01-01T00:00:00Z"]);
    assert_eq!(third.code, 3, "the link from A leads nowhere now: {third:#?}");
    assert!(third.stderr.contains("a.md") && third.stderr.contains("b.md"), "{}", third.stderr);
    assert!(!blog.path("site/b").exists());
}

#[test]
fn a_folder_of_somebody_else_is_not_written_into() {
    let blog = blog().with("out/thesis.txt", "years of work");
    blog.galley(&["export", "--out", "out"]).fails(&["out", "files that no export made"]);
    blog.galley(&["export", "--out", "out", "--force"]).done();
    assert_eq!(blog.read("out/thesis.txt"), "years of work");
}

#[test]
fn one_post_becomes_one_file_that_needs_nothing_else() {
    let blog = blog();
    blog.galley(&["export", "a", "--single", "a.html"]).done();
    blog.galley(&["export", "posts/a.md", "--single", "same.html"]).done();
    let html = blog.read("a.html");
    assert_eq!(html, blog.read("same.html"));
    assert!(html.contains("data:image/png;base64,"), "the picture is inside");
    assert!(!html.contains("<link rel=\"stylesheet\""), "the styles are inside");
    assert!(!html.contains("src=\"dot.png\""));
}

#[test]
fn pages_are_part_of_the_site() {
    let blog = blog()
        .with(
            "pages/about.md",
            "---\ntitle: About\n---\n\nSee [A](../posts/a.md) ![dot](x.png) [gone](/gone/)\n",
        )
        .with("pages/x.png", "not a picture either")
        .with("pages/idea.md", "---\ntitle: An idea\ndraft: true\n---\n\nNot yet.\n");
    let ran = blog.galley(&["export", "--out", "site"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("about.md") && ran.stderr.contains("/gone/"), "{ran:?}");
    let page = blog.read("site/about/index.html");
    assert!(page.contains("href=\"../a/index.html\"") && page.contains("src=\"x.png\""), "{page}");
    assert_eq!(blog.read("site/about/x.png"), "not a picture either");
    assert!(blog.read("site/a/index.html").contains("href=\"../about/index.html\">About</a>"));
    assert!(!blog.path("site/idea").exists());
    blog.galley(&["export", "--out", "site", "--drafts"]);
    assert!(blog.path("site/idea/index.html").exists());
}

#[test]
fn files_that_html_in_a_post_shows_go_out_with_it() {
    let post = "---\ntitle: A\n---\n\nThis <img src=\"dot.png\" alt=\"dot\">\n\n<video src=\"film.mp4\" poster='still.png'></video>\n";
    let blog = TestBlog::new()
        .with("posts/a.md", post)
        .with("posts/dot.png", DOT)
        .with("posts/film.mp4", "a film")
        .with("posts/still.png", DOT);
    blog.galley(&["export", "--out", "site"]).done();
    for (file, content) in [("dot.png", DOT), ("film.mp4", b"a film"), ("still.png", DOT)] {
        assert_eq!(fs::read(blog.path(&format!("site/a/{file}"))).expect(file), content);
    }
}

/// A blog that takes longer than the blink for which nothing is shown.
fn long_blog() -> TestBlog {
    let code = "```rust\nfn main() {\n    println!(\"{}\", 1 + 1);\n}\n```\n".repeat(5);
    (0..300).fold(blog(), |blog, n| {
        let post = format!("---\ntitle: Post {n}\ndate: 2020-02-03\n---\n\n{code}");
        blog.with(&format!("posts/many/{n}.md"), post)
    })
}

#[test]
#[cfg(target_os = "linux")]
fn a_terminal_is_told_how_far_an_export_is_and_left_clean() {
    let blog = long_blog();
    let in_terminal = |more: &str| {
        let galley = env!("CARGO_BIN_EXE_galley");
        let command = format!("'{galley}' export --out site --full --data-dir ../data {more}");
        // Its own output is a terminal, also where there is none.
        let mut script = std::process::Command::new("script");
        script.args(["-qec", &command, "/dev/null"]).current_dir(blog.path(""));
        let output = script.stdin(std::process::Stdio::null()).output().expect("`script` runs");
        String::from_utf8(output.stdout).expect("it speaks UTF-8")
    };
    let shown = in_terminal("");
    assert!(shown.contains("\rRendering posts: "), "{shown:?}");
    let (line, rest) = shown.rsplit_once(" \r").expect("the line is blanked");
    assert!(line.trim_end_matches(' ').ends_with('\r'), "{shown:?}");
    assert!(rest.starts_with("site: "), "{shown:?}");
    let json = in_terminal("--json");
    assert!(json.starts_with('{'), "{json:?}");
}

#[test]
fn whoever_is_no_terminal_is_told_the_outcome_alone() {
    let ran = long_blog().galley(&["export", "--out", "site"]);
    assert!(ran.stderr.starts_with("site: "), "{ran:#?}");
    assert!(!ran.stderr.contains('\r'), "{ran:#?}");
}
