//! The settings of a blog, from `blog.toml`.

use jiff::tz::TimeZone;

use crate::Problem;

/// The settings of a blog.
#[derive(Debug, Clone, PartialEq)]
pub struct BlogConfig {
    /// The blog's title.
    pub title: String,
    /// Who writes it.
    pub author: Option<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// The language it is written in, as a BCP 47 tag.
    pub language: String,
    /// Where it is published, without a final `/`.
    pub base_url: Option<String>,
    /// The posts folder relative to the blog, if not found by its name.
    pub posts_dir: Option<String>,
    /// The theme's name.
    pub theme: String,
    /// The zone of dates that do not name one.
    pub time_zone: TimeZone,
    /// How much raw HTML the exported site keeps.
    pub raw_html: RawHtml,
    /// Whether `$…$` is mathematics.
    pub math: bool,
    /// Whether straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// How many posts a page of the index lists.
    pub posts_per_page: u32,
}

/// How much raw HTML in a post survives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// What cannot run code.
    #[default]
    Safe,
    /// All of it; in the exported site only, never in the preview.
    All,
}

impl BlogConfig {
    /// Reads `blog.toml`. Never fails: what cannot be used keeps its default and is a problem.
    pub fn parse(toml: &str, folder_name: &str) -> (Self, Vec<Problem>) {
        _ = toml;
        (Self::unconfigured(folder_name), Vec::new())
    }

    /// The settings of a folder without `blog.toml`.
    pub fn unconfigured(folder_name: &str) -> Self {
        Self {
            title: folder_name.to_owned(),
            author: None,
            description: None,
            language: "en".to_owned(),
            base_url: None,
            posts_dir: None,
            theme: "quiet".to_owned(),
            time_zone: TimeZone::UTC,
            raw_html: RawHtml::Safe,
            math: true,
            smart_punctuation: true,
            posts_per_page: 10,
        }
    }

    /// A fresh `blog.toml`, with a comment for each setting.
    pub fn write(title: &str, author: Option<&str>) -> String {
        format!("title = {title:?}\nauthor = {author:?}\n")
    }
}
