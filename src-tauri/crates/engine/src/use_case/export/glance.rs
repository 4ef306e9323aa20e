//! A look at a blog that is not opened for it: whether an export would find nothing to do.
//!
//! A site is made from what is in the blog's folder and in its library, from what is asked for,
//! and, where posts are scheduled, from the moment. If all of that is as it was when the blog was
//! exported to the same folder before, and that folder is as it was left, the export is done.
//! To see that, files are looked at and not read, and of the library one number is.

use std::fs;
use std::path::{Path, PathBuf};

use galley_core::PostStatus;
use galley_mirror::{hash, look_of_folder};
use galley_site::{Memory, SitePost};
use galley_store::Store;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{SiteExport, exported};
use crate::blog::{Blog, OpenOptions};
use crate::error::Error;
use crate::kept_file;
use crate::wire;

/// A look at a blog's folder, and what is known of the last export from there.
#[derive(Debug)]
pub struct Glance {
    /// How the blog's folder looks; none if that does not tell whether something changed.
    look: Option<[u8; 32]>,
    /// What that was made from, if it was the one that is asked for, at a moment like this.
    last: Option<LastExport>,
    memory: Option<Memory>,
    /// The library, if there is one.
    library: PathBuf,
    /// The moment, in microseconds since 1970.
    now: i64,
}

/// What an export was made from, and what was wrong there.
#[derive(Debug, Serialize, Deserialize)]
struct LastExport {
    /// How the blog's folder looked before anything there was read.
    look: [u8; 32],
    /// The library's newest change, when all was done.
    last_change: i64,
    base_url: Option<String>,
    drafts: bool,
    /// The moment it was made for, and the one from which on it would be another, both in
    /// microseconds since 1970.
    from: i64,
    until: Option<i64>,
    /// The site that was made.
    key: [u8; 32],
    problems: Vec<wire::FileProblem>,
}

impl LastExport {
    /// Whether that was asked for what this one is, which makes no other site of it now.
    fn is_like(&self, export: &SiteExport, now: i64) -> bool {
        let is_same = self.base_url == export.base_url && self.drafts == export.drafts;
        is_same && self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// Where is remembered what an export left in `folder`.
pub(super) fn memory_file(cache: &Path, folder: &Path) -> PathBuf {
    let place = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    cache.join(hash(place.as_os_str().as_encoded_bytes()).to_string())
}

/// Where is remembered what an export to `folder` was made from.
fn last_file(cache: &Path, folder: &Path) -> PathBuf {
    memory_file(cache, folder).with_extension("last")
}

/// From when on these posts make another site than at `now`, without any of them being changed.
pub(crate) fn differs_from<'p>(
    posts: impl Iterator<Item = &'p SitePost> + Clone,
    now: Timestamp,
    time_zone: &TimeZone,
) -> Option<Timestamp> {
    if posts.clone().all(|post| post.date.is_none()) {
        // Where no post has a date, feeds and the sitemap show the moment itself.
        return Some(now);
    }
    let scheduled = posts.filter(|post| post.status == PostStatus::Scheduled);
    scheduled.filter_map(|post| Some(post.date.as_ref()?.timestamp(time_zone))).min()
}

impl Glance {
    /// Looks at the blog in `blog`, before it is opened with `options` and exported to `folder`.
    pub fn at(blog: &Path, options: &OpenOptions, folder: &Path, export: &SiteExport) -> Self {
        let now = export.now.unwrap_or_else(|| options.now()).as_microsecond();
        // A folder that is not there looks like nothing.
        let blog = fs::canonicalize(blog).unwrap_or_else(|_| blog.to_owned());
        let place = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let cache = options.data().cache(&blog);
        let read = || {
            if export.full {
                return (None, None);
            }
            let memory = kept_file::read(&memory_file(&cache, folder));
            let memory = memory.and_then(|memory| Memory::from_bytes(&memory));
            let last = kept_file::read(&last_file(&cache, folder));
            let last: Option<LastExport> = last.and_then(|last| serde_json::from_slice(&last).ok());
            let key = memory.as_ref().and_then(Memory::key);
            (last.filter(|last| Some(last.key) == key && last.is_like(export, now)), memory)
        };
        let (look, (last, memory)) = rayon::join(|| look_of_folder(&blog, &place), read);
        let look = look.map(|look| *look.as_bytes());
        Self { look, last, memory, library: options.data().library_file(&blog), now }
    }

    /// What an export into `folder` comes to; none if there may be something to do.
    pub fn unchanged(&self, folder: &Path) -> Option<wire::Exported> {
        let (last, memory) = (self.last.as_ref()?, self.memory.as_ref()?);
        if self.look != Some(last.look) || !self.library.is_file() {
            return None;
        }
        let store = Store::open(&self.library).ok()?;
        let is_same = store.last_change().ok()? == last.last_change;
        if !is_same || !store.journal().ok()?.is_empty() {
            return None;
        }
        let report = memory.still_there(folder)?;
        Some(exported(folder, report, last.problems.clone()))
    }
}

impl Blog {
    /// Writes the whole site into `folder` as [`site_export`](Self::site_export) does, and
    /// remembers what it was made from. `glance` is at the blog as it was before it was opened.
    ///
    /// For a process that ends after it: memory is not given back.
    pub fn site_export_after(
        &self,
        glance: Glance,
        folder: &Path,
        export: &SiteExport,
    ) -> Result<wire::Exported, Error> {
        let staged = self.stage_after(folder, export, glance.memory)?;
        let until = staged.until.map(Timestamp::as_microsecond);
        let (exported, left) = staged.put(&export.observer)?;
        let key = left.memory.key();
        // A process that ends after this has its memory back sooner than piece by piece.
        std::mem::forget(left);
        let (Some(look), Some(key)) = (glance.look, key) else { return Ok(exported) };
        let problems = exported.problems.clone();
        let (base_url, drafts, from) = (export.base_url.clone(), export.drafts, glance.now);
        let folder = folder.to_owned();
        self.ask(move |state| {
            std::mem::forget(state.resident.take());
            // What has to be said at each start is said by a blog that is opened.
            if state.notices.is_empty() && state.store.journal()?.is_empty() {
                let last_change = state.store.last_change()?;
                let last =
                    LastExport { look, last_change, base_url, drafts, from, until, key, problems };
                let bytes = serde_json::to_vec(&last).expect("plain values are JSON");
                kept_file::write(&last_file(&state.cache, &folder), &bytes);
            }
            Ok(())
        })?;
        Ok(exported)
    }
}

#[cfg(test)]
mod tests;
