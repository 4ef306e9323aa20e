//! Changing one field: what stands afterwards, and what must not have moved.

use std::borrow::Borrow;

use insta::assert_snapshot;

use super::*;

fn edited(source: &str, change: impl Borrow<FieldEdit>) -> String {
    edit(source, change.borrow()).unwrap()
}

fn title(text: &str) -> FieldEdit {
    FieldEdit::Title(text.to_owned())
}

fn tags(texts: &[&str]) -> FieldEdit {
    FieldEdit::Tags(texts.iter().map(|&text| text.to_owned()).collect())
}

fn date(text: &str) -> FieldEdit {
    FieldEdit::Date(Some(text.to_owned()))
}

const YAML: &str = "---
# Top comment
title: \"Old\"   # after the title
date: 2024-01-02 03:04:05 +0900
x-unknown: {a: 1}

tags:
  # first
  - rust
  - 'web'   # second
# before draft
draft: no
---

Body
";

#[test]
fn one_value_changes_and_nothing_else() {
    let new = edited(YAML, title("New: 'quoted'"));
    assert_eq!(new, YAML.replace("\"Old\"", "\"New: 'quoted'\""));
    let new = edited(YAML, date("2025-01-01"));
    assert_eq!(new, YAML.replace("2024-01-02 03:04:05 +0900", "2025-01-01"));
    let new = edited(YAML, FieldEdit::Draft(true));
    assert_eq!(new, YAML.replace("draft: no", "draft: true"));
}

#[test]
fn what_is_said_already_changes_nothing() {
    assert_eq!(edited(YAML, title("Old")), YAML);
    assert_eq!(edited(YAML, FieldEdit::Draft(false)), YAML);
    assert_eq!(edited(YAML, tags(&["rust", "web"])), YAML);
    assert_eq!(edited(YAML, date("2024-01-02 03:04:05 +0900")), YAML);
    assert_eq!(edited("Body", FieldEdit::Draft(false)), "Body");
    assert_eq!(edited("Body", FieldEdit::Slug(None)), "Body");
}

#[test]
fn items_of_a_list_keep_their_lines() {
    assert_eq!(
        edited(YAML, tags(&["rust", "web", "y"])),
        YAML.replace("# second\n", "# second\n  - \"y\"\n")
    );
    assert_eq!(edited(YAML, tags(&["web"])), YAML.replace("  - rust\n", ""));
    assert_eq!(
        edited(YAML, tags(&["rust", "x", "web"])),
        YAML.replace("- rust\n", "- rust\n  - x\n")
    );
    assert_eq!(
        edited(YAML, tags(&["a", "rust", "web"])),
        YAML.replace("  - rust\n", "  - a\n  - rust\n")
    );
    let flow = "---\ntags: [ 'a' , b ]  # c\nx: 1\n---\n";
    assert_eq!(edited(flow, tags(&["a", "b", "c d"])), flow.replace(", b ", ", b , 'c d' "));
    assert_eq!(edited(flow, tags(&["b"])), flow.replace("'a' , ", ""));
    assert_eq!(edited(flow, tags(&["a"])), flow.replace(" , b ", " "));
    assert_eq!(edited(flow, tags(&["x", "b"])), flow.replace("'a'", "'x'"));
    assert_eq!(edited("---\ntags: []\n---\n", tags(&["a", "b"])), "---\ntags: [a, b]\n---\n");
    assert_eq!(edited("---\ntags:\nx: 1\n---\n", tags(&["a"])), "---\ntags: [a]\nx: 1\n---\n");
}

#[test]
fn tags_written_as_a_text_stay_a_text() {
    assert_eq!(edited("---\ntags: a, b\n---\n", tags(&["a", "c"])), "---\ntags: \"a, c\"\n---\n");
    assert_eq!(edited("---\ntags: a\n---\n", tags(&["b"])), "---\ntags: b\n---\n");
    assert_eq!(
        edited("---\ntags: a\n---\n", tags(&["b, c", "d"])),
        "---\ntags: [\"b, c\", d]\n---\n"
    );
}

#[test]
fn removing_takes_the_lines_of_the_key_only() {
    let new = edited(YAML, tags(&[]));
    assert_eq!(new, YAML.replace("tags:\n  # first\n  - rust\n  - 'web'   # second\n", ""));
    assert_eq!(
        edited(YAML, FieldEdit::Date(None)),
        YAML.replace("date: 2024-01-02 03:04:05 +0900\n", "")
    );
    let block = "---\nsummary: |\n  One\n\n  # not a comment\n\n# comment\ntitle: x\n---\n";
    assert_eq!(edited(block, FieldEdit::Summary(None)), "---\n\n# comment\ntitle: x\n---\n");
}

