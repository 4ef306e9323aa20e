//! Writing a site to a folder, and nothing that was not ours before.
//!
//! What an export wrote is listed in the folder itself (`MANIFEST`). Whoever else
//! puts files there keeps them: only files on the list, unchanged since, are
//! removed, and a folder with files but without a list is refused. New bytes are
//! staged in the folder, one file after the other, so that no more of a site than one
//! page a thread is ever in memory. When all are there they are renamed into place: a
//! file is always the old one or the new one, and an export that fails or ends before
//! leaves the old site whole. Bytes that are the same are not written at all.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use cap_std::fs::{Dir, Metadata};
use galley_core::ContentHash;
use galley_svg::safe_file;
use rayon::prelude::*;

use crate::observer::{Counter, Observer, Step, nobody};
use crate::output::{Content, OutputFile, Site};
use crate::{Error, Result};

use folder::{Folder, name_of};
use manifest::ListFile;

mod folder;
mod manifest;
mod report;

pub(crate) use folder::{Look, Looker};
pub(crate) use manifest::Manifest;
pub use report::WriteReport;

/// The list of what an export wrote, in the output folder.
pub const MANIFEST: &str = ".galley-manifest.json";

/// Where new files wait to be renamed, in the output folder.
const STAGING: &str = ".galley-staging";

/// The list before it is renamed.
const MANIFEST_NEW: &str = ".galley-manifest.json.new";

/// Writes a site to the folder `out`, which is made if it is not there.
///
/// With `force` a folder that no export made is taken over: its files stay, but
/// for those whose place the site needs.
pub fn write(out: &Path, site: &Site, force: bool) -> Result<WriteReport> {
    let writing = Writing::begin(out, force)?;
    site.files.par_iter().try_for_each(|file| writing.take(file))?;
    Ok(writing.finish(&nobody)?.report)
}

/// A site that is being written. Dropped before [`finish`](Self::finish) it changed nothing.
#[derive(Debug)]
pub(crate) struct Writing {
    folder: Folder,
    force: bool,
    old: Manifest,
    old_file: ListFile,
    /// Whether it gets all files of the site, and not only those that changed.
    is_whole: bool,
    staging: Mutex<Option<Arc<Dir>>>,
    n_staged: AtomicUsize,
    files: Mutex<Vec<Taken>>,
}

/// A file of the site, and what was decided about it.
#[derive(Debug)]
struct Taken {
    path: String,
    hash: ContentHash,
    n_bytes: u64,
    action: Action,
    /// How what lies there looks, if anything does.
    look: Option<Look>,
}

/// A file of the site as it lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) hash: ContentHash,
    pub(crate) n_bytes: u64,
    /// None while it is too fresh for that to tell a later change.
    pub(crate) look: Option<Look>,
}

impl Action {
    /// The number by which its bytes are staged.
    fn staged(self) -> Option<usize> {
        match self {
            Self::New(number) | Self::Change(number) => Some(number),
            Self::Nothing | Self::Keep => None,
        }
    }
}

/// A site that was written.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) report: WriteReport,
    /// How each file of the site lies there now.
    pub(crate) files: Vec<(String, Written)>,
    /// How the list of all of them lies there.
    pub(crate) list: Written,
    pub(crate) manifest: Manifest,
}

impl Written {
    /// Whether what lies at `path` is as it was left. Only looked at or read: where a link
    /// may lead, nothing is changed.
    pub(crate) fn is_at(&self, out: &Looker, path: &str) -> bool {
        if let Some(look) = self.look {
            return out.look(path).ok() == Some(look);
        }
        let path = out.full(path);
        fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file())
            && fs::read(&path).is_ok_and(|bytes| hash(&bytes) == self.hash)
    }
}

/// What has to be done about one file of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    /// It is there already.
    Nothing,
    /// It is not there; it is staged by this number.
    New(usize),
    /// There are other bytes of ours; the new ones are staged by this number.
    Change(usize),
    /// Something of someone else is in its place.
    Keep,
}

