use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::{Dialect, RawHtml};

fn document(text: &str) -> Document {
    let mut document = Document::new(Options::default());
    document.set_text(text);
    document
}

fn blocks(document: &Document) -> Vec<(&str, u32, u32)> {
    document.blocks().iter().map(|b| (&*b.html, b.first_line, b.last_line)).collect()
}

#[test]
fn each_top_level_element_is_a_block_with_its_lines() {
    let document = document("a\nb\n\n\n- c\n- d\n\n***\n[x]: /y\n\n    code\n");
    let lines: Vec<_> = blocks(&document).iter().map(|b| (b.1, b.2)).collect();
    assert_eq!(lines, [(1, 2), (5, 6), (8, 8), (11, 11)]);
}

#[test]
fn an_element_that_stays_open_makes_one_block() {
    let mut document = document("<details>\n\na\n\nb\n\n</details>\n\nc\n");
    let grouped = [("<details>\n<p>a</p>\n<p>b</p>\n</details>\n", 1, 7), ("<p>c</p>\n", 9, 9)];
    assert_eq!(blocks(&document), grouped);
    // While its end is not typed yet, what follows stands by itself.
    let patch = document.set_text("<details>\n\na\n\nb\n\n</detail>\n\nc\n");
    assert_eq!((patch.from, patch.to), (0, 1));
    let apart = [
        ("<details>\n</details>\n", 1, 1),
        ("<p>a</p>\n", 3, 3),
        ("<p>b</p>\n", 5, 5),
        ("<p>c</p>\n", 9, 9),
    ];
    assert_eq!(blocks(&document), apart);
    document.set_text("<details>\n\na\n\nb\n\n</details>\n\nc\n");
    assert_eq!(blocks(&document), grouped);
}

#[test]
fn footnotes_are_the_last_block_wherever_they_stand() {
    let document = document("[^a]: note\n\ntext[^a]\n");
    let lines: Vec<_> = blocks(&document).iter().map(|b| (b.1, b.2)).collect();
    assert_eq!(lines, [(3, 3), (3, 3)]);
}

#[test]
fn an_address_within_a_link_is_its_text() {
    let document = document("[a <https://b.example> c](/d) <https://e.example>\n");
    let html = "<p><a href=\"/d\">a https://b.example c</a> \
                <a href=\"https://e.example\">https://e.example</a></p>\n";
    assert_eq!(document.html(), html);
    assert_eq!(document.rendered().links.len(), 2);
}

/// As a browser reads it; what is sent says so.
#[test]
fn an_author_s_list_item_ends_the_footnote_that_it_is_in() {
    let html = document("text[^a]\n\n[^a]: <li>x\n").html();
    assert!(html.contains("<ol>\n<li id=\"fn1\">\n</li><li>x\n<p>"), "{html}");
}

#[test]
fn a_patch_is_no_larger_than_the_change() {
    let mut document = document("# a\n\none\n\ntwo\n\nthree\n");
    let patch = document.set_text("# a\n\none\n\ntwo and\nmore\n\nthree\n");
    assert_eq!((patch.from, patch.to, patch.blocks.len(), patch.line_shift), (2, 3, 1, 1));
    let patch = document.set_text("# a\n\none\n\ntwo and\nmore\n\nthree\n");
    assert!(patch.is_empty());
    // A blank line more changes no block, but moves those behind it.
    let patch = document.set_text("# a\n\none\n\n\ntwo and\nmore\n\nthree\n");
    assert!(patch.blocks.is_empty() && patch.line_shift == 1 && !patch.is_empty());
}

#[test]
fn what_depends_on_other_blocks_changes_with_them() {
    let mut document = document("# a\n\nx[^1] [r]\n\n# a\n\n[^1]: one\n[^2]: two\n\n[r]: /r\n");
    assert!(document.html().contains("id=\"a-1\"") && document.html().contains("href=\"/r\""));
    let patch = document.set_text("# b\n\nx[^1] [r]\n\n# a\n\n[^1]: one\n[^2]: two\n\n[r]: /r\n");
    assert_eq!((patch.from, patch.to), (0, 3), "the other heading's id is free again");
    document.set_text("# b[^2]\n\nx[^1] [r]\n\n# a\n\n[^1]: one\n[^2]: two\n\n[r]: /s\n");
    let html = document.html();
    assert!(html.contains("href=\"#fn2\" id=\"fnref2\"") && html.contains("href=\"/s\""), "{html}");
}

