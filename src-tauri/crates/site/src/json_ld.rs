//! What a page is, in the words of schema.org, for machines that read JSON-LD.

use galley_core::{BlogConfig, PostDate};
use jiff::tz::TimeZone;
use minijinja::Value;
use serde::Serialize;

use crate::blog::SitePost;
use crate::context::PageContext;

/// A date for machines: a day, or a moment with its offset from UTC.
pub(crate) fn date(date: PostDate, time_zone: &TimeZone) -> String {
    match date {
        PostDate::Local(_) => {
            let moment = date.timestamp(time_zone);
            moment.display_with_offset(time_zone.to_offset(moment)).to_string()
        }
        PostDate::Day(_) | PostDate::Instant(..) => date.to_string(),
    }
}

/// A post or a blog. Its own struct, so that the order of the keys is always this one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Thing<'t> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity_of_page: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'t str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    author: &'t [Named<'t>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    keywords: &'t [String],
    in_language: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    word_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Named<'t>>,
}

/// Somebody or something of which the name is told.
#[derive(Serialize)]
struct Named<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'t str,
}

fn people(names: &[String]) -> Vec<Named<'_>> {
    names.iter().map(|name| Named { kind: "Person", name }).collect()
}

/// A post.
pub(crate) fn posting(
    post: &SitePost,
    authors: &[String],
    head: &PageContext<'_>,
    config: &BlogConfig,
) -> Value {
    script(&Thing {
        context: CONTEXT,
        kind: "BlogPosting",
        name: None,
        headline: Some(&post.title),
        description: head.description,
        url: head.canonical.as_deref(),
        main_entity_of_page: head.canonical.as_deref(),
        image: head.image.as_deref(),
        date_published: head.published.as_deref(),
        date_modified: head.updated.as_deref().or(head.published.as_deref()),
        author: &people(authors),
        keywords: &post.tags,
        in_language: post.language.as_ref().unwrap_or(&config.language),
        word_count: Some(post.n_words),
        is_part_of: Some(Named { kind: "Blog", name: &config.title }),
    })
}

/// The blog as a whole.
pub(crate) fn blog(head: &PageContext<'_>, config: &BlogConfig) -> Value {
    script(&Thing {
        context: CONTEXT,
        kind: "Blog",
        name: Some(&config.title),
        headline: None,
        description: config.description.as_deref(),
        url: head.canonical.as_deref(),
        main_entity_of_page: None,
        image: None,
        date_published: None,
        date_modified: None,
        author: &people(config.author.as_slice()),
        keywords: &[],
        in_language: &config.language,
        word_count: None,
        is_part_of: None,
    })
}

const CONTEXT: &str = "https://schema.org";

/// JSON for within a `script` element.
///
/// No text in it can end the element or begin a comment: `<` is written as JSON's own
/// escape, and so are the others that HTML or old JavaScript would look at.
fn script(of: &impl Serialize) -> Value {
    let json = serde_json::to_string(of).expect("only texts, numbers and lists of them");
    let mut escaped = String::new();
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => escaped.push(c),
        }
    }
    Value::from_safe_string(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element() {
        let hostile = "</script><!-- & \u{2028}\u{2029} \"\\";
        let written = script(&Named { kind: "Person", name: hostile });
        let written = written.as_str().unwrap();
        assert!(!written.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{written}");
        let read: serde_json::Value = serde_json::from_str(written).unwrap();
        assert_eq!(read["name"], hostile);
    }

    #[test]
    fn a_moment_says_its_zone() {
        let zone = TimeZone::get("Asia/Seoul").unwrap();
        let read = |text: &str| date(PostDate::parse(text).unwrap(), &zone);
        assert_eq!(read("2024-01-02"), "2024-01-02");
        assert_eq!(read("2024-01-02 03:04"), "2024-01-02T03:04:00+09:00");
        assert_eq!(read("2024-01-02T03:04:00-05:00"), "2024-01-02T03:04:00-05:00");
        assert_eq!(read("2024-01-02T03:04:00Z"), "2024-01-02T03:04:00Z");
    }
}
