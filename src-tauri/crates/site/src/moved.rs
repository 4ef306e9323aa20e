//! What becomes of links when a post moves.

use galley_core::PostPath;

use crate::address::{decode, encode, is_external, join, relative, short};
use crate::link::is_markdown;

/// Where a post is: its file below the posts folder, and its page within the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file.
    pub path: &'a PostPath,
    /// The page's path.
    pub page: &'a str,
}

impl Place<'_> {
    /// The path of the page's address, as an alias has it: `/slug/`.
    pub fn address(&self) -> String {
        format!("/{}", short(self.page))
    }
}

/// The address that a link in the post at `here` has to have when the post that was at
/// `old` is at `new`; nothing if it does not lead there.
///
/// A link stays of its kind: to a file, from the top of the site, from the page, or with
/// the whole address of a site at `base`. Query and fragment stay.
pub fn link_to_moved(
    link: &str,
    here: Place<'_>,
    old: Place<'_>,
    new: Place<'_>,
    base: Option<&str>,
) -> Option<String> {
    let end = link.find(['?', '#']).unwrap_or(link.len());
    let (written, suffix) = link.split_at(end);
    if let Some(on_site) = base.and_then(|base| written.strip_prefix(base)) {
        let rest = on_site.strip_prefix('/')?;
        return Some(format!("{}/{}{suffix}", base?, page_like(rest, "", old, new)?));
    }
    if is_external(link) || written.is_empty() {
        return None;
    }
    let name = decode(written)?;
    if is_markdown(&name) {
        if old.path == new.path {
            return None;
        }
        let (top, folder) = match name.strip_prefix('/') {
            Some(_) => ("/", ""),
            None => ("", here.path.folder()),
        };
        if join(folder, &name)? != old.path.as_str() {
            return None;
        }
        let from = if top.is_empty() { here.path.as_str() } else { "" };
        return Some(format!("{top}{}{suffix}", relative(from, new.path.as_str())));
    }
    if let Some(rest) = written.strip_prefix('/') {
        return Some(format!("/{}{suffix}", page_like(rest, "", old, new)?));
    }
    page_like(written, here.page, old, new).map(|address| address + suffix)
}

/// The address of a file or page that a link in a post itself leads to, for the same link
/// where the post is now; nothing if it stays the same.
pub fn link_of_moved(link: &str, old: Place<'_>, new: Place<'_>) -> Option<String> {
    let end = link.find(['?', '#']).unwrap_or(link.len());
    let (written, suffix) = link.split_at(end);
    if is_external(link) || written.is_empty() || written.starts_with('/') {
        return None;
    }
    let name = decode(written)?;
    // Files lie beside the post's file, pages beside its page.
    let is_file = !name.ends_with('/') && name.rsplit('/').next()?.contains('.');
    let (from, to) = if is_file && !name.ends_with(".html") {
        (old.path.as_str(), new.path.as_str())
    } else {
        (old.page, new.page)
    };
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    if folder(from) == folder(to) {
        return None;
    }
    let target = join(&folder(from), &name)?;
    Some(relative(to, &target) + suffix).filter(|new| new != link)
}

/// The new page's address written as `written` is, if that leads from `from` to the old page.
fn page_like(written: &str, from: &str, old: Place<'_>, new: Place<'_>) -> Option<String> {
    let name = decode(written)?;
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = join(folder, &name)?;
    let (old_short, new_short) = (short(old.page), short(new.page));
    let to = if path == old.page {
        new.page
    } else if path == old_short {
        new_short
    } else if !old_short.is_empty() && path == old_short.trim_end_matches('/') {
        new_short.trim_end_matches('/')
    } else {
        return None;
    };
    Some(if from.is_empty() { encode(to).into_owned() } else { relative(from, to) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> PostPath {
        PostPath::parse(path).unwrap()
    }

    #[test]
    fn every_kind_of_link_follows_a_post() {
        let (here, old, new) = (path("2024/a.md"), path("2024/old.md"), path("2025/new é.md"));
        let here = Place { path: &here, page: "a/index.html" };
        let old = Place { path: &old, page: "old/index.html" };
        let new = Place { path: &new, page: "neu/index.html" };
        let base = Some("https://example.org/blog");
        for (link, moved) in [
            ("old.md#x", Some("../2025/new%20%C3%A9.md#x")),
            ("/2024/old.md", Some("/2025/new%20%C3%A9.md")),
            ("../2024/old.md", Some("../2025/new%20%C3%A9.md")),
            ("/old/", Some("/neu/")),
            ("/old", Some("/neu")),
            ("/old/index.html?a#b", Some("/neu/index.html?a#b")),
            ("../old/#b", Some("../neu/#b")),
            ("https://example.org/blog/old/#b", Some("https://example.org/blog/neu/#b")),
            ("https://example.org/old/", None),
            ("https://example.org/blogold/", None),
            ("old/", None),
            ("/older/", None),
            ("older.md", None),
            ("#old", None),
            ("../../old/", None),
        ] {
            assert_eq!(link_to_moved(link, here, old, new, base).as_deref(), moved, "{link}");
        }
        let renamed = Place { page: new.page, ..old };
        assert_eq!(link_to_moved("old.md", here, old, renamed, base), None, "the file is there");
    }

    #[test]
    fn the_links_of_a_post_that_moves_lead_where_they_led() {
        let (from, to) = (path("a.md"), path("2024/a.md"));
        let old = Place { path: &from, page: "a/index.html" };
        let new = Place { path: &to, page: "2024/a/index.html" };
        for (link, moved) in [
            ("b.md#c", Some("../b.md#c")),
            ("2024/b.md", Some("b.md")),
            ("i/x.png", Some("../i/x.png")),
            ("../b/", Some("../../b/")),
            ("/b/", None),
            ("#c", None),
            ("https://example.org/", None),
        ] {
            assert_eq!(link_of_moved(link, old, new).as_deref(), moved, "{link}");
        }
        assert_eq!(link_of_moved("b.md", old, Place { page: new.page, ..old }), None);
    }
}
