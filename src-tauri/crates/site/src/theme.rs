//! A theme: templates, words and static files, ready to render with.
//!
//! A theme is a folder: `theme.toml`, `templates/*.html`, `static/` (goes to the
//! site's `theme/`) and `i18n/<language>.toml`. The built-in ones have the same
//! shape and come with the program. What a theme lacks, its parent has; the last
//! parent of all is the built-in `base`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::Hash as _;
use std::path::Path;

use galley_core::{ContentHash, Problem, SettingValue, ThemeSetting};
use minijinja::Value;

use crate::memory::KeyHasher;
use crate::template::Templates;
use crate::{Error, Result};

mod builtin;
mod card;
mod folder;
mod lineage;
mod manifest;
mod setting;
mod words;

use card::ThemeCard;
use lineage::Layer;
pub use setting::DeclaredSetting;
use setting::Settings;
pub(crate) use words::{LanguageWords, Words};

/// The version of what templates are given and must provide. A theme says which
/// versions it fits, both ends included, so that a later one can be refused
/// instead of rendering rubbish.
const ENGINE_VERSION: u32 = 1;

/// A theme, ready to render with.
#[derive(Debug)]
pub struct Theme {
    id: String,
    name: String,
    description: Option<String>,
    templates: Templates,
    words: Words,
    /// By path below `static/`.
    files: BTreeMap<String, Cow<'static, [u8]>>,
    stylesheet: String,
    settings: Settings,
    card: ThemeCard,
    fingerprint: ContentHash,
}

/// A file of a theme.
#[derive(Debug, Clone)]
struct ThemeFile {
    /// Relative to the theme's folder, separated by `/`.
    path: String,
    bytes: Cow<'static, [u8]>,
}

