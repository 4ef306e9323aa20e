//! Files that only save time: whatever is wrong with one, it is as if it were not there.

use std::fs;
use std::io::{self, Write as _};
use std::ops::Deref;
use std::path::Path;
use std::sync::LazyLock;
use std::time::UNIX_EPOCH;

use galley_mirror::hash;

/// What is kept is good for the program that kept it, down to its build: another may render
/// otherwise.
static STAMP: LazyLock<[u8; 32]> = LazyLock::new(|| {
    let program = std::env::current_exe().and_then(fs::metadata);
    let built = program.and_then(|it| Ok((it.len(), it.modified()?)));
    let built = built.map(|(n_bytes, at)| (n_bytes, at.duration_since(UNIX_EPOCH).ok()));
    let stamp = format!("Galley {} {:?}", env!("CARGO_PKG_VERSION"), built.ok());
    *hash(stamp.as_bytes()).as_bytes()
});

/// What stands before what is kept: the program's stamp, and the hash of what is kept.
const N_BEFORE: usize = 64;

/// What was kept in a file.
#[derive(Debug, Default)]
pub(crate) struct KeptBytes(Vec<u8>);

impl Deref for KeptBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.get(N_BEFORE..).unwrap_or_default()
    }
}

/// What was kept in the file.
pub(crate) fn read(path: &Path) -> Option<KeptBytes> {
    let bytes = fs::read(path).ok()?;
    let (stamp, rest) = bytes.split_at_checked(32)?;
    let (expected, kept) = rest.split_at_checked(32)?;
    if stamp != *STAMP || expected != hash(kept).as_bytes() {
        return None;
    }
    Some(KeptBytes(bytes))
}

/// Keeps `bytes` in the file. Nothing waits for the disk: a file that a power cut spoils is
/// found to be damaged.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    if let Err(error) = try_write(path, bytes) {
        tracing::warn!(%error, path = %path.display(), "what was exported is not remembered");
    }
}

fn try_write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = fs::File::create(&new)?;
    file.write_all(&[*STAMP, *hash(bytes).as_bytes()].concat())?;
    file.write_all(bytes)?;
    fs::rename(&new, path)
}
