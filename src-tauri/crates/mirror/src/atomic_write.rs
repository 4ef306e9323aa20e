//! Replacing a file so that at every moment it is the old one or the new one, whole.
//!
//! A temporary file in the same folder is written, synced, given the old file's rights,
//! owner and attributes, and renamed over it; then the folder is synced. A link is
//! followed: its target is replaced. Hard links to the old file keep the old text.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};

/// Replaces the content of the file at `path`, or makes it. Its folder must exist.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let target = resolve(path).map_err(|source| Error::write(path, source))?;
    put(&target, bytes, Finish::Replace).map_err(|source| Error::write(path, source))
}

/// Makes the file at `path`; an [`AlreadyExists`](io::ErrorKind::AlreadyExists) error if
/// there is one.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, bytes, Finish::New)
}

/// How a temporary file becomes the real one.
#[derive(Debug, Clone, Copy)]
enum Finish {
    Replace,
    New,
}

fn put(target: &Path, bytes: &[u8], finish: Finish) -> io::Result<()> {
    match try_put(target, bytes, finish) {
        // Another process took the temporary file for a left-over in the moment before it was
        // locked.
        Err(error) if error.kind() == io::ErrorKind::NotFound && parent(target).is_dir() => {
            try_put(target, bytes, finish)
        }
        result => result,
    }
}

fn try_put(target: &Path, bytes: &[u8], finish: Finish) -> io::Result<()> {
    let folder = parent(target);
    let old = match fs::metadata(target) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let mut temporary = Temporary::make_in(folder, old.is_some())?;
    temporary.file.write_all(bytes)?;
    if let Some(old) = &old {
        keep_metadata(target, old, &temporary)?;
    }
    temporary.file.sync_all()?;
    match finish {
        Finish::Replace => {
            temporary.rename_to(target)?;
            sync_folder(folder)
        }
        Finish::New => {
            temporary.link_to(target)?;
            // A new file that is said not to be there must not be there.
            sync_folder(folder).or_else(|error| fs::remove_file(target).and(Err(error)))
        }
    }
}

/// The file that `path` stands for: itself, or what its chain of links leads to, even if
/// that is not there yet.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    /// What Linux follows before it speaks of a loop.
    const MAX_LINKS: usize = 40;
    let mut path = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => {
                path = parent(&path).join(fs::read_link(&path)?);
            }
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "the link leads in a circle"))
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Names of temporary files, so that a left-over is known for ours.
const PREFIX: &str = ".galley-";
const SUFFIX: &str = ".tmp";

/// A temporary file, locked while its writer lives and removed unless it became the real one.
struct Temporary {
    file: File,
    path: PathBuf,
    is_done: bool,
}

impl Temporary {
    fn make_in(folder: &Path, is_private: bool) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if is_private {
            // Until it has the rights of the file it replaces, nobody else may look.
            only_for_owner(&mut options);
        }
        loop {
            let n = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{PREFIX}{}-{n}{SUFFIX}", std::process::id()));
            match options.open(&path) {
                Ok(file) => {
                    // The lock says that the file is no left-over. Where the file system has no
                    // locks, none is ever removed.
                    _ = file.try_lock();
                    return Ok(Self { file, path, is_done: false });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn rename_to(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.is_done = true;
        Ok(())
    }

    /// A link fails where a rename would replace what came into being meanwhile.
    fn link_to(self, target: &Path) -> io::Result<()> {
        match fs::hard_link(&self.path, target) {
            Err(error) if has_no_links(&error) => {
                if fs::symlink_metadata(target).is_ok() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                self.rename_to(target)
            }
            result => result,
        }
    }
}

/// FAT and some shares have no hard links; they say so in various ways.
fn has_no_links(error: &io::Error) -> bool {
    !matches!(
        error.kind(),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound | io::ErrorKind::StorageFull
    )
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_done {
            // Should this fail, the next opening of the folder removes it.
            _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes the temporary files in `folder` whose writer is gone.
pub fn remove_left_overs(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if is_temporary(&entry.file_name()) {
            remove_left_over(&entry.path());
        }
    }
}

/// Removes the temporary file at `path` if its writer is gone.
pub(crate) fn remove_left_over(path: &Path) {
    let is_plain = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    if is_plain
        && let Ok(file) = File::open(path)
        && file.try_lock().is_ok()
        && let Err(error) = fs::remove_file(path)
    {
        tracing::warn!(path = %path.display(), %error, "could not remove a left-over file");
    }
}

/// Whether a file of this name is one of our temporary files.
pub(crate) fn is_temporary(name: &OsStr) -> bool {
    let numbers = name
        .to_str()
        .and_then(|name| name.strip_prefix(PREFIX))
        .and_then(|name| name.strip_suffix(SUFFIX))
        .and_then(|numbers| numbers.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, n)| is_number(process) && is_number(n))
}

#[cfg(unix)]
fn only_for_owner(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn only_for_owner(_options: &mut OpenOptions) {}

/// Gives the temporary file the owner, rights and attributes of the file it replaces.
#[cfg(unix)]
fn keep_metadata(target: &Path, old: &Metadata, temporary: &Temporary) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = temporary.file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid())
        // Only root may give files away; a member may still set the group.
        && fchown(&temporary.file, Some(old.uid()), Some(old.gid())).is_err()
        && fchown(&temporary.file, None, Some(old.gid())).is_err()
    {
        tracing::warn!(path = %target.display(), "the file's owner could not be kept");
    }
    keep_attributes(target, temporary);
    // Last: a change of owner clears some of the rights.
    temporary.file.set_permissions(old.permissions())
}

#[cfg(unix)]
fn keep_attributes(target: &Path, temporary: &Temporary) {
    use xattr::FileExt;
    // Where the file system has no attributes there are none to keep.
    let Ok(names) = xattr::list(target) else { return };
    for name in names {
        let kept = xattr::get(target, &name).and_then(|value| {
            value.map_or(Ok(()), |value| temporary.file.set_xattr(&name, &value))
        });
        if let Err(error) = kept {
            tracing::warn!(path = %target.display(), ?name, %error, "an attribute could not be kept");
        }
    }
}

#[cfg(not(unix))]
fn keep_metadata(_target: &Path, old: &Metadata, temporary: &Temporary) -> io::Result<()> {
    temporary.file.set_permissions(old.permissions())
}

/// Makes a rename in the folder survive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests;
