//! An author's HTML: which tags it has, what stays open, what will be removed.
//!
//! Nothing here protects anyone; `sanitise` does, with a real HTML parser. This reader
//! is for grouping blocks and for telling the author.

use std::collections::HashMap;

use crate::sanitise;
use crate::write::Writer;

/// A start or end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawTag {
    pub name: String,
    pub is_end: bool,
    /// Relative to the piece.
    pub line: u32,
}

impl RawTag {
    pub(crate) fn on_line(mut self, line: u32) -> Self {
        self.line = line;
        self
    }
}

/// Elements that have no content.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements whose end tag may be left out: an open one does not hold a group together.
const ENDS_BY_ITSELF: [&str; 14] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
    "colgroup", "caption",
];

/// Elements whose content is text up to their end tag.
const TEXT_ONLY: [&str; 4] = ["script", "style", "textarea", "title"];

/// A tag as it stands in HTML.
struct Token<'a> {
    name: &'a str,
    is_end: bool,
    /// The rest of the tag, behind the name.
    attributes: &'a str,
    offset: usize,
}

/// Reads tags from left to right, each byte once.
struct Tokens<'a> {
    html: &'a str,
    offset: usize,
    /// The name of the text-only element now open.
    inside: Option<&'a str>,
    /// Whether a comment is known to have no end.
    is_without_end_of_comment: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let at = self.offset + self.html[self.offset..].find('<')?;
            let rest = &self.html[at + 1..];
            self.offset = at + 1;
            if rest.starts_with("!--") && !self.is_without_end_of_comment {
                match rest.find("-->") {
                    Some(end) => self.offset = at + 1 + end + "-->".len(),
                    None => self.is_without_end_of_comment = true,
                }
                continue;
            }
            let is_end = rest.starts_with('/');
            let rest = &rest[usize::from(is_end)..];
            if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<');
            let name = &rest[..rest.find(ends_name).unwrap_or(rest.len())];
            let is_named = |other: &str| name.eq_ignore_ascii_case(other);
            if self.inside.is_some_and(|inside| !is_end || !is_named(inside)) {
                continue;
            }
            self.inside = None;
            let attributes = &rest[name.len()..];
            let attributes = &attributes[..end_of_tag(attributes)];
            if !is_end && TEXT_ONLY.iter().copied().any(is_named) {
                self.inside = Some(name);
            }
            self.offset = at + 1 + usize::from(is_end) + name.len() + attributes.len();
            return Some(Token { name, is_end, attributes, offset: at });
        }
    }
}

/// How far a tag goes whose attributes are `attributes` and whatever follows.
fn end_of_tag(attributes: &str) -> usize {
    let mut quote = None;
    for (i, b) in attributes.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return i,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), _) if open == b => quote = None,
            _ => {}
        }
    }
    attributes.len()
}

fn tokens(html: &str) -> Tokens<'_> {
    Tokens { html, offset: 0, inside: None, is_without_end_of_comment: false }
}

/// The tags that hold elements open or close them.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = RawTag> {
    tokens(html).filter_map(|token| {
        let name = token.name.to_ascii_lowercase();
        let holds = !VOID.contains(&name.as_str()) && !ENDS_BY_ITSELF.contains(&name.as_str());
        holds.then_some(RawTag { name, is_end: token.is_end, line: 0 })
    })
}

/// The tags that do not find their partner among `tags`.
pub(crate) fn unbalanced(tags: Vec<RawTag>) -> Vec<RawTag> {
    let mut open = OpenElements::default();
    let mut is_balanced = vec![false; tags.len()];
    for (i, tag) in tags.iter().enumerate() {
        if !tag.is_end {
            open.push(tag.name.clone(), i);
        } else if let Some(start) = open.close(&tag.name) {
            // What was left open in between is closed with it.
            is_balanced[start..=i].fill(true);
        }
    }
    let kept = tags.into_iter().zip(is_balanced).filter(|(_, balanced)| !balanced);
    kept.map(|(tag, _)| tag).collect()
}

/// The elements now open, each with a mark of the caller's.
#[derive(Debug)]
pub(crate) struct OpenElements<T> {
    open: Vec<(String, T)>,
    /// How many of each name are open.
    n_open: HashMap<String, usize>,
}

