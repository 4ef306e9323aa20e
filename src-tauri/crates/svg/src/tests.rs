use proptest::prelude::*;

use super::*;

/// What stays of the inside of a picture, and what does not.
fn cleaned(inside: &str) -> (String, Vec<String>) {
    let source = format!(
        "<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" xmlns:h=\"http://www.w3.org/1999/xhtml\" \
         viewBox=\"0 0 9 9\">{inside}</svg>"
    );
    let safe = safe_svg(source.as_bytes()).expect("it can be read");
    let text = String::from_utf8(safe.bytes).expect("it is text");
    let inside = text
        .strip_prefix("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .map(|rest| rest.strip_prefix(&*format!(" xmlns:xlink=\"{XLINK}\"")).unwrap_or(rest))
        .and_then(|rest| rest.strip_prefix(" viewBox=\"0 0 9 9\">"))
        .and_then(|rest| rest.strip_suffix("</svg>\n"))
        .expect("the picture is around it");
    (inside.to_owned(), safe.removed)
}

#[test]
fn a_picture_stays_as_it_was_drawn() {
    let inside = "<!--! by its author, under a licence -->\n\
        <defs><linearGradient id=\"g\"><stop offset=\"1\" stop-color=\"#fff\"/></linearGradient>\
        <style>.a{fill:url(#g)} .b &gt; .c{stroke:red}</style></defs>\
        <g transform=\"translate(1,2)\" style=\"fill:url(#g)\"><path d=\"M0 0L9 9\" class=\"a\"/>\
        <use href=\"#g\"/><use xlink:href=\"#g\"/><image href=\"data:image/png;base64,AAAA\"/>\
        <text xml:space=\"preserve\">A &lt; B &amp; C</text>\
        <animateTransform attributeName=\"transform\" type=\"rotate\" dur=\"2s\"/>\
        <a href=\"https://example.org/?a&amp;b\"><circle r=\"3\" filter=\"url(#g)\"/></a></g>\n";
    assert_eq!(cleaned(inside), (inside.to_owned(), Vec::new()));
}

#[test]
fn what_could_run_goes_and_is_named() {
    for (inside, stays, removed) in [
        ("<script>alert(1)</script><g/>", "<g/>", "<script>"),
        ("<script href=\"//x\"/><g/>", "<g/>", "<script>"),
        ("<g onload=\"a()\" OnClick=\"b()\" id=\"i\"/>", "<g id=\"i\"/>", "onload,OnClick"),
        ("<foreignObject><h:script>a()</h:script></foreignObject>", "", "<foreignObject>"),
        ("<h:script>a()</h:script>", "", "<script>"),
        ("<h:iframe src=\"x\"/>", "", "<iframe>"),
        ("<a href=\"java&#x0A;script:a()\"><g/></a>", "<a><g/></a>", "href"),
        ("<a xlink:href=\" JaVaScript:a()\"/>", "<a/>", "xlink:href"),
        ("<use href=\"data:image/svg+xml,&lt;svg/&gt;#a\"/>", "<use/>", "href"),
        ("<use href=\"//example.org/a.svg#a\"/>", "<use/>", "href"),
        ("<image href=\"http://example.org/a.png\"/>", "<image/>", "href"),
        ("<image href=\"data:image/svg+xml;base64,AA\"/>", "<image/>", "href"),
        (
            "<a><set attributeName=\" x:HREF\" to=\"javascript:a()\"/></a>",
            "<a></a>",
            "<set attributeName=\" x:HREF\">",
        ),
        (
            "<animate attributeName=\"onclick\" values=\"a()\"/>",
            "",
            "<animate attributeName=\"onclick\">",
        ),
        ("<style>@import '//example.org/a.css';</style>", "<style></style>", "<style>"),
        ("<style><![CDATA[a{fill:url( \"//x\")}]]></style>", "<style></style>", "<style>"),
        ("<g style=\"fill:u\\72l(//x)\"/>", "<g/>", "style"),
        ("<g fill=\"url(http://example.org/#a)\"/>", "<g/>", "fill"),
        ("<?xml-stylesheet href=\"a.xsl\"?><g/>", "<g/>", "<?…?>"),
        ("<discard/><handler>a()</handler>", "", "<discard>,<handler>"),
    ] {
        let (inner, names) = cleaned(inside);
        assert_eq!((&*inner, &*names.join(",")), (stays, removed), "{inside}");
    }
}

