//! Diagrams made to run code, to reach out, to reach around, or to take for ever.

use std::collections::BTreeSet;

use galley_diagram::draw;
use proptest::prelude::*;
use proptest::sample::select;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Sources that try, each with what must not come of it.
const ATTACKS: &[&str] = &[
    "flowchart LR\na[\"<img src=x onerror=alert(1)>\"]",
    "flowchart LR\na[\"<script>alert(1)</script>\"]-->b[\"</text></svg><script>alert(1)</script>\"]",
    "flowchart LR\na[\"`**b** <a href='javascript:alert(1)'>c</a>`\"]",
    "flowchart LR\na-->b\nclick a \"javascript:alert(1)\" \"t\"",
    "flowchart LR\na-->b\nclick a href \"java\tscript:alert(1)\" _blank",
    "flowchart LR\na-->b\nclick a href \"data:text/html,<script>alert(1)</script>\"",
    "flowchart LR\na-->b\nclick a call alert(1)",
    "flowchart LR\na@{ img: \"https://evil.example/x.png\", label: \"x\" }",
    "flowchart LR\na@{ icon: \"fa:user\", label: \"x\" }",
    "flowchart LR\na-->b\nstyle a fill:url(https://evil.example/x)",
    "flowchart LR\na-->b\nstyle a fill:red;}body{display:none",
    "flowchart LR\na-->b\nclassDef x fill:red}body{display:none\nclass a x",
    "flowchart LR\na-->b\nclassDef x} * background:red\nclass a x}",
    "flowchart LR\na-->b\nlinkStyle 0 stroke:red,background:url(//evil.example)",
    "flowchart LR\na-->b\nclassDef x position:fixed,inset:0,z-index:99,background:red\nclass a x",
    "%%{init: {\"securityLevel\": \"loose\", \"theme\": \"dark\"}}%%\nflowchart LR\na-->b\nclick a call alert(1)",
    "%%{init: {\"themeCSS\": \"} body { background: url(//evil.example) } a {\"}}%%\nflowchart LR\na-->b",
    "%%{init: {\"fontFamily\": \"x;} body {display:none} @import url(//evil.example)\"}}%%\nflowchart LR\na-->b",
    "%%{init: {\"themeVariables\": {\"primaryColor\": \"red;} body {display:none} a{\"}}}%%\nflowchart LR\na-->b",
    "%%{init: {\"secure\": [], \"htmlLabels\": true, \"flowchart\": {\"htmlLabels\": true}}}%%\nflowchart LR\na[\"<b onclick=alert(1)>x</b>\"]",
    "---\nconfig:\n  securityLevel: loose\n  themeCSS: 'body{display:none}'\n  layout: elk\n---\nflowchart LR\na-->b",
    "---\ntitle: \"<script>alert(1)</script>\"\n---\nflowchart LR\na-->b",
    "flowchart LR\naccTitle: \"><script>alert(1)</script>\naccDescr: \" onload=\"alert(1)\na-->b",
    "flowchart LR\n\"d\" --> a\n body[x]\n subgraph \"x\\\" onload=\\\"alert(1)\"\n c\n end",
    "sequenceDiagram\nparticipant A as <img src=x onerror=alert(1)>\nA->>A: <script>alert(1)</script>",
    "sequenceDiagram\nparticipant A\nlink A: Go @ javascript:alert(1)\nlinks A: {\"x\": \"javascript:alert(1)\"}\nA->>A: x",
    "classDiagram\nclass A[\"<img src=x onerror=alert(1)>\"]\nlink A \"javascript:alert(1)\" \"x\"\nclick A call alert(1)",
    "stateDiagram-v2\n[*] --> A : <script>alert(1)</script>\nclick A \"javascript:alert(1)\"",
    "gantt\ntitle <script>alert(1)</script>\ndateFormat YYYY-MM-DD\nsection x\na :a1, 2026-01-01, 3d\nclick a1 href \"javascript:alert(1)\"",
    "pie\ntitle <script>alert(1)</script>\n\"<img src=x onerror=alert(1)>\" : 3",
    "erDiagram\nA[\"<script>alert(1)</script>\"] ||--o{ B : \"<img src=x onerror=alert(1)>\"",
    "journey\ntitle <script>alert(1)</script>\nsection <b>\nx: 5: <img src=x>",
    "C4Context\nPerson(a, \"<script>alert(1)</script>\", $link=\"javascript:alert(1)\", $sprite=\"https://evil.example/x.png\")",
    "xychart-beta\ntitle \"<script>alert(1)</script>\"\nx-axis [\"<img src=x>\"]\nbar [1]",
    "timeline\ntitle <script>alert(1)</script>\n1 : <img src=x onerror=alert(1)>",
    "kanban\na[<script>alert(1)</script>]\n  b[x]@{ ticket: \"javascript:alert(1)\" }",
];

