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
    pub(crate) theme: Value,
    /// Whether the page has to stand alone, without the rest of the site.
    pub(crate) single: bool,
}

/// `theme`: the theme itself.
#[derive(Debug, Serialize)]
pub(crate) struct ThemeContext<'a> {
    pub(crate) name: &'a str,
    /// What the author chose, else the defaults.
    pub(crate) settings: Value,
}

/// `site`: the blog.
#[derive(Debug, Serialize)]
pub(crate) struct SiteContext<'a> {
    pub(crate) title: &'a str,
    pub(crate) author: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) language: &'a str,
    pub(crate) direction: &'static str,
    /// The language as Open Graph writes it, if it names a territory.
    pub(crate) locale: Option<String>,
    pub(crate) base_url: Option<&'a str>,
    /// The paths of feeds within the site.
    pub(crate) feeds: Vec<FeedContext>,
    /// Whether there is a page to search the site, and one of years.
    pub(crate) search: bool,
    pub(crate) archive: bool,
    pub(crate) n_posts: usize,
    /// The tags that most posts have.
    pub(crate) sections: Vec<SectionContext<'a>>,
}

/// An entry of `site.feeds`.
#[derive(Debug, Serialize)]
pub(crate) struct FeedContext {
    pub(crate) path: &'static str,
    pub(crate) media_type: &'static str,
}

/// An entry of `site.sections`.
#[derive(Debug, Serialize)]
pub(crate) struct SectionContext<'a> {
    pub(crate) name: &'a str,
    /// Its page as the top of the site links to it: to be put behind `root`.
    pub(crate) path: String,
    pub(crate) n_posts: usize,
}

/// `page`: what the head of the page says.
#[derive(Debug, Serialize)]
pub(crate) struct PageContext<'a> {
    /// The name of its template, without `.html`; `not-found` for `404.html`.
    pub(crate) kind: &'static str,
    /// For the window's title.
    pub(crate) title: String,
    /// What the page itself is called.
    pub(crate) heading: &'a str,
    pub(crate) description: Option<&'a str>,
    /// Who wrote the page: the post's authors, else the blog's.
    pub(crate) author: Option<String>,
    /// The public address, if the base URL is known.
    pub(crate) canonical: Option<String>,
    /// The public address of the picture that stands for the page.
    pub(crate) image: Option<String>,
    /// What is known of that picture, if it is a card.
    pub(crate) card: Option<CardContext>,
    /// Whether search engines should list it.
    pub(crate) indexed: bool,
    /// When a post was published and last changed, for machines.
    pub(crate) published: Option<String>,
    pub(crate) updated: Option<String>,
    /// What the page is, as JSON-LD that is safe within a `script` element.
    pub(crate) json_ld: Option<Value>,
}

/// `page.card`: the picture that was drawn for the page.
#[derive(Debug, Serialize)]
pub(crate) struct CardContext {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// What is written on it.
    pub(crate) alt: String,
}

/// An entry of `navigation`.
#[derive(Debug, Serialize)]
pub(crate) struct NavigationItem {
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) current: bool,
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
    /// Minutes that reading takes; in lists only if the theme names them there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minutes: Option<u32>,
    /// In lists only if the theme names it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) n_words: Option<u32>,
    /// The post's file, below the folder of posts.
    pub(crate) file: &'a str,
    /// From 0 to 255, and always the same for the same file: for what should differ
    /// between posts.
    pub(crate) seed: u8,
    /// The picture that stands for the post, as this page links to it. In lists the
    /// first one of the body will do; a post's own page has only what its author named,
    /// as the body follows.
    pub(crate) cover: Option<String>,
    pub(crate) tags: Vec<GroupContext<'a>>,
    /// Who wrote it, if several people write the blog; empty in lists.
    pub(crate) authors: Vec<GroupContext<'a>>,
    /// The series it is a part of; none in lists.
    pub(crate) series: Option<SeriesContext<'a>>,
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

/// `tag`, `author` and `series`, and the entries of their lists.
#[derive(Debug, Serialize)]
pub(crate) struct GroupContext<'a> {
    pub(crate) name: &'a str,
    pub(crate) url: String,
    pub(crate) n_posts: usize,
}

/// `post.series`.
#[derive(Debug, Serialize)]
pub(crate) struct SeriesContext<'a> {
    pub(crate) name: &'a str,
    pub(crate) url: String,
    /// Which part the post is, from 1.
    pub(crate) number: usize,
    pub(crate) n_posts: usize,
    pub(crate) previous: Option<NeighbourContext<'a>>,
    pub(crate) next: Option<NeighbourContext<'a>>,
}

/// `year`, and an entry of `years`.
#[derive(Debug, Serialize)]
pub(crate) struct YearContext {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) n_posts: usize,
}

/// An entry of `months`.
#[derive(Debug, Serialize)]
pub(crate) struct MonthContext<'a> {
    pub(crate) name: String,
    pub(crate) posts: Vec<PostContext<'a>>,
}

/// The neighbours of a post.
#[derive(Debug, Serialize)]
pub(crate) struct NeighbourContext<'a> {
    pub(crate) title: &'a str,
    /// Its file, below the folder of posts.
    pub(crate) file: &'a str,
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
    /// The post without its tags, its cover and its body.
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
            minutes: Some(reading_minutes(post.n_words)),
            n_words: Some(post.n_words),
            file: post.path.as_str(),
            seed: seed(post),
            cover: None,
            tags: Vec::new(),
            authors: Vec::new(),
            series: None,
            body: Value::from(""),
        }
    }
}

/// A number that is the post's own and stays the same.
pub(crate) fn seed(post: &SitePost) -> u8 {
    blake3::hash(post.path.as_str().as_bytes()).as_bytes()[0]
}

/// A language worth saying: not the one that the whole site is in.
pub(crate) fn foreign_language<'a>(
    language: Option<&'a str>,
    config: &BlogConfig,
) -> Option<&'a str> {
    language.filter(|language| !language.eq_ignore_ascii_case(&config.language))
}

/// A language with its territory as Open Graph writes it: `en_GB`, nothing for `en`.
pub(crate) fn locale(language: &str) -> Option<String> {
    let mut subtags = language.split('-');
    let first = subtags.next()?.to_ascii_lowercase();
    let is_territory = |tag: &&str| tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_alphabetic());
    let territory = subtags.find(is_territory)?.to_ascii_uppercase();
    Some(format!("{first}_{territory}"))
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
    fn a_locale_needs_a_territory() {
        assert_eq!(locale("en-gb").as_deref(), Some("en_GB"));
        assert_eq!(locale("zh-Hant-TW").as_deref(), Some("zh_TW"));
        assert_eq!(locale("de"), None);
    }

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
