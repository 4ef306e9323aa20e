//! What templates are given. Every field is always there, so that a misspelt name
//! is an error and an absent value is not.

use galley_core::{BlogConfig, PostDate, reading_minutes};
use jiff::tz::TimeZone;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::blog::SitePost;
use crate::theme::LanguageWords;

/// Something to give a template.
pub(crate) fn value(of: impl Serialize) -> Value {
    Value::from(Serde(of))
}

/// What every page of a site is given.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Common {
    pub(crate) site: Value,
    pub(crate) words: Value,
    /// Whether the page has to stand alone, without the rest of the site.
    pub(crate) single: bool,
}

/// `site`: the blog.
#[derive(Debug, Serialize)]
pub(crate) struct SiteContext<'a> {
    pub(crate) title: &'a str,
    pub(crate) author: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) language: &'a str,
    pub(crate) direction: &'static str,
    pub(crate) base_url: Option<&'a str>,
}

/// `page`: what the head of the page says.
#[derive(Debug, Serialize)]
pub(crate) struct PageContext<'a> {
    /// `index`, `post`, `page`, `tag`, `tags` or `not-found`.
    pub(crate) kind: &'static str,
    /// For the window's title.
    pub(crate) title: String,
    /// What the page itself is called.
    pub(crate) heading: &'a str,
    pub(crate) description: Option<&'a str>,
    /// The public address, if the base URL is known.
    pub(crate) canonical: Option<String>,
    /// The public address of the picture that stands for the page.
    pub(crate) image: Option<String>,
    /// Whether search engines should list it.
    pub(crate) indexed: bool,
}

/// An entry of `navigation`.
#[derive(Debug, Serialize)]
pub(crate) struct NavigationItem<'a> {
    pub(crate) title: Value,
    pub(crate) url: String,
    pub(crate) current: bool,
    #[serde(skip)]
    pub(crate) path: &'a str,
}

/// `post` on its own page, and an entry of `posts` elsewhere.
#[derive(Debug, Serialize)]
pub(crate) struct PostContext<'a> {
    pub(crate) title: &'a str,
    pub(crate) url: String,
    pub(crate) date: Option<DateContext>,
    pub(crate) updated: Option<DateContext>,
    /// `draft`, `scheduled` or `live`.
    pub(crate) status: &'static str,
    pub(crate) summary: Option<&'a str>,
    pub(crate) excerpt: &'a str,
    /// The language, if it is not the blog's.
    pub(crate) language: Option<&'a str>,
    pub(crate) direction: &'static str,
    /// Minutes that reading takes.
    pub(crate) minutes: u32,
    pub(crate) tags: Vec<TagContext<'a>>,
    /// The element `div.prose` with the body in it; empty in lists.
    pub(crate) body: Value,
}

/// A date for `<time>`.
#[derive(Debug, Serialize)]
pub(crate) struct DateContext {
    /// For machines, as precise as its author wrote it.
    iso: String,
    /// For people, in the site's language.
    text: String,
}

/// `tag`, and an entry of `tags`.
#[derive(Debug, Serialize)]
pub(crate) struct TagContext<'a> {
    pub(crate) name: &'a str,
    pub(crate) url: String,
    pub(crate) n_posts: usize,
}

/// The neighbours of a post.
#[derive(Debug, Serialize)]
pub(crate) struct NeighbourContext<'a> {
    pub(crate) title: &'a str,
    pub(crate) url: String,
    pub(crate) language: Option<&'a str>,
    pub(crate) direction: &'static str,
}

/// `pager`: where a page of a list is among its pages.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Pager {
    /// From 1.
    pub(crate) number: usize,
    pub(crate) n_pages: usize,
    pub(crate) newer: Option<String>,
    pub(crate) older: Option<String>,
}

impl DateContext {
    pub(crate) fn new(date: PostDate, time_zone: &TimeZone, words: &LanguageWords) -> Self {
        Self { iso: date.to_string(), text: words.date(date.civil_date(time_zone)) }
    }
}

impl<'a> PostContext<'a> {
    /// The post without its tags and its body.
    pub(crate) fn new(
        post: &'a SitePost,
        url: String,
        config: &BlogConfig,
        words: &LanguageWords,
    ) -> Self {
        let date = |date| DateContext::new(date, &config.time_zone, words);
        let language = foreign_language(post.language.as_deref(), config);
        Self {
            title: &post.title,
            url,
            date: post.date.map(date),
            updated: post.updated.filter(|updated| Some(*updated) != post.date).map(date),
            status: post.status.as_str(),
            summary: post.summary.as_deref(),
            excerpt: post.summary.as_deref().unwrap_or(&post.excerpt),
            language,
            direction: direction(language.unwrap_or(&config.language)),
            minutes: reading_minutes(post.n_words),
            tags: Vec::new(),
            body: Value::from(""),
        }
    }
}

/// A language worth saying: not the one that the whole site is in.
pub(crate) fn foreign_language<'a>(
    language: Option<&'a str>,
    config: &BlogConfig,
) -> Option<&'a str> {
    language.filter(|language| !language.eq_ignore_ascii_case(&config.language))
}

/// Which way a language is written: `rtl` or `ltr`.
pub(crate) fn direction(language: &str) -> &'static str {
    // The languages that CLDR gives a right-to-left script, by their first subtag.
    const RIGHT_TO_LEFT: [&str; 14] =
        ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];
    let mut subtags = language.split(['-', '_']);
    let first = subtags.next().unwrap_or_default().to_ascii_lowercase();
    // A script that is named decides, as in `az-Arab` or `ks-Deva`.
    let script = subtags.find(|subtag| subtag.len() == 4 && subtag.is_ascii());
    let right_to_left = match script.map(str::to_ascii_lowercase).as_deref() {
        Some("arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "rohg") => true,
        Some(_) => false,
        None => RIGHT_TO_LEFT.contains(&&*first),
    };
    if right_to_left { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_know_their_direction() {
        for language in ["ar", "he-IL", "fa", "az-Arab", "UR"] {
            assert_eq!(direction(language), "rtl", "{language}");
        }
        for language in ["en", "ja", "ar-Latn", "ks-Deva-IN", "arn", ""] {
            assert_eq!(direction(language), "ltr", "{language}");
        }
    }
}