#[test]
fn an_edit_is_parsed_in_a_window() {
    let section =
        "## Part\n\nSome [text][r] with `code`.[^n]\n\n- a list\n- of two\n\n```\ncode\n```\n\n";
    let text = section.repeat(1_000) + "[r]: /x\n\n[^n]: note\n";
    let mut document = document(&text);
    assert_eq!(document.n_bytes_parsed(), text.len());
    let middle = text.len() / 2 + section.find("text").expect("it is there");
    for edit in ["x", "\n\n", "**", "> ", "$", "[^n]", "<b>"] {
        let mut edited = text.clone();
        edited.insert_str(middle, edit);
        document.set_text(&edited);
        assert!(document.n_bytes_parsed() < 4_000, "{edit:?}: {}", document.n_bytes_parsed());
        document.set_text(&text);
    }
    // An open fence reaches to the next one; a definition reaches everywhere.
    let mut edited = text.clone();
    edited.insert_str(middle, "\n\n```\n\n[r]: /y\n\n");
    document.set_text(&edited);
    assert_eq!(document.html(), crate::render(&edited, &Options::default()).html);
    let edited = format!("[s]: /y\n\n{text}");
    document.set_text(&edited);
    assert!(document.n_bytes_parsed() >= edited.len());
}

#[test]
fn rendering_tells_what_it_saw() {
    let text = "# A *b*\n\n[l](x.md) https://a.example\n\n- ![i](y.png)\n\n[^q] [a][b] <b onclick=x>\n\n\
                [n](javascript:x) $\\nosuch$\n\n[^u]: unused\n";
    let rendered = document(text).rendered();
    let headings: Vec<_> =
        rendered.headings.iter().map(|h| (h.level, &*h.id, &*h.text, h.line)).collect();
    assert_eq!(headings, [(1, "a-b", "A b", 1)]);
    let links: Vec<_> = rendered.links.iter().map(|l| (&*l.target, l.line)).collect();
    assert_eq!(links, [("x.md", 3), ("https://a.example", 3)]);
    let images: Vec<_> =
        rendered.images.iter().map(|i| (&*i.target, i.alt.as_deref(), i.line)).collect();
    assert_eq!(images, [("y.png", Some("i"), 5)]);
    let problems: Vec<_> =
        rendered.problems.iter().map(|p| (p.line, p.code.as_str(), &*p.message)).collect();
    assert_eq!(
        problems,
        [
            (7, "reference-undefined", "`[^q]` has no definition"),
            (7, "reference-undefined", "`[a][b]` has no definition"),
            (7, "html-removed", "`onclick` was removed from `<b>`"),
            (
                9,
                "html-removed",
                "the address starting `javascript:` was removed: it could run code"
            ),
            (
                9,
                "math-syntax",
                "`\\nosuch` cannot be read as mathematics: unknown primitive command found"
            ),
            (11, "reference-undefined", "nothing refers to the footnote `[^u]`: it is not shown"),
        ]
    );
}

/// What texts and edits are made of: everything that changes how its surroundings are read.
const PARTS: &[&str] = &[
    "word",
    " ",
    "\n",
    "\n\n",
    "\n\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "  ",
    "é",
    "日本",
    "ש",
    "\u{1A}",
    "\0",
    "# heading\n",
    "## heading\n",
    "\n# a\n",
    "===\n",
    "---\n",
    "***\n",
    "#",
    "####### x\n",
    "- item\n",
    "* item\n",
    "+ item\n",
    "1. item\n",
    "2) item\n",
    "- [ ] task\n",
    "- [x] task\n",
    "  - sub\n",
    "-\n",
    "1.\n",
    "    - deep\n",
    "> quote\n",
    ">",
    "> - a\n>\n>   b\n",
    "> [!NOTE]\n> text\n",
    "[!TIP]",
    "```\n",
    "~~~\n",
    "```rust\nfn a() {}\n```\n",
    "````\n",
    "    indented\n",
    "\tcode\n",
    "| a | b |\n|---|--:|\n| c | d |\n",
    "|---|---|\n",
    "| x | y |\n",
    "a | b\n",
    "|",
    ":-:",
    "[[toc]]\n",
    "\n\n[[toc]]\n\n",
    ": definition\n",
    "\n\n: definition\n",
    ":   wide\n",
    "\n: ",
    "term\n",
    ":::\n",
    "> : quoted\n",
    "    indented",
    "==",
    "**「",
    "」**",
    ":tada:",
    "https://youtu.be/x\n",
    "```rust showLineNumbers\n",
    "[^a]",
    "[^a]: note\n",
    "[^b]",
    "[^b]: other[^a]\n",
    "    more of it\n",
    "[^A]: again\n",
    "[^",
    "> [^c]: in a quote\n",
    "[^c]",
    "[ref]",
    "[ref]: /url\n",
    "[ref]: /other 'title'\n",
    "[text][ref]",
    "![img][ref]",
    "[ref]:\n",
    "[REF]: <a b> (t)\n",
    "]: ",
    "[x]",
    "[link](https://a.example)",
    "![alt](b.png \"t\")",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "<div>\n",
    "</div>\n",
    "<details>\n<summary>s</summary>\n",
    "</details>\n",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<br>",
    "<p>",
    "<pre>\n",
    "</pre>",
    "<?",
    "?>",
    "<!X ",
    "<![CDATA[",
    "]]>",
    "<a href='x'>",
    "<",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "$",
    "$$",
    "$x$",
    "US$5",
    "\\",
    "\"",
    "'",
    "&amp;",
];