impl Theme {
    /// Names of the themes that come with the program; the first is the default.
    pub const BUILTIN: &'static [&'static str] =
        &["quiet", "magazine", "journal", "notebook", "terminal"];

    /// The built-in theme of this name.
    pub fn builtin(name: &str) -> Option<Self> {
        // A folder that cannot be: only the program's own themes are found.
        Self::find(name, Path::new("")).expect("a test reads every built-in theme")
    }

    /// The theme of this name: the folder in `themes` that is called so, else the
    /// built-in one. Its parents are looked for in the same way.
    ///
    /// Of a folder only regular files are read: a link that leads out of it is left out.
    pub fn find(name: &str, themes: &Path) -> Result<Option<Self>> {
        match lineage::lineage(name, themes)? {
            Some(layers) => Self::from_layers(&layers).map(Some),
            None => Ok(None),
        }
    }

    /// The themes that a blog with this folder of themes can wear, each with whether it is the
    /// blog's own: those that come with the program, then the others by their names.
    pub fn names(themes: &Path) -> Result<Vec<(String, bool)>> {
        let own = folder::names(themes)?;
        let builtin = Self::BUILTIN.iter().map(|&name| name.to_owned());
        let others = own.iter().filter(|name| !Self::BUILTIN.contains(&&***name)).cloned();
        let names: Vec<_> = builtin.chain(others).collect();
        Ok(names.into_iter().map(|name| (name.clone(), own.contains(&name))).collect())
    }

    /// Takes over what the author chose; what the theme does not offer is a problem,
    /// placed in the settings of the blog.
    pub fn choose(&mut self, chosen: &[ThemeSetting]) -> Vec<Problem> {
        let problems = self.settings.choose(&format!("`{}`", self.id), chosen);
        let css = format!("{}{}", self.stylesheet, self.settings.css());
        self.files.insert(STYLESHEET.to_owned(), Cow::Owned(css.into_bytes()));
        problems
    }

    /// Its name, for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it says of itself, for people.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// What authors may choose, each with what they chose.
    pub fn chosen(&self) -> impl Iterator<Item = (&str, &DeclaredSetting, &SettingValue)> {
        self.settings.all()
    }

    /// Its static files: the path within the site, and the bytes.
    pub fn static_files(&self) -> impl Iterator<Item = (String, &Cow<'static, [u8]>)> {
        self.files.iter().map(|(path, bytes)| (format!("{STATIC_FOLDER}/{path}"), bytes))
    }

    /// The bytes of the static file at this path within the site, as a page links to it.
    pub fn static_file(&self, path: &str) -> Option<&[u8]> {
        let path = path.strip_prefix(STATIC_FOLDER)?.strip_prefix('/')?;
        self.files.get(path).map(|bytes| &**bytes)
    }

    /// What tells the theme, as it is now, from others.
    pub(crate) fn fingerprint(&self) -> ContentHash {
        self.fingerprint
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.templates
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    /// The values of its settings, for templates.
    pub(crate) fn settings(&self) -> Value {
        self.settings.value()
    }

    /// Joins a theme and its parents, the last parent first.
    fn from_layers(layers: &[Layer]) -> Result<Self> {
        let own = layers.last().expect("a theme is a layer of its own");
        let mut theme = Self {
            id: own.id.clone(),
            name: own.manifest.name.clone(),
            description: own.manifest.description.clone(),
            templates: Templates::new(&own.manifest.name),
            words: Words::default(),
            files: BTreeMap::new(),
            stylesheet: String::new(),
            settings: Settings::default(),
            card: ThemeCard::new(layers)?,
            fingerprint: fingerprint(layers),
        };
        for layer in layers {
            theme.add(layer)?;
        }
        theme.templates.link();
        theme.join_stylesheets(layers)?;
        theme.choose(&[]);
        Ok(theme)
    }

    fn add(&mut self, layer: &Layer) -> Result<()> {
        for file in &layer.files {
            if let Some(name) = file.path.strip_prefix("templates/") {
                self.templates.add(&layer.id, name, layer.text_of(file)?)?;
            } else if let Some(language) =
                file.path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml"))
            {
                self.words.add(language, layer.toml_of(file)?);
            } else if let Some(path) = file.path.strip_prefix("static/") {
                self.files.insert(path.to_owned(), file.bytes.clone());
            }
        }
        self.settings.declare(&layer.manifest.settings).map_err(|(setting, wanted)| {
            Error::ThemeSetting { theme: layer.id.clone(), setting, wanted }
        })
    }

    /// One style sheet of all that the layers name, which then need not go out themselves.
    fn join_stylesheets(&mut self, layers: &[Layer]) -> Result<()> {
        let named = layers.iter().flat_map(|layer| {
            layer.manifest.stylesheets.iter().map(move |name| (layer, name.as_str()))
        });
        let mut joined: Vec<&str> = Vec::new();
        for (layer, name) in named {
            if joined.contains(&name) {
                continue;
            }
            joined.push(name);
            // Addresses in a sheet are relative to it, so all must lie in one folder.
            let file = self.files.get(name).filter(|_| !name.contains('/'));
            let Some(bytes) = file else {
                let (theme, file) = (layer.id.clone(), format!("static/{name}"));
                return Err(Error::ThemeStylesheet { theme, file });
            };
            let css = std::str::from_utf8(bytes).map_err(|source| Error::ThemeNotUtf8 {
                path: layer.path_of(&format!("static/{name}")),
                source,
            })?;
            self.stylesheet.push_str(css.trim_start_matches('\u{FEFF}'));
        }
        for name in joined {
            self.files.remove(name);
        }
        Ok(())
    }
}

/// Where a theme's static files are in the site.
pub(crate) const STATIC_FOLDER: &str = "theme";

/// The joined style sheet, in that folder.
const STYLESHEET: &str = "style.css";

fn fingerprint(layers: &[Layer]) -> ContentHash {
    let mut hasher = KeyHasher::default();
    for layer in layers {
        layer.id.hash(&mut hasher);
        for file in &layer.files {
            (&file.path, &*file.bytes).hash(&mut hasher);
        }
    }
    ContentHash::new(hasher.key())
}

#[cfg(test)]
mod tests;