impl<T> Default for OpenElements<T> {
    fn default() -> Self {
        Self { open: Vec::new(), n_open: HashMap::new() }
    }
}

impl<T> OpenElements<T> {
    pub(crate) fn push(&mut self, name: String, mark: T) {
        *self.n_open.entry(name.clone()).or_insert(0) += 1;
        self.open.push((name, mark));
    }

    /// Closes the innermost element of that name and what is open in it.
    pub(crate) fn close(&mut self, name: &str) -> Option<T> {
        if self.n_open.get(name).copied().unwrap_or(0) == 0 {
            return None;
        }
        while let Some((open, mark)) = self.open.pop() {
            if let Some(n) = self.n_open.get_mut(&open) {
                *n -= 1;
            }
            if open == name {
                return Some(mark);
            }
        }
        None
    }
}

/// How deep elements nest in `html`, at most: an end tag that fits nothing closes nothing.
///
/// Elements that end by themselves do not count. They nest only in others that do.
pub(crate) fn depth(html: &str) -> usize {
    let mut n_open: HashMap<&str, usize> = HashMap::new();
    let mut depth = 0_usize;
    let mut deepest = 0;
    for token in tokens(html) {
        let is_one_of = |names: &[&str]| names.iter().any(|n| token.name.eq_ignore_ascii_case(n));
        if is_one_of(&VOID) || is_one_of(&ENDS_BY_ITSELF) {
            continue;
        }
        let n = n_open.entry(token.name).or_insert(0);
        if token.is_end {
            if *n > 0 {
                *n -= 1;
                depth -= 1;
            }
        } else {
            *n += 1;
            depth += 1;
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What the sanitiser will take out: where, and a sentence for the author.
pub(crate) fn removals(html: &str) -> Vec<(usize, String)> {
    let mut removals = Vec::new();
    for token in tokens(html) {
        let name = token.name.to_ascii_lowercase();
        if !sanitise::is_allowed_element(&name) {
            if !token.is_end {
                removals.push((token.offset, format!("`<{name}>` was removed")));
            }
            continue;
        }
        for (attribute, value) in attributes(token.attributes) {
            let attribute = attribute.to_ascii_lowercase();
            if !sanitise::is_allowed_attribute(&name, &attribute) {
                let message = format!("`{attribute}` was removed from `<{name}>`");
                removals.push((token.offset, message));
            } else if !sanitise::is_allowed_value(&name, &attribute, &decoded(value)) {
                let message = format!("the address in `{attribute}` was removed from `<{name}>`");
                removals.push((token.offset, message));
            }
        }
    }
    removals
}

/// An address in HTML.
struct Address {
    target: String,
    is_image: bool,
    /// Of an image, its description if it has one.
    alt: Option<String>,
    /// Where its tag starts.
    offset: usize,
}

/// The addresses that HTML leads to or shows; with `safe` those that the sanitiser leaves.
fn addresses(html: &str, safe: bool) -> Vec<Address> {
    let mut addresses = Vec::new();
    for token in tokens(html).filter(|token| !token.is_end) {
        let element = token.name.to_ascii_lowercase();
        let alt = || {
            let mut all = attributes(token.attributes);
            all.find(|(name, _)| name.eq_ignore_ascii_case("alt")).map(|(_, alt)| decoded(alt))
        };
        for (name, value) in attributes(token.attributes) {
            let name = name.to_ascii_lowercase();
            let value = decoded(value);
            let is_address = matches!(
                (&*element, &*name),
                ("a" | "area", "href")
                    | ("img" | "source" | "video" | "audio" | "track", "src")
                    | ("video", "poster")
            );
            let is_kept = !safe
                || sanitise::is_allowed_attribute(&element, &name)
                    && sanitise::is_allowed_value(&element, &name, &value);
            if is_address && is_kept && !value.is_empty() {
                let is_image = element == "img";
                let alt = is_image.then(alt).flatten();
                addresses.push(Address { target: value, is_image, alt, offset: token.offset });
            }
        }
    }
    addresses
}

impl Writer<'_, '_> {
    /// Notes the images and links of HTML that starts at `offset`.
    pub(crate) fn note_addresses(&mut self, html: &str, offset: usize) {
        for address in addresses(html, self.renderer.options.is_safe()) {
            let at = self.place_in_html(offset, address.offset);
            let place = self.lines.place_at(at);
            if address.is_image {
                self.notes.image(&address.target, address.alt.as_deref(), place);
            } else {
                self.notes.link(&address.target, place);
            }
        }
    }

    /// Where in the source a place of HTML is that starts at `offset` there. Offsets within HTML
    /// are those of the source unless it is in a quote or list; then a place may be a little
    /// early.
    pub(crate) fn place_in_html(&self, offset: usize, at: usize) -> usize {
        self.source.text.floor_char_boundary(offset + at)
    }
}

/// The attributes of a tag, with their values as written.
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        // A name may begin with `=`.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(ends_name).map_or(rest.len(), |i| first + i);
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else { return Some((name, "")) };
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = if let Some(quote) = quote {
            let inner = &after[1..];
            let end = inner.find(quote).unwrap_or(inner.len());
            rest = inner.get(end + 1..).unwrap_or_default();
            &inner[..end]
        } else {
            let end = after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len());
            rest = &after[end..];
            &after[..end]
        };
        Some((name, value))
    })
}

