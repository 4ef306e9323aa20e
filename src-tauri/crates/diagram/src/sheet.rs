//! Style sheets and declarations of a drawing, reduced to what paints its own parts.
//!
//! A rule in a page reaches all of it, and a declaration can do more than paint. So only rules
//! stay whose every selector begins with the drawing's id, and of declarations only those of
//! properties that set colours, lines and letters.

use std::collections::BTreeSet;

use crate::paint;

/// Properties that paint. The face is the page's, so none says which.
const PROPERTIES: [&str; 35] = [
    "alignment-baseline",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "color",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "opacity",
    "paint-order",
    "rx",
    "ry",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "visibility",
    "word-spacing",
];

/// Declarations that say what is so anyway.
const NEEDLESS: [(&str, &str); 7] = [
    ("clip-path", "none"),
    ("display", "inline"),
    ("fill-opacity", "1"),
    ("font-style", "normal"),
    ("mask", "none"),
    ("opacity", "1"),
    ("visibility", "inherit"),
];

/// A rule that only reaches into the drawing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub selectors: Vec<String>,
    pub declarations: String,
}

/// The rules of a style sheet that stay, for a drawing with this id.
pub(crate) fn rules(css: &str, id: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut rest = css;
    while let Some(open) = rest.find('{') {
        let (head, body) = (&rest[..open], &rest[open + 1..]);
        let close = end_of_block(body);
        rest = body.get(close + 1..).unwrap_or_default();
        // A block that holds others is none that paints: an animation, or for some screens only.
        if head.contains('@') || body[..close].contains('{') {
            continue;
        }
        let head = head.trim();
        let selectors = head.split(',').map(|selector| with_plain_ids(selector.trim()));
        let selectors: Vec<_> = selectors.filter(|selector| reaches_inside(selector, id)).collect();
        let declarations = declarations(&body[..close], id);
        if !selectors.is_empty() && !declarations.is_empty() {
            rules.push(Rule { selectors, declarations });
        }
    }
    rules
}

/// The library writes some ids as values of an attribute.
fn with_plain_ids(selector: &str) -> String {
    let Some((before, rest)) = selector.split_once("[id=\"") else { return selector.to_owned() };
    match rest.split_once("\"]") {
        Some((id, after)) => format!("{before}#{id}{after}"),
        None => selector.to_owned(),
    }
}

/// Where the block that has begun ends.
fn end_of_block(body: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in body.bytes().enumerate() {
        match c {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    body.len()
}

/// Whether a selector means parts of the drawing only.
fn reaches_inside(selector: &str, id: &str) -> bool {
    let Some(rest) = selector.strip_prefix('#').and_then(|it| it.strip_prefix(id)) else {
        return false;
    };
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '#' | '>' | '*' | ' ' | '\n')
    };
    // Siblings of the drawing would be outside of it.
    rest.chars().all(plain)
        && !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The names that a selector calls classes or ids, each with its sign.
pub(crate) fn names(selector: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    selector.match_indices(['.', '#']).map(move |(at, _)| {
        let rest = &selector[at + 1..];
        &selector[at..at + 1 + rest.find(ends).unwrap_or(rest.len())]
    })
}

/// The declarations that stay, in the colours of the page.
pub(crate) fn declarations(css: &str, id: &str) -> String {
    let mut kept: Vec<(String, String)> = Vec::new();
    for declaration in css.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim().to_ascii_lowercase();
        let value = value.trim();
        let is_needless = NEEDLESS.contains(&(&*property, value));
        if PROPERTIES.contains(&&*property) && is_plain(value, id) && !is_needless {
            kept.retain(|(known, _)| *known != property);
            kept.push((property, paint::of_page(value)));
        }
    }
    let declarations: Vec<String> =
        kept.into_iter().map(|(property, value)| format!("{property}:{value}")).collect();
    declarations.join(";")
}

/// Whether a value is a number, a word, a colour, or a part of the same drawing.
pub(crate) fn is_plain(value: &str, id: &str) -> bool {
    let plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, ' ' | '#' | '%' | '.' | ',' | '-' | '_' | '+' | '(' | ')' | '!' | '/')
    };
    let functions = ["rgb(", "rgba(", "hsl(", "hsla("];
    !value.is_empty()
        && value.chars().all(plain)
        && value.match_indices('(').all(|(at, _)| {
            let start =
                value[..at].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
            functions.contains(&value[start..=at].to_ascii_lowercase().as_str())
                || is_part(&value[start..], id)
        })
}

/// Whether a value begins with a reference to a part of the same drawing.
fn is_part(value: &str, id: &str) -> bool {
    let reference = value.strip_prefix("url(#").and_then(|rest| rest.split_once(')'));
    reference.is_some_and(|(name, _)| name.contains(id))
}

/// The parts of the same drawing that a value refers to.
pub(crate) fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(#").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The rules that mean anything that is there.
pub(crate) fn in_use(rules: Vec<Rule>, there: &BTreeSet<String>) -> Vec<Rule> {
    let is_used = |selector: &String| names(selector).skip(1).all(|name| there.contains(name));
    let mut used: Vec<Rule> = Vec::new();
    for Rule { mut selectors, declarations } in rules {
        selectors.retain(is_used);
        if !selectors.is_empty() {
            used.push(Rule { selectors, declarations });
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(css: &str) -> String {
        let rules = rules(css, "d-1");
        rules
            .iter()
            .map(|it| format!("{}{{{}}}", it.selectors.join(","), it.declarations))
            .collect()
    }

    #[test]
    fn rules_reach_the_drawing_only() {
        assert_eq!(
            kept("#d-1 .a,#d-1 b{fill:#f00;stroke : none}"),
            "#d-1 .a,#d-1 b{fill:#f00;stroke:none}"
        );
        assert_eq!(kept("#d-1 .a,body,p{fill:red}"), "#d-1 .a{fill:red}");
        for css in [
            "body{fill:red}",
            "#d-12{fill:red}",
            "#d-1-x .a{fill:red}",
            "#d-1~p{fill:red}",
            "#d-1+p{fill:red}",
            "#d-1:is(p){fill:red}",
            "#d-1 .a{}} body{fill:red}",
            "@media all{#d-1 .a{fill:red}}",
            "@import url(x);",
            "@keyframes a{from{fill:red}}",
            "#d-1 [x=\"}\"]{fill:red}",
            "#d-1 .a{position:fixed;inset:0;background:red}",
            "#d-1 .a{fill:url(https://example.org/#d-1)}",
            "#d-1 .a{fill:url(#other)}",
            "#d-1 .a{fill:u\\72l(#d-1)}",
            "#d-1 .a{fill:\"x\"}",
            "#d-1 .a{fill:expression(x)}",
            "#d-1 .a{fill:red",
        ] {
            let kept = kept(css);
            assert!(
                kept.is_empty() || kept == "#d-1 .a{fill:red}" && css.ends_with("red"),
                "{css}: {kept}"
            );
        }
    }

    #[test]
    fn the_last_declaration_counts() {
        assert_eq!(declarations("fill:red; x:y; fill:blue", "d-1"), "fill:blue");
        assert_eq!(
            declarations("fill:url(#d-1-a) , rgb(1, 2,3)", "d-1"),
            "fill:url(#d-1-a) , rgb(1, 2,3)"
        );
        assert_eq!(references("url(#d-1-a)").collect::<Vec<_>>(), ["d-1-a"]);
        assert_eq!(names("#d-1 .a>g.b #c").collect::<Vec<_>>(), ["#d-1", ".a", ".b", "#c"]);
    }
}
