//! The settings of a blog, from `blog.toml`.

use jiff::tz::TimeZone;
use toml_edit::{Document, Item, Key};

use crate::text_offset::line_and_column;
use crate::{ByteOffset, ParsePermalinkError, Permalink, Problem, ProblemCode};

mod edit;

pub use edit::EditConfigError;

/// The settings of a blog.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in `blog.toml`")]
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
    /// How the addresses of posts are built.
    pub permalink: Permalink,
    /// Whether the site has a page to search it.
    pub search: bool,
    /// Whether posts without a cover have a picture drawn for links to them that are shared.
    pub social_cards: bool,
    /// What the author chose of what the theme offers: the table `theme_settings`.
    pub theme_settings: Vec<ThemeSetting>,
}

/// An entry of the table `theme_settings`. What the theme offers, the theme knows.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeSetting {
    /// The setting's name.
    pub name: String,
    /// What was chosen.
    pub value: SettingValue,
    /// Where it stands in `blog.toml`, from 1.
    pub line: u32,
    /// Where it stands in that line, from 1, counted in characters.
    pub column: u32,
}

/// The value of a theme's setting.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingValue {
    /// A text; a colour and a choice are texts too.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Number(f64),
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

/// The name of the built-in theme that a blog has unless it says otherwise.
const DEFAULT_THEME: &str = "quiet";

/// The table of what the author chose of what the theme offers.
const THEME_SETTINGS: &str = "theme_settings";

/// As many as fit a screen or two.
const DEFAULT_POSTS_PER_PAGE: u32 = 10;

impl BlogConfig {
    /// Reads `blog.toml`. Never fails: what cannot be used keeps its default and is a problem.
    ///
    /// Tables but `theme_settings` belong to other parts of the program and are passed over.
    pub fn parse(toml: &str, folder_name: &str) -> (Self, Vec<Problem>) {
        let mut config = Self::unconfigured(folder_name);
        let mut problems = Vec::new();
        let toml = toml.strip_prefix('\u{FEFF}').unwrap_or(toml);
        let document = match Document::parse(toml) {
            Ok(document) => document,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let message = error.message().lines().next().unwrap_or_default();
                return (config, vec![Problem::at(toml, at, ProblemCode::ConfigSyntax, message)]);
            }
        };
        for (name, item) in document.iter().filter(|(_, item)| !item.is_table_like()) {
            let at = document.key(name).and_then(Key::span).map_or(0, |span| span.start);
            match config.set(name, item) {
                Ok(()) => {}
                Err(Refused::UnknownKey) => {
                    let message = format!("the key `{name}` means nothing");
                    problems.push(Problem::at(toml, at, ProblemCode::ConfigUnknownKey, message));
                }
                Err(Refused::Pattern(error)) => {
                    let message = format!("`{name}` is no pattern of addresses: {error}");
                    problems.push(Problem::at(toml, at, ProblemCode::ConfigValue, message));
                }
                Err(Refused::Value(wanted)) => {
                    let message = format!("`{name}` is not {wanted}");
                    problems.push(Problem::at(toml, at, ProblemCode::ConfigValue, message));
                }
            }
        }
        config.read_theme_settings(&document, toml, &mut problems);
        (config, problems)
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
            theme: DEFAULT_THEME.to_owned(),
            time_zone: TimeZone::UTC,
            raw_html: RawHtml::Safe,
            math: true,
            smart_punctuation: true,
            posts_per_page: DEFAULT_POSTS_PER_PAGE,
            permalink: Permalink::default(),
            search: true,
            social_cards: false,
            theme_settings: Vec::new(),
        }
    }

    fn read_theme_settings(
        &mut self,
        document: &Document<&str>,
        toml: &str,
        problems: &mut Vec<Problem>,
    ) {
        let Some(table) = document.get(THEME_SETTINGS).and_then(Item::as_table_like) else {
            return;
        };
        for (name, item) in table.iter() {
            let at = table.key(name).and_then(Key::span).map_or(0, |span| span.start);
            if let Some(value) = setting_value(item) {
                let (line, column) = line_and_column(toml, ByteOffset::new(at));
                let name = name.to_owned();
                self.theme_settings.push(ThemeSetting { name, value, line, column });
            } else {
                let message = format!("`{name}` is not a text, a number, `true` or `false`");
                problems.push(Problem::at(toml, at, ProblemCode::ConfigValue, message));
            }
        }
    }

    fn set(&mut self, name: &str, item: &Item) -> Result<(), Refused> {
        match name {
            "title" => self.title = text(item)?,
            "author" => self.author = optional_text(item)?,
            "description" => self.description = optional_text(item)?,
            "language" => self.language = text(item)?,
            "base_url" => self.base_url = base_url(item)?,
            "posts_dir" => self.posts_dir = posts_dir(item)?,
            "theme" => self.theme = text(item)?,
            "time_zone" => self.time_zone = time_zone(item)?,
            "raw_html" => self.raw_html = raw_html(item)?,
            "math" => self.math = boolean(item)?,
            "smart_punctuation" => self.smart_punctuation = boolean(item)?,
            "posts_per_page" => self.posts_per_page = posts_per_page(item)?,
            "permalink" => self.permalink = permalink(item)?,
            "search" => self.search = boolean(item)?,
            "social_cards" => self.social_cards = boolean(item)?,
            // As a table it does not come here.
            THEME_SETTINGS => return Err(Refused::Value("a table")),
            _ => return Err(Refused::UnknownKey),
        }
        Ok(())
    }

    /// A fresh `blog.toml`, with a comment for each setting.
    pub fn write(title: &str, author: Option<&str>) -> String {
        let quoted = |text: &str| toml_edit::Value::from(text).to_string();
        let author = match author {
            Some(author) => format!("author = {}", quoted(author)),
            None => "# author = \"Your name\"".to_owned(),
        };
        format!(
            "\
# The settings of this blog. A line that begins with `#` shows a default.

title = {title}
{author}
# description = \"What it is about, in a sentence\"

# The language of the posts, as in `en`, `de` or `ja`.
# language = \"en\"

# The zone of dates that do not name one, as in `Europe/Berlin`.
# time_zone = \"UTC\"

# Where the blog is published; feeds and the sitemap need it.
# base_url = \"https://example.org/blog\"

# The folder of the posts, if it has an unusual name.
# posts_dir = \"posts\"

# The theme: a built-in one, or a folder in `themes/`.
# theme = \"{DEFAULT_THEME}\"
# posts_per_page = {DEFAULT_POSTS_PER_PAGE}

# How the addresses of posts are built, of `:year`, `:month`, `:day`, `:folder` and `:slug`.
# permalink = \"/:slug/\"

# Whether the site has a page to search it, which works without a server.
# search = true

# Whether a post without a cover has a picture drawn from its title, for links to it that are
# shared; needs `base_url`.
# social_cards = false

# Whether `$...$` is mathematics, and whether quotes and dashes become typographic.
# math = true
# smart_punctuation = true

# `safe` leaves out HTML that could run code; `all` keeps everything in the exported site.
# raw_html = \"safe\"
",
            title = quoted(title),
        )
    }
}