/// Whatever was asked for, a drawing holds only what draws, and reaches no further than itself.
fn is_harmless(source: &str) -> Result<(), String> {
    let Ok(diagram) = draw(source) else { return Ok(()) };
    let svg = diagram.svg("", "Diagram");
    let fail = |what: &str| Err(format!("{what}\n{source}\n{svg}"));
    let mut ids = BTreeSet::new();
    let mut reader = Reader::from_str(&svg);
    let mut css = String::new();
    let mut in_style = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = tag.local_name().into_inner().to_owned();
                if ["script", "foreignObject", "image", "iframe", "animate", "set", "switch"]
                    .contains(&name.as_str())
                {
                    return fail("an element that does more than draw");
                }
                in_style = name == "style";
                for attribute in tag.attributes() {
                    let attribute = attribute.map_err(|error| error.to_string())?;
                    let key = attribute.key.local_name().into_inner().to_owned();
                    let value = attribute
                        .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                        .map_err(|error| error.to_string())?;
                    let lower = value.to_lowercase();
                    if key.starts_with("on") {
                        return fail("code");
                    }
                    if key == "id"
                        && !(value.contains(diagram.id()) && ids.insert(value.to_string()))
                    {
                        return fail("an id that is not its own, or stands twice");
                    }
                    if key == "href" && (lower.contains("script:") || lower.starts_with("data:")) {
                        return fail("a link that runs");
                    }
                    let is_own = |rest: &str| {
                        rest.starts_with('#')
                            && rest.split(')').next().is_some_and(|it| it.contains(diagram.id()))
                    };
                    if key != "aria-label" && !lower.split("url(").skip(1).all(is_own) {
                        return fail("an address in a style");
                    }
                    if key == "style"
                        && (lower.contains("position") || lower.contains("background"))
                    {
                        return fail("a style that does more than paint");
                    }
                }
            }
            Ok(Event::End(_)) => in_style = false,
            Ok(Event::Text(text)) if in_style => css.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) if in_style => {
                if &*reference.xml10_content() != "gt" {
                    return fail("a sign in a style sheet");
                }
                css.push('>');
            }
            Ok(Event::Eof) => break,
            Err(error) => return fail(&error.to_string()),
            Ok(_) => {}
        }
    }
    for rule in css.split('}').filter(|rule| !rule.is_empty()) {
        let selectors = rule.split('{').next().unwrap_or_default();
        if !selectors.split(',').all(|it| it.starts_with(&format!("#{}", diagram.id()))) {
            return fail("a rule that reaches out");
        }
    }
    let inside = svg.split_once('>').map_or("", |(_, rest)| rest);
    let alone = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}");
    let washed = galley_svg::safe_svg(alone.as_bytes()).ok_or("it cannot be read again")?;
    if !washed.removed.is_empty() || washed.bytes != format!("{alone}\n").into_bytes() {
        return fail("washing it once more changes it");
    }
    Ok(())
}

