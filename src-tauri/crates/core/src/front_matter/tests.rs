//! Reading front matter, and properties that hold for edits of any of it.

use insta::assert_debug_snapshot;
use proptest::prelude::*;

use super::*;

mod editing;
mod faults;
mod generated;
mod grammar;

fn read(source: &str) -> FrontMatter {
    let parsed = parse(source);
    assert_eq!(parsed.problems, [], "{source}");
    parsed.front_matter
}

fn problems(source: &str) -> Vec<String> {
    let one = |p: &Problem| format!("{}:{} {} {}", p.line, p.column, p.code, p.message);
    parse(source).problems.iter().map(one).collect()
}

#[test]
fn every_field_is_read() {
    let source = "---
title: \"Hello: world\" # with a colon
date: 2024-08-05
updated: 2024-08-06 10:00:00 +0900
draft: true
slug: hello
tags: [rust, y, no]
author: Ada
series: Letters
summary: |
  One line.
  Another.
cover: cover.jpg
aliases:
  - /old/
language: en
weight: 01234
---
Body
";
    assert_debug_snapshot!(read(source), @r#"
    FrontMatter {
        title: Some(
            "Hello: world",
        ),
        date: Some(
            Day(
                2024-08-05,
            ),
        ),
        updated: Some(
            Instant(
                2024-08-06T01:00:00Z,
                09:00:00,
            ),
        ),
        draft: true,
        slug: Some(
            Slug(
                "hello",
            ),
        ),
        tags: [
            "rust",
            "y",
            "no",
        ],
        authors: [
            "Ada",
        ],
        series: Some(
            "Letters",
        ),
        summary: Some(
            "One line.\nAnother.",
        ),
        cover: Some(
            "cover.jpg",
        ),
        aliases: [
            "/old/",
        ],
        language: Some(
            "en",
        ),
        extra: [
            "weight",
        ],
    }
    "#);
    let parsed = parse(source);
    assert_eq!((&source[parsed.body], parsed.body_line), ("Body\n", 19));
}

#[test]
fn values_stay_as_they_are_spelt() {
    let title = |value: &str| read(&format!("---\ntitle: {value}\n---\n")).title.unwrap();
    for value in ["1.10", "01234", "1_000", "NO", "True", "1e999", "2024-08-05", "12:30", "0x1F"] {
        assert_eq!(title(value), value);
    }
    assert_eq!(title("'null'"), "null");
    assert_eq!(title("日本語 🚀 עברית"), "日本語 🚀 עברית");
    assert_eq!(title(">-\n  folded\n  title"), "folded title");
    assert_eq!(read("---\ntitle: ~\n---\n").title, None);
    assert_eq!(read("---\na: &x Hello\ntitle: *x\n---\n").title.unwrap(), "Hello");
    assert_eq!(read("---\na: &x 1.10\ntitle: *x\n---\n").title.unwrap(), "1.10");
}

#[test]
fn authors_and_series_are_read_as_other_programs_write_them() {
    let authors = |lines: &str| read(&format!("---\n{lines}\n---\n")).authors;
    assert_eq!(authors("author: Smith, Ada"), ["Smith, Ada"]);
    assert_eq!(authors("authors: [Ada, ' Grace ', Ada]"), ["Ada", "Grace"]);
    assert_eq!(authors("author:\n  name: Ada\n  email: a@example.org"), ["Ada"]);
    assert_eq!(authors("authors:\n- name: Ada\n- Grace"), ["Ada", "Grace"]);
    assert_eq!(authors("author:"), [] as [&str; 0]);
    assert_eq!(
        problems("---\nauthors: [Ada, {nick: G}]\n---\n"),
        ["2:1 field-shape `authors` is not a name or a list of names"]
    );
    let series = |line: &str| read(&format!("---\n{line}\n---\n")).series;
    assert_eq!(series("series: Letters").as_deref(), Some("Letters"));
    assert_eq!(series("series: [Letters, Others]").as_deref(), Some("Letters"));
    assert_eq!(series("series: []"), None);
}

#[test]
fn spellings_of_other_programs_are_read() {
    let draft = |line: &str| read(&format!("---\n{line}\n---\n")).draft;
    assert!(draft("draft: yes") && draft("published: false") && draft("Draft: True"));
    assert!(!draft("draft: no") && !draft("published: true") && !draft("draft: 'false'"));

    let jekyll = read(
        "---\nlayout: post\ntitle: A\ntags: a, b, a\ndescription: D\ncategories: x\npermalink: /a/\n---\n",
    );
    assert_eq!(jekyll.tags, ["a", "b"]);
    assert_eq!(jekyll.summary.as_deref(), Some("D"));
    assert_eq!(jekyll.extra, ["layout", "categories", "permalink"]);

    let zola = read(
        "+++\ntitle = \"A\"\ndate = 2024-08-05\nupdated = 2024-08-05T10:00:00Z\n\n[taxonomies]\ntags = [\"a\", 'b']\n\n[extra]\nx = 1\n+++\n",
    );
    assert_eq!(zola.tags, ["a", "b"]);
    assert_eq!(zola.date, PostDate::parse("2024-08-05"));
    assert_eq!(zola.updated, PostDate::parse("2024-08-05T10:00:00Z"));
    assert_eq!(zola.extra, ["extra"]);

    let hugo = read(
        "{\n\t\"title\": \"A \\ud83d\\ude80\",\n\t\"draft\": true,\n\t\"tags\": [\"a\"],\n\t\"lastmod\": \"2024-08-05\",\n\t\"weight\": 3\n}\n\nBody",
    );
    assert_eq!(hugo.title.as_deref(), Some("A 🚀"));
    assert!(hugo.draft);
    assert_eq!(hugo.updated, PostDate::parse("2024-08-05"));
    assert_eq!(hugo.extra, ["weight"]);

    let papermod =
        read("---\ncover:\n  image: a.png\n  alt: x\nredirect_from: /old\nlang: ko\n---\n");
    assert_eq!(papermod.cover.as_deref(), Some("a.png"));
    assert_eq!(papermod.aliases, ["/old"]);
    assert_eq!(papermod.language.as_deref(), Some("ko"));
}

#[test]
fn summary_goes_before_description() {
    let source = "---\ndescription: for engines\nsummary: for readers\n---\n";
    assert_eq!(read(source).summary.as_deref(), Some("for readers"));
    assert_eq!(read(source).extra, [] as [&str; 0]);
}

#[test]
fn empty_and_commented_blocks_say_nothing() {
    for source in ["", "---\n---\n", "---\n# only a comment\n---\n", "+++\n+++\n", "{}\n", "Body"] {
        assert_eq!(read(source), FrontMatter::default(), "{source:?}");
    }
}

#[test]
fn broken_front_matter_is_a_problem_with_its_place() {
    assert_eq!(
        problems("---\ntitle: a\ntags: [a,\ndraft: x\n---\nBody"),
        ["3:7 front-matter-syntax unclosed bracket '['"]
    );
    assert_eq!(
        problems("\u{FEFF}---\r\ntitle: a: b\r\n---\r\n"),
        ["2:9 front-matter-syntax mapping values are not allowed in this context"]
    );
    assert_eq!(
        problems("+++\ntitle = 'a'\nx = \n+++\n"),
        ["3:5 front-matter-syntax string values must be quoted, expected literal string"]
    );
    assert_eq!(
        problems("---\njust words\n---\n"),
        ["2:1 front-matter-syntax the front matter is not made of lines like `key: value`"]
    );
    assert_eq!(
        problems("---\ntitle: a\n\nBody"),
        ["1:1 front-matter-unclosed the front matter is not closed by a line of its own"]
    );
    assert_eq!(parse("---\ntitle: [a\n---\nBody").front_matter, FrontMatter::default());
}

#[test]
fn odd_values_are_problems_and_the_rest_is_read() {
    let source = "---
title: [a]
date: yesterday
draft: perhaps
slug: a/b c
tags: [a, {b: c}]
x: 1
x: 2
summary: ok
---
";
    assert_debug_snapshot!(problems(source), @r#"
    [
        "2:1 field-shape `title` is not a text",
        "3:7 date-unknown `yesterday` is not a date that can be read",
        "4:1 field-shape `draft` is not `true` or `false`",
        "5:7 slug-invalid a slug contains `/`; `a-b-c` is used instead",
        "6:1 field-shape `tags` is not a list of texts",
        "8:1 front-matter-repeated-key the key `x` is written twice; the last one counts",
    ]
    "#);
    let front_matter = parse(source).front_matter;
    assert_eq!(front_matter.tags, ["a"]);
    assert_eq!(front_matter.slug, Slug::parse("a-b-c").ok());
    assert_eq!(front_matter.summary.as_deref(), Some("ok"));
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let items = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb.extend([format!("a{n}: &a{n} [{items}]\n")]);
    }
    bomb.push_str("---\nBody");
    assert_eq!(parse(&bomb).problems[0].code, ProblemCode::FrontMatterSyntax);
}

#[test]
fn fresh_front_matter_reads_as_it_was_meant() {
    let post = NewPost {
        title: "first / second: \"third\"".to_owned(),
        date: Some("2024-08-05".to_owned()),
        draft: true,
        slug: Slug::parse("first").ok(),
        tags: vec!["rust".to_owned(), "no".to_owned(), "a, b".to_owned()],
        summary: Some("It's\nshort".to_owned()),
        aliases: vec!["/old/-/path.html".to_owned()],
        language: Some("en".to_owned()),
    };
    insta::assert_snapshot!(write(&post), @r#"
    ---
    title: 'first / second: "third"'
    date: 2024-08-05
    draft: true
    slug: first
    tags: [rust, "no", "a, b"]
    summary: "It's\nshort"
    language: en
    aliases:
      - /old/-/path.html
    ---
    "#);
    let back = read(&write(&post));
    assert_eq!((back.title, back.slug, back.tags), (Some(post.title), post.slug, post.tags));
    assert_eq!((back.summary, back.aliases), (post.summary, post.aliases));
}

proptest! {
    #[test]
    fn fresh_front_matter_of_any_title_reads_as_it_was_meant(title in "\\PC{0,40}", tags in proptest::collection::vec("\\PC{1,12}", 0..4)) {
        let post = NewPost { title, tags, ..NewPost::default() };
        let parsed = parse(&write(&post));
        prop_assert_eq!(&parsed.problems, &[]);
        prop_assert_eq!(parsed.front_matter.title.unwrap_or_default(), read::one_line(&post.title));
        let mut tags: Vec<_> = post.tags.iter().map(|tag| read::one_line(tag)).filter(|tag| !tag.is_empty()).collect();
        let mut seen = Vec::new();
        tags.retain(|tag| !seen.contains(tag) && { seen.push(tag.clone()); true });
        prop_assert_eq!(parsed.front_matter.tags, tags);
    }

    #[test]
    fn any_text_is_read_without_panic(inner in "(title|tags|draft|date|: |:|\\[|\\]|\\{|\\}|\"|'|- |\n|\r\n|  |#|&a |\\*a|é|\\||>|=|!x |%|\t){0,24}") {
        for fence in ["---", "+++"] {
            let source = format!("{fence}\n{inner}\n{fence}\nBody");
            let parsed = parse(&source);
            prop_assert!(source.get(parsed.body).is_some());
        }
        let _ = parse(&format!("{{{inner}}}\nBody"));
    }
}

#[test]
fn a_value_is_found_under_any_spelling_of_its_key() {
    for (source, value) in [
        ("---\ntitle: é\nslug: a-b\n---\n", "a-b"),
        ("+++\nslug = \"a-b\"\n+++\n", "\"a-b\""),
        ("{\"slug\": \"a-b\"}\n", "\"a-b\""),
    ] {
        let at = place_of(source, "slug").unwrap().get();
        assert!(source[at..].starts_with(value), "{source}");
    }
    let jekyll = "---\nlast_modified_at: 2024-01-02\n---\n";
    let at = place_of(jekyll, "updated").unwrap().get();
    assert!(jekyll[at..].starts_with("2024"));
    assert!(place_of(jekyll, "slug").is_none());
    assert!(place_of("# No block\n", "slug").is_none());
}
