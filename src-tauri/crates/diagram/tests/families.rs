//! Every kind of diagram that is built in, drawn.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use galley_diagram::{Diagram, draw};

/// The sources in `sources/`, each a kind of diagram: name and text.
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn sources() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources");
    let files = fs::read_dir(folder).expect("the folder is there").map(|it| it.expect("a file"));
    let mut sources: Vec<_> = files
        .map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(file.path()).expect("it is text"))
        })
        .collect();
    sources.sort();
    sources
}

fn drawn(source: &str) -> Diagram {
    draw(source).unwrap_or_else(|error| panic!("{error}: {source}"))
}

#[test]
fn all_kinds_are_drawn_in_the_colours_of_the_page() {
    let sources = sources();
    assert_eq!(sources.len(), 20);
    for (name, source) in sources {
        let svg = drawn(&source).svg("", "Diagram");
        assert!(svg.contains("<text") && svg.contains("var(--diagram-"), "{name}: {svg}");
        // What stands for a colour of the page would be yellow.
        for number in ["#fef1", "rgb(254, 241", "hsl(56.", "#010ef7"] {
            assert!(!svg.to_lowercase().contains(number), "{name} has {number}: {svg}");
        }
        for needless in ["NaN", "font-family", "foreignObject", "data-", "filter"] {
            assert!(!svg.contains(needless), "{name} has {needless}: {svg}");
        }
        for tag in svg.split('<') {
            let has = |attribute: &str| tag.contains(&format!(" {attribute}=\""));
            let is_misplaced = match tag.split(' ').next() {
                Some("g" | "defs" | "a") => has("x") || has("y") || has("width"),
                Some("circle") => has("width") || has("x"),
                Some("path") => has("viewBox") || has("x"),
                _ => false,
            };
            assert!(!is_misplaced, "{name}: <{tag}");
        }
        let ids: Vec<_> =
            svg.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: {ids:?}");
        assert_eq!(drawn(&source).svg("", "Diagram"), svg, "{name} is another one each time");
    }
}

#[test]
fn the_same_diagram_twice_shares_no_id() {
    let diagram = drawn("sequenceDiagram\nA->>B: x");
    let (first, second) = (diagram.svg("", "x"), diagram.svg("-1", "x"));
    let ids = |svg: &str| -> BTreeSet<String> {
        svg.split(['"', '#', '(', ')', ' ', '.', '{'])
            .filter(|it| it.starts_with("d-"))
            .map(str::to_owned)
            .collect()
    };
    assert!(ids(&first).len() > 2, "{first}");
    assert!(ids(&first).is_disjoint(&ids(&second)), "{:?} {:?}", ids(&first), ids(&second));
}

#[test]
fn a_diagram_is_named_by_its_author_or_else_by_us() {
    let svg =
        drawn("flowchart LR\naccTitle: A \"way\"\naccDescr: From a to b\na-->b").svg("", "Diagram");
    assert!(svg.contains("role=\"img\" aria-label=\"A &quot;way&quot;\""), "{svg}");
    assert!(svg.contains(">From a to b</desc>") && svg.contains("aria-describedby=\"d-"), "{svg}");
    let svg = drawn("flowchart LR\na-->b").svg("", "Diagramm");
    assert!(
        svg.contains("role=\"img\" aria-label=\"Diagramm\"") && !svg.contains("<desc"),
        "{svg}"
    );
}

#[test]
fn links_can_be_followed() {
    let diagram = drawn(
        "flowchart LR\na-->b\nclick a \"other.md\" \"t\"\nclick b \"https://a.example/?b=1&c\" _blank",
    );
    assert_eq!(diagram.links(), ["other.md", "https://a.example/?b=1&c"]);
    let svg = diagram.svg("", "x");
    assert!(svg.contains("<a href=\"other.md\"") && svg.contains("role=\"group\""), "{svg}");
}

#[test]
fn what_cannot_be_drawn_says_why_and_where() {
    let cases = [
        ("", None, "its first line names no kind of diagram"),
        ("hello\nworld", None, "its first line names no kind of diagram"),
        ("mindmap\n  root", None, "diagrams of the kind `mindmap` are not drawn here"),
        ("flowchart LR\n  a --> b\n  c --> (", Some(3), ""),
        ("pie\n  \"a\" : x", Some(2), ""),
        ("sequenceDiagram\n  A->>B: x\n  loop y", Some(3), "unexpected end of input"),
    ];
    for (source, line, message) in cases {
        let error = draw(source).expect_err(source);
        assert_eq!(error.line, line, "{source}: {error}");
        assert!(message.is_empty() || error.message == message, "{source}: {error}");
        assert!(!error.message.contains(['\n', '\t']) && error.message.len() < 300, "{error}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "what is to be looked at has to be somewhere")]
fn two_drawings_byte_for_byte() {
    for (name, expected) in [
        ("flowchart", include_str!("expected/flowchart.svg")),
        ("pie", include_str!("expected/pie.svg")),
    ] {
        let source = sources().into_iter().find(|(file, _)| *file == format!("{name}.mmd"));
        let svg = drawn(&source.expect("it is there").1).svg("", "Diagram");
        let lines = svg.replace('>', ">\n");
        if lines != expected {
            let file =
                std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.svg"));
            fs::write(&file, lines).expect("it can be written");
            panic!("{name} is another one; if it is meant to be, take {}", file.display());
        }
    }
}

#[test]
fn what_fills_a_screen_is_not_too_much() {
    let edges = (0..90).map(|i| format!("n{} --> n{}[Node {i}]\n", i / 2, i + 1));
    let classes =
        (0..40).map(|i| format!("class C{i} {{\n+int a\n+go() b\n}}\nC{} <|-- C{i}\n", i / 3));
    let messages = (0..120).map(|i| format!("P{}->>P{}: message {i}\n", i % 7, (i * 3 + 1) % 7));
    let states = (0..50).map(|i| format!("s{} --> s{}: step {i}\n", i / 2, i + 1));
    let entities = (0..40).map(|i| format!("E{} ||--o{{ E{i} : has\n", i / 2));
    let tasks =
        (0..80).map(|i| format!("Task {i} : t{i}, 2026-01-0{}, {}d\n", i % 9 + 1, i % 5 + 1));
    for (head, lines) in [
        ("flowchart TD\n", edges.collect::<String>()),
        ("classDiagram\n", classes.collect()),
        ("sequenceDiagram\n", messages.collect()),
        ("stateDiagram-v2\n", states.collect()),
        ("erDiagram\n", entities.collect()),
        ("gantt\ndateFormat YYYY-MM-DD\n", tasks.collect()),
    ] {
        drawn(&(head.to_owned() + &lines));
    }
}
