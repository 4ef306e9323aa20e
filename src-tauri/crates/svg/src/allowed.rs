//! What may be in an SVG picture.

/// Elements that draw, name, or move; not `script`, and not `foreignObject`, which holds HTML.
const ELEMENTS: [&str; 64] = [
    "a",
    "animate",
    "animateMotion",
    "animateTransform",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "set",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
    // Given up by browsers, harmless where they are not.
    "font",
    "font-face",
    "glyph",
    "missing-glyph",
];

/// What an attribute's value is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// As an address.
    Address(Address),
    /// As code.
    Code,
    /// As declarations of a style sheet.
    Style,
    /// As the name of the attribute that an animation sets.
    Animated,
    /// As something else, in which `url(…)` may stand.
    Other,
}

/// What an address is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// It is gone to when somebody clicks.
    Link,
    /// Its picture is shown.
    Picture,
    /// A part of the same file is used.
    Part,
}

/// The name of an element that may stay.
pub(super) fn is_element(name: &str) -> Option<&'static str> {
    ELEMENTS.into_iter().find(|element| *element == name)
}

/// Whether an element that may not stay does no harm: what drawing programs keep for
/// themselves.
pub(super) fn is_silent(in_svg: bool, name: &str) -> bool {
    let harms = ["script", "iframe", "embed", "object", "html", "body"];
    if in_svg { name == "metadata" } else { !harms.contains(&name) }
}

/// What the value of an attribute is read as.
pub(super) fn target_of(element: &str, name: &str) -> Target {
    match name {
        "href" | "xlink:href" => Target::Address(match element {
            "a" => Address::Link,
            "image" | "feImage" => Address::Picture,
            _ => Address::Part,
        }),
        // Older names of what some browser may still follow.
        "src" | "ping" | "action" | "formaction" | "xlink:role" | "xlink:arcrole" => Target::Code,
        "style" => Target::Style,
        "attributeName" => Target::Animated,
        _ if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => Target::Code,
        _ => Target::Other,
    }
}

/// Whether an animation may set this attribute: none that holds an address or code, whatever
/// namespace its name claims.
pub(super) fn may_be_animated(name: &str) -> bool {
    let local = name.trim().rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    local != "href" && !local.starts_with("on") && local != "style"
}

/// Whether an address leads nowhere but where its use says.
pub(super) fn is_safe_address(kind: Address, value: &str) -> bool {
    // Browsers skip these in addresses.
    let address: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = address.to_ascii_lowercase();
    if lower.starts_with('#') {
        return true;
    }
    match kind {
        Address::Part => false,
        Address::Picture => is_picture(&lower),
        Address::Link => {
            let scheme = lower.split(['/', '?', '#']).next().and_then(|it| it.split_once(':'));
            scheme.is_none_or(|(scheme, _)| matches!(scheme, "http" | "https" | "mailto"))
        }
    }
}

/// Whether an address in lower case is a picture written out, in a format that holds no more
/// than a picture.
fn is_picture(address: &str) -> bool {
    let formats = ["png", "jpeg", "jpg", "gif", "webp", "avif"];
    let format = address.strip_prefix("data:image/").and_then(|it| it.split([';', ',']).next());
    format.is_some_and(|format| formats.contains(&format))
}

/// Whether nothing in a style sheet or a declaration fetches anything.
///
/// Not a parser: in doubt it is not safe. `\` could spell any word, and functions that take an
/// address as a string are few and rare in pictures.
pub(super) fn is_safe_css(css: &str) -> bool {
    const NEVER: [&str; 9] = [
        "\\",
        "@import",
        "expression(",
        "-moz-binding",
        "behavior:",
        "image-set(",
        "image(",
        "src(",
        "cross-fade(",
    ];
    let css = css.to_ascii_lowercase();
    if NEVER.iter().any(|word| css.contains(word)) {
        return false;
    }
    css.split("url(").skip(1).all(|rest| {
        let address = rest.trim_start().trim_start_matches(['"', '\'']).trim_start();
        let is_face = ["data:font/", "data:application/font", "data:application/x-font"]
            .iter()
            .any(|start| address.starts_with(start));
        address.starts_with('#') || is_face || is_picture(address)
    })
}