fn part() -> impl Strategy<Value = String> {
    prop_oneof![6 => select(PARTS).prop_map(str::to_owned), 1 => "[ -~]{1,4}"]
}

fn text(n: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(part(), 0..n).prop_map(|parts| parts.concat())
}

/// An edit: where, as shares of the text; how much goes; what comes.
fn edit() -> impl Strategy<Value = (f64, usize, String)> {
    (0.0..1.0, prop_oneof![3 => Just(0), 2 => 1_usize..4, 1 => 0_usize..60], text(3))
}

fn options() -> impl Strategy<Value = Options> {
    let dialect = prop_oneof![
        6 => Just(Dialect::Galley), 1 => Just(Dialect::Gfm), 1 => Just(Dialect::CommonMark)
    ];
    let raw_html = prop_oneof![3 => Just(RawHtml::Safe), 1 => Just(RawHtml::All)];
    let flags = (any::<bool>(), any::<bool>());
    (dialect, raw_html, flags).prop_map(|(dialect, raw_html, (math, positions))| Options {
        dialect,
        raw_html,
        math,
        positions,
        ..Options::default()
    })
}

fn edited(text: &str, (at, n_gone, new): &(f64, usize, String)) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a text's length is one of its offsets"
    )]
    let at = (at * text.len() as f64) as usize;
    let start = (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let end = (start + n_gone).min(text.len());
    let end = (end..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
    format!("{}{new}{}", &text[..start], &text[end..])
}

/// Sets the text and compares the document with one that never saw another.
fn check_edit(document: &mut Document, text: &str) -> Result<(), TestCaseError> {
    let mut shown = document.blocks().to_vec();
    document.set_text(text).apply(&mut shown);
    let fresh = {
        let mut fresh = Document::new(document.renderer.options.clone());
        fresh.set_text(text);
        fresh
    };
    prop_assert_eq!(document.html(), fresh.html(), "HTML of {:?}", text);
    prop_assert_eq!(document.rendered(), fresh.rendered(), "of {:?}", text);
    prop_assert_eq!(document.blocks(), fresh.blocks(), "blocks of {:?}", text);
    prop_assert_eq!(document.blocks(), &shown[..], "the patch does not lead to {:?}", text);
    let mut line = 1;
    for block in document.blocks() {
        prop_assert!(line <= block.first_line && block.first_line <= block.last_line);
        line = block.first_line;
    }
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    // A failure prints its smallest case; that becomes a test of its own.
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(config(400))]

    /// The invariant that matters most: an edited document is the document of its text.
    #[test]
    fn edits_lead_to_what_the_whole_text_renders_to(
        options in options(),
        first in text(60),
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let mut document = Document::new(options);
        let mut text = first;
        check_edit(&mut document, &text)?;
        for edit in &edits {
            text = edited(&text, edit);
            check_edit(&mut document, &text)?;
        }
    }
}

#[test]
fn elements_within_a_block_say_where_they_start() {
    let with_positions = |text: &str| {
        let mut document = Document::new(Options { positions: true, ..Options::default() });
        document.set_text(text);
        document
    };
    let lines = |document: &Document| -> Vec<String> {
        let html = document.html();
        let parts = html.split(" data-line=\"").skip(1);
        parts.map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let text = "a\n\n- b\n- c\n\n  d\n\n| x |\n|---|\n| y |\n\n> e\n>\n> f\n\n```\ncode\n```\n";
    let positions = ["0", "0", "1", "1", "3", "0", "2", "0", "2", "1"];
    assert_eq!(lines(&with_positions(text)), positions);
    // In a group they count from its first line, also when lines come between.
    let mut grouped = with_positions("<div>\n\n- a\n- b\n\n</div>\n");
    assert_eq!(lines(&grouped), ["2", "3"]);
    grouped.set_text("<div>\n\n\n- a\n- b\n\n</div>\n");
    assert_eq!(lines(&grouped), ["3", "4"]);
    assert!(!crate::render(text, &Options::default()).html.contains("data-line"));
}

/// Right under a link's definition the parser takes a footnote's for another link's, which
/// nothing can refer to.
#[test]
fn what_only_looks_like_a_footnote_is_none_after_an_edit_either() {
    let text = "word\n\n[ref]: /url\n\t[^a]: note\n> quoted[^a]\n";
    let mut document = document(text);
    let edited = format!("\t{text}");
    document.set_text(&edited);
    assert_eq!(document.html(), crate::render(&edited, &Options::default()).html);
}
