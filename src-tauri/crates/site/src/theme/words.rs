//! The words of a theme's pages, by language.

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::Value;
use serde::Deserialize;

use crate::context::value;

/// The words of a theme in every language it knows.
#[derive(Debug, Default)]
pub(crate) struct Words(BTreeMap<String, WordList>);

/// `i18n/<language>.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct WordList {
    /// How a day is written.
    date: Option<String>,
    /// The names of the months.
    months: Option<[String; 12]>,
    /// Everything else, by key.
    #[serde(flatten)]
    words: BTreeMap<String, String>,
}

/// The words of one language, with English where it has none.
#[derive(Debug, Clone)]
pub(crate) struct LanguageWords {
    /// For templates.
    pub(crate) value: Value,
    words: BTreeMap<String, String>,
    /// How a day is written, and the names of the months.
    dates: Option<(String, [String; 12])>,
}

/// The language every theme has to speak; others may leave words out.
const FALLBACK: &str = "en";

impl Words {
    /// Adds words of a language; they stand before those that are there.
    pub(crate) fn add(&mut self, language: &str, list: WordList) {
        let known = self.0.entry(language.to_ascii_lowercase()).or_default();
        known.words.extend(list.words);
        known.date = list.date.or(known.date.take());
        known.months = list.months.or(known.months.take());
    }

    /// The words for pages in `language`, a BCP 47 tag: of it, else of its first part.
    pub(crate) fn of(&self, language: &str) -> LanguageWords {
        let language = language.to_ascii_lowercase();
        let short = language.split('-').next().unwrap_or_default();
        let fallback = self.0.get(FALLBACK);
        let list = self.0.get(&language).or_else(|| self.0.get(short)).or(fallback);
        let mut words = fallback.map(|list| list.words.clone()).unwrap_or_default();
        if let Some(list) = list {
            words.extend(list.words.clone());
        }
        // A language that does not say how it writes days has English ones.
        let dates = [list, fallback].into_iter().flatten().find_map(|list| {
            let (date, months) = (list.date.as_ref()?, list.months.as_ref()?);
            Some((date.clone(), months.clone()))
        });
        LanguageWords { value: value(&words), words, dates }
    }
}

impl LanguageWords {
    /// The word for `key`; the key itself if the theme has none, which is at least a hint.
    pub(crate) fn word<'w>(&'w self, key: &'w str) -> &'w str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The name of a month, from 1; its number if the theme has no words at all.
    pub(crate) fn month(&self, month: i8) -> String {
        let at = usize::from(month.unsigned_abs()).wrapping_sub(1);
        let name = self.dates.as_ref().and_then(|(_, months)| months.get(at));
        name.cloned().unwrap_or_else(|| month.to_string())
    }

    /// The day as the language writes it; the ISO form if the theme has no words at all.
    pub(crate) fn date(&self, day: Date) -> String {
        let Some((date, months)) = &self.dates else { return day.to_string() };
        let month = usize::from(day.month().unsigned_abs());
        date.replace("{day}", &day.day().to_string())
            .replace("{month_number}", &month.to_string())
            .replace("{month}", &months[month - 1])
            .replace("{year}", &day.year().to_string())
    }
}