impl Writing {
    pub(crate) fn begin(out: &Path, force: bool) -> Result<Self> {
        let folder = Folder::open(out)?;
        let old_json = manifest::read(&folder)?;
        let old = old_json.as_deref().map(|json| Manifest::parse(json, &folder)).transpose()?;
        if old.is_none() && !force && !is_empty(&folder)? {
            return Err(Error::ForeignFolder { path: folder.full("") });
        }
        Self::new(folder, force, old.unwrap_or_default(), ListFile::Read(old_json), true)
    }

    /// Begins to write what changed of a site that lies there with this list; nothing if the
    /// list is not as it was left.
    pub(crate) fn resume(out: &Path, old: Manifest, list: Written) -> Result<Option<Self>> {
        let folder = Folder::open(out)?;
        let file = ListFile::Left(list);
        if !file.is_in(&folder)? {
            return Ok(None);
        }
        Self::new(folder, false, old, file, false).map(Some)
    }

    fn new(
        folder: Folder,
        force: bool,
        old: Manifest,
        old_file: ListFile,
        is_whole: bool,
    ) -> Result<Self> {
        // What a run left that was interrupted.
        remove_staging(&folder)?;
        let (staging, files) = (Mutex::default(), Mutex::default());
        let n_staged = AtomicUsize::new(0);
        Ok(Self { folder, force, old, old_file, is_whole, staging, n_staged, files })
    }

    /// Takes a file of the site: compares it with what is there, and stages it if it differs.
    pub(crate) fn take(&self, file: &OutputFile) -> Result<()> {
        let bytes = file.content.read()?;
        let (is_there, look) = self.compare(&file.path, &bytes)?;
        let stage = || {
            let number = self.n_staged.fetch_add(1, Ordering::Relaxed);
            folder::write_new(&*self.staging()?, &number.to_string(), &bytes)
                .map_err(|source| self.folder.write_error(STAGING, source))?;
            Ok(number)
        };
        let action = match is_there {
            Place::Same => Action::Nothing,
            Place::Foreign => Action::Keep,
            Place::Free => Action::New(stage()?),
            Place::Ours => Action::Change(stage()?),
        };
        let (path, n_bytes) = (file.path.clone(), bytes.len() as u64);
        lock(&self.files).push(Taken { path, hash: hash(&bytes), n_bytes, action, look });
        Ok(())
    }

    /// Takes a file that an earlier export wrote, without knowing its bytes; false if it does
    /// not lie there as it was left.
    pub(crate) fn take_written(&self, path: &str, written: &Written) -> bool {
        if !self.old.has(path, written.hash) {
            return false;
        }
        let out = self.folder.looker();
        // Before it may be read: what changes after that shows the next time.
        let look = out.look(path).ok();
        let is_there = match written.look {
            Some(_) => written.look == look,
            None => written.is_at(out, path),
        };
        if !is_there {
            return false;
        }
        let Written { hash, n_bytes, .. } = *written;
        let (action, look) = (Action::Nothing, look.filter(Look::is_settled));
        lock(&self.files).push(Taken { path: path.to_owned(), hash, n_bytes, action, look });
        true
    }

