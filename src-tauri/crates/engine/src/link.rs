//! Links of a post that the author follows.
//!
//! A link is the post's, so it may be anybody's: only schemes that open a page
//! or a letter leave the app, never one that starts a program.

use std::error::Error as StdError;

use crate::error::Error;

const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The link, if the system's browser may open it.
///
/// # Errors
///
/// [`Error::LinkScheme`] for every scheme but `http`, `https` and `mailto`.
pub fn for_the_browser(href: &str) -> Result<&str, Error> {
    let href = href.trim();
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme {
        Some(scheme) if SCHEMES.contains(&scheme.as_str()) && !href.contains(char::is_control) => {
            Ok(href)
        }
        _ => Err(Error::LinkScheme { href: href.to_owned() }),
    }
}

/// The error of a system that could not open `target`.
pub fn not_opened(target: &str, source: impl StdError + Send + Sync + 'static) -> Error {
    Error::OpenLink { target: target.to_owned(), source: Box::new(source) }
}

#[cfg(test)]
mod tests {
    use super::for_the_browser;

    #[test]
    fn pages_and_letters_are_opened() {
        for href in ["https://example.org/a?b#c", "HTTP://example.org", " mailto:a@example.org "] {
            assert_eq!(for_the_browser(href).ok(), Some(href.trim()));
        }
    }

    #[test]
    fn nothing_else_leaves_the_app() {
        let others = [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "smb://host/share",
            "data:text/html,x",
            "ms-settings:x",
            "other.md",
            "//example.org",
            "",
            "https://example.org/\u{0}",
        ];
        for href in others {
            assert!(for_the_browser(href).is_err(), "{href}");
        }
    }
}