#[test]
fn no_attack_comes_through() {
    let failures: Vec<_> = ATTACKS.iter().filter_map(|source| is_harmless(source).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn what_attacks_say_is_shown_as_text() {
    let svg = draw("flowchart LR\na[\"1 #lt; 2 & 3\"]").expect("it is drawn").svg("", "x");
    assert!(svg.contains("1 &lt; 2 &amp; 3"), "{svg}");
}

#[test]
fn settings_in_the_text_do_not_choose_colours() {
    let plain = draw("flowchart LR\na-->b").expect("it is drawn").svg("", "x");
    for head in [
        "%%{init: {\"theme\": \"dark\", \"themeVariables\": {\"lineColor\": \"#f00\"}}}%%\n",
        "---\nconfig:\n  theme: forest\n  look: handDrawn\n---\n",
    ] {
        let diagram = draw(&format!("{head}flowchart LR\na-->b")).expect("it is drawn");
        let own = plain.find(" role").map(|at| &plain[" <svg id=\"".len() - 1..at - 1]);
        let svg = diagram.svg("", "x").replace(diagram.id(), own.expect("it has an id"));
        assert_eq!(svg, plain, "{head}");
    }
}

/// Texts that would be work without end: each is drawn or refused, and soon.
#[test]
fn too_much_is_refused() {
    let rows: Vec<(&str, String)> = vec![
        ("long", "flowchart LR\n".to_owned() + &"a-->b\n".repeat(20_000)),
        ("many arrows", "flowchart LR\n".to_owned() + &"a-->b\n".repeat(4_900)),
        ("many arrows in one line", "flowchart LR\na".to_owned() + &"-->b".repeat(490)),
        ("a chain", chain(1_900)),
        (
            "all with all",
            "flowchart LR\n".to_owned()
                + &"a&b&c&d&e&f&g&h".replace('&', " & ")
                + &" --> a & b & c & d & e & f & g & h".repeat(40),
        ),
        (
            "wide product",
            format!(
                "flowchart LR\n{0} --> {0}",
                (0..130).map(|i| format!("n{i}")).collect::<Vec<_>>().join(" & ")
            ),
        ),
        (
            "deep groups",
            (0..2_000)
                .fold("flowchart LR\n".to_owned(), |text, i| text + &format!("subgraph s{i}\n"))
                + "a",
        ),
        ("deep brackets", "flowchart LR\na".to_owned() + &"[".repeat(1_900)),
        ("many messages", "sequenceDiagram\n".to_owned() + &"A->>B: x\n".repeat(3_200)),
        ("deep loops", "sequenceDiagram\n".to_owned() + &"loop x\n".repeat(4_200)),
        (
            "many classes",
            "classDiagram\n".to_owned()
                + &(0..1_900).map(|i| format!("class C{i}\n")).collect::<String>(),
        ),
        (
            "deep states",
            "stateDiagram-v2\n".to_owned()
                + &(0..2_000).map(|i| format!("state s{i} {{\n")).collect::<String>(),
        ),
        (
            "many slices",
            "pie\n".to_owned() + &(0..1_900).map(|i| format!("\"s{i}\" : 1\n")).collect::<String>(),
        ),
        (
            "many tasks",
            "gantt\ndateFormat YYYY-MM-DD\n".to_owned() + &"t : 2026-01-01, 1d\n".repeat(1_300),
        ),
        ("a far date", "gantt\ndateFormat YYYY-MM-DD\na : 0001-01-01, 9999-12-31\n".to_owned()),
        (
            "ticks",
            "gantt\ndateFormat YYYY-MM-DD\ntickInterval 1millisecond\na : 2026-01-01, 900d\n"
                .to_owned(),
        ),
        ("large numbers", "xychart-beta\ny-axis 0 --> 1e308\nbar [1e308, 2e307]".to_owned()),
        ("a wide packet", "packet-beta\n0-99999999: \"x\"".to_owned()),
        ("wide blocks", "block-beta\ncolumns 100000\na:90000 b".to_owned()),
        (
            "deep settings",
            "---\nconfig:\n  a: ".to_owned() + &"[".repeat(1_900) + "\n---\nflowchart LR\na",
        ),
        ("deep init", "%%{init: ".to_owned() + &"{\"a\":".repeat(300) + "}%%\nflowchart LR\na"),
        ("a long label", format!("flowchart LR\na[\"{}\"]", "word ".repeat(390))),
        ("one long word", format!("flowchart LR\na[\"{}\"]", "w".repeat(1_900))),
        (
            "branches",
            "gitGraph\n".to_owned()
                + &(0..1_000).map(|i| format!("branch b{i}\ncommit\n")).collect::<String>(),
        ),
        (
            "requirements",
            "requirementDiagram\n".to_owned()
                + &(0..1_000).map(|i| format!("element e{i} {{\n}}\n")).collect::<String>(),
        ),
    ];
    let mut slow = Vec::new();
    for (name, source) in rows {
        #[expect(clippy::disallowed_methods, reason = "time is what is tested")]
        let start = std::time::Instant::now();
        let drawn = draw(&source);
        let time = start.elapsed();
        if let Ok(diagram) = &drawn {
            let n_bytes = diagram.svg("", "x").len();
            assert!(n_bytes < 2_000_000, "{name}: {n_bytes} bytes");
        }
        // The machine of a test may be busy: what is looked for takes minutes.
        if time.as_secs() >= 8 {
            slow.push(format!("{name}: {time:?}"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

fn chain(n: usize) -> String {
    "flowchart LR\n".to_owned()
        + &(0..n).map(|i| format!("n{i}-->n{}\n", i + 1)).collect::<String>()
}

/// Words that diagrams are made of, and some that they are not.
const PARTS: &[&str] = &[
    "flowchart LR",
    "graph TD",
    "sequenceDiagram",
    "classDiagram",
    "stateDiagram-v2",
    "erDiagram",
    "gantt",
    "pie",
    "journey",
    "gitGraph",
    "timeline",
    "quadrantChart",
    "xychart-beta",
    "kanban",
    "packet-beta",
    "block-beta",
    "sankey-beta",
    "treemap-beta",
    "radar-beta",
    "requirementDiagram",
    "C4Context",
    "mindmap",
    "\n",
    "\n",
    "\n",
    " ",
    "  ",
    "a",
    "b",
    "A",
    "-->",
    "---",
    "-.->",
    "==>",
    "->>",
    "-->>",
    ":",
    ";",
    ",",
    "|x|",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "\"",
    "\"é 日本\"",
    "<b>",
    "<br/>",
    "&",
    "#quot;",
    "%%",
    "%%{init: {}}%%",
    "subgraph x",
    "end",
    "style a fill:#f9f",
    "classDef c fill:red,stroke:#333",
    "class a c",
    ":::c",
    "click a \"https://a.example\"",
    "click a call x()",
    "title T",
    "section S",
    "1",
    "42",
    "0.5",
    "2026-01-01",
    "3d",
    "participant",
    "actor",
    "note over A: x",
    "loop",
    "alt",
    "else",
    "[*]",
    "state",
    "commit",
    "branch x",
    "checkout x",
    "merge x",
    "x-axis",
    "bar [1, 2]",
    "line [3]",
    "accTitle: t",
    "accDescr: d",
    "\u{0}",
    "\u{202E}",
    "\r\n",
    "---\ntitle: x\n---\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_text_is_drawn_harmlessly_or_refused(
        head in select(&PARTS[..22]),
        parts in prop::collection::vec((select(PARTS), select(vec![" ", "\n", ""])), 0..40),
    ) {
        let parts: String = parts.into_iter().map(|(part, space)| part.to_owned() + space).collect();
        prop_assert_eq!(is_harmless(&format!("{head}\n{parts}")), Ok(()));
    }
}