    /// The bytes that lie at `path`, if they can be read without following a link.
    pub(crate) fn read(&self, path: &str) -> Option<Vec<u8>> {
        folder::read(&self.folder.of(path).ok()??, name_of(path)).ok()
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
    fn compare(&self, path: &str, bytes: &[u8]) -> Result<(Place, Option<Look>)> {
        let read_error = |source| self.folder.read_error(path, source);
        let Some(folder) = self.folder.of(path)? else { return Ok((Place::Free, None)) };
        let name = name_of(path);
        let metadata = match folder.symlink_metadata(name) {
            Err(source) if source.kind() == ErrorKind::NotFound => return Ok((Place::Free, None)),
            metadata => metadata.map_err(read_error)?,
        };
        let is_same = metadata.is_file()
            && metadata.len() == bytes.len() as u64
            && folder::read(&folder, name).map_err(read_error)? == bytes;
        let place = match is_same {
            true => Place::Same,
            false if self.may_replace(path, &metadata) => Place::Ours,
            false => Place::Foreign,
        };
        Ok((place, Some(Look::of(&metadata))))
    }

    /// Whether what lies at `path`, with other bytes than ours, may make way.
    fn may_replace(&self, path: &str, is_there: &Metadata) -> bool {
        !is_there.is_dir() && (self.force || is_there.is_file() && self.old.knows(path))
    }

    fn staging(&self) -> Result<Arc<Dir>> {
        let mut staging = lock(&self.staging);
        if let Some(staging) = &*staging {
            return Ok(staging.clone());
        }
        let made = self.folder.root().create_dir(STAGING);
        made.map_err(|source| self.folder.write_error(STAGING, source))?;
        let missing = || self.folder.write_error(STAGING, ErrorKind::NotFound.into());
        let opened = Arc::new(self.folder.subfolder(STAGING)?.ok_or_else(missing)?);
        Ok(staging.insert(opened).clone())
    }

    /// What putting the site into place will do, as long as nobody else writes there.
    pub(crate) fn plan(&self) -> Result<WriteReport> {
        let files = lock(&self.files);
        let mut report = WriteReport::of(&files);
        for path in self.unwanted(&files) {
            if self.still_ours(path)?.is_some() {
                report.removed.push(path.to_owned());
            }
        }
        Ok(report)
    }

    /// Files of the list that the site has no more.
    fn unwanted<'s>(&'s self, files: &'s [Taken]) -> impl Iterator<Item = &'s str> {
        let wanted: HashSet<_> = files.iter().map(|file| &*file.path).collect();
        let old = self.is_whole.then(|| self.old.paths());
        old.into_iter().flatten().filter(move |path| !wanted.contains(path))
    }

    /// Puts what is staged into place and removes what the site no longer has.
    pub(crate) fn finish(mut self, observer: Observer<'_>) -> Result<Finished> {
        let mut files = std::mem::take(&mut *lock(&self.files));
        // The comparison may be long ago: whoever saw it took his time to say yes.
        if !self.old_file.is_in(&self.folder)? {
            return Err(Error::Overtaken { path: self.folder.full("") });
        }
        let n_staged = files.iter().filter(|file| file.action.staged().is_some()).count();
        let counter = Counter::begin(observer, Step::Placing, n_staged)?;
        if n_staged > 0 {
            // If the run ends halfway, the list has to know both what was there and what came.
            let ours = files.iter().filter(|file| file.action != Action::Keep);
            let ours = ours.map(|file| (&*file.path, file.hash));
            if self.is_whole {
                let mut joined = self.old.clone();
                joined.join(ours);
                self.write_manifest(&joined.to_json())?;
            } else {
                // Nothing of what changes is new, so nobody is asked for its place.
                self.old.join(ours);
                self.write_manifest(&self.old.to_json())?;
            }
            files.par_iter_mut().try_for_each(|file| {
                if self.put_in_place(file)? {
                    // What is begun is not left half done.
                    counter.count().ok();
                }
                Ok::<_, Error>(())
            })?;
        }
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut report = WriteReport::of(&files);
        for path in self.unwanted(&files) {
            if self.remove_if_ours(path)? {
                report.removed.push(path.to_owned());
            }
        }
        let new = self.settled(&files);
        let json = new.to_json();
        // What changed of a site was staged.
        if n_staged > 0 || self.is_whole && self.old != new {
            self.write_manifest(&json)?;
        }
        let ours = files.into_iter().filter(|file| file.action != Action::Keep);
        let written = ours.map(|Taken { path, hash, n_bytes, look, .. }| {
            (path, Written { hash, n_bytes, look: look.filter(Look::is_settled) })
        });
        let look = self.folder.looker().look(MANIFEST).ok().filter(Look::is_settled);
        let list = Written { hash: hash(&json), n_bytes: json.len() as u64, look };
        Ok(Finished { report, files: written.collect(), list, manifest: new })
    }

    /// The list of what lies there now.
    fn settled(&mut self, files: &[Taken]) -> Manifest {
        let ours = |file: &Taken| (file.action != Action::Keep).then_some(file.hash);
        if self.is_whole {
            let hash = |file: &Taken| Some((file.path.clone(), ours(file)?));
            return Manifest::of(files.iter().filter_map(hash).collect());
        }
        let mut list = std::mem::take(&mut self.old);
        for file in files {
            list.settle(&file.path, ours(file));
        }
        list
    }

    /// Whether the file was staged and is in its place now.
    fn put_in_place(&self, file: &mut Taken) -> Result<bool> {
        let Some(number) = file.action.staged() else { return Ok(false) };
        let (folder, name) = (self.folder.made_for(&file.path)?, name_of(&file.path));
        if let Ok(is_there) = folder.symlink_metadata(name)
            && Some(Look::of(&is_there)) != file.look
            && !self.may_replace(&file.path, &is_there)
        {
            // Put there by someone else since the comparison.
            file.action = Action::Keep;
            return Ok(false);
        }
        self.staging()?
            .rename(number.to_string(), &folder, name)
            .map_err(|source| self.folder.write_error(&file.path, source))?;
        file.look = folder.symlink_metadata(name).ok().map(|metadata| Look::of(&metadata));
        Ok(true)
    }

    /// The folder of a file of an earlier export, if the file is still what was written.
    fn still_ours(&self, path: &str) -> Result<Option<Dir>> {
        // The list is a file that anyone can edit: it must not lead out of the folder.
        if crate::address::join("", path).as_deref() != Some(path) {
            return Ok(None);
        }
        // A link on the way is not ours, and so is what lies behind it.
        let Ok(Some(folder)) = self.folder.of(path) else { return Ok(None) };
        let name = name_of(path);
        if !folder.symlink_metadata(name).is_ok_and(|metadata| metadata.is_file()) {
            return Ok(None);
        }
        let bytes =
            folder::read(&folder, name).map_err(|source| self.folder.read_error(path, source))?;
        Ok(self.old.has(path, hash(&bytes)).then_some(folder))
    }

    /// Removes a file of an earlier export, if it is still what was written, and the
    /// folders that are empty without it.
    fn remove_if_ours(&self, path: &str) -> Result<bool> {
        let Some(folder) = self.still_ours(path)? else { return Ok(false) };
        let name = name_of(path);
        folder.remove_file(name).map_err(|source| self.folder.remove_error(path, source))?;
        for (at, _) in path.match_indices('/').collect::<Vec<_>>().into_iter().rev() {
            let above = self.folder.of(&path[..at])?;
            // Fails if something is in it, and then it stays.
            if above.is_none_or(|above| above.remove_dir(name_of(&path[..at])).is_err()) {
                break;
            }
        }
        Ok(true)
    }

    fn write_manifest(&self, json: &[u8]) -> Result<()> {
        let root = self.folder.root();
        let written = match root.remove_file(MANIFEST_NEW) {
            Err(source) if source.kind() != ErrorKind::NotFound => Err(source),
            _ => folder::write_new(root, MANIFEST_NEW, json),
        };
        written
            .and_then(|()| root.rename(MANIFEST_NEW, root, MANIFEST))
            .map_err(|source| self.folder.write_error(MANIFEST, source))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if lock(&self.staging).take().is_some() {
            // The next export removes it otherwise.
            remove_staging(&self.folder).ok();
        }
        self.folder.unmake();
    }
}

/// What is in a file's place.
enum Place {
    /// The right bytes.
    Same,
    /// Nothing.
    Free,
    /// Something that may make way.
    Ours,
    /// Something of someone else.
    Foreign,
}

/// Whether nothing is there but what a first export that was interrupted left.
fn is_empty(folder: &Folder) -> Result<bool> {
    Ok(folder.names()?.iter().all(|name| name == STAGING || name == MANIFEST_NEW))
}

fn remove_staging(folder: &Folder) -> Result<()> {
    // A link is refused here.
    if folder.subfolder(STAGING)?.is_none() {
        return Ok(());
    }
    let removed = folder.root().remove_dir_all(STAGING);
    removed.map_err(|source| folder.remove_error(STAGING, source))
}

impl Content {
    /// The bytes, read from the disk if they are there.
    fn read(&self) -> Result<Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Card(card) => Ok(Cow::Owned(card.png())),
            Self::Copy(path) => {
                let bytes = fs::read(path)
                    .map_err(|source: io::Error| Error::ReadFile { path: path.clone(), source })?;
                Ok(Cow::Owned(safe_file(path, bytes)))
            }
        }
    }
}

/// What a panicking thread left behind is thrown away with the export.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash::new(*blake3::hash(bytes).as_bytes())
}

#[cfg(test)]
mod tests;
