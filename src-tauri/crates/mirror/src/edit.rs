//! Changes made here, brought into library and file at once.
//!
//! The library comes first: when the file cannot be written, the text is safe and
//! the next [`reconcile`](crate::reconcile()) writes it. It is also first on the disk:
//! after a power cut a file that is ahead of the library would be in conflict with what the
//! journal held a second before, and files that the library does not know to be gone would
//! look like a folder that was emptied.

use galley_core::{ContentHash, Origin, Post, PostId, PostPath};
use galley_store::Store;
use jiff::Timestamp;

use crate::content::hash;
use crate::error::{Error, Result};
use crate::folder::PostsFolder;

/// What became of a saved text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is in the library and in the file.
    Written,
    /// It is in the library. The file was changed by another program and is as that left it;
    /// [`reconcile`](crate::reconcile()) merges the two or reports the conflict.
    FileChanged,
}

/// Makes a post and its file, and answers the post and the hash of what both hold.
pub fn create(
    store: &Store,
    folder: &PostsFolder,
    path: &PostPath,
    source: &str,
    origin: Origin,
    now: Timestamp,
) -> Result<PostId> {
    if folder.exists(path) {
        return Err(Error::FileExists { path: path.clone() });
    }
    let post = Post::from_source(path, source);
    let mut written = None;
    let made = store.transaction(|store| {
        let id = store.insert(&post, source, hash(source.as_bytes()), origin, now)?;
        let hash = *written.insert(folder.write(path, source, None)?);
        store.set_base(id, path, hash)?;
        Ok(id)
    });
    if made.is_err()
        && let Some(written) = written
    {
        // Else the next look at the folder makes a post of it, beside that of a second try.
        folder.take_back(path, written);
    }
    made
}

/// Replaces a post's text. An error says that the file could not be written; the library has
/// the text, unless the error is the library's.
pub fn save(
    store: &Store,
    folder: &PostsFolder,
    id: PostId,
    source: &str,
    origin: Origin,
    now: Timestamp,
) -> Result<Saved> {
    let path = store.post(id)?.path;
    let post = Post::from_source(&path, source);
    let digest = hash(source.as_bytes());
    store.lasting_transaction(|store| store.update(id, &post, source, digest, origin, now))?;
    let expected = base_hash(store, id, &path)?;
    let written = match folder.write(&path, source, expected) {
        // The file went: an edit beats a deletion.
        Err(Error::ChangedMeanwhile { .. }) if !folder.exists(&path) => {
            folder.write(&path, source, None)
        }
        written => written,
    };
    match written {
        Ok(written) => {
            store.set_base(id, &path, written)?;
            Ok(Saved::Written)
        }
        Err(Error::ChangedMeanwhile { .. }) => Ok(Saved::FileChanged),
        Err(error) => Err(error),
    }
}

/// Renames a post and its file; never replaces another.
pub fn rename(
    store: &Store,
    folder: &PostsFolder,
    id: PostId,
    to: &PostPath,
    origin: Origin,
    now: Timestamp,
) -> Result<()> {
    let row = store.post(id)?;
    let expected = base_hash(store, id, &row.path)?;
    let post = Post::from_source(to, &row.source);
    let mut is_moved = false;
    let renamed = store.lasting_transaction(|store| {
        // First, so that the file stays where it is when the library has the path already.
        store.update(id, &post, &row.source, row.hash, origin, now)?;
        if folder.exists(&row.path) {
            folder.rename(&row.path, to)?;
            is_moved = true;
        } else if folder.exists(to) {
            return Err(Error::FileExists { path: to.clone() });
        }
        if let Some(expected) = expected {
            store.set_base(id, to, expected)?;
        }
        Ok(())
    });
    if renamed.is_err() && is_moved {
        folder.move_back(&row.path, to);
    }
    renamed
}

/// Removes a post and moves its file to the trash. A file that another program changed
/// meanwhile stays, and comes back as a post: an edit beats a removal.
pub fn remove(store: &Store, folder: &PostsFolder, id: PostId, origin: Origin) -> Result<()> {
    let path = store.post(id)?.path;
    let expected = base_hash(store, id, &path)?;
    store.lasting_transaction(|store| {
        store.remove(id, origin)?;
        let Some(expected) = expected else { return Ok(()) };
        match folder.trash(&path, expected) {
            Ok(()) => Ok(store.clear_base(id)?),
            Err(Error::ChangedMeanwhile { .. }) => Ok(()),
            // The post stays until its file can go.
            Err(error) => Err(error),
        }
    })
}

/// Removes posts whose files vanished, as the author confirms, and answers which. Those whose
/// file is back, or that were edited, stay.
pub fn remove_vanished(
    store: &Store,
    folder: &PostsFolder,
    posts: &[PostId],
) -> Result<Vec<PostId>> {
    store.transaction(|store| {
        let mut removed = Vec::new();
        for &id in posts {
            let row = store.post(id)?;
            let is_as_agreed = base_hash(store, id, &row.path)? == Some(row.hash);
            if is_as_agreed && !folder.exists(&row.path) {
                store.remove(id, Origin::File)?;
                store.clear_base(id)?;
                removed.push(id);
            }
        }
        Ok(removed)
    })
}

/// Writes the files of posts whose files vanished, as the author wants them back.
pub fn write_back(store: &Store, folder: &PostsFolder, posts: &[PostId]) -> Result<()> {
    for &id in posts {
        let row = store.post(id)?;
        if row.read_only.is_some() || folder.exists(&row.path) {
            continue;
        }
        let written = folder.write(&row.path, &row.source, None)?;
        store.set_base(id, &row.path, written)?;
    }
    Ok(())
}

/// What the post's file is expected to hold; `None` if the post has no file at `path`.
fn base_hash(store: &Store, id: PostId, path: &PostPath) -> Result<Option<ContentHash>> {
    let base = store.base_entry(id)?.filter(|base| base.path == *path);
    Ok(base.map(|base| base.hash))
}
