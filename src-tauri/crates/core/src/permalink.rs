//! How the addresses of posts are built.

use std::fmt;

use jiff::civil::Date;
use thiserror::Error;

use crate::Slug;

/// How the address of a post is built, as in `/:year/:month/:slug/`; valid by construction.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Permalink {
    parts: Vec<Vec<Piece>>,
    /// Whether the page is a file of that name, and not the index of a folder.
    is_file: bool,
}

/// A piece of a part between two `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Piece {
    Text(String),
    Year,
    Month,
    Day,
    Folder,
    Slug,
}

/// Why a text is not a pattern of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParsePermalinkError {
    /// Posts of one day would have one address.
    #[error("the last part of the pattern has no `:slug`")]
    NoSlug,
    /// A placeholder that nothing is known of.
    #[error("`:{0}` means nothing; there are `:year`, `:month`, `:day`, `:folder` and `:slug`")]
    Unknown(String),
    /// A character that would have to be escaped in a URL or that file systems refuse.
    #[error("a pattern contains `{}`", .0.escape_debug())]
    Character(char),
    /// A part like `..`, hidden on some systems or leading out of the site.
    #[error("a part of the pattern begins with `.`")]
    Dot,
    /// The place of pages that are not posts.
    #[error("the pages below `/{0}/` are not posts")]
    Reserved(String),
}

/// Folders at the top of a site whose pages are not posts.
pub const RESERVED: [&str; 8] =
    ["archive", "assets", "authors", "page", "search", "series", "tags", "theme"];

/// The end of a pattern whose pages are files.
const FILE_ENDING: &str = ".html";

/// What a folder's address shows.
const INDEX: &str = "index.html";

impl Permalink {
    /// Reads a pattern: parts between `/`, of letters and placeholders.
    ///
    /// One that ends in `.html` names the page's file, every other one the page's folder.
    pub fn parse(pattern: &str) -> Result<Self, ParsePermalinkError> {
        let pattern = pattern.trim();
        let (pattern, is_file) = match pattern.strip_suffix(FILE_ENDING) {
            Some(name) => (name, true),
            None => (pattern, false),
        };
        let parts = pattern.split('/').filter(|part| !part.is_empty());
        let parts = parts.map(parse_part).collect::<Result<Vec<_>, _>>()?;
        if !parts.last().is_some_and(|part| part.contains(&Piece::Slug)) {
            return Err(ParsePermalinkError::NoSlug);
        }
        if let [Piece::Text(first)] = &parts[0][..]
            && RESERVED.contains(&&*first.to_lowercase())
        {
            return Err(ParsePermalinkError::Reserved(first.clone()));
        }
        Ok(Self { parts, is_file })
    }

    /// The page's path within the site.
    ///
    /// What the post has nothing for is left out with its part: the day of a post
    /// without a date, the folder of a post that lies in none.
    pub fn path(&self, slug: &Slug, date: Option<Date>, folder: &str) -> String {
        let mut path = String::new();
        for part in &self.parts {
            let Some(part) = filled(part, slug, date, folder) else { continue };
            path.push_str(&part);
            path.push('/');
        }
        if self.is_file {
            path.pop();
            path + FILE_ENDING
        } else {
            path + INDEX
        }
    }
}

impl Default for Permalink {
    /// `/:slug/`
    fn default() -> Self {
        Self { parts: vec![vec![Piece::Slug]], is_file: false }
    }
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            f.write_str("/")?;
            for piece in part {
                f.write_str(match piece {
                    Piece::Text(text) => text,
                    Piece::Year => ":year",
                    Piece::Month => ":month",
                    Piece::Day => ":day",
                    Piece::Folder => ":folder",
                    Piece::Slug => ":slug",
                })?;
            }
        }
        f.write_str(if self.is_file { FILE_ENDING } else { "/" })
    }
}

