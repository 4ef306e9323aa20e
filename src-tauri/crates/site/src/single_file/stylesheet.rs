//! A style sheet with its files in it, and without the faces that nobody will see.

use std::fmt::Write as _;

use super::data_url;
use crate::address::{is_external, join};

/// The style sheet at `path` with each `url(…)` of the theme turned into `data:`.
///
/// A face whose `unicode-range` has no character of `text` is left out: a page in
/// English need not carry the letters of Vietnamese. So are comments.
pub(super) fn inline<'t>(
    css: &str,
    path: &str,
    text: &str,
    read: impl Fn(&str) -> Option<&'t [u8]>,
) -> String {
    let css = without_comments(css);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(css.len());
    let mut rest = &*css;
    while let Some(at) = rest.find("@font-face") {
        let end = rest[at..].find('}').map_or(rest.len(), |end| at + end + 1);
        write_urls(&mut out, &rest[..at], folder, &read);
        let face = &rest[at..end];
        rest = &rest[end..];
        if range_of(face).is_none_or(|range| text.chars().any(|c| contains(range, c))) {
            write_urls(&mut out, face, folder, &read);
        } else {
            rest = rest.trim_start();
        }
    }
    write_urls(&mut out, rest, folder, &read);
    out
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find("*/").map_or("", |end| &rest[at + end + 2..]);
    }
    out.push_str(rest);
    out
}

fn write_urls<'t>(
    out: &mut String,
    css: &str,
    folder: &str,
    read: impl Fn(&str) -> Option<&'t [u8]>,
) {
    let mut rest = css;
    while let Some(at) = rest.find("url(") {
        let inside = &rest[at + 4..];
        let quote = inside.trim_start().chars().next().filter(|c| ['"', '\''].contains(c));
        let (address, after) = match quote {
            // A quoted address may hold a closing bracket.
            Some(quote) => {
                let inside = &inside.trim_start()[1..];
                let Some((address, after)) = inside.split_once(quote) else { break };
                (address, after.trim_start().strip_prefix(')').unwrap_or(after))
            }
            None => match inside.split_once(')') {
                Some((address, after)) => (address.trim(), after),
                None => break,
            },
        };
        out.push_str(&rest[..at]);
        let file = join(folder, address).filter(|_| !is_external(address));
        match file.as_ref().and_then(|file| Some((file, read(file)?))) {
            Some((file, bytes)) => {
                let _ = write!(out, "url(\"{}\")", data_url(file, bytes));
            }
            // Also for what is on another server: nothing is fetched.
            None if address.starts_with("data:") || address.starts_with('#') => {
                let _ = write!(out, "url(\"{address}\")");
            }
            None => out.push_str("url(\"data:,\")"),
        }
        rest = after;
    }
    out.push_str(rest);
}

fn range_of(face: &str) -> Option<&str> {
    let (_, range) = face.split_once("unicode-range:")?;
    range.split([';', '}']).next()
}

fn contains(range: &str, c: char) -> bool {
    range.split(',').any(|part| {
        let part = part.trim().trim_start_matches(['U', 'u']).trim_start_matches('+');
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let code = |digits: &str, wildcard: &str| {
            u32::from_str_radix(&digits.replace('?', wildcard), 16).ok()
        };
        let (Some(first), Some(last)) = (code(first, "0"), code(last, "F")) else { return true };
        (first..=last).contains(&u32::from(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(css: &str, text: &str) -> String {
        inline(css, "theme/s.css", text, |path| (path == "theme/fonts/a.woff2").then_some(b"foo"))
    }

    #[test]
    fn files_are_put_in() {
        insta::assert_snapshot!(
            check("/* c */a { b: url(fonts/a.woff2) url( 'fonts/a.woff2' ) } c { d: url(\"https://e.org/f\") url(\"data:x,)\") }", ""),
            @r#"a { b: url("data:font/woff2;base64,Zm9v") url("data:font/woff2;base64,Zm9v") } c { d: url("data:,") url("data:x,)") }"#
        );
    }

    #[test]
    fn faces_that_no_character_needs_are_left_out() {
        let css =
            "@font-face { src: url(fonts/a.woff2); unicode-range: U+0100-02BA, U+4?? }\nb { c: d }";
        assert_eq!(check(css, "abc"), "b { c: d }");
        for text in ["ā", "ж"] {
            assert!(check(css, text).contains("base64,Zm9v"), "{text}");
        }
    }
}
