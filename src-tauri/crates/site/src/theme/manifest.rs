//! `theme.toml`: what a theme says of itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::card::DeclaredCard;
use super::setting::DeclaredSetting;

/// `theme.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// For people.
    pub(super) name: String,
    pub(super) engine: EngineRange,
    /// The theme that has what this one lacks.
    pub(super) parent: Option<String>,
    /// What it is like, in a sentence.
    pub(super) description: Option<String>,
    /// Files of `static/` that make up the site's style sheet, after those of the parent.
    #[serde(default)]
    pub(super) stylesheets: Vec<String>,
    /// What authors may choose, by name.
    #[serde(default)]
    pub(super) settings: BTreeMap<String, DeclaredSetting>,
    /// How its cards look.
    pub(super) card: Option<DeclaredCard>,
    #[expect(dead_code, reason = "told to people who read the file")]
    version: Option<String>,
    #[expect(dead_code, reason = "told to people who read the file")]
    licence: Option<String>,
}

/// The versions of the template interface that a theme is written for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EngineRange {
    pub(super) min: u32,
    pub(super) max: u32,
}
