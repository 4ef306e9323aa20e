//! Themes, and what can be chosen of them.

use galley_core::{SettingValue as CoreValue, ThemeSetting as CoreSetting};
use galley_site::DeclaredSetting;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Error;

/// A theme that a blog can wear.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Theme {
    /// What `blog.toml` calls it by.
    pub id: String,
    /// Its name, for people.
    pub name: String,
    /// What it is like, in a sentence.
    pub description: Option<String>,
    /// Whether it is the blog's own, a folder of `themes/`.
    pub own: bool,
    /// Whether the blog wears it.
    pub in_use: bool,
    /// What can be chosen of it.
    pub settings: Vec<ThemeSetting>,
    /// Why it cannot be worn.
    pub error: Option<Error>,
}

/// Something that can be chosen of a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThemeSetting {
    /// Its name in `blog.toml`.
    pub name: String,
    /// What it can be.
    pub kind: SettingKind,
    /// What it is unless chosen.
    pub default: SettingValue,
    /// What it is.
    pub value: SettingValue,
}

/// What a setting can be.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum SettingKind {
    /// Any text.
    Text,
    /// A colour, as `#rgb` or `#rrggbb`.
    Colour,
    /// Yes or no.
    Boolean,
    /// A number, both ends included.
    Number {
        /// The least it can be.
        // Specta would add `null` for what JSON cannot carry (NaN), which this never is.
        #[specta(type = u32)]
        min: f64,
        /// The most it can be.
        #[specta(type = u32)]
        max: f64,
    },
    /// One of a few words.
    Choice {
        /// The words.
        choices: Vec<String>,
    },
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(untagged)]
pub enum SettingValue {
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Number(#[specta(type = u32)] f64),
    /// A text, a colour or one of a few words.
    Text(String),
}

/// What is chosen of a theme's setting.
#[derive(Debug, Clone, PartialEq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThemeChoice {
    /// The setting's name.
    pub name: String,
    /// Its value.
    pub value: SettingValue,
}

/// Where a page of the blog in some theme is, in the preview's address space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Specimen {
    /// In light colours.
    pub light: String,
    /// In dark colours.
    pub dark: String,
}

impl From<&SettingValue> for CoreValue {
    fn from(value: &SettingValue) -> Self {
        match value {
            SettingValue::Boolean(boolean) => Self::Boolean(*boolean),
            SettingValue::Number(number) => Self::Number(*number),
            SettingValue::Text(text) => Self::Text(text.clone()),
        }
    }
}

impl From<&CoreValue> for SettingValue {
    fn from(value: &CoreValue) -> Self {
        match value {
            CoreValue::Boolean(boolean) => Self::Boolean(*boolean),
            CoreValue::Number(number) => Self::Number(*number),
            CoreValue::Text(text) => Self::Text(text.clone()),
        }
    }
}

impl From<&ThemeChoice> for CoreSetting {
    fn from(choice: &ThemeChoice) -> Self {
        // It stands in no file yet.
        Self { name: choice.name.clone(), value: (&choice.value).into(), line: 1, column: 1 }
    }
}

impl From<(&str, &DeclaredSetting, &CoreValue)> for ThemeSetting {
    fn from((name, declared, value): (&str, &DeclaredSetting, &CoreValue)) -> Self {
        let kind = match declared {
            DeclaredSetting::Text { .. } => SettingKind::Text,
            DeclaredSetting::Colour { .. } => SettingKind::Colour,
            DeclaredSetting::Boolean { .. } => SettingKind::Boolean,
            DeclaredSetting::Number { min, max, .. } => {
                SettingKind::Number { min: *min, max: *max }
            }
            DeclaredSetting::Choice { choices, .. } => {
                SettingKind::Choice { choices: choices.clone() }
            }
        };
        let default = (&declared.default_value()).into();
        Self { name: name.to_owned(), kind, default, value: value.into() }
    }
}
