//! Pages at a post's old addresses that lead to the new one.

use std::borrow::Cow;

use crate::address::{INDEX, absolute, decode, join, relative};
use crate::markup::escape;

/// The files at which an old address has to be answered; none if it cannot be a path.
///
/// An address names a folder, whose index answers it, unless it ends in `.html`.
/// That also holds for one that ends in `.md`: a server would send a file of that
/// name as plain text. Such an address is a source file's path, and the page was
/// most likely at the path without the ending, so that is answered as well.
pub(crate) fn files_of(alias: &str) -> Vec<String> {
    let path = path_part(alias.trim());
    let Some(path) = decode(path).and_then(|path| join("", &path)) else { return Vec::new() };
    let path = path.trim_end_matches('/');
    let unusable = |part: &str| {
        // What Windows has no name for, so that a site can be exported on every system.
        part.len() > 255 || part.contains(|c: char| c.is_control() || "<>:\"|?*\\".contains(c))
    };
    if path.is_empty() || path.split('/').any(unusable) {
        return Vec::new();
    }
    let index = format!("{path}/{INDEX}");
    let Some((stem, extension)) = path.rsplit_once('.') else { return vec![index] };
    match &*extension.to_ascii_lowercase() {
        "html" | "htm" => vec![path.to_owned()],
        "md" | "markdown" if !stem.is_empty() && !stem.ends_with('/') => {
            vec![index, format!("{stem}/{INDEX}")]
        }
        _ => vec![index],
    }
}

/// Authors paste whole addresses; only the path leads to a file.
fn path_part(alias: &str) -> &str {
    let after_host = match alias.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphabetic()) => {
            rest.find('/').map_or("", |at| &rest[at..])
        }
        _ => alias,
    };
    after_host.split(['?', '#']).next().unwrap_or_default()
}

/// The page at `file` that leads to `page`.
pub(crate) fn redirect(
    file: &str,
    page: &str,
    title: &str,
    base: Option<&str>,
    language: &str,
) -> String {
    let address = relative(file, page);
    let public = base.map_or(Cow::Borrowed(&*address), |base| Cow::Owned(absolute(base, page)));
    let [address, public, title, language] =
        [&*address, &*public, title, language].map(|text| escape(text).into_owned());
    format!(
        "<!doctype html>\n\
         <html lang=\"{language}\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{public}\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={address}\">\n\
         </head>\n\
         <body>\n\
         <h1>{title}</h1>\n\
         <p><a href=\"{address}\">{title}</a></p>\n\
         </body>\n\
         </html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_are_answered_where_they_were() {
        for (alias, files) in [
            ("/2019/old-post/", vec!["2019/old-post/index.html"]),
            ("old.html", vec!["old.html"]),
            ("https://old.example.org/a/b?p=1#c", vec!["a/b/index.html"]),
            ("caf%C3%A9", vec!["café/index.html"]),
            ("post/a-/-b-.md", vec!["post/a-/-b-.md/index.html", "post/a-/-b-/index.html"]),
            ("a//b", vec!["a/b/index.html"]),
            (".md", vec![".md/index.html"]),
        ] {
            assert_eq!(files_of(alias), files, "{alias}");
        }
    }

    #[test]
    fn an_address_that_is_no_path_is_answered_nowhere() {
        for alias in [
            "",
            "/",
            "https://example.org",
            "../../etc/passwd",
            "a\\b",
            "a\0",
            "a%3Fb",
            "<b>",
            &"x".repeat(300),
        ] {
            assert_eq!(files_of(alias), Vec::<String>::new(), "{alias:?}");
        }
    }
}
