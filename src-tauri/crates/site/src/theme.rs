//! A theme: templates, words and static files, ready to render with.
//!
//! A theme is a folder: `theme.toml`, `templates/*.html`, `static/` (goes to the
//! site's `theme/`) and `i18n/<language>.toml`. The built-in ones have the same
//! shape and come with the program.

use std::borrow::Cow;
use std::path::Path;

use serde::Deserialize;

use crate::template::Templates;
use crate::{Error, Result};

mod builtin;
mod folder;
mod words;

pub(crate) use words::{LanguageWords, Words};

/// The version of what templates are given and must provide. A theme says which
/// versions it fits, both ends included, so that a later one can be refused
/// instead of rendering rubbish.
const ENGINE_VERSION: u32 = 1;

/// A theme, ready to render with.
#[derive(Debug)]
pub struct Theme {
    name: String,
    templates: Templates,
    words: Words,
    files: Vec<ThemeFile>,
}

/// A file of a theme.
#[derive(Debug, Clone)]
struct ThemeFile {
    /// Relative to the theme's folder, separated by `/`.
    path: String,
    bytes: Cow<'static, [u8]>,
}

/// `theme.toml`.
#[derive(Debug, Deserialize)]
struct ThemeToml {
    name: String,
    engine: EngineRange,
}

#[derive(Debug, Deserialize)]
struct EngineRange {
    min: u32,
    max: u32,
}

impl Theme {
    /// Names of the themes that come with the program; the first is the default.
    pub const BUILTIN: &'static [&'static str] = &["quiet"];

    /// The built-in theme of this name.
    pub fn builtin(name: &str) -> Option<Self> {
        let files = builtin::files(name)?;
        Some(Self::from_files(files).expect("a test reads every built-in theme"))
    }

    /// Reads the theme in a folder, and checks that it has all it needs.
    ///
    /// Only regular files within the folder are read: a link that leads out of it
    /// is left out.
    pub fn load(folder: &Path) -> Result<Self> {
        Self::from_files(folder::read(folder)?)
    }

    /// Its name, for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its static files: the path within the site, and the bytes.
    pub fn static_files(&self) -> impl Iterator<Item = (String, &Cow<'static, [u8]>)> {
        self.files.iter().filter_map(|file| {
            let path = file.path.strip_prefix("static/")?;
            Some((format!("{STATIC_FOLDER}/{path}"), &file.bytes))
        })
    }

    /// The bytes of the static file at this path within the site, as a page links to it.
    pub fn static_file(&self, path: &str) -> Option<&[u8]> {
        let path = path.strip_prefix(STATIC_FOLDER)?.strip_prefix('/')?;
        let file = self.files.iter().find(|file| file.path.strip_prefix("static/") == Some(path));
        file.map(|file| &*file.bytes)
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.templates
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    fn from_files(files: Vec<ThemeFile>) -> Result<Self> {
        let manifest = files.iter().find(|file| file.path == "theme.toml");
        let manifest = if let Some(file) = manifest {
            toml_from::<ThemeToml>(file)?
        } else {
            let file = "theme.toml".to_owned();
            return Err(Error::TemplateMissing { theme: String::new(), file });
        };
        let EngineRange { min, max } = manifest.engine;
        if !(min..=max).contains(&ENGINE_VERSION) {
            let theme = manifest.name;
            return Err(Error::ThemeVersion { theme, min, max, have: ENGINE_VERSION });
        }
        let mut templates = Templates::new(&manifest.name);
        let mut words = Words::default();
        for file in &files {
            if let Some(name) = file.path.strip_prefix("templates/") {
                templates.add(name, text_of(file)?)?;
            } else if let Some(language) =
                file.path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml"))
            {
                words.add(language, toml_from(file)?);
            }
        }
        templates.check()?;
        Ok(Self { name: manifest.name, templates, words, files })
    }
}

/// Where a theme's static files are in the site.
pub(crate) const STATIC_FOLDER: &str = "theme";

fn text_of(file: &ThemeFile) -> Result<&str> {
    std::str::from_utf8(&file.bytes)
        .map_err(|source| Error::ThemeNotUtf8 { path: file.path.clone().into(), source })
}

fn toml_from<T: for<'de> Deserialize<'de>>(file: &ThemeFile) -> Result<T> {
    toml::from_str(text_of(file)?).map_err(|source| Error::ThemeToml {
        path: file.path.clone().into(),
        source: Box::new(source),
    })
}

#[cfg(test)]
mod tests;
