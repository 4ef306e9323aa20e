//! Finding the tags and attributes of HTML that is already well formed enough.
//!
//! Not a parser: it sees tags, comments and the text of `script` and `style`, and
//! hands everything else through byte for byte. That is all that turning links
//! and inlining files needs, on our own renderer's output and on authors' HTML.

use std::borrow::Cow;

use crate::address::{decode, is_external};

/// A piece of HTML; all pieces in order are the whole.
#[derive(Debug)]
pub(crate) enum Piece<'h> {
    /// Text, a comment, an end tag, or the inside of an element that holds no tags.
    Other(&'h str),
    /// A start tag.
    Tag(Tag<'h>),
}

/// A start tag.
#[derive(Debug, Clone)]
pub(crate) struct Tag<'h> {
    raw: &'h str,
    name: &'h str,
    attributes: Vec<Attribute<'h>>,
}

#[derive(Debug, Clone, Copy)]
struct Attribute<'h> {
    name: &'h str,
    value: &'h str,
    /// Where the attribute lies in the tag, name and quotes included.
    start: usize,
    end: usize,
}

/// Cuts HTML into its pieces.
pub(crate) fn pieces(html: &str) -> Pieces<'_> {
    Pieces { rest: html, raw_text: None }
}

/// Iterator over the pieces of HTML.
#[derive(Debug)]
pub(crate) struct Pieces<'h> {
    rest: &'h str,
    /// The element whose inside is next, if it holds no tags.
    raw_text: Option<&'h str>,
}

/// Elements whose inside is text up to their own end tag.
const RAW_TEXT: [&str; 7] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed"];

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(name) = self.raw_text.take() {
            let end = find_end_tag(self.rest, name);
            if end > 0 {
                return Some(Piece::Other(self.cut(end)));
            }
        }
        if let Some(tag) = read_tag(self.rest) {
            self.rest = &self.rest[tag.raw.len()..];
            self.raw_text = RAW_TEXT.iter().any(|raw| tag.is(raw)).then_some(tag.name);
            return Some(Piece::Tag(tag));
        }
        let end = if self.rest.starts_with("<!--") {
            self.rest.find("-->").map_or(self.rest.len(), |at| at + 3)
        } else {
            memchr::memchr(b'<', &self.rest.as_bytes()[1..]).map_or(self.rest.len(), |at| at + 1)
        };
        Some(Piece::Other(self.cut(end)))
    }
}

impl<'h> Pieces<'h> {
    fn cut(&mut self, end: usize) -> &'h str {
        let (piece, rest) = self.rest.split_at(end);
        self.rest = rest;
        piece
    }
}

fn find_end_tag(html: &str, name: &str) -> usize {
    let ends_here = |at: usize| {
        let rest = &html.as_bytes()[at + 2..];
        rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    html.match_indices("</").map(|(at, _)| at).find(|&at| ends_here(at)).unwrap_or(html.len())
}

/// The next place, from `at` on, whose byte `stop` holds for; the end if there is none.
fn skip(bytes: &[u8], at: usize, stop: impl Fn(u8) -> bool) -> usize {
    bytes[at.min(bytes.len())..].iter().position(|&byte| stop(byte)).map_or(bytes.len(), |n| at + n)
}

fn read_tag(html: &str) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    if bytes.first() != Some(&b'<') || !bytes.get(1)?.is_ascii_alphabetic() {
        return None;
    }
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    let mut at = skip(bytes, 1, |byte| is_space(byte) || byte == b'>' || byte == b'/');
    let name = &html[1..at];
    let mut attributes = Vec::new();
    loop {
        at = skip(bytes, at, |byte| !is_space(byte) && byte != b'/');
        if *bytes.get(at)? == b'>' {
            return Some(Tag { raw: &html[..=at], name, attributes });
        }
        let start = at;
        // A `=` at the start is part of the name, as in HTML's own rules.
        let name_end = skip(bytes, at + 1, |byte| is_space(byte) || b"=>/".contains(&byte));
        let mut end = name_end;
        let mut value = "";
        let equals = skip(bytes, name_end, |byte| !is_space(byte));
        if bytes.get(equals) == Some(&b'=') {
            let from = skip(bytes, equals + 1, |byte| !is_space(byte));
            if let quote @ (b'"' | b'\'') = *bytes.get(from)? {
                let close = skip(bytes, from + 1, |byte| byte == quote);
                bytes.get(close)?;
                value = &html[from + 1..close];
                end = close + 1;
            } else {
                end = skip(bytes, from, |byte| is_space(byte) || byte == b'>');
                value = &html[from..end];
            }
        }
        attributes.push(Attribute { name: html.get(start..name_end)?, value, start, end });
        at = end;
    }
}

impl<'h> Tag<'h> {
    /// The tag as it is written.
    pub(crate) fn raw(&self) -> &'h str {
        self.raw
    }

    /// Whether this is the start of an element called `name` (in lower case).
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, references decoded.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'h, str>> {
        self.find(name).map(|attribute| unescape(attribute.value))
    }

    /// The tag with another value for an attribute that it has.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let Some(attribute) = self.find(name) else { return self.raw.to_owned() };
        let (before, after) = (&self.raw[..attribute.start], &self.raw[attribute.end..]);
        format!("{before}{name}=\"{}\"{after}", escape(value))
    }

    /// The tag without an attribute.
    pub(crate) fn without(&self, name: &str) -> String {
        let Some(attribute) = self.find(name) else { return self.raw.to_owned() };
        let before = self.raw[..attribute.start].trim_end();
        format!("{before}{}", &self.raw[attribute.end..])
    }

    /// The tag with more attributes, each after a space, behind those that it has.
    pub(crate) fn with_more(&self, attributes: &str) -> String {
        // `<`, the name.
        let end = self.attributes.last().map_or(1 + self.name.len(), |last| last.end);
        format!("{}{attributes}{}", &self.raw[..end], &self.raw[end..])
    }

    fn find(&self, name: &str) -> Option<&Attribute<'h>> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// The addresses in `html` that lead to files of the blog, percent-decoded, without