/// Why a key keeps its default: it is unknown, or its value is not what is named or no pattern.
enum Refused {
    UnknownKey,
    Value(&'static str),
    Pattern(ParsePermalinkError),
}

fn setting_value(item: &Item) -> Option<SettingValue> {
    let text = item.as_str().map(|text| SettingValue::Text(text.to_owned()));
    let boolean = || item.as_bool().map(SettingValue::Boolean);
    let whole = || item.as_integer().and_then(|number| i32::try_from(number).ok()).map(f64::from);
    let number = || item.as_float().or_else(whole).map(SettingValue::Number);
    text.or_else(boolean).or_else(number)
}

fn text(item: &Item) -> Result<String, Refused> {
    optional_text(item)?.ok_or(Refused::Value("a text"))
}

/// A text; an empty one says nothing.
fn optional_text(item: &Item) -> Result<Option<String>, Refused> {
    let text = item.as_str().ok_or(Refused::Value("a text"))?.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn boolean(item: &Item) -> Result<bool, Refused> {
    item.as_bool().ok_or(Refused::Value("`true` or `false`"))
}

fn base_url(item: &Item) -> Result<Option<String>, Refused> {
    let url = optional_text(item)?;
    let is_web = |url: &String| {
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        host.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace))
    };
    match url {
        Some(url) if !is_web(&url) => Err(Refused::Value("an address like `https://example.org`")),
        url => Ok(url.map(|url| url.trim_end_matches('/').to_owned())),
    }
}

/// A folder within the blog.
fn posts_dir(item: &Item) -> Result<Option<String>, Refused> {
    let Some(folder) = optional_text(item)? else { return Ok(None) };
    let folder = folder.trim_end_matches('/');
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    // The rules of a post's path are those of a folder that stays inside another.
    match crate::PostPath::parse(folder) {
        Ok(folder) => Ok(Some(folder.as_str().to_owned())),
        Err(_) => Err(Refused::Value("a folder within the blog")),
    }
}

fn time_zone(item: &Item) -> Result<TimeZone, Refused> {
    TimeZone::get(&text(item)?).map_err(|_| Refused::Value("a time zone like `Europe/Berlin`"))
}

fn raw_html(item: &Item) -> Result<RawHtml, Refused> {
    match item.as_str() {
        Some("safe") => Ok(RawHtml::Safe),
        Some("all") => Ok(RawHtml::All),
        _ => Err(Refused::Value("`safe` or `all`")),
    }
}

fn posts_per_page(item: &Item) -> Result<u32, Refused> {
    let number = item.as_integer().and_then(|number| u32::try_from(number).ok());
    number.filter(|number| *number > 0).ok_or(Refused::Value("a number from 1 on"))
}

fn permalink(item: &Item) -> Result<Permalink, Refused> {
    Permalink::parse(&text(item)?).map_err(Refused::Pattern)
}

#[cfg(test)]
mod tests {
    use insta::assert_debug_snapshot;

    use super::*;

