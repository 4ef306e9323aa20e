//! The entities that a file declares for itself, as older drawing programs do for the names of
//! namespaces.

use std::borrow::Cow;

/// Longer texts are no abbreviation.
const LONGEST: usize = 256;
/// How many times as long a file may become. Each text is short, but may stand for one of a
/// few characters many times.
const MOST: usize = 16;

/// The file with its own entities written out; none if it would become far longer.
///
/// Only plain texts: one that holds markup or another entity is left as it is, and a file that
/// refers to it cannot be read.
pub(super) fn expanded(source: &str) -> Option<Cow<'_, str>> {
    let mut text = Cow::Borrowed(source);
    for (name, value) in declared(source) {
        let reference = format!("&{name};");
        let n_uses = text.matches(&reference).count();
        if n_uses == 0 {
            continue;
        }
        if text.len() + n_uses * value.len() > MOST * (source.len() + LONGEST) {
            return None;
        }
        text = Cow::Owned(text.replace(&reference, value));
    }
    Some(text)
}

/// Names and texts, in the order of their declarations: the first of a name is the one that
/// counts.
fn declared(source: &str) -> impl Iterator<Item = (&str, &str)> {
    // What stands behind the first element is no declaration.
    let head = source.find("<!DOCTYPE").map_or("", |at| &source[at..]);
    let head = head.split_once("]>").map_or("", |(head, _)| head);
    head.split("<!ENTITY").skip(1).filter_map(|declaration| {
        let declaration = declaration.trim_start();
        let (name, rest) = declaration.split_once(|c: char| c.is_ascii_whitespace())?;
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, _) = rest[1..].split_once(quote)?;
        let is_name = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let is_predefined = matches!(name, "lt" | "gt" | "amp" | "quot" | "apos");
        let is_plain = value.len() <= LONGEST && !value.contains(['<', '&', '%', '"', '\'']);
        (is_name && !is_predefined && is_plain).then_some((name, value))
    })
}
