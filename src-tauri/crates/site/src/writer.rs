//! Writing a site to a folder, and nothing that was not ours before.
//!
//! What an export wrote is listed in the folder itself (`MANIFEST`). Whoever else
//! puts files there keeps them: only files on the list, unchanged since, are
//! removed, and a folder with files but without a list is refused. New bytes are
//! staged in the folder (`staging`), one file after the other, so that no more of a site
//! than one page a thread is ever in memory. When all are there they are renamed into
//! place: a file is always the old one or the new one, and an export that fails or ends
//! before leaves the old site whole. Bytes that are the same are not written at all.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cap_std::fs::{Dir, Metadata};
use foldhash::HashSet;
use galley_core::ContentHash;
use galley_svg::safe_file;
use rayon::prelude::*;

use crate::observer::{Counter, Observer, Step, nobody};
use crate::output::{Content, OutputFile, Site};
use crate::{Error, Result};

use folder::{Folder, Way, name_of};
use staging::{STAGING, Staged, Staging};

mod folder;
mod manifest;
mod report;
mod staging;

pub(crate) use folder::{Look, Looker};
pub(crate) use manifest::Manifest;
pub use report::WriteReport;

/// The list of what an export wrote, in the output folder.
pub const MANIFEST: &str = ".galley-manifest.json";

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
    /// The same as it lies in its file, if it does.
    old_json: Option<Vec<u8>>,
    /// Whether it gets all files of the site, and not only those that changed.
    is_whole: bool,
    staging: Staging,
    /// Whether it has begun to put files into place, and is not done.
    is_placing: bool,
    files: Mutex<Vec<Taken>>,
}

/// A file of the site, and what was decided about it.
#[derive(Debug)]
struct Taken {
    path: String,
    hash: ContentHash,
    n_bytes: u64,
    action: Action,
    /// Where its bytes wait, until they are in place.
    staged: Option<Staged>,
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
    /// It is not there.
    New,
    /// There are other bytes of ours.
    Change,
    /// Something of someone else is in its place.
    Keep,
}

impl Writing {
    pub(crate) fn begin(out: &Path, force: bool) -> Result<Self> {
        let folder = Folder::open(out)?;
        let mut json = manifest::read(&folder)?;
        let mut old = json.as_deref().map(|json| Manifest::parse(json, &folder)).transpose()?;
        if let Some(begun) = staging::left_list(&folder)? {
            // A run ended while it put these into place: they are ours as well.
            let list = old.get_or_insert_default();
            list.join(begun.files());
            let joined = list.to_json();
            manifest::write(&folder, &joined)?;
            json = Some(joined);
        }
        if old.is_none() && !force && !is_empty(&folder)? {
            return Err(Error::ForeignFolder { path: folder.full("") });
        }
        Self::new(folder, force, old.unwrap_or_default(), json, true)
    }

    /// Begins to write what changed of a site that lies there with this list; nothing if the
    /// list is not as it was left.
    pub(crate) fn resume(out: &Path, old: Manifest, list: &Written) -> Result<Option<Self>> {
        let folder = Folder::open(out)?;
        let json = manifest::read(&folder)?;
        let is_left = json.as_deref().is_some_and(|json| hash(json) == list.hash);
        if !is_left || staging::left_list(&folder)?.is_some() {
            return Ok(None);
        }
        Self::new(folder, false, old, json, false).map(Some)
    }

    fn new(
        folder: Folder,
        force: bool,
        old: Manifest,
        old_json: Option<Vec<u8>>,
        is_whole: bool,
    ) -> Result<Self> {
        // What a run left that was interrupted.
        staging::remove(&folder)?;
        let (staging, files) = (Staging::default(), Mutex::default());
        let is_placing = false;
        Ok(Self { folder, force, old, old_json, is_whole, staging, is_placing, files })
    }

