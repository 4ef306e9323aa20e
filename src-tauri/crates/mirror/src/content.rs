//! Reading one file: what it holds, and what it looked like while it was read.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use galley_core::ContentHash;
use galley_store::FileStat;

/// The largest file taken for a post; a novel is a tenth of it.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text, byte for byte.
    Text(String),
    /// Bytes that are not UTF-8. The text is only good for looking at.
    NotUtf8 {
        /// How many bytes.
        n_bytes: usize,
        /// The text with every wrong byte replaced.
        lossy: String,
    },
    /// More than [`MAX_BYTES`]: how many.
    TooLarge(u64),
}

impl Content {
    /// How much memory it takes.
    pub(crate) fn n_bytes_held(&self) -> usize {
        match self {
            Self::Text(text) | Self::NotUtf8 { lossy: text, .. } => text.len(),
            Self::TooLarge(_) => 0,
        }
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// What it holds.
    pub content: Content,
    /// What it looked like; `None` while it is too fresh for that to tell a later change.
    pub stat: Option<FileStat>,
}

/// The hash by which files and rows are compared.
pub fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash::new(*blake3::hash(bytes).as_bytes())
}

/// How often a file that changes while it is read is read again.
const ATTEMPTS: u32 = 3;

/// Reads the file at `path`.
pub(crate) fn read(path: &Path) -> io::Result<ReadFile> {
    let mut attempt = 1;
    loop {
        let mut file = File::open(path)?;
        let before = file.metadata()?;
        if !before.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        let (hash, content) = read_content(&mut file, before.len())?;
        let look = Look::of(&file.metadata()?);
        if look == Look::of(&before) {
            let stat = look.is_settled().then(|| look.stat(hash));
            return Ok(ReadFile { hash, content, stat });
        }
        if attempt == ATTEMPTS {
            // Somebody writes without pause. What was read may be torn, so the next scan reads again.
            return Ok(ReadFile { hash, content, stat: None });
        }
        attempt += 1;
    }
}

fn read_content(file: &mut File, n_bytes: u64) -> io::Result<(ContentHash, Content)> {
    if n_bytes > MAX_BYTES {
        let mut hasher = blake3::Hasher::new();
        let n_bytes = io::copy(file, &mut hasher)?;
        let hash = ContentHash::new(*hasher.finalize().as_bytes());
        return Ok((hash, Content::TooLarge(n_bytes)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(n_bytes).unwrap_or(0) + 1);
    file.read_to_end(&mut bytes)?;
    let hash = hash(&bytes);
    let content = match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text),
        Err(error) => {
            let bytes = error.into_bytes();
            let lossy = String::from_utf8_lossy(&bytes).into_owned();
            Content::NotUtf8 { n_bytes: bytes.len(), lossy }
        }
    };
    Ok((hash, content))
}

/// What tells a changed file from an unchanged one without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    n_bytes: u64,
    modified_ns: i64,
    changed_ns: i64,
    inode: u64,
}

impl Look {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let modified_ns = metadata.modified().map_or(0, nanoseconds);
        let (changed_ns, inode) = changed_and_inode(metadata);
        Self { n_bytes: metadata.len(), modified_ns, changed_ns, inode }
    }

    pub(crate) fn is_of(self, stat: &FileStat) -> bool {
        self.stat(stat.hash) == *stat
    }

    fn stat(self, hash: ContentHash) -> FileStat {
        let Self { n_bytes, modified_ns, changed_ns, inode } = self;
        FileStat { n_bytes, modified_ns, changed_ns, inode, hash }
    }

    /// Itself, for a hash.
    pub(crate) fn to_bytes(self) -> [u8; 32] {
        let Self { n_bytes, modified_ns, changed_ns, inode } = self;
        let (modified, changed) = (modified_ns.cast_unsigned(), changed_ns.cast_unsigned());
        let mut bytes = [0; 32];
        for (place, part) in bytes.chunks_mut(8).zip([n_bytes, modified, changed, inode]) {
            place.copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }

    /// Whether a change from now on must show. A file system's clock ticks coarsely: what is
    /// written twice within a tick looks the same both times.
    pub(crate) fn is_settled(self) -> bool {
        let is_fine = self.modified_ns % 1_000_000 != 0 || self.changed_ns % 1_000_000 != 0;
        // Linux stamps in steps of at most 10 ms, FAT in steps of 2 s.
        let tick = if is_fine { Duration::from_millis(50) } else { Duration::from_secs(3) };
        let newest = self.modified_ns.max(self.changed_ns);
        // The kernel's clock, against its own stamps; nothing is decided by it but whether to
        // read a file once more.
        let now = nanoseconds(SystemTime::now());
        i64::try_from(tick.as_nanos()).is_ok_and(|tick| newest < now.saturating_sub(tick))
    }
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
    }
}

#[cfg(unix)]
fn changed_and_inode(metadata: &Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    let changed_ns =
        metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    (changed_ns, metadata.ino())
}

#[cfg(not(unix))]
fn changed_and_inode(_metadata: &Metadata) -> (i64, u64) {
    (0, 0)
}
