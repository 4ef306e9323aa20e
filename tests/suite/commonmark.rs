//! `galley render` on the examples of the CommonMark specification.

use crate::test_blog::TestBlog;

const SPEC: &str = include_str!("../fixtures/markdown/commonmark-0.31.2.txt");

/// Markdown and HTML of each example: between fences of 32 backticks, parted by a dot.
fn examples() -> Vec<(String, String)> {
    let fence = "`".repeat(32);
    let begin = format!("\n{fence} example\n");
    let parts = SPEC.split(begin.as_str()).skip(1);
    let cut = |part: &str| {
        let (example, _) = part.split_once(&format!("\n{fence}\n")).expect("a closing fence");
        // An example without HTML ends right behind the dot.
        let example = format!("\n{example}\n").replace('→', "\t");
        let (markdown, html) = example.split_once("\n.\n").expect("a dot between both");
        let markdown = markdown.strip_prefix('\n').expect("it was put there");
        let markdown = if markdown.is_empty() { String::new() } else { format!("{markdown}\n") };
        (markdown, html.to_owned())
    };
    parts.map(cut).collect()
}

#[test]
fn all_examples_of_commonmark_are_rendered_as_the_specification_says() {
    let blog = TestBlog::nothing();
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let wrong: Vec<_> = examples
        .iter()
        .filter_map(|(markdown, html)| {
            let arguments = ["render", "--dialect", "commonmark", "--raw-html", "all"];
            let rendered = blog.galley_with(&arguments, markdown).done();
            (rendered != *html).then(|| format!("{markdown:?}\n  {rendered:?}\n  {html:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} examples differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn front_matter_is_metadata_in_galleys_own_dialect_only() {
    let blog = TestBlog::nothing();
    let source = "---\ntitle: A\n---\nB\n";
    assert_eq!(blog.galley_with(&["render"], source).done().trim(), "<p>B</p>");
    let commonmark = blog.galley_with(&["render", "--dialect", "commonmark"], source).done();
    assert!(commonmark.contains("title: A"), "{commonmark}");
}
