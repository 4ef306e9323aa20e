use insta::assert_snapshot;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;

const SEED: &str = include_str!("../../../../../tests/fixtures/seed/capture.txt");

fn imported(text: &str) -> ImportedPost {
    let mut imported = import(text, &ImportContext::default());
    imported.posts.pop().expect("a text with words is a post")
}

fn body(source: &str) -> &str {
    &source[front_matter::split(source).body_start..]
}

/// What was recognised, a line each.
fn report(post: &ImportedPost) -> String {
    let line =
        |found: &Recognised| format!("{:>2} {}: {}\n", found.line, found.what.as_str(), found.text);
    post.recognised.iter().map(line).collect()
}

/// The words that a reader of the Markdown sees.
fn shown(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH
        | Options::ENABLE_FOOTNOTES;
    let mut text = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item)
            | Event::End(TagEnd::Paragraph) => text.push('\n'),
            // No word is within these unless a mark was taken for one.
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Emphasis | Tag::Strong) => {
                text.push_str("<mark>");
            }
            _ => {}
        }
    }
    words(&text)
}

/// The words of a text, without loose marks such as those of lists.
fn words(text: &str) -> Vec<String> {
    let has_letter = |word: &&str| word.contains(char::is_alphanumeric);
    text.split_whitespace().filter(has_letter).map(str::to_owned).collect()
}

