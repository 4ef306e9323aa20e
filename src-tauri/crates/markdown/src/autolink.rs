//! Bare addresses made links: `https://…`, `www.…` and e-mail, by GFM's rules.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::run::{Inline, Text};
use crate::script;
use crate::signs::Signs;

/// Makes links of the bare addresses in a run, except inside links and images.
///
/// In the Galley dialect an address also ends at Chinese and Japanese punctuation, and where
/// its host does if no path follows.
pub(crate) fn link(run: Vec<Inline<'_>>, is_galley: bool) -> Vec<Inline<'_>> {
    let mut linked = Vec::with_capacity(run.len() + 2);
    let mut depth = 0_usize;
    for inline in run {
        match inline {
            Inline::Event(Event::Start(Tag::Link { .. } | Tag::Image { .. }), _) => depth += 1,
            Inline::Event(Event::End(TagEnd::Link | TagEnd::Image), _) => {
                depth = depth.saturating_sub(1);
            }
            Inline::Text(text) if depth == 0 && text.signs.has(Signs::ADDRESS) => {
                split(text, is_galley, &mut linked);
                continue;
            }
            _ => {}
        }
        linked.push(inline);
    }
    linked
}

/// Cuts a text into what is an address and what is not.
fn split<'e>(text: Text<'e>, is_galley: bool, out: &mut Vec<Inline<'e>>) {
    let addresses = find(&text.chars, &text.fixed, is_galley);
    if addresses.is_empty() {
        out.push(Inline::Text(text));
        return;
    }
    let mut done = 0;
    for address in addresses {
        if done < address.from {
            out.push(Inline::Text(text.slice(done..address.from)));
        }
        let shown = &text.chars[address.from..address.to];
        out.push(Inline::Autolink {
            href: format!("{}{shown}", address.prefix),
            text: shown.to_owned(),
            offset: text.offset + address.from,
        });
        done = address.to;
    }
    if done < text.chars.len() {
        out.push(Inline::Text(text.slice(done..text.chars.len())));
    }
}

/// An address found in a text, and what its `href` has before it.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    from: usize,
    to: usize,
    prefix: &'static str,
}

fn find(text: &str, fixed: &[usize], is_galley: bool) -> Vec<Address> {
    let bytes = text.as_bytes();
    let mut found: Vec<Address> = Vec::new();
    let mut i = 0;
    // Where the last address ended: none may reach back across it.
    let mut floor = 0;
    while i < bytes.len() {
        let address = match bytes[i] {
            b':' if bytes[i..].starts_with(b"://") => url_at(text, i, floor, is_galley),
            b'w' if bytes[i..].starts_with(b"www.") => www_at(text, i, floor, is_galley),
            b'@' => email_at(text, i, floor),
            _ => None,
        };
        match address.filter(|a| fixed.binary_search(&i).is_err() && a.from >= floor) {
            Some(address) => {
                i = address.to.max(i + 1);
                floor = address.to;
                found.push(address);
            }
            None => i += 1,
        }
    }
    found
}

/// The address whose scheme ends at the `:` at `colon`.
fn url_at(text: &str, colon: usize, floor: usize, is_galley: bool) -> Option<Address> {
    let before = &text[floor..colon];
    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
        before.len() >= scheme.len()
            && before.is_char_boundary(before.len() - scheme.len())
            && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme)
    })?;
    let from = colon - scheme.len();
    let preceding = text[..from].chars().next_back();
    if preceding.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let to = end_of_address(text, colon + 3, is_galley)?;
    Some(Address { from, to, prefix: "" })
}

fn www_at(text: &str, from: usize, floor: usize, is_galley: bool) -> Option<Address> {
    let preceding = text[..from].chars().next_back();
    let may_precede =
        |c: char| c.is_whitespace() || "*_~(".contains(c) || (is_galley && script::is_cjk(c));
    if from != floor && !preceding.is_none_or(may_precede) {
        return None;
    }
    let to = end_of_address(text, from, is_galley)?;
    Some(Address { from, to, prefix: "http://" })
}

