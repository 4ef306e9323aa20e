//! Paths within the site and the addresses that lead to them.
//!
//! A path is relative to the site, unencoded, and ends in a file's name. An
//! address is what stands in `href`: percent-encoded, and either relative to the
//! page it is on, so that the site works from a folder and below any prefix, or
//! absolute below the base URL.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The file that a folder's address means.
pub(crate) const INDEX: &str = "index.html";

/// Percent-encodes a path; `/` stays.
pub(crate) fn encode(path: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if path.bytes().all(plain) {
        return Cow::Borrowed(path);
    }
    let mut encoded = String::with_capacity(path.len() * 2);
    for byte in path.bytes() {
        if plain(byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a string takes all");
        }
    }
    Cow::Owned(encoded)
}

/// Undoes percent-encoding; `None` if the bytes are no text.
pub(crate) fn decode(address: &str) -> Option<Cow<'_, str>> {
    if !address.contains('%') {
        return Some(Cow::Borrowed(address));
    }
    let bytes = address.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| address.get(at + 1..at + 3)).flatten();
        if let Some(byte) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// The way from the page at `from` up to the site's top: empty or `../../`.
pub(crate) fn root_from(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// The address of the file at `to` on the page at `from`.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut below: Vec<_> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut rest = to;
    while let Some((first, tail)) = rest.split_once('/') {
        if below.first() != Some(&first) {
            break;
        }
        below.remove(0);
        rest = tail;
    }
    format!("{}{}", "../".repeat(below.len()), encode(rest))
}

/// The public address of the file at `path`: the folder's, if it is the folder's index.
pub(crate) fn absolute(base: &str, path: &str) -> String {
    format!("{base}/{}", encode(short(path)))
}

/// The path without the name of a folder's index.
pub(crate) fn short(path: &str) -> &str {
    match path.strip_suffix(INDEX) {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

/// Follows `path` from `folder`, both within the site; `None` if it leads out of it.
///
/// Empty parts and `.` are left out. A path that ends in `/` keeps it.
pub(crate) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    let mut joined = parts.join("/");
    let folder_meant = path.is_empty()
        || path == "."
        || path == ".."
        || path.ends_with('/')
        || path.ends_with("/.")
        || path.ends_with("/..");
    if folder_meant && !joined.is_empty() {
        joined.push('/');
    }
    Some(joined)
}

/// Whether an address has a scheme or a host, and so leads somewhere else.
pub(crate) fn is_external(address: &str) -> bool {
    if address.starts_with("//") || address.starts_with('\\') {
        return true;
    }
    let scheme = address.split([':', '/', '?', '#']).next().unwrap_or_default();
    address[scheme.len()..].starts_with(':')
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_to_their_page() {
        for (from, to, address) in [
            ("index.html", "index.html", "index.html"),
            ("index.html", "a/index.html", "a/index.html"),
            ("a/index.html", "index.html", "../index.html"),
            ("a/index.html", "a/x.png", "x.png"),
            ("a/index.html", "b/index.html", "../b/index.html"),
            ("tags/a/page/2/index.html", "tags/a/index.html", "../../index.html"),
            ("a/index.html", "日本/ü b.png", "../%E6%97%A5%E6%9C%AC/%C3%BC%20b.png"),
        ] {
            assert_eq!(relative(from, to), address, "{from} -> {to}");
            let folder = from.strip_suffix(INDEX).unwrap();
            let back = join(folder, &decode(address).unwrap()).unwrap();
            assert_eq!(back, to, "the address leads to its target");
        }
    }

    #[test]
    fn joining_stays_within_the_site() {
        assert_eq!(join("a", "../b/./c//d").as_deref(), Some("b/c/d"));
        assert_eq!(join("a", "../b/").as_deref(), Some("b/"));
        assert_eq!(join("a", "..").as_deref(), Some(""));
        assert_eq!(join("a/b", "..").as_deref(), Some("a/"));
        assert_eq!(join("a", "../../b"), None);
    }

    #[test]
    fn external_addresses_are_recognised() {
        for address in ["https://example.org", "mailto:a@example.org", "//example.org/x", "data:,x"]
        {
            assert!(is_external(address), "{address}");
        }
        for address in ["", "#a", "a/b:c", "./a:b", "a?x:y", "?x:y", "/a", "a.md", "1:b"] {
            assert!(!is_external(address), "{address}");
        }
    }

    #[test]
    fn percent_encoding_and_back() {
        let odd = "a b/ü%/…?#\"'";
        assert_eq!(decode(&encode(odd)).unwrap(), odd);
        assert_eq!(decode("100%").unwrap(), "100%");
        assert_eq!(decode("%ff"), None);
    }

    #[test]
    fn public_addresses_leave_the_index_out() {
        assert_eq!(absolute("https://example.org", "index.html"), "https://example.org/");
        assert_eq!(absolute("https://example.org/b", "a/index.html"), "https://example.org/b/a/");
        assert_eq!(
            absolute("https://example.org", "a/my-index.html"),
            "https://example.org/a/my-index.html"
        );
    }
}
