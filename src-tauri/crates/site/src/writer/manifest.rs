//! The list of what an export wrote.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::sync::Arc;

use cap_fs_ext::{FollowSymlinks, MetadataExt as _, OpenOptionsFollowExt as _};
use cap_std::fs::OpenOptions;
use galley_core::ContentHash;
use serde::Deserialize;

use super::MANIFEST;
use super::folder::{self, Folder};
use crate::{Error, Result};

/// Paths and the bytes that an export wrote there.
///
/// One hash a path, but for those that an export was putting into place when it was
/// interrupted: they have the old one and the new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest(BTreeMap<Arc<str>, Vec<ContentHash>>);

/// The list before it is renamed, in the output folder.
pub(super) const NEW: &str = ".galley-manifest.json.new";

#[derive(Deserialize)]
struct FromJson {
    files: BTreeMap<String, Vec<String>>,
}

/// For whoever finds the file.
const ABOUT: &str = "What Galley exported to this folder. The next export removes files of this list that the site no longer has, if nobody changed them, and touches no others.";

/// The list of a folder as it is in its file; nothing if there is none.
pub(super) fn read(out: &Folder) -> Result<Option<Vec<u8>>> {
    match folder::read(out.root(), MANIFEST) {
        Ok(json) => Ok(Some(json)),
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(out.read_error(MANIFEST, source)),
    }
}

/// Writes the list in place of the one that is there.
pub(super) fn write(out: &Folder, json: &[u8]) -> Result<()> {
    let root = out.root();
    let written = match root.remove_file(NEW) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(source),
        _ => folder::write_new(root, NEW, json).map(drop),
    };
    written
        .and_then(|()| root.rename(NEW, root, MANIFEST))
        .map_err(|source| out.write_error(MANIFEST, source))
}

/// Writes over the `old` list where the new one differs, if that is only here and there; else it
/// answers false and changes nothing.
///
/// Both have to name the same files: then they differ in digits, and one that is read or left in
/// the middle of it knows no file less. The list of ten thousand pages is a hundred times as long
/// as what changes in it for one of them, and a file system flushes what is renamed.
pub(super) fn overwrite(out: &Folder, old: &[u8], new: &[u8]) -> io::Result<bool> {
    const BLOCK: usize = 64;
    const N_BLOCKS: usize = 64;
    let blocks = old.chunks(BLOCK).zip(new.chunks(BLOCK)).enumerate();
    let differing = blocks.filter(|(_, (old, new))| old != new);
    let differing: Vec<_> = differing.map(|(n, (_, new))| (n * BLOCK, new)).collect();
    if old.len() != new.len() || differing.len() > N_BLOCKS {
        return Ok(false);
    }
    let mut options = OpenOptions::new();
    let mut file =
        out.root().open_with(MANIFEST, options.write(true).follow(FollowSymlinks::No))?;
    let metadata = file.metadata()?;
    // Under another name it would be somebody else's.
    if !metadata.is_file() || metadata.nlink() != 1 || metadata.len() != old.len() as u64 {
        return Ok(false);
    }
    for (at, block) in differing {
        file.seek(SeekFrom::Start(at as u64))?;
        file.write_all(block)?;
    }
    Ok(true)
}

