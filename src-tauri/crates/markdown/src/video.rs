//! A link to a film that stands alone in its paragraph: a card that says so.
//!
//! Nothing is fetched from where the film is before the reader follows the link, no picture
//! either: that would tell of each reader.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::escape::escaped;
use crate::run::{Inline, plain_text};
use crate::words::Words;

/// What a card shows.
pub(crate) struct Video {
    href: String,
    /// What the author calls it.
    title: Option<String>,
    host: &'static str,
    /// Where the link starts in the source.
    offset: usize,
}

impl Video {
    /// The film that a paragraph is nothing but a link to.
    pub(crate) fn of(run: &[Inline<'_>]) -> Option<Self> {
        let (href, title, offset) = match run {
            [Inline::Autolink { href, offset, .. }] => (href.clone(), None, *offset),
            [
                Inline::Event(Event::Start(Tag::Link { dest_url, title, .. }), range),
                inner @ ..,
                Inline::Event(Event::End(TagEnd::Link), _),
            ] if title.is_empty() => {
                let text = plain_text(inner);
                (
                    dest_url.to_string(),
                    Some(text).filter(|text| !text.is_empty() && **text != **dest_url),
                    range.start,
                )
            }
            _ => return None,
        };
        let host = host(&href)?;
        Some(Self { href, title, host, offset })
    }

    pub(crate) fn href(&self) -> &str {
        &self.href
    }

    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The card.
    pub(crate) fn card(&self, words: &Words) -> String {
        let Self { href, title, host, .. } = self;
        let title = title.as_deref().unwrap_or(words.video);
        format!(
            "<figure class=\"video\"><a href=\"{}\"><span class=\"play\" aria-hidden=\"true\"></span> \
             <strong>{}</strong> <small>{host}</small></a></figure>\n",
            escaped(href),
            escaped(title),
        )
    }
}

/// The house that shows the film, if the address is one of a film.
fn host(href: &str) -> Option<&'static str> {
    let rest = href.strip_prefix("https://").or_else(|| href.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host);
    let is_id = |id: &str| {
        let id = id.split(['?', '&', '#', '/']).next().unwrap_or_default();
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let begins = |prefixes: &[&str]| {
        prefixes.iter().any(|prefix| path.strip_prefix(prefix).is_some_and(is_id))
    };
    match host {
        "youtube.com" | "youtube-nocookie.com" => {
            begins(&["watch?v=", "shorts/", "live/", "embed/"]).then_some("youtube.com")
        }
        "youtu.be" => begins(&[""]).then_some("youtube.com"),
        "vimeo.com" => {
            let id = path.split(['?', '#', '/']).next().unwrap_or_default();
            (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then_some("vimeo.com")
        }
        "dailymotion.com" => begins(&["video/"]).then_some("dailymotion.com"),
        _ => None,
    }
}
