//! What is there after a crash: first as it lies, then as the engine makes good of it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use galley_core::{ContentHash, PostId};
use galley_store::{RevisionId, Store};

use crate::blog::Place;
use crate::site;
use crate::texts::as_edited;

/// A post as the library has it.
#[derive(Debug, Clone)]
pub(crate) struct FoundPost {
    /// Where its file lies.
    pub(crate) path: String,
    /// Its text, byte for byte that of the file.
    pub(crate) source: String,
}

/// A blog that was opened after a crash, and closed again.
#[derive(Debug, Default)]
pub(crate) struct Aftermath {
    /// The library's posts.
    pub(crate) posts: BTreeMap<u32, FoundPost>,
    /// The Markdown files, by their paths in the posts folder.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Former texts of each post asked for, as an editor shows them, by hash.
    pub(crate) revisions: BTreeMap<u32, HashSet<ContentHash>>,
    /// Temporary files of ours that are still there.
    pub(crate) strays: Vec<PathBuf>,
    /// What SQLite says of its file.
    pub(crate) is_sound: bool,
    /// Texts that are still only in the journal.
    pub(crate) n_journal: usize,
    /// Whether exporting again made the site that a fresh export makes.
    pub(crate) site_agrees: bool,
}

/// Revisions never change: what was read once need not be read again.
#[derive(Debug, Default)]
pub(crate) struct KnownRevisions(HashMap<RevisionId, (ContentHash, String)>);

impl Aftermath {
    /// Opens the blog, as the author does after the crash, and looks at everything.
    ///
    /// `posts` are those whose history is wanted even if they are gone.
    pub(crate) fn observe(
        place: &Place,
        posts: impl IntoIterator<Item = u32>,
        known: &mut KnownRevisions,
        check_site: bool,
    ) -> Result<Self> {
        let blog = place.open().context("the blog does not open after the crash")?;
        let strays = strays(place.root())?;
        let site_agrees = !check_site || {
            let expected = site::expected(&blog, &place.scratch())?;
            site::export(&blog, &place.site()).context("the site cannot be exported again")?;
            site::files(&place.site())? == expected
        };
        blog.close();
        let store = Store::open(&place.library()?)?;
        let mut found = Self {
            files: markdown_files(&place.posts())?,
            strays,
            is_sound: store.is_sound()?,
            n_journal: store.journal()?.len(),
            site_agrees,
            ..Self::default()
        };
        for row in store.rows()? {
            let stored = store.post(row.id)?;
            let post = FoundPost { path: stored.path.to_string(), source: stored.source };
            found.posts.insert(row.id.get(), post);
        }
        let wanted: Vec<u32> = posts.into_iter().chain(found.posts.keys().copied()).collect();
        for post in wanted {
            let hashes = known.of(&store, post)?;
            found.revisions.insert(post, hashes);
        }
        Ok(found)
    }

    /// Whether each file is the text of its post, and each post has its file; or, where
    /// another program may have written, whether both texts are kept for the author to choose.
    pub(crate) fn agreement(&self, may_conflict: impl Fn(u32) -> bool) -> Result<()> {
        for (&id, post) in &self.posts {
            let file = self.files.get(&post.path);
            let file = file.with_context(|| format!("post {id} has no file `{}`", post.path))?;
            let is_kept = |bytes: &[u8]| {
                let text = as_edited(&String::from_utf8_lossy(bytes));
                self.revisions[&id].contains(&galley_mirror::hash(text.as_bytes()))
            };
            let agrees = file == post.source.as_bytes();
            let is_conflict = may_conflict(id) && is_kept(file) && is_kept(post.source.as_bytes());
            ensure!(
                agrees || is_conflict,
                "`{}` holds {} bytes that are not the {} of its post {id}",
                post.path,
                file.len(),
                post.source.len(),
            );
        }
        let paths: HashSet<&String> = self.posts.values().map(|post| &post.path).collect();
        let foreign: Vec<&String> =
            self.files.keys().filter(|path| !paths.contains(path)).collect();
        ensure!(foreign.is_empty(), "{foreign:?} belong to no post");
        Ok(())
    }
}

impl KnownRevisions {
    fn of(&mut self, store: &Store, post: u32) -> Result<HashSet<ContentHash>> {
        let mut hashes = HashSet::new();
        for summary in store.revisions(PostId::new(post))? {
            let (hash, _) = match self.0.entry(summary.id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => {
                    let text = as_edited(&store.revision(summary.id)?.source);
                    unknown.insert((galley_mirror::hash(text.as_bytes()), text))
                }
            };
            hashes.insert(*hash);
        }
        Ok(hashes)
    }

    /// Whether a former text of any post holds this line.
    pub(crate) fn hold(&self, line: &str) -> bool {
        self.0.values().any(|(_, text)| text.contains(line))
    }
}

/// The Markdown files below a folder.
pub(crate) fn markdown_files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let files = galley_mirror::files_below(folder)?.into_iter();
    files
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|it| it == "md"))
        .map(|(name, path)| Ok((name, fs::read(path)?)))
        .collect()
}

/// Temporary files of ours anywhere below a folder.
fn strays(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut strays = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_temporary = Path::new(&name).extension().is_some_and(|it| it == "tmp");
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if name.starts_with(".galley-") && is_temporary {
                strays.push(entry.path());
            }
        }
    }
    Ok(strays)
}
