//! Writing a site to a folder, and nothing that was not ours before.
//!
//! What an export wrote is listed in the folder itself (`MANIFEST`). Whoever else
//! puts files there keeps them: only files on the list, unchanged since, are
//! removed, and a folder with files but without a list is refused. New bytes are
//! staged in the folder and renamed into place, so that a file is always the old
//! one or the new one; bytes that are the same are not written at all.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use galley_core::ContentHash;
use rayon::prelude::*;

use crate::output::{Content, OutputFile, Site};
use crate::safe_svg::safe_file;
use crate::{Error, Result};

use manifest::Manifest;

mod manifest;

/// The list of what an export wrote, in the output folder.
pub const MANIFEST: &str = ".galley-manifest.json";

/// Where new files wait to be renamed, in the output folder.
const STAGING: &str = ".galley-staging";

/// The list before it is renamed.
const MANIFEST_NEW: &str = ".galley-manifest.json.new";

/// What writing a site did, as paths within it, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// New files, and those that had other bytes.
    pub written: Vec<String>,
    /// Files that had the right bytes.
    pub unchanged: Vec<String>,
    /// Files of an earlier export that the site no longer has.
    pub removed: Vec<String>,
    /// Files in the place of one of ours that someone else put or changed there, and
    /// that are still theirs.
    pub kept: Vec<String>,
    /// Bytes of all files of the site.
    pub n_bytes: u64,
}

/// Writes a site to the folder `out`, which is made if it is not there.
///
/// With `force` a folder that no export made is taken over: its files stay, but
/// for those whose place the site needs.
pub fn write(out: &Path, site: &Site, force: bool) -> Result<WriteReport> {
    let out = open_folder(out)?;
    let manifest_path = out.join(MANIFEST);
    let old = Manifest::read(&manifest_path)?;
    if old.is_none() && !force && !is_empty(&out)? {
        return Err(Error::ForeignFolder { path: out });
    }
    let old = old.unwrap_or_default();
    // Looked at before anything is changed: a link to elsewhere stops the export as a whole.
    check_folders(&out, site)?;

    let planned: Vec<_> =
        site.files.par_iter().map(|file| plan(&out, file, &old, force)).collect::<Result<_>>()?;
    let mut report = WriteReport::default();
    let mut ours = BTreeMap::new();
    let mut changes = Vec::new();
    for (file, (action, hash, n_bytes)) in site.files.iter().zip(planned) {
        report.n_bytes += n_bytes;
        match action {
            Action::Keep => report.kept.push(file.path.clone()),
            Action::Nothing => {
                report.unchanged.push(file.path.clone());
                ours.insert(file.path.clone(), hash);
            }
            Action::Write => {
                report.written.push(file.path.clone());
                ours.insert(file.path.clone(), hash);
                changes.push((file, hash));
            }
        }
    }
    let new = Manifest::of(ours);

    // If the run ends halfway, the list has to know both what was there and what came.
    if !changes.is_empty() {
        stage(&out, &changes)?;
        write_manifest(&out, &manifest_path, &old.joined_with(&new))?;
        move_staged(&out, &changes)?;
    }
    let wanted: HashSet<_> = site.files.iter().map(|file| &*file.path).collect();
    for path in old.paths().filter(|path| !wanted.contains(path)) {
        if remove_if_ours(&out, path, &old)? {
            report.removed.push(path.to_owned());
        }
    }
    if Manifest::read(&manifest_path)?.as_ref() != Some(&new) {
        write_manifest(&out, &manifest_path, &new)?;
    }
    Ok(report)
}

/// Makes the folder, and answers with where it really is: the author may well
/// have chosen a link to a folder, and that one link is followed.
fn open_folder(out: &Path) -> Result<PathBuf> {
    fs::create_dir_all(out).map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            Error::NotAFolder { path: out.to_owned() }
        }
        _ => Error::WriteFile { path: out.to_owned(), source },
    })?;
    out.canonicalize().map_err(|source| read_error(out, source))
}

/// Whether nothing is there but what a first export that was interrupted left.
fn is_empty(out: &Path) -> Result<bool> {
    for entry in fs::read_dir(out).map_err(|source| read_error(out, source))? {
        let name = entry.map_err(|source| read_error(out, source))?.file_name();
        if name != STAGING && name != MANIFEST_NEW {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses folders on the way to a file that are not really folders.
fn check_folders(out: &Path, site: &Site) -> Result<()> {
    let mut seen = HashSet::new();
    for file in &site.files {
        for (at, _) in file.path.match_indices('/') {
            let folder = &file.path[..at];
            if seen.insert(folder) {
                check_folder(&out.join(folder))?;
            }
        }
    }
    check_folder(&out.join(STAGING))
}

fn check_folder(path: &Path) -> Result<()> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(Error::SymbolicLink { path: path.to_owned() }),
        Ok(meta) if !meta.is_dir() => Err(Error::NotAFolder { path: path.to_owned() }),
        Ok(_) => Ok(()),
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(()),
        Err(source) => Err(read_error(path, source)),
    }
}

/// What has to be done about one file of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    /// It is there already.
    Nothing,
    /// It is not there, or there are other bytes of ours.
    Write,
    /// Something of someone else is in its place.
    Keep,
}