#[test]
fn the_seed_becomes_a_post() {
    let post = imported(SEED);
    assert_eq!(
        post.title,
        "first loop I ever wrote / I mapped the disk by hand once / the merge was final"
    );
    assert_eq!(post.date, PostDate::parse("2024-08-05"));
    assert_eq!(
        post.slug.as_str(),
        "first-loop-i-ever-wrote-i-mapped-the-disk-by-hand-once-the-merge-was-final"
    );
    assert_eq!(
        post.aliases,
        ["/post/first-loop-i-ever-wrote-/-i-mapped-the-disk-by-hand-once-/-the-merge-was-final/"]
    );
    assert_snapshot!(report(&post), @"
     1 path: post/first-loop-i-ever-wrote-/-i-mapped-the-disk-by-hand-once-/-the-merge-was-final.md
     3 title: first loop I ever wrote / I mapped the disk by hand once / the merge was final
     6 headline: Navigating the LLM Tsunami
     8 date: August 5, 2024
    12 heading: The LLM Tsunami
    16 heading: Platform Engineering Mainstream
    20 heading: CNCF Landscape Overwhelming
    24 heading: Developer Experience Discipline
    28 heading: FinOps and Cloud Cost Pressure
    32 heading: Debugging Real-World Problems
    36 heading: Learning from Real Projects
    40 heading: Conclusion
    ");
    let top: String = post
        .source
        .lines()
        .take(13)
        .map(|line| line.chars().take(60).collect::<String>().trim_end().to_owned() + "\n")
        .collect();
    assert_snapshot!(top, @"
    ---
    title: first loop I ever wrote / I mapped the disk by hand o
    date: 2024-08-05
    aliases:
      - /post/first-loop-i-ever-wrote-/-i-mapped-the-disk-by-han
    ---

    ## Navigating the LLM Tsunami

    Today feels like a whirlwind. The past few months have been

    ### The LLM Tsunami

    ");
    assert!(post.source.ends_with("exhilarating and humbling.\n"));
}

#[test]
fn the_seed_keeps_its_text_word_for_word() {
    let post = imported(SEED);
    let unmarked: Vec<_> =
        body(&post.source).lines().map(|line| line.trim_start_matches(['#', ' '])).collect();
    let taken = ["$ cat", "first loop I ever wrote /", "August 5, 2024"];
    let is_kept = |line: &&str| !taken.iter().any(|start| line.starts_with(start));
    let original: Vec<_> = SEED.lines().filter(is_kept).collect();
    assert_eq!(words(&unmarked.join("\n")), words(&original.join("\n")));
    assert_eq!(unmarked.join("").trim(), original.join("").trim(), "character for character");
}

#[test]
fn the_seed_reads_back_as_it_was_recognised() {
    let imported = imported(SEED);
    let path = PostPath::parse(&format!("{}.md", imported.slug)).unwrap();
    let post = Post::from_source(&path, &imported.source);
    assert_eq!(post.problems, []);
    assert_eq!((post.title, post.date, post.slug), (imported.title, imported.date, imported.slug));
    assert_eq!(post.aliases, imported.aliases);
    assert!(post.excerpt.starts_with("Today feels like a whirlwind."), "{}", post.excerpt);
}

#[test]
fn importing_is_quiet_only_about_what_is_sure() {
    assert_eq!(import(SEED, &ImportContext::default()).problems, []);
    let unsure = import("A title\n\nSome *text* here.\n", &ImportContext::default()).problems;
    let messages: Vec<_> = unsure.iter().map(|p| format!("{} {}", p.line, p.message)).collect();
    assert_eq!(
        messages,
        [
            "1 no date was recognised",
            "3 characters that Markdown takes for marks are written with a backslash",
        ]
    );
    assert_eq!(import(" \n\n", &ImportContext::default()), Imported::default());
}

#[test]
fn sections_without_a_headline_are_one_level_higher() {
    let text = "My title\n\nIt begins here, with a sentence.\n\nA section\n\nWith a paragraph.\n\nLoose line\n";
    assert_eq!(
        body(&imported(text).source),
        "\nIt begins here, with a sentence.\n\n## A section\n\nWith a paragraph.\n\nLoose line\n"
    );
    let first = "My title\n\nA section\n\nWith a paragraph.\n";
    assert_eq!(body(&imported(first).source), "\n## A section\n\nWith a paragraph.\n");
}

#[test]
fn verses_are_not_headings() {
    let text = "A poem\n\nThe first line\n\nThe second line\n\nthe third\n";
    let post = imported(text);
    assert_eq!(report(&post).lines().count(), 3, "{}", report(&post));
}

#[test]
fn a_file_gives_its_name_where_the_text_has_no_title() {
    let context = ImportContext { path: Some("notes/My File.txt".to_owned()) };
    let imported = import("A paragraph that goes\nover two lines.\n", &context);
    let post = &imported.posts[0];
    assert_eq!((post.title.as_str(), post.slug.as_str()), ("My File", "my-file"));
    assert_eq!(post.aliases, ["/notes/My File/"]);
    assert_eq!(body(&post.source), "\nA paragraph that goes\nover two lines.\n");
    assert_eq!(imported.problems.len(), 2);
}

#[test]
fn markdown_keeps_its_marks() {
    let text = "# The *title*\n\n2024-08-05\n\nA Line\n\n## Heading\n\nSome *text* and [link](x).\n\n```\n$ a_b_c\n```\n";
    let post = imported(text);
    assert_eq!(post.title, "The *title*");
    assert_eq!(post.date, PostDate::parse("2024-08-05"));
    assert_eq!(
        body(&post.source),
        "\nA Line\n\n## Heading\n\nSome *text* and [link](x).\n\n```\n$ a_b_c\n```\n"
    );
    let source = "---\ntitle: T\ndate: 2024-08-05\n---\n\nBody with *marks*.\n";
    assert_eq!(imported(source).source, source, "a post stays as it is");
}

#[test]
fn marks_of_the_text_are_escaped_where_they_would_act() {
    let escaped = |text: &str| body(&imported(&format!("T\n\n{text}\n")).source).trim().to_owned();
    assert_eq!(escaped("a *b* 2 * 3, snake_case_name"), r"a \*b\* 2 * 3, snake_case_name");
    assert_eq!(body(&imported("T\n\nHeading #\n\nText.").source), "\n## Heading \\#\n\nText.\n");
    assert_eq!(escaped("one* star, $5, a_b"), "one* star, $5, a_b");
    assert_eq!(
        escaped("# no heading\n> no quote\n- a list\n#tag"),
        "\\# no heading\n\\> no quote\n- a list\n#tag"
    );
    assert_eq!(
        escaped("* > no quote\n- # no heading\n1. * > neither\n* #tag"),
        "* \\> no quote\n- \\# no heading\n1. * \\> neither\n* #tag"
    );
    assert_eq!(escaped("[over\ntwo lines](x)"), "\\[over\ntwo lines](x)");
    assert_eq!(escaped("[over\ntwo lines]: x"), "\\[over\ntwo lines]: x");
    assert_eq!(escaped(r"D:\dir\*.txt <b> &copy; AT&T"), r"D:\dir\\*.txt \<b> \&copy; AT&T");
    assert_eq!(
        escaped("     Indented first line,\nas in print."),
        "Indented first line,\nas in print."
    );
}

proptest! {
    #[test]
    fn readers_see_the_words_that_were_written(
        text in "(a|B|é|日本| |\n|\n\n|\\*|_|`|~|\\$|\\[|\\]|\\(|\\)|<|>|&amp;|&|#|\\\\|!|=|\\||:|\\.){1,40}",
    ) {
        let source = format!("Title\n\nFirst paragraph.\n\n{text}\n\nLast paragraph.");
        prop_assume!(!is_markdown(&source.lines().collect::<Vec<_>>()));
        let post = imported(&source);
        prop_assert_eq!(shown(body(&post.source)), words(&format!("First paragraph.\n\n{text}\n\nLast paragraph.")));
    }

    #[test]
    fn any_text_is_imported_without_panic(text in any::<String>(), path in proptest::option::of(any::<String>())) {
        let imported = import(&text, &ImportContext { path });
        prop_assert_eq!(imported.posts.len(), usize::from(!text.trim_start_matches('\u{FEFF}').trim().is_empty()));
    }
}