fn parse_part(part: &str) -> Result<Vec<Piece>, ParsePermalinkError> {
    if part.starts_with('.') {
        return Err(ParsePermalinkError::Dot);
    }
    let mut pieces = Vec::new();
    let mut rest = part;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(':') {
            let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            pieces.push(match name {
                "year" => Piece::Year,
                "month" => Piece::Month,
                "day" => Piece::Day,
                "folder" => Piece::Folder,
                "slug" => Piece::Slug,
                _ => return Err(ParsePermalinkError::Unknown(name.to_owned())),
            });
            rest = after;
        } else {
            let (text, after) = rest.split_at(rest.find(':').unwrap_or(rest.len()));
            if let Some(c) = text.chars().find(|&c| !c.is_alphanumeric() && !"-_.~".contains(c)) {
                return Err(ParsePermalinkError::Character(c));
            }
            pieces.push(Piece::Text(text.to_owned()));
            rest = after;
        }
    }
    Ok(pieces)
}

fn filled(part: &[Piece], slug: &Slug, date: Option<Date>, folder: &str) -> Option<String> {
    let mut text = String::new();
    for piece in part {
        match piece {
            Piece::Text(literal) => text.push_str(literal),
            Piece::Year => text.push_str(&format!("{:04}", date?.year())),
            Piece::Month => text.push_str(&format!("{:02}", date?.month())),
            Piece::Day => text.push_str(&format!("{:02}", date?.day())),
            Piece::Folder => {
                let names = folder.split('/').filter_map(Slug::from_title);
                let names: Vec<_> = names.map(|name| name.to_string()).collect();
                text.push_str(&Some(names.join("/")).filter(|names| !names.is_empty())?);
            }
            Piece::Slug => text.push_str(slug.as_str()),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn path(pattern: &str, day: Option<Date>, folder: &str) -> String {
        let slug = Slug::parse("hello").unwrap();
        Permalink::parse(pattern).unwrap().path(&slug, day, folder)
    }

    #[test]
    fn a_pattern_is_filled() {
        let day = Some(date(2024, 3, 9));
        for (pattern, filled) in [
            ("/:slug/", "hello/index.html"),
            (":slug", "hello/index.html"),
            ("/:year/:month/:slug/", "2024/03/hello/index.html"),
            ("/blog/:year-:month-:day-:slug.html", "blog/2024-03-09-hello.html"),
            ("/:folder/:slug/", "travel-notes/japan/hello/index.html"),
            ("//日本/:slug//", "日本/hello/index.html"),
        ] {
            assert_eq!(path(pattern, day, "Travel notes/Japan"), filled, "{pattern}");
        }
    }

    #[test]
    fn what_a_post_does_not_have_is_left_out() {
        assert_eq!(path("/:year/:month/:slug/", None, ""), "hello/index.html");
        assert_eq!(path("/:folder/:slug/", None, ""), "hello/index.html");
        assert_eq!(path("/:folder/:slug/", None, "?/!"), "hello/index.html");
    }

    #[test]
    fn a_pattern_is_written_as_it_is_read() {
        for pattern in ["/:slug/", "/:year/:month/:slug/", "/a/:day_:slug.html", "/:folder/:slug/"]
        {
            assert_eq!(Permalink::parse(pattern).unwrap().to_string(), pattern);
        }
        assert_eq!(Permalink::default().to_string(), "/:slug/");
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        let error = |pattern: &str| Permalink::parse(pattern).unwrap_err().to_string();
        for pattern in ["", "/", "/:year/", "/:slug/:year/"] {
            assert_eq!(error(pattern), "the last part of the pattern has no `:slug`");
        }
        assert_eq!(error("/../:slug/"), "a part of the pattern begins with `.`");
        assert_eq!(error("/a b/:slug/"), "a pattern contains ` `");
        assert_eq!(error("/tags/:slug/"), "the pages below `/tags/` are not posts");
        assert_eq!(
            error("/:title/:slug/"),
            "`:title` means nothing; there are `:year`, `:month`, `:day`, `:folder` and `:slug`"
        );
    }
}
