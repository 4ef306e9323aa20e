use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn masked(text: &str) -> String {
    mask(text).replace(mask::DOLLAR, "€")
}

#[test]
fn amounts_of_money_are_no_formulas() {
    assert_eq!(masked("$20,000 and USD$30"), "€20,000 and USD€30");
    assert_eq!(masked("costs $5 or ($30) or $7"), "costs €5 or (€30) or €7");
    assert_eq!(masked("`a$` then $1 US$2"), "`a$` then €1 US€2");
}

#[test]
fn formulas_stay() {
    for text in
        ["$x$", "共有$3$个和$5$个", "$a$ and $b_1$", "$$\nx\n$$", "\\$5 and $x$", "f(x)=$3$"]
    {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn a_formula_keeps_its_place_after_money() {
    assert_eq!(masked("$5\n\n$x$ is US$2"), "$5\n\n$x$ is US$2");
    assert_eq!(masked("a $x US$2 y$"), "a $x US€2 y$");
}

#[test]
fn many_signs_take_steps_in_proportion() {
    let text = "$1a".repeat(50_000);
    assert_eq!(mask(&text).len(), text.len());
    let text = "$ a$1 `` ` ``` ".repeat(20_000);
    assert_eq!(mask(&text).len(), text.len());
}

#[test]
fn mathml_has_no_styles() {
    let mathml = render(r"\color{red} x^2 \!", Form::Display).expect("valid LaTeX");
    assert!(!mathml.contains("style="), "{mathml}");
    assert!(mathml.contains("mathcolor=\"#ff0000\""), "{mathml}");
}

#[test]
fn signs_of_html_are_escaped_once() {
    let mathml = render(r"a < b \not< c \& \text{d < e & f}", Form::Inline).expect("valid LaTeX");
    for sign in ["<mo>&lt;</mo>", "<mo>&lt;\u{338}</mo>", "<mi>&amp;</mi>", "d &lt; e &amp; f"] {
        assert!(mathml.replace("&nbsp;", " ").contains(sign), "{sign}: {mathml}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let error = render(r"\nosuchmacro{x}", Form::Inline).expect_err("unknown macro");
    assert!(!error.is_empty() && !error.contains('\n'), "{error}");
    assert!(render(&"{".repeat(50_000), Form::Inline).is_err());
    assert!(render(&r"\left(".repeat(50), Form::Inline).is_err());
}

#[test]
fn a_panic_of_the_library_is_a_formula_that_cannot_be_read() {
    assert_eq!(render("\\charé", Form::Inline), Err("it is not understood".to_owned()));
}

#[test]
fn macros_do_not_expand_without_end() {
    assert!(render("\\def\\a{\\a\\a}\\a", Form::Inline).is_err());
}

/// Beginnings, ends and halves of everything.
const PARTS: &[&str] = &[
    "x",
    "1",
    " ",
    "{",
    "}",
    "[",
    "]",
    "&",
    "\\\\",
    "^",
    "_",
    "'",
    "\\frac",
    "\\sqrt",
    "\\left(",
    "\\right)",
    "\\left.",
    "\\middle|",
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{array}{c|c}",
    "\\end{array}",
    "\\hline",
    "\\text{",
    "\\color{red}",
    "\\mathbf",
    "\\sum\\limits",
    "\\int",
    "\\overbrace",
    "\\underset",
    "\\over",
    "\\atop",
    "\\choose",
    "\\displaystyle",
    "\\!",
    "\\hspace{1em}",
    "\\operatorname",
    "\\def\\a",
    "\\a",
    "#",
    "#1",
    "%",
    "~",
    "é",
    "\\not",
    "\\big",
    "\\substack{",
    "\\boxed",
    "\\textcolor{blue}",
    "\\kern1em",
    "\\mkern",
    "\\phantom",
    "\\prime",
    "\\xrightarrow",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formulas_in_any_state_of_typing_are_read_or_refused(
        parts in prop::collection::vec(select(PARTS), 0..12),
    ) {
        let latex = parts.concat();
        if let Ok(mathml) = to_mathml(&latex, Form::Inline) {
            prop_assert!(mathml.starts_with("<math ") && mathml.ends_with("</math>"), "{}", mathml);
        }
    }
}