    #[test]
    fn every_setting_is_read() {
        let (config, problems) = BlogConfig::parse(
            r#"
title = "Field Notes"
author = "A. Writer"
description = "Notes"
language = "ko"
base_url = "https://example.org/blog/"
posts_dir = "./content/posts/"
theme = "loud"
time_zone = "Asia/Seoul"
raw_html = "all"
math = false
smart_punctuation = false
posts_per_page = 5
permalink = "/:year/:slug.html"
search = false
social_cards = true

[publish.site]
kind = "git"
"#,
            "folder",
        );
        assert_eq!(problems, []);
        assert_eq!(
            config,
            BlogConfig {
                title: "Field Notes".to_owned(),
                author: Some("A. Writer".to_owned()),
                description: Some("Notes".to_owned()),
                language: "ko".to_owned(),
                base_url: Some("https://example.org/blog".to_owned()),
                posts_dir: Some("content/posts".to_owned()),
                theme: "loud".to_owned(),
                time_zone: TimeZone::get("Asia/Seoul").unwrap(),
                raw_html: RawHtml::All,
                math: false,
                smart_punctuation: false,
                posts_per_page: 5,
                permalink: Permalink::parse("/:year/:slug.html").unwrap(),
                search: false,
                social_cards: true,
                theme_settings: Vec::new(),
            }
        );
    }

    #[test]
    fn what_is_chosen_of_a_theme_is_kept_with_its_place() {
        let toml = "title = 'T'\n[theme_settings]\naccent = 'plain'\n  wide = true\nsize = 2\n\
                    scale = 1.5\nlist = [1]\n";
        let (config, problems) = BlogConfig::parse(toml, "blog");
        let chosen: Vec<_> = config
            .theme_settings
            .iter()
            .map(|it| format!("{}:{} {} {:?}", it.line, it.column, it.name, it.value))
            .collect();
        assert_debug_snapshot!(chosen, @r#"
        [
            "3:1 accent Text(\"plain\")",
            "4:3 wide Boolean(true)",
            "5:1 size Number(2.0)",
            "6:1 scale Number(1.5)",
        ]
        "#);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].message, "`list` is not a text, a number, `true` or `false`");
        assert_eq!(problems[0].line, 7);

        let (_, problems) = BlogConfig::parse("theme_settings = 1\n", "blog");
        assert_eq!(problems[0].message, "`theme_settings` is not a table");
    }

    #[test]
    fn what_cannot_be_used_keeps_its_default() {
        let toml = "title = 3\nbase_url = 'example.org'\nposts_dir = '../x'\ntime_zone = 'Mars'\n\
                    raw_html = 'some'\nmath = 'yes'\nposts_per_page = 0\npermalink = '/:year/'\n tilte = 'x'\n";
        let (config, problems) = BlogConfig::parse(toml, "my-blog");
        assert_eq!(config, BlogConfig::unconfigured("my-blog"));
        let problems: Vec<_> = problems
            .iter()
            .map(|p| format!("{}:{} {} {}", p.line, p.column, p.code, p.message))
            .collect();
        assert_debug_snapshot!(problems, @r#"
        [
            "1:1 config-value `title` is not a text",
            "2:1 config-value `base_url` is not an address like `https://example.org`",
            "3:1 config-value `posts_dir` is not a folder within the blog",
            "4:1 config-value `time_zone` is not a time zone like `Europe/Berlin`",
            "5:1 config-value `raw_html` is not `safe` or `all`",
            "6:1 config-value `math` is not `true` or `false`",
            "7:1 config-value `posts_per_page` is not a number from 1 on",
            "8:1 config-value `permalink` is no pattern of addresses: the last part of the pattern has no `:slug`",
            "9:2 config-unknown-key the key `tilte` means nothing",
        ]
        "#);
    }

    #[test]
    fn a_broken_file_is_one_problem() {
        let (config, problems) = BlogConfig::parse("title = 'a'\nauthor = \n", "my-blog");
        assert_eq!(config, BlogConfig::unconfigured("my-blog"));
        assert_eq!((problems.len(), problems[0].line), (1, 2));
    }

    #[test]
    fn a_fresh_file_reads_as_its_defaults() {
        for (title, author) in [("Plain", Some("Me")), ("a \"b\" \\ # 日本\n", None)] {
            let toml = BlogConfig::write(title, author);
            let (config, problems) = BlogConfig::parse(&toml, "");
            assert_eq!(problems, []);
            let title = title.trim().to_owned();
            let author = author.map(str::to_owned);
            assert_eq!(config, BlogConfig { title, author, ..BlogConfig::unconfigured("") });
        }
    }

    #[test]
    fn the_comments_of_a_fresh_file_are_settings_too() {
        let toml = BlogConfig::write("T", None);
        let is_setting = |line: &&str| line.starts_with("# ") && line.contains(" = ");
        let (shown, kept): (Vec<_>, Vec<_>) = toml.lines().partition(|line| is_setting(line));
        let shown: Vec<_> = shown.iter().map(|line| &line[2..]).collect();
        let (_, problems) = BlogConfig::parse(&[kept.join("\n"), shown.join("\n")].join("\n"), "");
        assert_eq!(problems, []);
        assert_eq!(shown.len(), 14, "each setting but the title is shown");
    }
}