#[test]
fn new_keys_stand_beside_their_neighbours() {
    let new = edited(YAML, FieldEdit::Slug(Slug::parse("new").ok()));
    assert_eq!(new, YAML.replace("draft: no\n", "draft: no\nslug: new\n"));
    let bare = "---\r\nlayout: post\r\n# end\r\n---\r\nBody";
    assert_eq!(edited(bare, title("T")), bare.replace("layout", "title: T\r\nlayout"));
    assert_eq!(
        edited(bare, date("2024-08-05")),
        bare.replace("post\r\n", "post\r\ndate: 2024-08-05\r\n")
    );
    assert_eq!(edited("---\n---\n", title("T")), "---\ntitle: T\n---\n");
    assert_eq!(
        edited("---\n  a: 1\n---\n", date("2024-08-05")),
        "---\n  a: 1\n  date: 2024-08-05\n---\n"
    );
}

#[test]
fn an_old_address_joins_the_others_as_they_are_written() {
    let aliases = |paths: &[&str]| FieldEdit::Aliases(paths.iter().map(|&it| it.into()).collect());
    let list = "---\ntitle: x\naliases:\n  - /one/  # first\n---\n";
    let new = edited(list, aliases(&["/one/", "/two/"]));
    assert_eq!(new, list.replace("# first\n", "# first\n  - /two/\n"));
    let one = "+++\nredirect_from = '/one/'\n+++\n";
    let new = edited(one, aliases(&["/one/", "/two/"]));
    assert_eq!(parse(&new).front_matter.aliases, ["/one/", "/two/"]);
    let none = "---\ntitle: x\n---\n";
    assert_eq!(edited(none, aliases(&["/a b/"])), "---\ntitle: x\naliases: [/a b/]\n---\n");
}

#[test]
fn a_text_of_several_lines_is_replaced_whole() {
    let block = "---\nsummary: >-\n  One\n  two\n\ntitle: x\n---\n";
    let new = edited(block, FieldEdit::Summary(Some("Short".to_owned())));
    assert_eq!(new, "---\nsummary: Short\n\ntitle: x\n---\n");
    let plain = "---\ntitle: one\n  two\nx: 1\n---\n";
    assert_eq!(edited(plain, title("three")), "---\ntitle: three\nx: 1\n---\n");
    let below = "---\ntitle:\n  one\nx: 1\n---\n";
    assert_eq!(edited(below, title("two")), "---\ntitle:\n  two\nx: 1\n---\n");
}

#[test]
fn foreign_spellings_are_changed_where_they_stand() {
    let jekyll = "---\npublished: false\ndescription: 'old'\n---\n";
    assert_eq!(edited(jekyll, FieldEdit::Draft(false)), jekyll.replace("false", "true"));
    assert_eq!(
        edited(jekyll, FieldEdit::Summary(Some("it's new".to_owned()))),
        jekyll.replace("'old'", "'it''s new'")
    );
    let zola = "+++\ntitle = \"A\" # c\r\n[taxonomies]\ntags = [\n  \"a\",\n  \"b\",\n]\n[extra]\nx = 1\n+++\n";
    assert_eq!(edited(zola, tags(&["a", "b", "c"])), zola.replace("\"b\"", "\"b\",\n  \"c\""));
    assert_eq!(edited(zola, tags(&[])), zola.replace("tags = [\n  \"a\",\n  \"b\",\n]\n", ""));
    assert_eq!(edited(zola, title("B")), zola.replace("\"A\"", "\"B\""));
}

#[test]
fn toml_stays_toml() {
    let toml = "+++\r\n# c\r\ntitle = 'Old' # d\r\ndate = 2024-01-02T03:04:05Z\r\n\r\n# table\r\n[extra]\r\nx = 1\r\n+++\r\nBody";
    assert_eq!(edited(toml, title("Say \"hi\"")), toml.replace("'Old'", "'Say \"hi\"'"));
    assert_eq!(
        edited(toml, date("2025-01-02")),
        toml.replace("2024-01-02T03:04:05Z", "2025-01-02")
    );
    assert_eq!(
        edited(toml, date("2025-01-02 10:30")),
        toml.replace("2024-01-02T03:04:05Z", "\"2025-01-02 10:30\"")
    );
    assert_eq!(edited(toml, tags(&["a"])), toml.replace("05Z\r\n", "05Z\r\ntags = [\"a\"]\r\n"));
    assert_eq!(
        edited("+++\n[extra]\nx = 1\n+++\n", FieldEdit::Draft(true)),
        "+++\ndraft = true\n[extra]\nx = 1\n+++\n"
    );
    assert_eq!(edited("+++\n+++\n", title("T")), "+++\ntitle = \"T\"\n+++\n");
}

