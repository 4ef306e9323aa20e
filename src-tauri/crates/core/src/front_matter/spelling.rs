//! How a value is spelt in a format, as much like the old spelling as it can be.

use super::yaml::Quotes;
use super::{Format, toml, yaml};

/// A value that is to stand in the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    /// Written as it is, since dates stay in the author's form.
    Date(String),
    Boolean(bool),
    Texts(Vec<String>),
}

impl Value {
    /// Spells the value; texts take the quotes of `like`, the spelling that stood there.
    pub(super) fn spell(&self, format: Format, like: &str) -> String {
        match self {
            Self::Text(text) => spell_text(format, text, like),
            Self::Date(date) => spell_date(format, date, like),
            Self::Boolean(value) => value.to_string(),
            Self::Texts(texts) => {
                let texts: Vec<_> =
                    texts.iter().map(|text| spell_text(format, text, like)).collect();
                format!("[{}]", texts.join(", "))
            }
        }
    }
}

/// Spells a text in the quotes of `like`.
pub(super) fn spell_text(format: Format, text: &str, like: &str) -> String {
    match format {
        Format::Toml => toml::text(text),
        Format::Yaml | Format::Json => yaml::text(text, quotes(like)),
    }
}

fn spell_date(format: Format, date: &str, like: &str) -> String {
    match format {
        Format::Toml if like.starts_with(['"', '\'']) => toml::text(date),
        Format::Toml => toml::date(date),
        Format::Yaml | Format::Json => match quotes(like) {
            // No form of a date has a character that YAML minds.
            Quotes::Least => date.to_owned(),
            quotes => yaml::text(date, quotes),
        },
    }
}

fn quotes(like: &str) -> Quotes {
    match like.as_bytes().first() {
        Some(b'"') => Quotes::Double,
        Some(b'\'') => Quotes::Single,
        _ => Quotes::Least,
    }
}

/// The line of a key.
pub(super) fn line(format: Format, key: &str, spelt: &str) -> String {
    match format {
        Format::Toml => format!("{key} = {spelt}"),
        Format::Yaml | Format::Json => format!("{key}: {spelt}"),
    }
}
