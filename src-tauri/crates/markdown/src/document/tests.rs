use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::{Dialect, RawHtml};

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
    (dialect, raw_html, any::<bool>()).prop_map(|(dialect, raw_html, math)| Options {
        dialect,
        raw_html,
        math,
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