    /// Takes a file of the site: compares it with what is there, and stages it if it differs.
    pub(crate) fn take(&self, file: &OutputFile) -> Result<()> {
        let bytes = file.content.read()?;
        let (is_there, look) = self.compare(&file.path, &bytes)?;
        let stage = |missing| self.staging.stage(&self.folder, &file.path, missing, &bytes);
        let (action, staged) = match is_there {
            Place::Same => (Action::Nothing, None),
            Place::Foreign => (Action::Keep, None),
            Place::Free(missing) => (Action::New, Some(stage(missing)?)),
            Place::Ours => (Action::Change, Some(stage(None)?)),
        };
        let (path, n_bytes) = (file.path.clone(), bytes.len() as u64);
        lock(&self.files).push(Taken { path, hash: hash(&bytes), n_bytes, action, staged, look });
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
        let (path, look) = (path.to_owned(), look.filter(Look::is_settled));
        let (action, staged) = (Action::Nothing, None);
        lock(&self.files).push(Taken { path, hash, n_bytes, action, staged, look });
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
        let folder = match self.folder.way_to(path)? {
            Way::Open(folder) => folder,
            Way::Ends(at) => return Ok((Place::Free(Some(at)), None)),
        };
        let name = name_of(path);
        let metadata = match folder.symlink_metadata(name) {
            Err(source) if source.kind() == ErrorKind::NotFound => {
                return Ok((Place::Free(None), None));
            }
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
        if manifest::read(&self.folder)? != self.old_json {
            return Err(Error::Overtaken { path: self.folder.full("") });
        }
        let n_staged = files.iter().filter(|file| file.staged.is_some()).count();
        let counter = Counter::begin(observer, Step::Placing, n_staged)?;
        if n_staged > 0 {
            // If the run ends halfway, the next one has to know what came.
            let staged = files.iter().filter(|file| file.staged.is_some());
            let list = Manifest::of(staged.map(|file| (&*file.path, file.hash)));
            self.staging.write_list(&self.folder, &list.to_json())?;
            self.is_placing = true;
            // What is begun is not left half done.
            for _ in 0..self.place_folders(&mut files) {
                counter.count().ok();
            }
            files.par_iter_mut().try_for_each(|file| {
                if self.put_in_place(file)? {
                    counter.count().ok();
                }
                Ok::<_, Error>(())
            })?;
        }
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let names_the_same = self.names_the_same(&files);
        let new = self.settled(&files);
        let (mut report, json) = rayon::join(|| WriteReport::of(&files), || new.to_json());
        for path in self.unwanted(&files) {
            if self.remove_if_ours(path)? {
                report.removed.push(path.to_owned());
            }
        }
        if self.old_json.as_deref() != Some(&json) {
            self.write_list(&json, names_the_same)?;
        }
        self.is_placing = false;
        let ours = files.into_iter().filter(|file| file.action != Action::Keep);
        let written = ours.map(|Taken { path, hash, n_bytes, look, .. }| {
            (path, Written { hash, n_bytes, look: look.filter(Look::is_settled) })
        });
        let look = self.folder.looker().look(MANIFEST).ok().filter(Look::is_settled);
        let list = Written { hash: hash(&json), n_bytes: json.len() as u64, look };
        Ok(Finished { report, files: written.collect(), list, manifest: new })
    }

    /// Whether the new list names the same files as the old one.
    fn names_the_same(&self, files: &[Taken]) -> bool {
        let is_known = |file: &Taken| file.action != Action::Keep && self.old.knows(&file.path);
        (!self.is_whole || files.len() == self.old.len()) && files.iter().all(is_known)
    }

    fn write_list(&self, json: &[u8], names_the_same: bool) -> Result<()> {
        if names_the_same && let Some(old) = &self.old_json {
            let overwritten = manifest::overwrite(&self.folder, old, json);
            if overwritten.map_err(|source| self.folder.write_error(MANIFEST, source))? {
                return Ok(());
            }
        }
        manifest::write(&self.folder, json)
    }

    /// The list of what lies there now.
    fn settled(&mut self, files: &[Taken]) -> Manifest {
        let ours = |file: &Taken| (file.action != Action::Keep).then_some(file.hash);
        if self.is_whole {
            return Manifest::of(files.iter().filter_map(|file| Some((&*file.path, ours(file)?))));
        }
        let mut list = std::mem::take(&mut self.old);
        for file in files {
            list.settle(&file.path, ours(file));
        }
        list
    }

    /// Renames folders that were not there, with all that waits in them, and answers with how many
    /// files that were. Where somebody made one meanwhile, its files stay where they wait.
    fn place_folders(&self, files: &mut [Taken]) -> usize {
        let folders: BTreeSet<&str> = files.iter().filter_map(Taken::new_folder).collect();
        let is_placed = |folder: &&&str| self.staging.place_folder(&self.folder, folder);
        let placed: HashSet<String> =
            folders.iter().filter(is_placed).map(ToString::to_string).collect();
        // What lies in one that was placed went along with it.
        let went = |folder: &str| {
            let above = folder.match_indices('/').map(|(end, _)| &folder[..end]);
            above.chain([folder]).any(|it| placed.contains(it))
        };
        let mut n_placed = 0;
        for file in files {
            if file.new_folder().is_some_and(went)
                && let Some(Staged::InFolder { look, .. }) = file.staged.take()
            {
                file.look = Some(look);
                n_placed += 1;
            }
        }
        n_placed
    }

    /// Whether the file still waited and is in its place now.
    fn put_in_place(&self, file: &mut Taken) -> Result<bool> {
        let Some(staged) = file.staged.take() else { return Ok(false) };
        let (folder, name) = (self.folder.made_for(&file.path)?, name_of(&file.path));
        if let Ok(is_there) = folder.symlink_metadata(name)
            && Some(Look::of(&is_there)) != file.look
            && !self.may_replace(&file.path, &is_there)
        {
            // Put there by someone else since the comparison.
            file.action = Action::Keep;
            return Ok(false);
        }
        self.staging.rename(&self.folder, &file.path, &staged, &folder)?;
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
}

impl Drop for Writing {
    fn drop(&mut self) {
        // What stays because of an error the next export removes.
        if self.is_placing {
            staging::remove_but_list(&self.folder).ok();
        } else if self.staging.is_begun() {
            staging::remove(&self.folder).ok();
        }
        self.folder.unmake();
    }
}

impl Taken {
    /// The folder that it waits in, if that is new as a whole.
    fn new_folder(&self) -> Option<&str> {
        match &self.staged {
            Some(Staged::InFolder { n_bytes, .. }) => self.path.get(..*n_bytes),
            _ => None,
        }
    }
}

/// What is in a file's place.
enum Place {
    /// The right bytes.
    Same,
    /// Nothing; nor is the folder there that ends at this byte of the path.
    Free(Option<usize>),
    /// Something that may make way.
    Ours,
    /// Something of someone else.
    Foreign,
}

/// Whether nothing is there but what a first export that was interrupted left.
fn is_empty(folder: &Folder) -> Result<bool> {
    let is_left = |name: &std::ffi::OsString| name == STAGING || name == manifest::NEW;
    Ok(folder.names()?.iter().all(is_left))
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
