//! Exported sites, by the hash of each file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use galley_engine::{Blog, SiteExport};

/// The files of a site by their paths, Galley's own left out.
pub(crate) type Files = BTreeMap<String, String>;

/// Exports as of one moment, so that the same blog gives the same bytes.
pub(crate) fn export(blog: &Blog, folder: &Path) -> Result<()> {
    let now = Some("2026-01-01T00:00:00Z".parse()?);
    let options = SiteExport { now, ..SiteExport::default() };
    blog.site_export(folder, &options)?;
    Ok(())
}

/// What a fresh export of the blog would hold.
pub(crate) fn expected(blog: &Blog, scratch: &Path) -> Result<Files> {
    if scratch.exists() {
        fs::remove_dir_all(scratch)?;
    }
    export(blog, scratch)?;
    files(scratch)
}

/// What a folder holds; nothing if it is not there.
pub(crate) fn files(folder: &Path) -> Result<Files> {
    if !folder.exists() {
        return Ok(Files::new());
    }
    let files = galley_mirror::files_below(folder)?.into_iter();
    files
        .map(|(name, path)| {
            let bytes = fs::read(&path).with_context(|| format!("`{name}` cannot be read"))?;
            Ok((name, galley_mirror::hash(&bytes).to_string()))
        })
        .collect()
}

/// Files that neither the folder's own list knows with the bytes that they have, nor that of what
/// was being put into place: cut, mixed or empty.
pub(crate) fn broken(folder: &Path) -> Result<Vec<String>> {
    let files = files(folder)?;
    let mut lists = Vec::new();
    for list in [".galley-manifest.json", ".galley-staging/list.json"] {
        let list = folder.join(list);
        if list.exists() {
            let json = serde_json::from_slice::<serde_json::Value>(&fs::read(&list)?);
            match json {
                Ok(json) => lists.push(json),
                // Nothing is in its place before that is written.
                Err(_) if list.ends_with("list.json") => {}
                Err(error) => bail!("`{}` is broken: {error}", list.display()),
            }
        }
    }
    let is_known = |path: &String, hash: &String| {
        let hashes = lists.iter().filter_map(|list| list["files"][path].as_array()).flatten();
        hashes.into_iter().any(|it| it == hash.as_str())
    };
    let broken = files.into_iter().filter(|(path, hash)| !is_known(path, hash));
    Ok(broken.map(|(path, _)| path).collect())
}
