//! Opening a blog's library, and making it anew when it is damaged.
//!
//! A library is made again from the files, with whatever the damaged one still gave of
//! former texts. The damaged one is set aside, never deleted.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use galley_core::{Post, PostId, PostPath};
use galley_mirror::hash;
use galley_store::{Rescued, RescuedText, Store};
use jiff::{Timestamp, ToSpan};

use crate::error::Error;

/// The largest library that is looked through at every start, in bytes: it costs a few
/// milliseconds. A larger one only after an end that nobody asked for.
const CHECKED_ALWAYS: u64 = 16 * 1024 * 1024;

/// For how many days every former text is kept.
const KEPT_WHOLE: i64 = 30;

/// When the history was thinned last.
const THINNED: &str = "historyThinnedAt";

/// An open library, and what became of the one before.
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) store: Store,
    /// What a damaged library still gave; to be kept once the files are posts again.
    pub(crate) rescued: Option<Rescued>,
    /// Where the damaged library is now.
    pub(crate) aside: Option<PathBuf>,
}

impl Library {
    /// Opens the library at `path`. `was_cut_off` says that whoever had it open last did not
    /// close it.
    pub(crate) fn open(path: &Path, was_cut_off: bool) -> Result<Self, Error> {
        match open_sound(path, was_cut_off) {
            Ok(Some(store)) => Ok(Self { store, rescued: None, aside: None }),
            Ok(None) => Self::anew(path),
            Err(error) if error.is_damage() => {
                tracing::error!(%error, "the library is damaged and is made anew");
                Self::anew(path)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Sets the damaged library at `path` aside and makes a new one. No [`Store`] may be open
    /// on it.
    pub(crate) fn anew(path: &Path) -> Result<Self, Error> {
        let aside = Store::set_aside(path)
            .map_err(|source| Error::SetAside { path: path.to_owned(), source })?;
        let rescued = Store::rescue(&aside);
        Ok(Self { store: Store::open(path)?, rescued: Some(rescued), aside: Some(aside) })
    }
}

/// `None` if it opens and is not sound.
fn open_sound(path: &Path, was_cut_off: bool) -> Result<Option<Store>, galley_store::Error> {
    let store = Store::open(path)?;
    let is_sound = if was_cut_off {
        store.is_sound()?
    } else {
        store.n_bytes()? > CHECKED_ALWAYS || store.looks_sound()?
    };
    Ok(is_sound.then_some(store))
}

/// Keeps what a damaged library still gave, beside the posts that the files have become.
/// Answers how many former texts that were.
pub(crate) fn keep_rescued(store: &Store, rescued: &Rescued) -> Result<usize, Error> {
    let is_whole = |text: &&RescuedText| {
        text.hash.is_none_or(|expected| expected == hash(text.source.as_bytes()))
    };
    let whole: Vec<&RescuedText> =
        rescued.texts.iter().chain(&rescued.typed).filter(is_whole).collect();
    store.transaction(|store| {
        let mut n_kept = 0;
        let mut gone: Vec<(PostPath, PostId)> = Vec::new();
        for text in whole {
            let digest = hash(text.source.as_bytes());
            let RescuedText { path, origin, at, source, .. } = text;
            let revived = gone.iter().find(|(it, _)| it == path).map(|(_, id)| *id);
            if let Some(id) = revived {
                let post = Post::from_source(path, source);
                store.update(id, &post, source, digest, *origin, *at)?;
            } else if let Some(post) = store.post_by_path(path)? {
                if post.hash == digest {
                    continue;
                }
                store.keep_text(&post, source, digest, *origin, *at)?;
            } else {
                // Its file is gone: a post for as long as it takes to be removed again.
                let post = Post::from_source(path, source);
                let id = store.insert(&post, source, digest, *origin, *at)?;
                gone.push((path.clone(), id));
            }
            n_kept += 1;
        }
        for (_, id) in gone {
            store.remove(id, galley_core::Origin::File)?;
        }
        Ok(n_kept)
    })
}

/// Thins the history once a day: of what is older than thirty days the last text of each
/// day stays, and all that did not come from typing.
pub(crate) fn thin_history(store: &Store, now: Timestamp) -> Result<(), Error> {
    let days = |n: i64| now.checked_sub((24 * n).hours()).unwrap_or(now);
    let last = store.setting(THINNED)?.and_then(|at| at.parse::<Timestamp>().ok());
    if last.is_some_and(|last| last > days(1) && last <= now) {
        return Ok(());
    }
    let n_dropped = store.thin_revisions(days(KEPT_WHOLE))?;
    if n_dropped > 0 {
        tracing::info!(n_dropped, "former texts of old were thinned");
    }
    store.set_setting(THINNED, &now.to_string())?;
    Ok(())
}

/// Stands beside an open library, so that the next start knows whether it was closed.
#[derive(Debug)]
pub(crate) struct OpenMark {
    path: PathBuf,
    _file: File,
}

impl OpenMark {
    /// Sets the mark for `library` and says whether one was left behind. `None` when another
    /// process has it, or when it cannot be set: then nothing is known.
    pub(crate) fn set(library: &Path) -> Option<(Self, bool)> {
        let path = library.with_extension("open");
        let was_left = path.exists();
        let file = File::options().create(true).append(true).open(&path).ok()?;
        file.try_lock().ok()?;
        Some((Self { path, _file: file }, was_left))
    }

    /// Whether another process has set the mark and lives.
    pub(crate) fn is_held(library: &Path) -> bool {
        let file = File::options().append(true).open(library.with_extension("open"));
        file.is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
    }

    /// Takes the mark away: the library was closed.
    pub(crate) fn clear(self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(path = %self.path.display(), %error, "the library looks open still");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_an_end_in_order_from_any_other() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("library.db");
        assert!(!OpenMark::is_held(&library));
        let (mark, was_left) = OpenMark::set(&library).unwrap();
        assert!(!was_left);
        assert!(OpenMark::is_held(&library));
        assert!(OpenMark::set(&library).is_none(), "another has it");
        mark.clear();
        assert!(!OpenMark::is_held(&library));

        // As when the process is killed: the lock goes with it, the file stays.
        drop(OpenMark::set(&library).unwrap());
        let (mark, was_left) = OpenMark::set(&library).unwrap();
        assert!(was_left);
        mark.clear();
        assert!(!OpenMark::set(&library).unwrap().1);
    }
}
