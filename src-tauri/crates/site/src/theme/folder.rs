//! Reading a theme's folder.

use std::borrow::Cow;
use std::path::Path;
use std::{fs, io};

use super::ThemeFile;
use super::lineage::is_name;
use crate::{Error, Result};

/// The folders in the folder of themes, by their names; none if there is no such folder.
pub(super) fn names(themes: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(themes) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(read_error(themes, source)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| read_error(themes, source))?;
        let name = entry.file_name().into_string();
        // Where a link leads, as when the theme of this name is read.
        names.extend(name.ok().filter(|name| is_name(name) && entry.path().is_dir()));
    }
    names.sort();
    Ok(names)
}

/// Every file of the theme, sorted by path; hidden ones and links out of the folder left out.
pub(super) fn read(folder: &Path) -> Result<Vec<ThemeFile>> {
    let top = folder.canonicalize().map_err(|source| read_error(folder, source))?;
    let mut files = Vec::new();
    read_below(&top, &top, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read_below(top: &Path, folder: &Path, prefix: &str, files: &mut Vec<ThemeFile>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|source| read_error(folder, source))?;
    for entry in entries {
        let entry = entry.map_err(|source| read_error(folder, source))?;
        let path = entry.path();
        // A name that is not UTF-8 cannot be part of an address.
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let file_type = entry.file_type().map_err(|source| read_error(&path, source))?;
        let relative = format!("{prefix}{name}");
        if file_type.is_dir() {
            read_below(top, &path, &format!("{relative}/"), files)?;
        } else if file_type.is_file() || leads_to_file_within(top, &path) {
            let bytes = fs::read(&path).map_err(|source| read_error(&path, source))?;
            files.push(ThemeFile { path: relative, bytes: Cow::Owned(bytes) });
        }
    }
    Ok(())
}

fn leads_to_file_within(top: &Path, link: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| target.starts_with(top) && target.is_file())
}

fn read_error(path: &Path, source: io::Error) -> Error {
    Error::ReadTheme { path: path.to_owned(), source }
}
