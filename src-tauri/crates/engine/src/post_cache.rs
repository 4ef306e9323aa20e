//! Posts as they were read and rendered, kept from one export to the next.
//!
//! What a post says of itself is in one file, and of the few that changed since that was
//! written in a second; both are read whole, and what they hold is taken apart only for the
//! posts that are wanted. The bodies, which are many times that, are in another file, of which
//! only those are read that are wanted. All three only save time: what is damaged, of another
//! version or not there is made again.

use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::marker::PhantomData;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use galley_mirror::hash;
use galley_site::Html;
use serde::{Deserialize, Serialize};

use crate::kept_file::{self, KeptBytes};

/// What is known of each post,
const POSTS: &str = "posts";
/// and of those that changed since that was written.
const CHANGED: &str = "posts-changed";
/// Their bodies, one after the other.
const BODIES: &str = "bodies";
/// With more posts changed or gone all are written anew.
const N_CHANGED: usize = 256;
/// So many bytes of bodies that no post has any more are not worth the moving.
const WASTE: u64 = 4 * 1024 * 1024;

/// What stands before a post: its key and two lengths.
const N_BEFORE: usize = size_of::<Key>() + 2 * size_of::<u64>();

/// What a post is found by: its path, its text and how it is rendered.
pub(crate) type Key = [u8; 32];

/// Posts that were read and rendered.
#[derive(Debug)]
pub(crate) struct PostCache<P> {
    folder: PathBuf,
    bodies: Arc<Bodies>,
    /// The two files,
    files: [Records; 2],
    /// and what came since.
    new: HashMap<Key, Vec<u8>>,
    of: PhantomData<fn() -> P>,
}

/// A post, and where its body is.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<P> {
    post: P,
    addresses: Vec<String>,
    pictures: Vec<String>,
    hash: [u8; 32],
    at: u64,
    n_bytes: u64,
}

/// A file of posts, each after its key, its length and that of its body.
#[derive(Debug, Default)]
struct Records {
    bytes: KeptBytes,
    places: HashMap<Key, Range<usize>>,
    n_bytes_of_bodies: u64,
}

#[derive(Debug)]
struct Bodies {
    file: File,
    /// Whoever moves it holds this.
    cursor: Mutex<()>,
}

impl<P: Serialize + for<'de> Deserialize<'de>> PostCache<P> {
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
        let read = |name| Records::read(&folder.join(name)).unwrap_or_default();
        let mut files = if anew { <[Records; 2]>::default() } else { [POSTS, CHANGED].map(read) };
        let n_bytes = files.iter().map(|file| file.n_bytes_of_bodies).sum::<u64>();
        let is_wasted = bodies.metadata()?.len() > 2 * n_bytes + WASTE;
        if is_wasted || files[0].places.is_empty() {
            // Rare, and soon made again.
            bodies.set_len(0)?;
            files = <[Records; 2]>::default();
            remove(&folder.join(CHANGED))?;
        }
        let bodies = Arc::new(Bodies { file: bodies, cursor: Mutex::default() });
        Ok(Self {
            folder: folder.to_owned(),
            bodies,
            files,
            new: HashMap::default(),
            of: PhantomData,
        })
    }

    /// The post with this key and its body, if they are kept.
    pub(crate) fn get(&self, key: &Key) -> Option<(P, Html)> {
        let kept = postcard::from_bytes(self.record(key)?.get(N_BEFORE..)?).ok()?;
        Some(self.found(kept))
    }

    fn record(&self, key: &Key) -> Option<&[u8]> {
        let written = || self.files.iter().find_map(|file| file.get(key));
        self.new.get(key).map(Vec::as_slice).or_else(written)
    }

    fn found(&self, kept: Kept<P>) -> (P, Html) {
        let Kept { post, addresses, pictures, hash, at, n_bytes } = kept;
        let bodies = self.bodies.clone();
        let read = move || bodies.read(at, n_bytes, &hash);
        let hash = galley_core::ContentHash::new(hash);
        (post, Html::kept(hash, addresses, pictures, read))
    }

    /// Keeps a post and its body; answers with both.
    pub(crate) fn keep(&mut self, key: Key, post: P, html: String) -> (P, Html) {
        match self.bodies.append(&html) {
            Ok(at) => {
                let addresses = galley_site::link_addresses(&html);
                let pictures = galley_site::picture_addresses(&html);
                let (hash, n_bytes) = (*hash(html.as_bytes()).as_bytes(), html.len() as u64);
                let kept = Kept { post, addresses, pictures, hash, at, n_bytes };
                self.new.insert(key, record(&key, &kept));
                self.found(kept)
            }
            Err(error) => {
                tracing::warn!(%error, "a rendered post is not kept");
                (post, html.into())
            }
        }
    }

    /// Writes down what is kept of the posts with these keys, if that is not as it is written
    /// already. Where a few changed, only those are written.
    pub(crate) fn save(self, keys: &[Key]) {
        let [posts, _] = &self.files;
        let n_as_written = keys.iter().filter(|key| posts.get(key).is_some()).count();
        let n_gone = posts.places.len() - n_as_written;
        let not_as_written = || keys.iter().filter(|key| posts.get(key).is_none());
        if (keys.len() - n_as_written).max(n_gone) > N_CHANGED.min(posts.places.len()) {
            self.write(POSTS, keys.iter());
            remove(&self.folder.join(CHANGED)).ok();
        } else if !self.new.is_empty() {
            self.write(CHANGED, not_as_written());
        }
    }

    fn write<'k>(&self, name: &str, keys: impl Iterator<Item = &'k Key>) {
        let records: Vec<&[u8]> = keys.filter_map(|key| self.record(key)).collect();
        kept_file::write(&self.folder.join(name), &records.concat());
    }
}

