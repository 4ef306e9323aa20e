use galley_core::ProblemCode;

use crate::{Document, Options, Rendered, render};

const PIE: &str = "```mermaid\npie\n\"a\" : 1\n```\n";

fn rendered(text: &str) -> Rendered {
    render(text, &Options::default())
}

fn ids(html: &str) -> Vec<&str> {
    html.split("<svg id=\"").skip(1).filter_map(|it| it.split('"').next()).collect()
}

#[test]
fn equal_diagrams_share_no_id_wherever_they_stand() {
    let text = format!(
        "{PIE}\n- {}\n\n<details>\n\n{PIE}\n</details>\n\n[^n]\n\n[^n]: <b>x</b>\n\n    {}\n",
        PIE.replace('\n', "\n  "),
        PIE.replace('\n', "\n    ")
    );
    let html = rendered(&text).html;
    let ids = ids(&html);
    let first = ids[0];
    let numbered: Vec<_> = (1..4).map(|n| format!("{first}-{n}")).collect();
    assert_eq!(ids[1..], numbered, "{html}");
    assert!(!html.contains("<span id=\"d-"), "a mark stayed: {html}");
}

#[test]
fn what_is_edited_is_what_its_text_gives() {
    let versions = [
        format!("a\n\n{PIE}\nb\n\n{PIE}"),
        format!("a\n\nb\n\n{PIE}"),
        format!("a\n\n{PIE}\nbc\n\n{PIE}"),
        format!("a\n\n{PIE}\n<div>\n\n{PIE}\n</div>\n"),
        format!("a\n\n{}\n<div>\n\n{PIE}\n</div>\n", PIE.replace("pie", "pie showData")),
        format!("a\n\n{}\n<div>\n\n{PIE}\n</div>\n", PIE.replace("pie", "pi")),
    ];
    for positions in [false, true] {
        let options = Options { positions, ..Options::default() };
        let mut document = Document::new(options.clone());
        let mut shown = Vec::new();
        for text in &versions {
            document.set_text(text).apply(&mut shown);
            assert_eq!(document.rendered(), render(text, &options), "{text}");
            assert_eq!(shown, document.blocks(), "{text}");
        }
    }
}

#[test]
fn a_key_elsewhere_draws_nothing_anew() {
    let mut document = Document::new(Options::default());
    for text in ["a", "ab", "abc"] {
        let patch = document.set_text(&format!("{text}\n\n{PIE}"));
        assert!(text == "a" || patch.blocks.len() == 1, "{patch:?}");
    }
}

#[test]
fn what_cannot_be_drawn_is_code_and_a_problem_with_its_line() {
    let text = "a\n\n- b\n\n  ```mermaid\n  flowchart LR\n    a --> b\n    c --> (\n  ```\n";
    let rendered = rendered(text);
    assert!(rendered.html.contains("<figure class=\"code\">"), "{}", rendered.html);
    let [problem] = &rendered.problems[..] else { panic!("{:?}", rendered.problems) };
    assert_eq!((problem.code, problem.line), (ProblemCode::DiagramSyntax, 8), "{problem:?}");
    assert!(problem.message.starts_with("the diagram cannot be drawn: "), "{problem:?}");
}

#[test]
fn links_of_a_diagram_are_links_of_the_text() {
    let text = "a\n\n```mermaid\nflowchart LR\na-->b\nclick a \"other.md\"\n```\n";
    let rendered = rendered(text);
    assert_eq!(rendered.links.len(), 1);
    assert_eq!((&*rendered.links[0].target, rendered.links[0].line), ("other.md", 3));
}

#[test]
fn a_mark_that_an_author_writes_gives_no_more_than_the_diagram() {
    let html = rendered(PIE).html;
    let id = ids(&html)[0];
    for around in [
        format!("<div title='<span id=\"{id}\"></span>'>\n\n{PIE}\n</div>\n"),
        format!("<div>\n\n`<span id=\"{id}\"></span>`\n\n{PIE}\n</div>\n"),
        format!("<math><mtext><span id=\"{id}\"></span></mtext></math>\n\n{PIE}\n"),
        format!("<div>\n<select><span id=\"{id}\"></span></select>\n\n{PIE}\n</div>\n"),
        format!("<div>\n<p><span id=\"{id}\"></span></p>\n\n{PIE}\n</div>\n"),
    ] {
        let html = rendered(&around).html;
        assert_eq!(ids(&html), [id], "{around}: {html}");
        assert!(!html.contains("=\"<svg") && !html.contains("=\"&lt;svg"), "{html}");
    }
}
