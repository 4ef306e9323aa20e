use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

#[test]
fn addresses_that_could_run_code_are_none() {
    for target in [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
    ] {
        assert!(!is_safe_link(target), "{target:?}");
        assert!(!is_safe_image(target), "{target:?}");
    }
    assert!(!is_safe_image("data:image/svg+xml,<svg onload=alert(1)>"));
    assert!(!is_safe_link("data:image/png;base64,AAAA"));
    assert!(is_safe_image("data:image/png;base64,AAAA"));
    for target in [
        "a.md",
        "#x",
        "../a b:c",
        "?a:b",
        "//example.com",
        "https://example.com",
        "MAILTO:a@b.example",
    ] {
        assert!(is_safe_link(target), "{target:?}");
    }
}

#[test]
fn what_runs_code_or_sends_goes() {
    for html in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<iframe src=https://example.com></iframe>",
        "<form action=https://example.com><button>b</button></form>",
        "<a href=\"&#106;avascript:alert(1)\">a</a>",
        "<a href=\"java\tscript:alert(1)\">a</a>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
        "<div style=\"position:fixed;inset:0\">x</div>",
        "<meta http-equiv=refresh content=0;url=https://example.com>",
        "<object data=x></object><embed src=x><base href=//x>",
        "<video><source onerror=alert(1)></video>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<template><img src=x onerror=alert(1)></template>",
        "<xmp><img src=x onerror=alert(1)></xmp>",
    ] {
        let clean = sanitise(html);
        let lower = clean.to_lowercase();
        for bad in [
            "<script",
            "<svg",
            "<iframe",
            "<form",
            "<style",
            "<meta",
            "<object",
            "<embed",
            "<base",
            "<xmp",
            "<template",
            "style=",
            "javascript:",
            "<noscript",
            "<button",
        ] {
            assert!(!lower.contains(bad), "{bad} in {clean:?} of {html:?}");
        }
        // Handlers can remain only as text or inside a value.
        assert!(!has_handler(&clean), "{clean:?} of {html:?}");
        assert_eq!(sanitise(&clean), clean, "not settled: {html:?}");
    }
}

/// Whether any element that a browser would make of `html` has an attribute `on…`.
fn has_handler(html: &str) -> bool {
    let found = Arc::new(AtomicBool::new(false));
    let seen = found.clone();
    let tags: HashSet<&str> = ELEMENTS.iter().copied().collect();
    let prefixes = HashSet::from(["on"]);
    let mut builder = Builder::empty();
    builder.tags(tags).generic_attribute_prefixes(prefixes);
    builder.attribute_filter(move |_, name, value| {
        if name.starts_with("on") {
            seen.store(true, Ordering::Relaxed);
        }
        Some(value.into())
    });
    let _ = builder.clean(html).to_string();
    found.load(Ordering::Relaxed)
}

#[test]
fn form_fields_are_boxes_that_cannot_be_ticked() {
    assert_eq!(sanitise("<input type=password name=p>"), "<input type=\"checkbox\" disabled=\"\">");
}

#[test]
fn useful_html_stays() {
    for html in [
        "<details open=\"\"><summary>a</summary><p>b</p></details>",
        "<figure class=\"wide\"><img src=\"a.jpg\" alt=\"a\" width=\"10\"></figure>",
        "<kbd>Ctrl</kbd><sub>2</sub><mark>m</mark><abbr title=\"x\">y</abbr>",
        "<video src=\"a.mp4\" controls=\"\"></video>",
        "<a name=\"x\"></a><p align=\"center\">c</p>",
        "<math display=\"block\"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>",
        "<h2 id=\"x\">a</h2>",
    ] {
        assert_eq!(sanitise(html), html);
    }
}

#[test]
fn deep_nesting_is_shown_as_text() {
    let html = "<div>".repeat(50_000);
    let clean = sanitise(&html);
    assert!(clean.starts_with("<pre>&lt;div&gt;") && clean.len() < html.len() * 3);
}

#[test]
fn what_an_element_kept_apart_is_apart_without_it() {
    assert_eq!(sanitise("<p>a<object><p>b"), "<p>a</p><p>b</p><p></p>");
    assert_eq!(
        sanitise("<a href=x>a<applet><a href=y>b"),
        "<a href=\"x\">a</a><a href=\"y\">b</a>"
    );
}

#[test]
fn empty_lines_at_the_start_of_preformatted_text_stay() {
    for (html, clean) in [
        ("<pre>a</pre>", "<pre>a</pre>"),
        ("<pre>\na</pre>", "<pre>a</pre>"),
        ("<pre>\n\n\na</pre>", "<pre>\n\n\na</pre>"),
        ("<pre title='<pre>'>\n\na</pre>", "<pre title=\"&lt;pre&gt;\">\n\na</pre>"),
        ("<p>&lt;pre>\n\na</p>", "<p>&lt;pre&gt;\n\na</p>"),
    ] {
        assert_eq!(sanitise(html), clean);
        assert_eq!(sanitise(clean), clean);
    }
}

#[test]
fn a_box_has_its_attributes_in_one_order() {
    let html = "<input title=\"a\" type=\"checkbox\" disabled=\"\"> <input>";
    let other = "<input title=\"a\" disabled=\"\" type=\"checkbox\"> <input>";
    for either in [html, other] {
        assert_eq!(with_boxes_in_order(either.to_owned()), html);
    }
    assert_eq!(sanitise("<input>"), "<input type=\"checkbox\" disabled=\"\">");
}