impl Records {
    fn read(path: &Path) -> Option<Self> {
        let bytes = kept_file::read(path)?;
        let (mut places, mut n_bytes_of_bodies, mut at) = (HashMap::default(), 0, 0);
        while at < bytes.len() {
            let (key, lengths) = bytes[at..].split_first_chunk()?;
            let (length, lengths) = lengths.split_first_chunk()?;
            let n_bytes = usize::try_from(u64::from_le_bytes(*length)).ok()?;
            n_bytes_of_bodies += u64::from_le_bytes(*lengths.first_chunk()?);
            let end = at.checked_add(N_BEFORE)?.checked_add(n_bytes)?;
            places.insert(*key, at..end);
            at = end;
        }
        let is_whole = at == bytes.len();
        is_whole.then_some(Self { bytes, places, n_bytes_of_bodies })
    }

    fn get(&self, key: &Key) -> Option<&[u8]> {
        Some(&self.bytes[self.places.get(key)?.clone()])
    }
}

/// What [`Records`] has of a post.
fn record<P: Serialize>(key: &Key, kept: &Kept<P>) -> Vec<u8> {
    let value = postcard::to_allocvec(kept).expect("plain values in memory");
    let lengths = [value.len() as u64, kept.n_bytes].map(u64::to_le_bytes);
    [key, lengths.as_flattened(), &value].concat()
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

impl<P> Drop for PostCache<P> {
    /// Bodies may be read for long after this, and what others write there does not harm: what
    /// is read is compared with its hash.
    fn drop(&mut self) {
        if let Err(error) = self.bodies.file.unlock() {
            tracing::warn!(%error, "the rendered posts stay locked");
        }
    }
}

impl Bodies {
    fn append(&self, html: &str) -> io::Result<u64> {
        let _alone = self.cursor();
        let mut file = &self.file;
        let at = file.seek(SeekFrom::End(0))?;
        file.write_all(html.as_bytes())?;
        Ok(at)
    }

    fn read(&self, at: u64, n_bytes: u64, expected: &[u8; 32]) -> io::Result<String> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is damaged");
        let mut bytes = vec![0; usize::try_from(n_bytes).map_err(|_| damaged())?];
        self.read_at(at, &mut bytes)?;
        if hash(&bytes).as_bytes() != expected {
            return Err(damaged());
        }
        String::from_utf8(bytes).map_err(|_| damaged())
    }

    #[cfg(unix)]
    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, at)
    }

    #[cfg(not(unix))]
    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        use std::io::Read as _;

        let _alone = self.cursor();
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(bytes)
    }

    fn cursor(&self) -> MutexGuard<'_, ()> {
        self.cursor.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