/// The value with the commonest entities read.
fn decoded(value: &str) -> String {
    value.replace("&colon;", ":").replace("&#58;", ":").replace("&#x3a;", ":").replace("&amp;", "&")
}

/// GFM's tag filter: some tags do not work, whatever else is allowed.
pub(crate) fn filter_tags(html: &str) -> String {
    const FILTERED: [&str; 9] = [
        "title",
        "textarea",
        "style",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "script",
        "plaintext",
    ];
    let mut filtered = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        filtered.push_str(&rest[..at]);
        let inner = &rest[at + 1..];
        let name = inner.strip_prefix('/').unwrap_or(inner);
        let end = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
        let is_filtered = FILTERED.iter().any(|tag| name[..end].eq_ignore_ascii_case(tag));
        filtered.push_str(if is_filtered { "&lt;" } else { "<" });
        rest = inner;
    }
    filtered.push_str(rest);
    filtered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unbalanced_names(html: &str) -> Vec<String> {
        let tags = unbalanced(tags(html).collect());
        tags.into_iter().map(|t| if t.is_end { format!("/{}", t.name) } else { t.name }).collect()
    }

    #[test]
    fn tags_find_their_partners() {
        assert_eq!(unbalanced_names("<div><p>a<br></div>"), [""; 0]);
        assert_eq!(unbalanced_names("<details>\n<summary>a</summary>"), ["details"]);
        assert_eq!(unbalanced_names("</b><div title='>'><i></div><a"), ["/b", "a"]);
        assert_eq!(unbalanced_names("<!-- <div> --><script>'<p><b>'</script>"), [""; 0]);
    }

    #[test]
    fn what_will_be_removed_is_told() {
        let html = "<img src=x onerror='a()'><script>1</script><a href=javascript:x>";
        let messages: Vec<_> = removals(html).into_iter().map(|(_, message)| message).collect();
        assert_eq!(
            messages,
            [
                "`onerror` was removed from `<img>`",
                "`<script>` was removed",
                "the address in `href` was removed from `<a>`",
            ]
        );
    }

    #[test]
    fn the_tag_filter_is_that_of_gfm() {
        let html = "<strong> <title> <style> <em>\n<blockquote>\n  <XMP> is disallowed.";
        let filtered =
            "<strong> &lt;title> &lt;style> <em>\n<blockquote>\n  &lt;XMP> is disallowed.";
        assert_eq!(filter_tags(html), filtered);
    }

    #[test]
    fn long_rows_of_openings_take_steps_in_proportion() {
        for unit in ["<", "<a ", "<!--", "<a '", "</", "<script>", "<p =\""] {
            let html = unit.repeat(50_000);
            assert!(tags(&html).count() <= 50_000);
            assert!(depth(&html) <= 50_000);
            assert!(removals(&html).len() <= 100_000);
        }
    }
}
