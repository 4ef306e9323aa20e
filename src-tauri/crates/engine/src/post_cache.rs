//! Posts as they were read and rendered, kept from one export to the next.
//!
//! What a post says of itself is in one file, which is read whole; the bodies, which are
//! many times that, are in another, of which only those are read that are wanted. Both
//! only save time: what is damaged, of another version or not there is made again.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use galley_mirror::hash;
use galley_site::Html;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::kept_file;

/// What is known of each post.
const POSTS: &str = "posts";
/// Their bodies, one after the other.
const BODIES: &str = "bodies";
/// So many posts are written and read in one piece, the pieces side by side.
const PIECE: usize = 512;
/// So many bytes of bodies that no post has any more are not worth the moving.
const WASTE: u64 = 4 * 1024 * 1024;

/// What a post is found by: its path, its text and how it is rendered.
pub(crate) type Key = [u8; 32];

/// Posts that were read and rendered.
#[derive(Debug)]
pub(crate) struct PostCache<P> {
    folder: PathBuf,
    bodies: Arc<Bodies>,
    before: HashMap<Key, Kept<P>>,
    now: HashMap<Key, Kept<P>>,
    is_new: bool,
}

/// A post, and where its body is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept<P> {
    post: P,
    addresses: Vec<String>,
    pictures: Vec<String>,
    hash: [u8; 32],
    at: u64,
    n_bytes: u64,
}

#[derive(Debug)]
struct Bodies(Mutex<File>);

impl<P: Clone + Send + Sync + Serialize + for<'de> Deserialize<'de>> PostCache<P> {
    /// Opens the cache in `folder`; `anew` forgets all that is in it. None if it cannot be
    /// used, as when another process does.
    pub(crate) fn open(folder: &Path, anew: bool) -> Option<Self> {
        let opened = Self::try_open(folder, anew);
        if let Err(error) = &opened {
            tracing::warn!(%error, folder = %folder.display(), "posts are rendered without a cache");
        }
        opened.ok()
    }

    fn try_open(folder: &Path, anew: bool) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        let bodies = options.open(folder.join(BODIES))?;
        bodies.try_lock()?;
        let kept = if anew { None } else { kept_file::read(&folder.join(POSTS)) };
        let kept = kept.as_deref().and_then(from_pieces::<(Key, Kept<P>)>).unwrap_or_default();
        let before: HashMap<_, _> = kept.into_iter().flatten().collect();
        let n_bytes = before.values().map(|kept| kept.n_bytes).sum::<u64>();
        let is_wasted = bodies.metadata()?.len() > 2 * n_bytes + WASTE;
        let (before, is_new) = if is_wasted || before.is_empty() {
            // Rare, and soon made again.
            bodies.set_len(0)?;
            (HashMap::new(), true)
        } else {
            (before, false)
        };
        let bodies = Arc::new(Bodies(Mutex::new(bodies)));
        Ok(Self { folder: folder.to_owned(), bodies, before, now: HashMap::new(), is_new })
    }

    /// The posts with these keys and their bodies, if just those are kept.
    pub(crate) fn get_all(&mut self, keys: &[Key]) -> Option<Vec<(P, Html)>> {
        let is_same = self.before.len() == keys.len();
        if !is_same || !keys.iter().all(|key| self.before.contains_key(key)) {
            return None;
        }
        // Nothing will have to be written down again.
        let mut kept = std::mem::take(&mut self.before);
        let take = |key| kept.remove(key).map(|kept| (self.html(&kept), kept.post));
        Some(keys.iter().filter_map(take).map(|(html, post)| (post, html)).collect())
    }

    /// The post with this key and its body, if they are kept.
    pub(crate) fn get(&mut self, key: &Key) -> Option<(P, Html)> {
        let kept = self.before.remove(key)?;
        let found = (kept.post.clone(), self.html(&kept));
        self.now.insert(*key, kept);
        Some(found)
    }

    /// Keeps a post and its body; answers with the body.
    pub(crate) fn keep(&mut self, key: Key, post: P, html: String) -> Html {
        match self.bodies.append(&html) {
            Ok(at) => {
                let addresses = galley_site::link_addresses(&html);
                let pictures = galley_site::picture_addresses(&html);
                let (hash, n_bytes) = (*hash(html.as_bytes()).as_bytes(), html.len() as u64);
                let kept = Kept { post, addresses, pictures, hash, at, n_bytes };
                let html = self.html(&kept);
                self.now.insert(key, kept);
                self.is_new = true;
                html
            }
            Err(error) => {
                tracing::warn!(%error, "a rendered post is not kept");
                html.into()
            }
        }
    }

    fn html(&self, kept: &Kept<P>) -> Html {
        let Kept { addresses, pictures, hash, at, n_bytes, .. } = kept;
        let (bodies, hash, at, n_bytes) = (self.bodies.clone(), *hash, *at, *n_bytes);
        Html::kept(
            galley_core::ContentHash::new(hash),
            addresses.clone(),
            pictures.clone(),
            move || bodies.read(at, n_bytes, &hash),
        )
    }

    /// Writes down what is kept now.
    pub(crate) fn save(self) {
        if !self.is_new && self.before.is_empty() {
            return;
        }
        let mut kept: Vec<_> = self.now.iter().collect();
        kept.sort_unstable_by_key(|(_, kept)| kept.at);
        kept_file::write(&self.folder.join(POSTS), &to_pieces(&kept));
    }
}

impl<P> Drop for PostCache<P> {
    /// Bodies may be read for long after this, and what others write there does not harm: what
    /// is read is compared with its hash.
    fn drop(&mut self) {
        let bodies = self.bodies.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = bodies.unlock() {
            tracing::warn!(%error, "the rendered posts stay locked");
        }
    }
}

/// The values, each piece after its length in bytes.
fn to_pieces<T: Serialize + Sync>(values: &[T]) -> Vec<u8> {
    let piece = |values| postcard::to_allocvec(values).expect("plain values in memory");
    let pieces: Vec<Vec<u8>> = values.par_chunks(PIECE).map(piece).collect();
    let with_length = |piece: Vec<u8>| [&(piece.len() as u64).to_le_bytes()[..], &piece].concat();
    pieces.into_iter().flat_map(with_length).collect()
}

/// What [`to_pieces`] made bytes of.
fn from_pieces<T: for<'de> Deserialize<'de> + Send>(mut bytes: &[u8]) -> Option<Vec<Vec<T>>> {
    let mut pieces = Vec::new();
    while let Some((n_bytes, rest)) = bytes.split_first_chunk() {
        let n_bytes = usize::try_from(u64::from_le_bytes(*n_bytes)).ok()?;
        let (piece, rest) = rest.split_at_checked(n_bytes)?;
        pieces.push(piece);
        bytes = rest;
    }
    pieces.into_par_iter().map(|piece| postcard::from_bytes(piece).ok()).collect()
}

impl Bodies {
    fn append(&self, html: &str) -> io::Result<u64> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = file.seek(SeekFrom::End(0))?;
        file.write_all(html.as_bytes())?;
        Ok(at)
    }

    fn read(&self, at: u64, n_bytes: u64, expected: &[u8; 32]) -> io::Result<String> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is damaged");
        let mut bytes = vec![0; usize::try_from(n_bytes).map_err(|_| damaged())?];
        {
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)?;
        }
        if hash(&bytes).as_bytes() != expected {
            return Err(damaged());
        }
        String::from_utf8(bytes).map_err(|_| damaged())
    }
}

#[cfg(test)]
mod tests;
