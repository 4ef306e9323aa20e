//! The specifications, run: CommonMark, GFM's extensions, and the Galley dialect.
//!
//! Each is prose with examples between fences of 32 backticks: Markdown, a line with a
//! dot, HTML. `→` is a tab. An example may name settings behind `example`:
//! `german`, `japanese`, `all-html`; `diagrams` where something is drawn, which `<svg/>`
//! stands for.

use std::fmt::Write as _;

use galley_markdown::{Dialect, Options, RawHtml, render};

struct Example<'a> {
    line: usize,
    settings: &'a str,
    markdown: String,
    html: String,
}

fn examples(spec: &str) -> Vec<Example<'_>> {
    let fence = "`".repeat(32);
    let mut examples: Vec<Example<'_>> = Vec::new();
    let mut in_example = false;
    let mut in_html = false;
    for (i, line) in spec.lines().enumerate() {
        if in_example {
            let example = examples.last_mut().expect("an example is open");
            match line {
                _ if line == fence => in_example = false,
                "." if !in_html => in_html = true,
                _ if in_html => example.html += &(line.replace('→', "\t") + "\n"),
                _ => example.markdown += &(line.replace('→', "\t") + "\n"),
            }
        } else if let Some(settings) = line.strip_prefix(&format!("{fence} example")) {
            in_example = true;
            in_html = false;
            let settings = settings.trim();
            let (markdown, html) = (String::new(), String::new());
            examples.push(Example { line: i + 1, settings, markdown, html });
        }
    }
    examples
}

/// Fails with every example that renders to something else, and where it stands.
fn check(name: &str, spec: &str, options: &Options) -> usize {
    let examples = examples(spec);
    let n = examples.len();
    let mut failures = String::new();
    let mut n_failed = 0;
    for Example { line, settings, markdown, html } in examples {
        let mut options = options.clone();
        let has_diagrams = settings.contains("diagrams");
        if has_diagrams && !cfg!(feature = "diagrams") {
            continue;
        }
        for setting in settings.split_whitespace() {
            match setting {
                "german" => options.language = "de".into(),
                "japanese" => options.language = "ja".into(),
                "all-html" => options.raw_html = RawHtml::All,
                // Looked at above; and GFM's own names of its extensions.
                "diagrams" | "table" | "strikethrough" | "autolink" | "tagfilter" | "disabled" => {}
                _ => panic!("{name}:{line}: unknown setting `{setting}`"),
            }
        }
        let mut rendered = render(&markdown, &options).html;
        if has_diagrams {
            rendered = without_drawings(&rendered);
        }
        if rendered != html {
            n_failed += 1;
            let _ = write!(
                failures,
                "\n{name}:{line}\n--- markdown\n{markdown}--- expected\n{html}--- rendered\n{rendered}"
            );
        }
    }
    assert!(n_failed == 0, "{n_failed} of {n} examples differ{failures}");
    n
}

/// The HTML with `<svg/>` in the place of each drawing.
fn without_drawings(html: &str) -> String {
    let mut parts = html.split("<svg ");
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        short.push_str("<svg/>");
        short.push_str(part.split_once("</svg>").map_or("", |(_, rest)| rest));
    }
    short
}

#[test]
fn commonmark_holds_in_all_652_examples() {
    let spec = include_str!("../../../../tests/fixtures/markdown/commonmark-0.31.2.txt");
    let options =
        Options { dialect: Dialect::CommonMark, raw_html: RawHtml::All, ..Options::default() };
    assert_eq!(check("commonmark-0.31.2.txt", spec, &options), 652);
}

#[test]
fn gfm_holds_in_all_examples_of_its_extensions() {
    let spec = include_str!("../../../../tests/fixtures/markdown/gfm-extensions-0.29.txt");
    let options = Options { dialect: Dialect::Gfm, raw_html: RawHtml::All, ..Options::default() };
    assert_eq!(check("gfm-extensions-0.29.txt", spec, &options), 24);
}

#[test]
fn the_galley_dialect_is_what_its_description_says() {
    let spec = include_str!("../../../../tests/fixtures/markdown/galley.txt");
    assert_eq!(check("galley.txt", spec, &Options::default()), 50);
}
