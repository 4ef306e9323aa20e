//! The list of what an export wrote.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::Arc;

use galley_core::ContentHash;
use serde::Deserialize;

use super::folder::{self, Folder};
use super::{MANIFEST, Written};
use crate::{Error, Result};

/// Paths and the bytes that an export wrote there.
///
/// Usually one hash a path. While an export is under way there are two, the old
/// and the new one, since it may be interrupted between any two files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest(BTreeMap<Arc<str>, Vec<ContentHash>>);

/// The old list as it lies in its file.
#[derive(Debug)]
pub(super) enum ListFile {
    /// It has these bytes, if it is there.
    Read(Option<Vec<u8>>),
    /// It lies there as it was left.
    Left(Written),
}

impl ListFile {
    /// Whether that is so in this folder.
    pub(super) fn is_in(&self, folder: &Folder) -> Result<bool> {
        match self {
            Self::Read(json) => Ok(read(folder)? == *json),
            Self::Left(written) => Ok(written.is_at(folder.looker(), MANIFEST)),
        }
    }
}

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

impl Manifest {
    pub(super) fn of(files: BTreeMap<String, ContentHash>) -> Self {
        Self(files.into_iter().map(|(path, hash)| (path.into(), vec![hash])).collect())
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
