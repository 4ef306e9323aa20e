//! What of an author's HTML stays: what cannot run code, send anything, or cover the page.
//!
//! A list of what is allowed, applied by a real HTML parser. Our own markup is on the
//! list as well, since it passes here when it stands inside an author's element.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::escape::escaped;
use crate::raw_html;

/// Elements that may stay.
const ELEMENTS: &[&str] = &[
    // Text.
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "br",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "i",
    "img",
    "ins",
    "kbd",
    "mark",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "font",
    "strike",
    "big",
    // Blocks.
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    // Tables.
    "caption",
    "col",
    "colgroup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    // Pictures, sound, film.
    "audio",
    "picture",
    "source",
    "track",
    "video",
    // Task lists.
    "input",
    // MathML Core. Never `annotation-xml` and `mglyph`, which switch the parser's rules.
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "semantics",
];

/// Elements that go with all that is in them.
const GONE_WITH_CONTENT: &[&str] =
    &["script", "style", "title", "textarea", "template", "noscript"];

/// Attributes that any element may have.
const EVERYWHERE: &[&str] =
    &["class", "data-line", "dir", "id", "lang", "title", "role", "aria-label", "aria-hidden"];

/// What more single elements may have.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "name", "rel"]),
    ("audio", &["controls", "loop", "muted", "preload", "src"]),
    ("bdo", &["dir"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("div", &["align", "tabindex"]),
    ("figure", &["data-source"]),
    ("font", &["color"]),
    ("h1", &["align"]),
    ("h2", &["align"]),
    ("h3", &["align"]),
    ("h4", &["align"]),
    ("h5", &["align"]),
    ("h6", &["align"]),
    ("img", &["align", "alt", "decoding", "height", "loading", "sizes", "src", "width"]),
    ("input", &["checked", "disabled", "type"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("p", &["align"]),
    ("pre", &["tabindex"]),
    ("q", &["cite"]),
    ("span", &["data-n", "tabindex"]),
    ("source", &["height", "media", "sizes", "src", "type", "width"]),
    ("table", &["align", "border"]),
    ("td", &["align", "colspan", "rowspan", "valign"]),
    ("th", &["align", "colspan", "rowspan", "scope", "valign"]),
    ("time", &["datetime"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
    (
        "video",
        &[
            "controls",
            "height",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "preload",
            "src",
            "width",
        ],
    ),
];

/// What MathML's elements may have.
const MATH_ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "columnalign",
    "columnlines",
    "columnspacing",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "intent",
    "largeop",
    "linethickness",
    "lspace",
    "mathbackground",
    "mathcolor",
    "mathsize",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowlines",
    "rowspacing",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
    "xmlns",
];

/// Schemes that a link may have.
const LINK_SCHEMES: &[&str] = &[
    "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sftp", "xmpp", "irc", "ircs",
    "matrix", "magnet", "geo", "news", "nntp", "gemini", "gopher", "bitcoin", "ssh", "git",
    "facetime", "callto",
];

/// Pictures that may be written out in their address. Not SVG, which can hold more than
/// a picture.
const PICTURES: &[&str] = &["png", "jpeg", "gif", "webp", "avif"];

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "cite", "poster"];

/// More nesting than any page has; the parser's time grows with its square.
const DEEPEST: usize = 512;

struct Policy {
    builder: Builder<'static>,
    elements: HashSet<&'static str>,
    attributes: HashMap<&'static str, HashSet<&'static str>>,
    everywhere: HashSet<&'static str>,
}

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let elements: HashSet<_> = ELEMENTS.iter().copied().collect();
    let mut attributes: HashMap<_, HashSet<_>> = HashMap::new();
    for &(element, names) in ATTRIBUTES {
        attributes.entry(element).or_default().extend(names);
    }
    let is_math =
        |element: &&&str| element.starts_with('m') || matches!(**element, "none" | "semantics");
    for element in ELEMENTS.iter().filter(is_math).filter(|e| **e != "mark") {
        attributes.entry(element).or_default().extend(MATH_ATTRIBUTES);
    }
    let everywhere: HashSet<_> = EVERYWHERE.iter().copied().collect();
    let mut builder = Builder::empty();
    builder
        .tags(elements.clone())
        .clean_content_tags(GONE_WITH_CONTENT.iter().copied().collect())
        .tag_attributes(attributes.clone())
        .generic_attributes(everywhere.clone())
        // `data` only to be looked at by the filter below.
        .url_schemes(LINK_SCHEMES.iter().copied().chain(["data"]).collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        // Whatever form field an author writes, it becomes the box of a task list.
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .attribute_filter(filter_attribute);
    Policy { builder, elements, attributes, everywhere }
});

/// The last word on an attribute that is on the list.
fn filter_attribute<'u>(element: &str, attribute: &str, value: &'u str) -> Option<Cow<'u, str>> {
    is_allowed_value(element, attribute, value).then_some(Cow::Borrowed(value))
}

