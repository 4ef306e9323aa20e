//! What the drawing library drew, written anew for a page, without what only a page of its own
//! would need.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use quick_xml::escape::escape;

use crate::paint;
use crate::read::{Drawing, Read, Step};
use crate::sheet::{self, Rule};

/// Writes a drawing anew; none if it cannot be read.
pub(crate) fn rewrite(svg: &str, id: &str) -> Option<Drawing> {
    let mut read = Read::default();
    read.all(svg)?;
    let Read { mut drawing, steps, css, .. } = read;
    let mut rules = sheet::rules(&css, id);
    let names = names_in(&steps);
    rules = sheet::in_use(rules, &names);
    let wanted = wanted(&rules, &steps, id);
    let mut ids = BTreeSet::new();
    let mut inside = String::new();
    if !rules.is_empty() {
        inside.push_str("<style>");
        for Rule { selectors, declarations } in &rules {
            let _ = write!(inside, "{}{{{declarations}}}", escape(selectors.join(",")));
        }
        inside.push_str("</style>");
    }
    for step in &steps {
        match step {
            Step::Text(text) => inside.push_str(&escape(text.as_str())),
            Step::End(element) => {
                let _ = write!(inside, "</{element}>");
            }
            Step::Start { element, attributes, is_empty } => {
                let _ = write!(inside, "<{element}");
                for (name, value) in attributes {
                    write_attribute(&mut inside, name, value, id, &wanted, &mut ids);
                }
                inside.push_str(if *is_empty { "/>" } else { ">" });
            }
        }
    }
    for step in &steps {
        if let Step::Start { element: "a", attributes, .. } = step {
            drawing.links.extend(
                attributes.iter().filter(|(name, _)| name == "href").map(|(_, to)| to.clone()),
            );
        }
    }
    drawing.inside = inside;
    Some(drawing)
}

/// Writes an attribute, if it says anything.
fn write_attribute(
    out: &mut String,
    name: &str,
    value: &str,
    id: &str,
    wanted: &BTreeSet<String>,
    ids: &mut BTreeSet<String>,
) {
    let value = match name {
        "id" if !wanted.contains(&format!("#{value}")) || !ids.insert(value.to_owned()) => return,
        "class" => {
            let classes = value.split_ascii_whitespace();
            let classes: Vec<_> =
                classes.filter(|class| wanted.contains(&format!(".{class}"))).collect();
            classes.join(" ")
        }
        "style" => sheet::declarations(value, id),
        // An address elsewhere.
        _ if value.contains("url(") && !sheet::is_plain(value, id) => return,
        // The library's own: what an author chooses is a style.
        "fill" | "stroke" if value == "black" => "var(--diagram-text)".to_owned(),
        "fill" | "stroke" | "stop-color" => paint::of_page(value),
        "href" => value.to_owned(),
        _ => rounded(value),
    };
    if !value.is_empty() {
        let _ = write!(out, " {name}=\"{}\"", escape(value));
    }
}

/// A value with its numbers to the hundredth: no screen shows more.
pub(crate) fn rounded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('.') {
        let (before, fraction) = (&rest[..at], &rest[at + 1..]);
        let n = fraction.bytes().take_while(u8::is_ascii_digit).count();
        out.push_str(before);
        rest = &fraction[n..];
        // Not `1e-7`, which would become something else.
        if rest.starts_with(['e', 'E']) || n <= 2 {
            out.push('.');
            out.push_str(&fraction[..n]);
            continue;
        }
        let digits = fraction[..2].trim_end_matches('0');
        let has_whole = before.ends_with(|c: char| c.is_ascii_digit());
        if !digits.is_empty() {
            out.push('.');
            out.push_str(digits);
        } else if !has_whole {
            out.push('0');
        }
    }
    out + rest
}

/// The classes and ids that are there, each with its sign.
fn names_in(steps: &[Step]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (name, value) in steps.iter().flat_map(Step::attributes) {
        match name.as_str() {
            "id" => {
                names.insert(format!("#{value}"));
            }
            "class" => names.extend(value.split_ascii_whitespace().map(|it| format!(".{it}"))),
            _ => {}
        }
    }
    names
}

/// The classes and ids that anything refers to, each with its sign.
fn wanted(rules: &[Rule], steps: &[Step], id: &str) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for Rule { selectors, declarations } in rules {
        wanted.extend(selectors.iter().flat_map(|it| sheet::names(it)).map(str::to_owned));
        wanted.extend(sheet::references(declarations).map(|it| format!("#{it}")));
    }
    for (name, value) in steps.iter().flat_map(Step::attributes) {
        if name == "href" {
            wanted.insert(value.clone());
        } else {
            wanted.extend(sheet::references(value).map(|it| format!("#{it}")));
        }
    }
    wanted.retain(|it| it.starts_with('.') || it.contains(id));
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_where_it_cannot_be_seen() {
        for (value, expected) in [
            ("M71.8712,-4.0001L.5 1.25", "M71.87,-4L.5 1.25"),
            ("0.0001", "0"),
            ("-.001 3", "-0 3"),
            ("1.23456e-7 1.999", "1.23456e-7 1.99"),
            ("translate(40.534400000000005 24)", "translate(40.53 24)"),
            ("a.b", "a.b"),
        ] {
            assert_eq!(rounded(value), expected);
        }
    }
}
