use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// The pieces, one a line: `<name attribute=value>` or the text.
fn check(html: &str) -> String {
    let mut seen = String::new();
    let mut whole = String::new();
    for piece in pieces(html) {
        match piece {
            Piece::Other(text) => {
                whole.push_str(text);
                writeln!(seen, "{text:?}").unwrap();
            }
            Piece::Tag(tag) => {
                whole.push_str(tag.raw());
                write!(seen, "<{}", tag.name).unwrap();
                for attribute in &tag.attributes {
                    write!(seen, " {}={}", attribute.name, unescape(attribute.value)).unwrap();
                }
                seen.push_str(">\n");
            }
        }
    }
    assert_eq!(whole, html, "the pieces are the whole");
    seen
}

proptest! {
    #[test]
    fn any_text_is_the_sum_of_its_pieces(html in r#"([<>/="'!-]|[a-z ]|script|é|↩|&[a-z#0-9]{1,4};|.){0,40}"#) {
        check(&html);
        rewrite_addresses(&html, |_, _, address| Some(address.to_owned()));
    }
}

#[test]
fn tags_are_cut_out() {
    insta::assert_snapshot!(
        check(r#"a< b<p>x</p><img src=a.png alt='"q"' hidden/><A HREF="b&amp;c">"#),
        @r#"
    "a"
    "< b"
    <p>
    "x"
    "</p>"
    <img src=a.png alt="q" hidden=>
    <A HREF=b&c>
    "#
    );
}

#[test]
fn what_looks_like_a_tag_but_is_not_one_stays_text() {
    insta::assert_snapshot!(
        check(r#"1 < 2 <!-- <a href="x"> --> <style>a > b {} </style><script>"<a href='y'>"</script><br><a href="never closed"#),
        @r#"
    "1 "
    "< 2 "
    "<!-- <a href=\"x\"> -->"
    " "
    <style>
    "a > b {} "
    "</style>"
    <script>
    "\"<a href='y'>\""
    "</script>"
    <br>
    "<a href=\"never closed"
    "#
    );
}

fn shout(html: &str) -> Cow<'_, str> {
    rewrite_addresses(html, |_, _, address| Some(address.to_uppercase()))
}

#[test]
fn addresses_are_rewritten_and_nothing_else() {
    assert_eq!(
        shout(r#"<p title="a">b <a class=c href=d&amp;e title="f">g</a></p>"#),
        r#"<p title="a">b <a class=c href="D&amp;E" title="f">g</a></p>"#
    );
    assert_eq!(
        shout(r#"<img src="a b" srcset="c 1x, d,e 2x" alt="f">"#),
        r#"<img src="A B" srcset="C 1x, D,E 2x" alt="f">"#
    );
    assert_eq!(shout(r#"<video poster="p" src="s">"#), r#"<video poster="P" src="S">"#);
}

#[test]
fn untouched_html_is_not_copied() {
    let html = "<p>no <b>links</b> here</p>";
    assert!(matches!(shout(html), Cow::Borrowed(_)));
    let html = r#"<a href="x">"#;
    assert!(matches!(rewrite_addresses(html, |_, _, _| None), Cow::Borrowed(_)));
}

#[test]
fn a_new_address_cannot_end_its_attribute() {
    let hostile = r#"x" onload="alert(1)"#;
    let html = rewrite_addresses(r#"<img src="a">"#, |_, _, _| Some(hostile.to_owned()));
    let Some(Piece::Tag(tag)) = pieces(&html).next() else { panic!("one tag: {html}") };
    assert_eq!(tag.get("src").as_deref(), Some(hostile));
    assert_eq!(tag.get("onload"), None);
}

#[test]
fn attributes_come_and_go() {
    let html = r#"<a id="i" href="h" class="c">"#;
    let Some(Piece::Tag(tag)) = pieces(html).next() else { panic!("one tag") };
    assert_eq!(tag.without("href"), r#"<a id="i" class="c">"#);
    assert_eq!(tag.without("title"), html);
}