/// The table: what is on disk against what the list knows.
///
/// | on disk | on the list | not on the list | not on the list, `force` |
/// | - | - | - | - |
/// | nothing | write | write | write |
/// | the right bytes | nothing | nothing | nothing |
/// | other bytes | write | keep | write |
/// | a link | keep | keep | write (the link is replaced, not followed) |
/// | a folder | keep | keep | keep |
///
/// Bytes on the list are ours even if someone changed them: the next export puts
/// them right again.
fn plan(
    out: &Path,
    file: &OutputFile,
    old: &Manifest,
    force: bool,
) -> Result<(Action, ContentHash, u64)> {
    let path = out.join(&file.path);
    let bytes = file.content.read()?;
    let hash = hash(&bytes);
    let n_bytes = bytes.len() as u64;
    let action = match fs::symlink_metadata(&path) {
        Err(source) if source.kind() == ErrorKind::NotFound => Action::Write,
        Err(source) => return Err(read_error(&path, source)),
        Ok(meta) if meta.is_dir() => Action::Keep,
        Ok(meta) if !meta.is_file() => {
            if force {
                Action::Write
            } else {
                Action::Keep
            }
        }
        Ok(meta) => {
            let is_same = meta.len() == n_bytes
                && fs::read(&path).map_err(|source| read_error(&path, source))? == *bytes;
            match is_same {
                true => Action::Nothing,
                false if force || old.knows(&file.path) => Action::Write,
                false => Action::Keep,
            }
        }
    };
    Ok((action, hash, n_bytes))
}

fn stage(out: &Path, changes: &[(&OutputFile, ContentHash)]) -> Result<()> {
    let staging = out.join(STAGING);
    // Left by a run that was interrupted.
    remove_staging(&staging)?;
    fs::create_dir(&staging).map_err(|source| write_error(&staging, source))?;
    changes.par_iter().enumerate().try_for_each(|(number, (file, _))| {
        let path = staging.join(number.to_string());
        let bytes = file.content.read()?;
        fs::write(&path, &bytes).map_err(|source| write_error(&path, source))
    })
}

fn move_staged(out: &Path, changes: &[(&OutputFile, ContentHash)]) -> Result<()> {
    let staging = out.join(STAGING);
    for (number, (file, _)) in changes.iter().enumerate() {
        let path = out.join(&file.path);
        let folder = path.parent().unwrap_or(out);
        fs::create_dir_all(folder).map_err(|source| write_error(folder, source))?;
        let staged = staging.join(number.to_string());
        fs::rename(&staged, &path).map_err(|source| write_error(&path, source))?;
    }
    remove_staging(&staging)
}

fn remove_staging(staging: &Path) -> Result<()> {
    match fs::remove_dir_all(staging) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(Error::RemoveFile { path: staging.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Removes a file of an earlier export, if it is still what was written, and the
/// folders that are empty without it.
fn remove_if_ours(out: &Path, path: &str, old: &Manifest) -> Result<bool> {
    // The list is a file that anyone can edit: it must not lead out of the folder.
    if crate::address::join("", path).as_deref() != Some(path) {
        return Ok(false);
    }
    let folders = path.match_indices('/').map(|(at, _)| out.join(&path[..at]));
    if folders.clone().any(|folder| check_folder(&folder).is_err()) {
        return Ok(false);
    }
    let full = out.join(path);
    let is_file = fs::symlink_metadata(&full).is_ok_and(|meta| meta.is_file());
    if !is_file {
        return Ok(false);
    }
    let bytes = fs::read(&full).map_err(|source| read_error(&full, source))?;
    if !old.has(path, hash(&bytes)) {
        return Ok(false);
    }
    fs::remove_file(&full).map_err(|source| Error::RemoveFile { path: full.clone(), source })?;
    for folder in folders.collect::<Vec<_>>().into_iter().rev() {
        // Fails if something is in it, and then it stays.
        if fs::remove_dir(&folder).is_err() {
            break;
        }
    }
    Ok(true)
}

fn write_manifest(out: &Path, path: &Path, manifest: &Manifest) -> Result<()> {
    let new = out.join(MANIFEST_NEW);
    fs::write(&new, manifest.to_json()).map_err(|source| write_error(&new, source))?;
    fs::rename(&new, path).map_err(|source| write_error(path, source))
}

impl Content {
    /// The bytes, read from the disk if they are there.
    fn read(&self) -> Result<std::borrow::Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(std::borrow::Cow::Borrowed(bytes)),
            Self::Copy(path) => {
                let bytes = fs::read(path).map_err(|source| read_error(path, source))?;
                Ok(std::borrow::Cow::Owned(safe_file(path, bytes)))
            }
        }
    }
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash::new(*blake3::hash(bytes).as_bytes())
}

fn read_error(path: &Path, source: io::Error) -> Error {
    Error::ReadFile { path: path.to_owned(), source }
}

fn write_error(path: &Path, source: io::Error) -> Error {
    Error::WriteFile { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
