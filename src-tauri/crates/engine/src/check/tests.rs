use galley_core::{PostPath, ProblemCode};

use super::*;

/// What is wrong with a post of this source, as `code line:column`.
fn found(source: &str) -> Vec<String> {
    let path = PostPath::parse("p.md").unwrap();
    let post = Post::from_source(&path, source);
    let options = Options { highlight: false, ..Options::default() };
    let rendered = galley_markdown::render(&source[post.body.clone()], &options);
    let now: Timestamp = "2025-06-01T00:00:00Z".parse().unwrap();
    let time_zone = TimeZone::UTC;
    let status = PostStatus::of(post.draft, post.date.as_ref(), now, &time_zone);
    let (post, rendered, options, time_zone) = (&post, &rendered, &options, &time_zone);
    let checked = CheckedPost { post, status, source, rendered, options, now, time_zone };
    let problems = of_post(&checked);
    problems.iter().map(|it| format!("{} {}:{}", it.code, it.line, it.column)).collect()
}

/// The same of a body below front matter of three lines in which nothing is wrong.
fn found_in(body: &str) -> Vec<String> {
    found(&format!("---\nsummary: S\n---\n{body}"))
}

#[test]
fn a_post_in_order_has_no_problems() {
    let source = "---\ntitle: T\ndate: 2024-01-01\nupdated: 2024-02-01\nsummary: S\n---\n\n\
                  ## One\n\n### Two\n\n#### Three\n\n## Four\n\n![a](a.png) ![b](b.png) ![a](a.png)\n";
    assert_eq!(found(source), Vec::<String>::new());
}

#[test]
fn every_fault_of_a_body_is_found_at_its_place() {
    for (body, problems) in [
        ("![](a.png)\n", &["image-alt-missing 4:1"][..]),
        ("\nÄ ![ ](a.png)\n", &["image-alt-missing 5:3"]),
        ("![a](a.png)\n\nand ![a](b.png)\n", &["image-alt-repeated 6:5"]),
        ("<img src=\"a.png\" alt=\"\"> <img src=\"b.png\" alt=\"\">\n", &[]),
        (
            "É <img\nsrc='a.png'>\n\n<div>\n<img src=b.png>\n</div>\n",
            &["image-alt-missing 4:3", "image-alt-missing 8:1"],
        ),
        ("### Three\n", &["heading-jump 4:1"]),
        (
            "## Two\n\n#### Four\n\n## Two\n\n#### Four\n",
            &["heading-jump 6:1", "heading-jump 10:1"],
        ),
        ("A TODO, then `TODO`.\n\n    TODO\n", &["placeholder-left 4:3"]),
        ("- [a TK b](TK.md)\n", &["placeholder-left 4:6"]),
        ("<!-- TK -->\n\n```\nTK\n```\n", &[]),
        ("x <script>a</script>\n", &["html-removed 4:3"]),
        ("x [a][b]\n", &["reference-undefined 4:1"]),
    ] {
        assert_eq!(found_in(body), problems, "{body}");
    }
}

#[test]
fn every_fault_of_a_front_matter_is_found_at_its_key() {
    for (block, problems) in [
        ("date: 2024-01-01\n", &["summary-missing 1:1"][..]),
        ("date: 2024-01-01\ndescription: S\n", &[]),
        ("draft: true\n", &[]),
        ("summary: S\ndate: 2025-07-01\n", &["date-future 3:7"]),
        ("summary: S\ndate: 2025-07-01\ndraft: true\n", &[]),
        ("summary: S\ndate: 2025-01-01\nlastmod: 2025-07-01\n", &["date-future 4:10"]),
        ("title: TK\nsummary: a TODO\n", &["placeholder-left 2:8", "placeholder-left 3:10"]),
        ("summary: S\ndate: soon\n", &["date-unknown 3:7"]),
    ] {
        assert_eq!(found(&format!("---\n{block}---\n\nText.\n")), problems, "{block}");
    }
}

#[test]
fn what_a_draft_still_needs_is_worth_no_more_than_a_note() {
    let path = PostPath::parse("p.md").unwrap();
    let source = "---\ndraft: true\n---\nTK\n";
    let post = Post::from_source(&path, source);
    let options = Options::default();
    let rendered = galley_markdown::render(&source[post.body.clone()], &options);
    let checked = CheckedPost {
        post: &post,
        status: PostStatus::Draft,
        source,
        rendered: &rendered,
        options: &options,
        now: Timestamp::UNIX_EPOCH,
        time_zone: &TimeZone::UTC,
    };
    let [problem] = &of_post(&checked)[..] else { panic!("one problem") };
    assert_eq!(problem.code, ProblemCode::PlaceholderLeft);
    assert_eq!(problem.severity, galley_core::Severity::Note);
}
