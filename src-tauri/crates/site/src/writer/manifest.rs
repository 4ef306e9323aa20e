//! The list of what an export wrote.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use galley_core::ContentHash;
use serde::{Deserialize, Serialize, Serializer};

use super::folder::{self, Folder};
use super::{MANIFEST, Written};
use crate::{Error, Result};

/// Paths and the bytes that an export wrote there.
///
/// Usually one hash a path. While an export is under way there are two, the old
/// and the new one, since it may be interrupted between any two files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest(BTreeMap<String, Vec<ContentHash>>);

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
            Self::Left(written) => Ok(written.is_at(&folder.full(MANIFEST))),
        }
    }
}

/// The list as it is in the file.
#[derive(Serialize)]
struct ToJson<'m> {
    /// For whoever finds the file.
    about: &'static str,
    files: &'m Manifest,
}

#[derive(Deserialize)]
struct FromJson {
    files: BTreeMap<String, Vec<String>>,
}

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
        Self(files.into_iter().map(|(path, hash)| (path, vec![hash])).collect())
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
        Ok(Self(json.files.into_iter().map(|(path, hashes)| (path, parse(hashes))).collect()))
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let json = ToJson { about: ABOUT, files: self };
        let mut bytes = serde_json::to_vec_pretty(&json).expect("a map of texts is JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Makes it the list while a folder becomes one that has these files too.
    pub(super) fn join<'f>(&mut self, files: impl IntoIterator<Item = (&'f str, ContentHash)>) {
        for (path, hash) in files {
            if let Some(hashes) = self.0.get_mut(path) {
                if !hashes.contains(&hash) {
                    hashes.push(hash);
                }
            } else {
                self.0.insert(path.to_owned(), vec![hash]);
            }
        }
    }

    /// Notes which bytes a file has now; none if it is not ours any more.
    pub(super) fn settle(&mut self, path: &str, hash: Option<ContentHash>) {
        match hash {
            Some(hash) => self.0.insert(path.to_owned(), vec![hash]),
            None => self.0.remove(path),
        };
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
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

impl Serialize for Manifest {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let hex =
            |hashes: &Vec<ContentHash>| hashes.iter().map(ToString::to_string).collect::<Vec<_>>();
        serializer.collect_map(self.0.iter().map(|(path, hashes)| (path, hex(hashes))))
    }
}