/// What of `html` may be shown.
///
/// Settled: a parser reads the answer as the tree that was checked, and cleaning it once more
/// changes nothing. One pass alone would not do, because an element that is taken out may
/// have kept its surroundings apart: `<p><object><p>` leaves `<p><p>`, which are siblings.
pub(crate) fn sanitise(html: &str) -> String {
    // Nearly all HTML is settled by the first, nearly all of the rest by the second.
    const MOST_PASSES: usize = 6;
    if raw_html::depth(html) <= DEEPEST {
        let mut clean = cleaned(html);
        for _ in 1..MOST_PASSES {
            let again = cleaned(&clean);
            if again == clean {
                return clean;
            }
            clean = again;
        }
    }
    cleaned(&format!("<pre>\n{}</pre>\n", escaped(html)))
}

/// One pass of the sanitiser.
fn cleaned(html: &str) -> String {
    with_boxes_in_order(with_first_line_breaks(POLICY.builder.clean(html).to_string()))
}

/// What a form field lacks of the box of a task list is added in the order of a hash map, which
/// is another each time the program runs: it is put into one order.
fn with_boxes_in_order(mut html: String) -> String {
    const BOX: &str = "<input";
    const OTHER: &str = " disabled=\"\" type=\"checkbox\"";
    const ORDER: &str = " type=\"checkbox\" disabled=\"\"";
    let mut done = 0;
    while let Some(start) = html[done..].find(BOX).map(|at| done + at) {
        // There are no angle brackets in text and values, and no double quotes in values.
        let end = html[start..].find('>').map_or(html.len(), |at| start + at);
        if let Some(at) = html[start..end].find(OTHER).map(|at| start + at) {
            html.replace_range(at..at + OTHER.len(), ORDER);
        }
        done = end;
    }
    html
}

/// Parsers leave out a line break right behind `<pre>`, and the one here writes none for it:
/// a line break that is meant needs another one before it.
fn with_first_line_breaks(html: String) -> String {
    const PRE: &str = "<pre";
    if !html.contains(PRE) {
        return html;
    }
    let mut whole = String::with_capacity(html.len() + 1);
    let mut rest = &*html;
    // In text and in values there are no angle brackets, written out as they are.
    while let Some(end) = rest.find(PRE).and_then(|at| Some(at + rest[at..].find('>')? + 1)) {
        whole.push_str(&rest[..end]);
        rest = &rest[end..];
        if rest.starts_with('\n') {
            whole.push('\n');
        }
    }
    whole + rest
}

pub(crate) fn is_allowed_element(name: &str) -> bool {
    POLICY.elements.contains(name)
}

pub(crate) fn is_allowed_attribute(element: &str, attribute: &str) -> bool {
    POLICY.everywhere.contains(attribute)
        || POLICY.attributes.get(element).is_some_and(|names| names.contains(attribute))
}

pub(crate) fn is_allowed_value(element: &str, attribute: &str, value: &str) -> bool {
    match attribute {
        "src" if element == "img" => is_safe_image(value),
        _ if ADDRESSES.contains(&attribute) => is_safe_link(value),
        "type" if element == "input" => value.eq_ignore_ascii_case("checkbox"),
        _ => true,
    }
}

/// Whether following a link to `target` cannot run code.
pub(crate) fn is_safe_link(target: &str) -> bool {
    // As nearly all begin that lead elsewhere.
    target.starts_with("https://") || scheme(target).is_none_or(|scheme| is_link_scheme(&scheme))
}

/// Whether an image from `target` is an image.
pub(crate) fn is_safe_image(target: &str) -> bool {
    match scheme(target) {
        Some(scheme) if scheme.eq_ignore_ascii_case("data") => is_picture(target),
        Some(scheme) => is_link_scheme(&scheme),
        None => true,
    }
}

fn is_link_scheme(scheme: &str) -> bool {
    LINK_SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

fn is_picture(target: &str) -> bool {
    let Some(kind) = target.trim().get("data:image/".len()..) else { return false };
    let is_image = target.trim()[.."data:image/".len()].eq_ignore_ascii_case("data:image/");
    let name = kind.split([';', ',']).next().unwrap_or_default();
    is_image && PICTURES.iter().any(|picture| name.eq_ignore_ascii_case(picture))
}

/// The scheme of an address as a browser reads it: controls and spaces left out where it leaves
/// them out. None for a relative one.
fn scheme(target: &str) -> Option<Cow<'_, str>> {
    let visible = target.trim_start_matches(|c: char| c <= ' ');
    let end = visible.find([':', '/', '?', '#'])?;
    if !visible[end..].starts_with(':') {
        return None;
    }
    let written = &visible[..end];
    let is_left_out = |c: char| matches!(c, '\t' | '\n' | '\r');
    let scheme = if written.contains(is_left_out) {
        Cow::Owned(written.replace(is_left_out, ""))
    } else {
        Cow::Borrowed(written)
    };
    // It begins with a letter and has no other signs.
    let mut chars = scheme.chars();
    let is_scheme = chars.next().is_none_or(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