#[test]
fn a_source_without_front_matter_gets_a_block() {
    assert_snapshot!(edited("Body\n", tags(&["a"])), @r"
    ---
    tags: [a]
    ---

    Body
    ");
    assert_eq!(
        edited("\u{FEFF}\r\nBody\r\n", title("T")),
        "\u{FEFF}---\r\ntitle: T\r\n---\r\n\r\nBody\r\n"
    );
    assert_eq!(edited("", title("T")), "---\ntitle: T\n---\n");
}

#[test]
fn a_title_that_is_a_heading_is_changed_there() {
    assert_eq!(
        edited("Intro\n\n# Old *title* #\r\nBody", title("New")),
        "Intro\n\n# New #\r\nBody"
    );
    let block = "---\ndraft: true\n---\n# Old\n";
    assert_eq!(edited(block, title("a *b* [c]")), block.replace("Old", r"a \*b\* \[c\]"));
    assert_eq!(edited("# Old\n", title("")), "---\ntitle: \"\"\n---\n\n# Old\n");
    let both = "---\ntitle: T\n---\n# T\n";
    assert_eq!(
        edited(both, title("U")),
        both.replace("title: T", "title: U"),
        "the front matter goes first"
    );
}

#[test]
fn what_cannot_be_changed_safely_is_refused() {
    let refused = |source, change: FieldEdit| edit(source, &change).unwrap_err();
    assert_eq!(refused("{\"title\": \"a\"}\n", title("b")), EditFrontMatterError::Json);
    assert_eq!(
        refused("---\nx: 1\ntitle: [a\n---\n", title("b")),
        EditFrontMatterError::Unreadable { line: 3 }
    );
    assert_eq!(
        refused("---\ntitle: &t a\nx: *t\n---\n", title("b")),
        EditFrontMatterError::Entangled { key: "title".to_owned() },
        "another key says what the title says"
    );
    assert_eq!(
        refused("---\n{a: 1}\n---\n", title("b")),
        EditFrontMatterError::Entangled { key: "title".to_owned() }
    );
    assert_eq!(refused("", date("soon")), EditFrontMatterError::Date("soon".to_owned()));
}

/// A line or more of front matter in one of the forms that people write.
fn entry() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "title: Plain title",
        "title: 'It''s' # comment",
        "title: \"A \\\"quote\\\"\"",
        "title: >-\n  folded\n  text",
        "title:",
        "date: 2024-08-05",
        "date: '2024-08-05 10:00:00 +0900'",
        "draft: no",
        "draft: true # yet",
        "tags: [a, b]",
        "tags: [\n  a,\n  b\n]",
        "tags:\n- a\n# between\n- b",
        "tags:\n    -   a\n    -   'b'  # c",
        "tags: a, b",
        "tags: []",
        "slug: some-slug",
        "summary: |\n  Lines\n\n  # of text",
        "description: \"d\"",
        "# a comment",
        "",
        "layout: post",
        "nested:\n  title: inner\n  tags: [x]",
        "list:\n  - {a: 1}\n  - b",
        "日本: 語 🚀",
        "\"quoted key\": 1.10",
    ])
}

fn change() -> impl Strategy<Value = FieldEdit> {
    prop_oneof![
        "\\PC{0,30}".prop_map(FieldEdit::Title),
        "(a: b|# c|- d|'e'|\"f\"|1\\.0|null|no|/|,|\\[|\\]| |é|日本|🚀|ש){0,5}"
            .prop_map(FieldEdit::Title),
        any::<bool>().prop_map(FieldEdit::Draft),
        proptest::collection::vec("/\\PC{1,8}/|/a b/|/c,d/", 0..4).prop_map(FieldEdit::Aliases),
        proptest::collection::vec("\\PC{1,8}|a|b|c", 0..4).prop_map(FieldEdit::Tags),
        proptest::option::of("\\PC{0,30}(\n\\PC{0,9})?").prop_map(FieldEdit::Summary),
        proptest::option::of(Just("2024-08-05 10:00".to_owned())).prop_map(FieldEdit::Date),
        proptest::option::of("[a-z]{1,5}")
            .prop_map(|slug| FieldEdit::Slug(slug.and_then(|slug| Slug::parse(&slug).ok()))),
    ]
}