#[test]
fn what_programs_keep_for_themselves_goes_unsaid() {
    let inside = "<metadata><rdf:RDF xmlns:rdf=\"r\"/></metadata>\
        <i:namedview xmlns:i=\"i\"><i:grid/></i:namedview><g xmlns:i=\"i\" i:label=\"L\" id=\"a\"/>";
    assert_eq!(cleaned(inside), ("<g id=\"a\"/>".to_owned(), Vec::new()));
}

#[test]
fn prefixes_hide_nothing() {
    let source = format!(
        "<s:svg xmlns:s=\"{SVG}\" xmlns:l=\"{XLINK}\"><s:script>a()</s:script>\
         <s:a l:href=\"javascript:a()\"/><script/></s:svg>"
    );
    let safe = safe_svg(source.as_bytes()).unwrap();
    let text = String::from_utf8(safe.bytes).unwrap();
    assert_eq!(text, format!("<svg xmlns=\"{SVG}\"><a/></svg>\n"));
    assert_eq!(safe.removed, ["<script>", "xlink:href"]);
}

#[test]
fn declared_entities_are_texts() {
    let source = format!(
        "\u{feff}<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \
         \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" [\n<!ENTITY ns_svg \"{SVG}\">\n\
         <!ENTITY name 'A > B'>\n]>\n<svg xmlns=\"&ns_svg;\"><title>&name;</title></svg>"
    );
    let safe = safe_svg(source.as_bytes()).unwrap();
    let text = String::from_utf8(safe.bytes).unwrap();
    assert!(text.ends_with("<title>A &gt; B</title></svg>\n"), "{text}");
    assert!(!text.contains("ENTITY"));
}

#[test]
fn what_nobody_can_read_is_no_picture() {
    let bomb = format!(
        "<!DOCTYPE svg [<!ENTITY a \"{}\">]><svg xmlns=\"{SVG}\">{}</svg>",
        "x".repeat(250),
        "&a;".repeat(10_000)
    );
    let nested = format!(
        "<!DOCTYPE svg [<!ENTITY a \"<script>a()</script>\">]><svg xmlns=\"{SVG}\">&a;</svg>"
    );
    for source in [
        "",
        "words",
        "<svg/>",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>",
        &format!("<svg xmlns=\"{SVG}\"><g></svg>"),
        &format!("<svg xmlns=\"{SVG}\"><g>"),
        &format!("<svg xmlns=\"{SVG}\"/><svg xmlns=\"{SVG}\"/>"),
        &format!("<svg xmlns=\"{SVG}\">&unknown;</svg>"),
        &format!("<svg xmlns=\"{SVG}\"><!-- a -- b --></svg>"),
        &format!("<g xmlns=\"{SVG}\"/>"),
        &bomb,
        &nested,
    ] {
        assert_eq!(safe_svg(source.as_bytes()), None, "{}", &source[..source.len().min(200)]);
    }
    assert_eq!(safe_svg(b"\xff\xfe<\0s\0"), None, "UTF-16");
    let empty = safe_file(Path::new("a.SVG"), b"words".to_vec());
    assert_eq!(safe_svg(&empty).expect("an empty picture is one").removed, [""; 0]);
    assert_eq!(safe_file(Path::new("a.png"), b"words".to_vec()), b"words", "no SVG, no change");
}

/// Pieces that may mean something to one parser or another, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<g>",
        "</g>",
        "<g/>",
        "<script>",
        "</script>",
        "<a ",
        "href=\"",
        "\"",
        "javascript:",
        ">",
        "<style>",
        "</style>",
        "url(",
        "#a)",
        "@import",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "--",
        "<?x",
        "?>",
        "&amp;",
        "&lt;",
        "&#x3c;",
        "&#60;script&#62;",
        "&a;",
        "onload=\"a()\"",
        " ",
        "<foreignObject>",
        "</foreignObject>",
        "xmlns=\"http://www.w3.org/1999/xhtml\"",
        "'",
        "<",
        "<set attributeName=\"href\"/>",
        "x",
        "\u{e9}",
        "\u{0}",
        "</svg>",
        "<svg>",
        "=",
        "/",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_written_needs_no_second_washing(inside in soup()) {
        let source = format!("<svg xmlns=\"{SVG}\">{inside}</svg>");
        if let Some(once) = safe_svg(source.as_bytes()) {
            let text = String::from_utf8(once.bytes.clone()).unwrap();
            prop_assert!(!text.contains("<script") && !text.contains("<foreignObject"), "{text}");
            let twice = safe_svg(&once.bytes);
            prop_assert_eq!(twice, Some(SafeSvg { bytes: once.bytes, removed: Vec::new() }));
        }
    }
}