impl Manifest {
    pub(super) fn of<'f>(files: impl Iterator<Item = (&'f str, ContentHash)>) -> Self {
        Self(files.map(|(path, hash)| (path.into(), vec![hash])).collect())
    }

    /// Parses the list of `out`.
    ///
    /// A path with a damaged hash is still known, with no bytes that would be ours to remove.
    pub(super) fn parse(json: &[u8], out: &Folder) -> Result<Self> {
        let json: FromJson = serde_json::from_slice(json)
            .map_err(|source| Error::Manifest { path: out.full(MANIFEST), source })?;
        let parse = |hashes: Vec<String>| {
            hashes.iter().filter_map(|hash| ContentHash::parse(hash).ok()).collect()
        };
        let files = json.files.into_iter();
        Ok(Self(files.map(|(path, hashes)| (path.into(), parse(hashes))).collect()))
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        // A site of thousands of pages writes it twice for one word that changed: by hand it is
        // written in a tenth of the time.
        let mut json = Vec::with_capacity(512 + self.0.len() * 192);
        json.extend_from_slice(b"{\n  \"about\": ");
        push_quoted(&mut json, ABOUT);
        json.extend_from_slice(b",\n  \"files\": {");
        for (n, (path, hashes)) in self.0.iter().enumerate() {
            json.extend_from_slice(if n == 0 { &b"\n    "[..] } else { &b",\n    "[..] });
            push_quoted(&mut json, path);
            json.extend_from_slice(b": [");
            for (n, hash) in hashes.iter().enumerate() {
                json.extend_from_slice(if n == 0 {
                    &b"\n      \""[..]
                } else {
                    &b",\n      \""[..]
                });
                json.extend_from_slice(&hash.digits());
                json.push(b'"');
            }
            json.extend_from_slice(if hashes.is_empty() { &b"]"[..] } else { &b"\n    ]"[..] });
        }
        json.extend_from_slice(if self.0.is_empty() { &b"}\n}\n"[..] } else { &b"\n  }\n}\n"[..] });
        json
    }

    /// Makes it the list while a folder becomes one that has these files too.
    pub(super) fn join<'f>(&mut self, files: impl IntoIterator<Item = (&'f str, ContentHash)>) {
        for (path, hash) in files {
            if let Some(hashes) = self.0.get_mut(path) {
                if !hashes.contains(&hash) {
                    hashes.push(hash);
                }
            } else {
                self.0.insert(path.into(), vec![hash]);
            }
        }
    }

    /// Notes which bytes a file has now; none if it is not ours any more.
    pub(super) fn settle(&mut self, path: &str, hash: Option<ContentHash>) {
        match hash {
            Some(hash) => self.0.insert(path.into(), vec![hash]),
            None => self.0.remove(path),
        };
    }

    /// How many files it names.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Its files, each with all bytes that an export wrote there.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, ContentHash)> {
        self.0.iter().flat_map(|(path, hashes)| hashes.iter().map(|hash| (&**path, *hash)))
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|path| &**path)
    }

    /// Whether an export wrote a file at this path.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Whether an export wrote these bytes at this path.
    pub(super) fn has(&self, path: &str, hash: ContentHash) -> bool {
        self.0.get(path).is_some_and(|hashes| hashes.contains(&hash))
    }
}

/// Adds a text as JSON has it.
fn push_quoted(json: &mut Vec<u8>, text: &str) {
    // Nearly no path has anything in it that JSON writes otherwise.
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        json.push(b'"');
        json.extend_from_slice(text.as_bytes());
        json.push(b'"');
    } else {
        serde_json::to_writer(json, text).expect("a text is JSON");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list as it is in the file.
    #[derive(serde::Serialize)]
    struct ToJson {
        about: &'static str,
        files: BTreeMap<String, Vec<String>>,
    }

    #[test]
    fn the_list_is_the_json_that_others_write() {
        let hash = |n: u8| ContentHash::new([n; 32]);
        let paths = ["", "a/b.html", "quote\"s", "back\\slash", "ü/日本", "line\nbreak", "\u{7f}"];
        for n in 0..=paths.len() {
            let of =
                |(n_hashes, path): (u8, &&str)| ((*path).into(), (0..n_hashes).map(hash).collect());
            let list = Manifest((0..).zip(&paths[..n]).map(of).collect());
            let files = list.0.iter().map(|(path, hashes)| {
                (path.to_string(), hashes.iter().map(ToString::to_string).collect())
            });
            let mut expected =
                serde_json::to_string_pretty(&ToJson { about: ABOUT, files: files.collect() })
                    .unwrap();
            expected.push('\n');
            assert_eq!(String::from_utf8(list.to_json()).unwrap(), expected);
        }
    }
}
