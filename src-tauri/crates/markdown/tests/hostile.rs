//! Texts made to break a renderer: none panics, none blows up.
//!
//! Bounds are on output, not on time. A quadratic step in these sizes would show as a
//! test that does not end.

use galley_markdown::{Dialect, Document, Options, render};

/// What is repeated, how often, and how many bytes of HTML each repetition may become.
const ROWS: &[(&str, usize, usize)] = &[
    ("[", 50_000, 8),
    ("]", 50_000, 8),
    ("![", 50_000, 8),
    ("](", 50_000, 8),
    ("[a](", 50_000, 8),
    ("[a](<b", 50_000, 16),
    ("[]", 50_000, 8),
    ("[a][", 50_000, 8),
    ("[^", 50_000, 8),
    ("[a]: /u\n[a]", 10_000, 60),
    ("*a_ ", 50_000, 30),
    ("**", 50_000, 8),
    ("a**b", 50_000, 30),
    ("~~~a ", 50_000, 30),
    ("`", 50_000, 8),
    ("`a``b", 50_000, 30),
    ("\\", 50_000, 8),
    ("&", 50_000, 8),
    ("&#0;", 50_000, 8),
    ("\"'", 50_000, 16),
    ("('\"a ", 50_000, 30),
    ("-", 50_000, 60),
    (". . .", 50_000, 16),
    ("> ", 20_000, 40),
    ("> [!NOTE]\n> ", 5_000, 200),
    ("- ", 2_000, 40),
    ("1. ", 2_000, 60),
    ("- a\n", 20_000, 30),
    ("- [x] a\n", 10_000, 120),
    ("# a\n", 20_000, 140),
    ("# a-1\n# a\n", 10_000, 300),
    ("a\n===\n", 10_000, 140),
    ("```\n", 20_000, 120),
    ("```rust\nlet a = \"", 2_000, 400),
    ("    ((((\n", 10_000, 60),
    ("|a", 20_000, 60),
    ("| a | b |\n|---|---|\n| c |\n\n", 2_000, 500),
    ("$", 50_000, 30),
    ("$a", 50_000, 60),
    ("$1a$2 ", 20_000, 60),
    ("$$a", 20_000, 60),
    ("$\\frac{", 20_000, 60),
    ("{", 50_000, 8),
    ("<", 50_000, 8),
    ("<a ", 50_000, 16),
    ("<a href='", 20_000, 60),
    ("<!--", 50_000, 16),
    ("<?", 50_000, 16),
    ("<![CDATA[", 20_000, 60),
    ("<div>\n\n", 10_000, 60),
    ("<div>", 50_000, 60),
    ("</div>\n\n", 10_000, 60),
    ("<div>\n\n</div>\n\n", 5_000, 60),
    ("<b>", 50_000, 60),
    ("<p><b>", 20_000, 60),
    ("<table><td>", 20_000, 60),
    ("<details>\n\na\n\n", 2_000, 100),
    ("<script>", 20_000, 60),
    ("<svg><p>", 10_000, 60),
    ("<math><mtext>", 5_000, 60),
    ("x@", 50_000, 16),
    ("a@b.c ", 20_000, 80),
    ("www.", 50_000, 16),
    ("www.a.b", 50_000, 60),
    ("http://", 50_000, 16),
    ("http://a.b)", 20_000, 100),
    ("[^a]", 10_000, 300),
    ("[^a]: [^a]\n", 5_000, 300),
    ("![a](b \"c\")\n\n", 5_000, 120),
    ("ש \" ", 20_000, 60),
    ("日\n", 20_000, 16),
    ("\r", 50_000, 8),
    ("\0", 50_000, 8),
    ("\u{1A}$", 50_000, 60),
    ("\u{FEFF}", 50_000, 8),
];

fn all_dialects() -> impl Iterator<Item = Options> {
    [Dialect::Galley, Dialect::Gfm, Dialect::CommonMark]
        .map(|dialect| Options { dialect, ..Options::default() })
        .into_iter()
}

#[test]
fn long_rows_render_in_proportion() {
    for &(unit, n, factor) in ROWS {
        let text = unit.repeat(n);
        for options in all_dialects() {
            let rendered = render(&text, &options);
            let most = n * factor + 4_000;
            assert!(
                rendered.html.len() <= most,
                "{unit:?} made {} bytes, more than {most}, in {:?}",
                rendered.html.len(),
                options.dialect
            );
        }
    }
}

#[test]
fn long_rows_can_be_edited() {
    for &(unit, n, _) in ROWS {
        let text = unit.repeat(n / 10);
        let mut document = Document::new(Options::default());
        document.set_text(&text);
        let middle = (text.len() / 2..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        for edit in ["x", "\n\n", "<", "[", "`"] {
            let mut edited = text.clone();
            edited.insert_str(middle, edit);
            document.set_text(&edited);
            assert_eq!(document.html(), render(&edited, &Options::default()).html, "{unit:?}");
        }
    }
}

#[test]
fn one_line_of_5_mb_renders() {
    let line =
        "Lorem ipsum *dolor* sit \"amet\", `consectetur` adipiscing -- elit. ".repeat(80_000);
    assert!(line.len() > 5_000_000);
    let html = render(&line, &Options::default()).html;
    assert!(html.len() < line.len() * 2);
}

#[test]
fn a_wide_and_long_table_renders() {
    let row = "|".repeat(1_001) + "\n";
    let table = row.replace('|', "|a") + &row.replace('|', "|-") + &"|\n".repeat(1_000);
    let html = render(&table, &Options::default()).html;
    // Cells that were left out are filled in, up to the parser's limit of 2^18.
    assert!(html.len() < 300_000 * 40, "{} bytes", html.len());
}

#[test]
fn nesting_of_all_kinds_renders() {
    let quotes_in_lists =
        (0..200).map(|i| format!("{}- > a\n", "  ".repeat(i))).collect::<Vec<_>>().concat();
    let footnotes =
        (0..2_000).map(|i| format!("[^{i}]: see[^{}]\n", i + 1)).collect::<Vec<_>>().concat();
    let runs = (1..400).map(|i| "`".repeat(i) + " a$ ").collect::<Vec<_>>().concat();
    for text in [quotes_in_lists, format!("a[^0]\n\n{footnotes}"), runs] {
        for options in all_dialects() {
            let html = render(&text, &options).html;
            assert!(html.len() < text.len() * 200);
        }
    }
}

#[test]
fn code_of_any_language_renders() {
    let torture = "({[<\"'`/*//#--;$@%&|\\ {{ }} <% %> #{ ${ \u{1F600} \"\\\" \n".repeat(10);
    let languages = "rust python js ts tsx html css scss json yaml toml xml sql bash php ruby java \
                     kotlin swift c cpp cs go lua r perl haskell elixir erlang clojure scala dart vue \
                     svelte md tex latex make cmake dockerfile diff ini nix zig graphql proto groovy \
                     typst wgsl glsl asm vim fish awk http log csv org rst adoc elm nim julia ocaml";
    for language in languages.split_whitespace() {
        let text = format!("```{language}\n{torture}```\n");
        let html = render(&text, &Options::default()).html;
        assert_eq!(html.matches("<span class=\"l\">").count(), 10, "{language}");
    }
}