/// Where the address ends whose host starts at `host`; none without a valid host.
fn end_of_address(text: &str, host: usize, is_galley: bool) -> Option<usize> {
    // Names of hosts have at most 253 characters; the look ahead is bounded by that, so
    // that a long row of `www.` is not read over and over.
    const LONGEST_HOST: usize = 256;
    let in_host = |c: &char| {
        (c.is_alphanumeric() && !(is_galley && script::is_cjk_punctuation(*c)))
            || matches!(c, '-' | '_' | '.')
    };
    let rest = &text[host..];
    let name: String = rest.chars().take(LONGEST_HOST).take_while(in_host).collect();
    if !is_host(name.trim_end_matches('.')) {
        return None;
    }
    let ends =
        |c: char| c.is_whitespace() || c == '<' || (is_galley && script::is_cjk_punctuation(c));
    let rest = if is_galley && !rest[name.len()..].starts_with(['/', '?', '#', ':']) {
        // No host has anything else behind its name.
        &rest[..name.len()]
    } else {
        &rest[..rest.find(ends).unwrap_or(rest.len())]
    };
    let end = host + without_trailing_punctuation(rest).len();
    (end > host).then_some(end)
}

/// Whether `name` has a dot and no underscore in its last two parts.
fn is_host(name: &str) -> bool {
    let mut parts = name.rsplit('.');
    let (Some(last), Some(second)) = (parts.next(), parts.next()) else {
        return false;
    };
    let is_part = |part: &str| !part.is_empty() && !part.contains('_');
    is_part(last) && is_part(second) && parts.all(|part| !part.is_empty())
}

/// Cuts what belongs to the sentence rather than to the address.
fn without_trailing_punctuation(address: &str) -> &str {
    let n_opening = address.bytes().filter(|&b| b == b'(').count();
    let mut n_closing = address.bytes().filter(|&b| b == b')').count();
    let mut end = address;
    loop {
        let Some(last) = end.bytes().next_back() else { return end };
        match last {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => {
                end = &end[..end.len() - 1];
            }
            b')' if n_closing > n_opening => {
                n_closing -= 1;
                end = &end[..end.len() - 1];
            }
            b';' => {
                // What looks like an entity is one, to a reader.
                let name =
                    end[..end.len() - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                let is_entity = name.ends_with('&') && name.len() < end.len() - 1;
                end = if is_entity { &name[..name.len() - 1] } else { &end[..end.len() - 1] };
            }
            _ => return end,
        }
    }
}

/// The e-mail address around the `@` at `at`.
fn email_at(text: &str, at: usize, floor: usize) -> Option<Address> {
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let in_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    let bytes = text.as_bytes();
    let n_name = bytes[floor..at].iter().rev().take_while(|b| in_name(b)).count();
    let n_host = bytes[at + 1..].iter().take_while(|b| in_host(b)).count();
    let from = at - n_name;
    let host = text[at + 1..at + 1 + n_host].trim_end_matches('.');
    let is_valid = n_name > 0
        && host.contains('.')
        && !host.ends_with(['-', '_'])
        && host.split('.').all(|part| !part.is_empty());
    is_valid.then_some(Address { from, to: at + 1 + host.len(), prefix: "mailto:" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = find(text, &[], true);
        let found: Vec<&str> = found.iter().map(|a| &text[a.from..a.to]).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        check("Visit www.commonmark.org/help for more", &["www.commonmark.org/help"]);
        check("Visit www.commonmark.org.", &["www.commonmark.org"]);
        check("(see https://a.example/x_(y))", &["https://a.example/x_(y)"]);
        check("https://a.example/?q=x&copy;", &["https://a.example/?q=x"]);
        check("https://a.example/?q=x&hl=en", &["https://a.example/?q=x&hl=en"]);
        check("见https://a.example/路径。好", &["https://a.example/路径"]);
        check("(www.a.example,www.b.example)", &["www.a.example"]);
        check("www.a.example|b", &["www.a.example"]);
    }

    #[test]
    fn what_only_resembles_an_address_is_text() {
        check("https://localhost and http:// and ww.a.example", &[]);
        check("https://a_b.c_d/ and xhttps://a.example", &[]);
        check("a@b and a@b.c_ and @b.example and a@.example", &[]);
    }

    #[test]
    fn mail_addresses_stop_before_a_final_dot() {
        check("write to a.b-c_d+x@y.example.", &["a.b-c_d+x@y.example"]);
        check("a.b-c_d@a.b-", &[]);
    }

    #[test]
    fn a_row_of_signs_takes_steps_in_proportion() {
        let text = "@".repeat(20_000) + &"a".repeat(20_000) + &"www.".repeat(20_000);
        assert!(find(&text, &[], true).len() < 3);
    }
}