/// Lines of a text that another text has too, in order.
fn kept_lines<'text>(old: &'text str, new: &str) -> Vec<&'text str> {
    let new: Vec<_> = new.lines().collect();
    let old_lines: Vec<_> = old.lines().collect();
    similar::capture_diff_slices(similar::Algorithm::Myers, &old_lines, &new)
        .iter()
        .filter(|op| matches!(op, similar::DiffOp::Equal { .. }))
        .flat_map(|op| old_lines[op.old_range()].to_vec())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn an_edit_changes_its_field_and_nothing_else(
        entries in proptest::collection::vec(entry(), 0..7),
        change in change(),
        has_mark: bool,
        is_crlf: bool,
    ) {
        let mark = if has_mark { "\u{FEFF}" } else { "" };
        let inner: String = entries.iter().flat_map(|entry| [entry, "\n"]).collect();
        let mut source = format!("{mark}---\n{inner}---\n\nBody — text\n---\n");
        if is_crlf {
            source = source.replace('\n', "\r\n");
        }
        let before = parse(&source);
        prop_assume!(before.problems.iter().all(|problem| problem.code != ProblemCode::FrontMatterSyntax));
        let new = edit(&source, &change);
        // An edit that is refused has not touched anything: only its absence is allowed.
        let new = match new {
            Ok(new) => new,
            Err(EditFrontMatterError::Entangled { .. }) => return Err(TestCaseError::fail(format!("refused: {source}"))),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let after = parse(&new);
        prop_assert_eq!(&source[before.body.clone()], &new[after.body.clone()]);
        prop_assert_eq!(&before.front_matter.extra, &after.front_matter.extra);
        prop_assert_eq!(new.contains('\r'), source.contains('\r'));
        prop_assert_eq!(new.replace("\r\n", "").contains(['\r', '\n']), !is_crlf, "one kind of line break");
        prop_assert_eq!(new.starts_with(mark), true);
        for comment in source.lines().filter(|line| line.starts_with("# a comment")) {
            prop_assert!(kept_lines(&source, &new).contains(&comment), "comments stay");
        }
        // All other fields say what they said.
        let mut expected = before.front_matter.clone();
        let said = after.front_matter.clone();
        match &change {
            FieldEdit::Title(title) => {
                prop_assert_eq!(said.title.clone().unwrap_or_default(), read::one_line(title));
                expected.title.clone_from(&said.title);
            }
            FieldEdit::Draft(draft) => {
                prop_assert_eq!(said.draft, *draft);
                expected.draft = said.draft;
            }
            FieldEdit::Tags(_) => expected.tags.clone_from(&said.tags),
            FieldEdit::Aliases(_) => expected.aliases.clone_from(&said.aliases),
            FieldEdit::Summary(_) => expected.summary.clone_from(&said.summary),
            FieldEdit::Date(date) => {
                if let Some(date) = date {
                    prop_assert_eq!(said.date, PostDate::parse(date));
                }
                expected.date = said.date;
            }
            FieldEdit::Slug(slug) => {
                if slug.is_some() {
                    prop_assert_eq!(&said.slug, slug);
                }
                expected.slug.clone_from(&said.slug);
            }
        }
        prop_assert_eq!(expected, said);
        // Where a key or its synonym stands twice, removing one leaves the other.
        let removes = match &change {
            FieldEdit::Date(date) => date.is_none(),
            FieldEdit::Slug(slug) => slug.is_none(),
            FieldEdit::Summary(_) | FieldEdit::Tags(_) | FieldEdit::Aliases(_) => true,
            FieldEdit::Title(_) | FieldEdit::Draft(_) => false,
        };
        if !removes {
            prop_assert_eq!(edit(&new, &change).unwrap(), new.clone(), "saying it again changes nothing");
        }
    }

    #[test]
    fn a_new_title_is_the_posts_title(
        body in "(# Old *title*\n|## Section\n|Prose.\n|\n|```\n){0,5}",
        new in "(\\PC|\\*|_|`|#| |\\[|\\]|\\\\|<b>){1,12}",
    ) {
        let path = crate::PostPath::parse("file.md").unwrap();
        let new = read::one_line(&new);
        prop_assume!(!new.is_empty());
        let edited = edit(&body, &FieldEdit::Title(new.clone())).unwrap();
        prop_assert_eq!(crate::Post::from_source(&path, &edited).title, new);
    }

    #[test]
    fn an_edit_of_any_block_is_safe_or_refused(
        inner in "(title|tags|date|x|: |:|\\[|\\]|\\{|\\}|\"|'|- |\n|\n|  |#|&a |\\*a|é|\\||>|=|!x ){0,20}",
        change in change(),
    ) {
        for fence in ["---", "+++"] {
            let source = format!("{fence}\n{inner}\n{fence}\nBody");
            if let Ok(new) = edit(&source, &change) {
                prop_assert!(new.ends_with("Body"));
                if parse(&source).problems.is_empty() {
                    prop_assert_eq!(parse(&source).front_matter.extra, parse(&new).front_matter.extra);
                }
            }
        }
    }
}
