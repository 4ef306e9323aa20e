//! Where new files wait to be renamed into place, in the output folder.
//!
//! A file whose folder the output has already waits alone, under a number. What goes into a
//! folder that is not there yet waits in one, which is then renamed as a whole: a first export
//! of ten thousand pages is a handful of renames. Beside them lies the list of what waits,
//! for whoever comes after a run that ended while it renamed.

use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use cap_std::fs::Dir;

use super::folder::{self, Folder, Look, name_of};
use super::lock;
use super::manifest::Manifest;
use crate::Result;

pub(super) const STAGING: &str = ".galley-staging";

/// Folders that the output does not have yet, below the staging folder.
const FOLDERS: &str = "folders";

/// The list of what is being put into place, in the staging folder.
const LIST: &str = "list.json";

/// The staging folder, made when the first file comes.
#[derive(Debug, Default)]
pub(super) struct Staging {
    opened: Mutex<Option<Arc<Opened>>>,
    n_alone: AtomicUsize,
}

#[derive(Debug)]
struct Opened {
    root: Dir,
    folders: Dir,
}

/// How a file waits.
#[derive(Debug)]
pub(super) enum Staged {
    /// Under this number.
    Alone(usize),
    /// In a folder that the output does not have, which ends at this byte of the file's path.
    /// So it will look there if the folder is renamed.
    InFolder { n_bytes: usize, look: Look },
}

impl Staging {
    /// Whether anything was staged.
    pub(super) fn is_begun(&self) -> bool {
        lock(&self.opened).is_some()
    }

    /// Stages the file at `path`; `missing` is where the first folder ends that is not there.
    pub(super) fn stage(
        &self,
        out: &Folder,
        path: &str,
        missing: Option<usize>,
        bytes: &[u8],
    ) -> Result<Staged> {
        let opened = self.opened(out)?;
        let staged = || {
            if let Some(n_bytes) = missing
                && let Some(look) = opened.write_in_folder(path, bytes)?
            {
                return Ok(Staged::InFolder { n_bytes, look });
            }
            let number = self.n_alone.fetch_add(1, Ordering::Relaxed);
            folder::write_new(&opened.root, &number.to_string(), bytes)?;
            Ok(Staged::Alone(number))
        };
        staged().map_err(|source| out.write_error(STAGING, source))
    }

    /// Notes what is put into place from now on.
    pub(super) fn write_list(&self, out: &Folder, json: &[u8]) -> Result<()> {
        folder::write_new(&self.opened(out)?.root, LIST, json)
            .map(drop)
            .map_err(|source| out.write_error(STAGING, source))
    }

    /// Renames a folder that the output did not have; false if there is anything by now, or if
    /// it went along with one that it lies in.
    pub(super) fn place_folder(&self, out: &Folder, path: &str) -> bool {
        let place = || -> Result<bool> {
            let Some(into) = out.of(path)? else { return Ok(false) };
            Ok(self.opened(out)?.folders.rename(path, &into, name_of(path)).is_ok())
        };
        // Whatever is wrong there: its files are put into place one by one, and tell.
        place().unwrap_or(false)
    }

    /// Renames the file at `path` into `into`, the folder that is its place.
    pub(super) fn rename(
        &self,
        out: &Folder,
        path: &str,
        staged: &Staged,
        into: &Dir,
    ) -> Result<()> {
        let opened = self.opened(out)?;
        let renamed = match staged {
            Staged::Alone(number) => opened.root.rename(number.to_string(), into, name_of(path)),
            Staged::InFolder { .. } => opened.folders.rename(path, into, name_of(path)),
        };
        renamed.map_err(|source| out.write_error(path, source))
    }

    fn opened(&self, out: &Folder) -> Result<Arc<Opened>> {
        let mut opened = lock(&self.opened);
        if let Some(opened) = &*opened {
            return Ok(opened.clone());
        }
        let error = |source| out.write_error(STAGING, source);
        out.root().create_dir(STAGING).map_err(error)?;
        let missing = || error(ErrorKind::NotFound.into());
        let root = out.subfolder(STAGING)?.ok_or_else(missing)?;
        root.create_dir(FOLDERS).map_err(error)?;
        let folders = root.open_dir(FOLDERS).map_err(error)?;
        Ok(opened.insert(Arc::new(Opened { root, folders })).clone())
    }
}

impl Opened {
    /// Writes the file at its path below the new folders, and answers with how it looks; none if
    /// its name is taken there, as `A` is by `a` where the file system takes them for the same.
    fn write_in_folder(&self, path: &str, bytes: &[u8]) -> io::Result<Option<Look>> {
        let (folder, _) = path.rsplit_once('/').unwrap_or_default();
        // Nearly every page has a folder of its own, in one that is there already.
        match self.folders.create_dir(folder) {
            Err(source) if source.kind() == ErrorKind::NotFound => {
                self.folders.create_dir_all(folder)?;
            }
            Err(source) if source.kind() != ErrorKind::AlreadyExists => return Err(source),
            _ => {}
        }
        match folder::write_new(&self.folders, path, bytes) {
            Err(source) if source.kind() == ErrorKind::AlreadyExists => Ok(None),
            written => written.map(Some),
        }
    }
}

/// The list of what was put into place by a run that ended meanwhile. One that is cut off is
/// none: nothing was in its place yet.
pub(super) fn left_list(out: &Folder) -> Result<Option<Manifest>> {
    let Some(staging) = out.subfolder(STAGING)? else { return Ok(None) };
    let json = folder::read(&staging, LIST).ok();
    Ok(json.and_then(|json| Manifest::parse(&json, out).ok()))
}

/// Removes what was staged.
pub(super) fn remove(out: &Folder) -> Result<()> {
    // A link is refused here.
    if out.subfolder(STAGING)?.is_none() {
        return Ok(());
    }
    let removed = out.root().remove_dir_all(STAGING);
    removed.map_err(|source| out.remove_error(STAGING, source))
}

/// Removes what waits, and not the list of what was put into place: that is not in the site's own
/// list yet.
pub(super) fn remove_but_list(out: &Folder) -> io::Result<()> {
    let Ok(Some(staging)) = out.subfolder(STAGING) else { return Ok(()) };
    for entry in staging.entries()? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            staging.remove_dir_all(name)?;
        } else if name != LIST {
            staging.remove_file(name)?;
        }
    }
    Ok(())
}
