//! A theme and its parents.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::manifest::{EngineRange, Manifest};
use super::{ENGINE_VERSION, ThemeFile, builtin, folder};
use crate::{Error, Result};

/// The theme that every other one stands on.
const ROOT: &str = "base";

/// One theme by itself, without what its parents have.
#[derive(Debug)]
pub(super) struct Layer {
    /// What a blog and a child call it by.
    pub(super) id: String,
    pub(super) manifest: Manifest,
    pub(super) files: Vec<ThemeFile>,
}

/// The theme of this name and its parents, the last parent first; nothing if there is
/// no such theme.
pub(super) fn lineage(name: &str, themes: &Path) -> Result<Option<Vec<Layer>>> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(id) = next {
        if layers.iter().any(|layer| layer.id == id) {
            let names = layers.into_iter().map(|layer| layer.id).chain([id]).collect();
            return Err(Error::ThemeCycle { names });
        }
        let found = own_files(&id, themes)?.or_else(|| builtin::files(&id));
        let Some(files) = found else {
            return match layers.pop() {
                None => Ok(None),
                Some(child) => Err(Error::ThemeParent { theme: child.id, parent: id }),
            };
        };
        let layer = Layer::new(id, files)?;
        next = layer.manifest.parent.clone();
        layers.push(layer);
    }
    if layers.last().is_some_and(|last| last.id != ROOT) {
        let files = builtin::files(ROOT).expect("it comes with the program");
        layers.push(Layer::new(ROOT.to_owned(), files)?);
    }
    layers.reverse();
    Ok(Some(layers))
}

/// The files of the blog's own theme of this name, if it has one.
fn own_files(name: &str, themes: &Path) -> Result<Option<Vec<ThemeFile>>> {
    let own = themes.join(name);
    let is_own = is_name(name) && !themes.as_os_str().is_empty() && own.is_dir();
    is_own.then(|| folder::read(&own)).transpose()
}

/// Whether a folder of themes may have a theme of this name. A name is a name: none leads out
/// of the folder. The one that all stand on cannot be replaced, or no theme could be relied on.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']) && name != ROOT
}

impl Layer {
    fn new(id: String, files: Vec<ThemeFile>) -> Result<Self> {
        let Some(at) = files.iter().position(|file| file.path == MANIFEST) else {
            return Err(Error::ThemeManifest { theme: id });
        };
        let manifest: Manifest = toml_in(&id, &files[at])?;
        let EngineRange { min, max } = manifest.engine;
        if !(min..=max).contains(&ENGINE_VERSION) {
            let theme = manifest.name;
            return Err(Error::ThemeVersion { theme, min, max, have: ENGINE_VERSION });
        }
        Ok(Self { id, manifest, files })
    }

    /// The line of `theme.toml` in which this byte is.
    pub(super) fn manifest_line(&self, at: usize) -> usize {
        let manifest = self.files.iter().find(|file| file.path == MANIFEST);
        let before = manifest.and_then(|file| file.bytes.get(..at)).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }

    /// A file's path, to tell people which one is meant.
    pub(super) fn path_of(&self, file: &str) -> PathBuf {
        path_in(&self.id, file)
    }

    pub(super) fn text_of<'f>(&self, file: &'f ThemeFile) -> Result<&'f str> {
        text_in(&self.id, file)
    }

    pub(super) fn toml_of<T: for<'de> Deserialize<'de>>(&self, file: &ThemeFile) -> Result<T> {
        toml_in(&self.id, file)
    }
}

const MANIFEST: &str = "theme.toml";

fn path_in(theme: &str, file: &str) -> PathBuf {
    Path::new(theme).join(file)
}

fn text_in<'f>(theme: &str, file: &'f ThemeFile) -> Result<&'f str> {
    std::str::from_utf8(&file.bytes)
        .map_err(|source| Error::ThemeNotUtf8 { path: path_in(theme, &file.path), source })
}

fn toml_in<T: for<'de> Deserialize<'de>>(theme: &str, file: &ThemeFile) -> Result<T> {
    toml::from_str(text_in(theme, file)?).map_err(|source| Error::ThemeToml {
        path: path_in(theme, &file.path),
        source: Box::new(source),
    })
}