/// query and fragment.
pub fn local_addresses(html: &str) -> Vec<String> {
    let mut local = Vec::new();
    rewrite_addresses(html, |_, _, address| {
        local.extend(local_path(address));
        None
    });
    local
}

/// The file of the blog that an address leads to, by the name it is called there.
pub(crate) fn local_path(address: &str) -> Option<String> {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let is_local = end > 0 && !is_external(address);
    is_local.then(|| decode(&address[..end])).flatten().map(Cow::into_owned)
}

/// The addresses of the pictures in `html`, as they are written, in their order.
pub fn picture_addresses(html: &str) -> Vec<String> {
    // Most posts have none, and looking for one tag is faster than reading all.
    let Some(first) = html.find("<img") else { return Vec::new() };
    let sources = pieces(&html[first..]).filter_map(|piece| match piece {
        Piece::Tag(tag) if tag.is("img") => Some(tag.get("src")?.into_owned()),
        _ => None,
    });
    sources.collect()
}

/// The addresses in `html` that lead into the site, as they are written, each once.
pub fn link_addresses(html: &str) -> Vec<String> {
    let mut addresses = Vec::new();
    rewrite_addresses(html, |_, _, address| {
        let leads_into_site = !is_external(address) && !address.starts_with('#');
        if leads_into_site && !addresses.iter().any(|known| known == address) {
            addresses.push(address.to_owned());
        }
        None
    });
    addresses
}

/// Rewrites the value of each attribute that holds an address.
///
/// `rewrite` gets the tag, the attribute's name and the address, and answers with
/// the new one, or nothing to leave the tag as it is.
pub(crate) fn rewrite_addresses(
    html: &str,
    mut rewrite: impl FnMut(&Tag<'_>, &str, &str) -> Option<String>,
) -> Cow<'_, str> {
    rewrite_tags(html, |tag| rewrite_tag(tag, &mut rewrite))
}

/// Rewrites start tags: `rewrite` answers with the new one, or nothing to leave it as it is.
pub(crate) fn rewrite_tags(
    html: &str,
    mut rewrite: impl FnMut(&Tag<'_>) -> Option<String>,
) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut n_read = 0;
    for piece in pieces(html) {
        let (raw, new) = match &piece {
            Piece::Other(text) => (*text, None),
            Piece::Tag(tag) => (tag.raw(), rewrite(tag)),
        };
        if let Some(new) = new {
            let out = out.get_or_insert_with(|| {
                let mut out = String::with_capacity(html.len() + html.len() / 8);
                out.push_str(&html[..n_read]);
                out
            });
            out.push_str(&new);
        } else if let Some(out) = &mut out {
            out.push_str(raw);
        }
        n_read += raw.len();
    }
    out.map_or(Cow::Borrowed(html), Cow::Owned)
}

/// Where addresses stand in HTML.
const ADDRESSES: [(&str, &str); 9] = [
    ("a", "href"),
    ("area", "href"),
    ("img", "src"),
    ("source", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("track", "src"),
    ("image", "href"),
];

fn rewrite_tag(
    tag: &Tag<'_>,
    rewrite: &mut impl FnMut(&Tag<'_>, &str, &str) -> Option<String>,
) -> Option<String> {
    let mut changed: Option<String> = None;
    for (_, attribute) in ADDRESSES.iter().filter(|(element, _)| tag.is(element)) {
        let Some(new) = tag.get(attribute).and_then(|old| rewrite(tag, attribute, &old)) else {
            continue;
        };
        let html = changed.take().unwrap_or_else(|| tag.raw().to_owned());
        changed = read_tag(&html).map(|tag| tag.with(attribute, &new));
    }
    if (tag.is("img") || tag.is("source"))
        && let Some(candidates) = tag.get("srcset")
    {
        let new = rewrite_srcset(&candidates, |address| rewrite(tag, "srcset", address));
        if new != candidates {
            let html = changed.take().unwrap_or_else(|| tag.raw().to_owned());
            changed = read_tag(&html).map(|tag| tag.with("srcset", &new));
        }
    }
    changed
}

/// Candidates are separated by a comma and a space: a bare comma may be part of an address.
fn rewrite_srcset(candidates: &str, mut rewrite: impl FnMut(&str) -> Option<String>) -> String {
    let mut rewritten = Vec::new();
    for candidate in candidates.split(", ") {
        let candidate = candidate.trim();
        let (address, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, ""));
        let address = rewrite(address).unwrap_or_else(|| address.to_owned());
        rewritten.push(format!("{address} {size}").trim_end().to_owned());
    }
    rewritten.join(", ")
}

/// Writes text so that HTML reads it back, in an element as well as in a quoted attribute.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Decodes the references that renderers write; others stay.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').map(|end| (&rest[1..end], &rest[end + 1..]));
        if let Some((c, after)) =
            reference.and_then(|(name, after)| Some((character(name)?, after)))
        {
            decoded.push(c);
            rest = after;
        } else {
            decoded.push('&');
            rest = &rest[1..];
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn character(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}

#[cfg(test)]
mod tests;
