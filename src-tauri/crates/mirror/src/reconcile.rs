//! From what files and rows say to what has to be done about it.

use std::collections::{BTreeMap, HashMap};

use galley_core::mirror_plan::{self, FileState, MirrorEntry, MirrorOp, RowState};
use galley_core::{ContentHash, PostId, PostPath, Problem, ProblemCode};
use galley_store::{ReadOnly, RowEntry, Store};
use jiff::Timestamp;

use crate::apply::Applying;
use crate::content::hash;
use crate::error::{Error, Result};
use crate::folder::PostsFolder;
use crate::scan::{FileProblem, KnownFiles, Scan};

/// The text of a post that is being edited, which may be ahead of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenText {
    /// The text in the editor.
    pub source: String,
    hash: ContentHash,
}

impl OpenText {
    /// The text in the editor.
    pub fn new(source: String) -> Self {
        Self { hash: hash(source.as_bytes()), source }
    }

    /// Its hash, as files and rows have it.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }
}

/// What became of it.
#[derive(Debug, Default)]
pub struct Reconciled {
    /// Posts whose text now is their file's, or was merged with it.
    pub changed: Vec<PostId>,
    /// Posts made from new files.
    pub added: Vec<PostId>,
    /// Posts removed because their file was; their text is a revision.
    pub removed: Vec<PostId>,
    /// Posts that followed their file to another path.
    pub moved: Vec<PostId>,
    /// Posts that the author has to decide on: file and library were edited in the same
    /// place. Neither is touched, both texts are revisions.
    pub conflicts: Vec<PostId>,
    /// Posts being edited whose file changed or went: left to the editor.
    pub pending_outside: Vec<PostId>,
    /// Posts whose files vanished with too many others to be believed: still there. See
    /// [`remove_vanished`](crate::remove_vanished) and [`write_back`](crate::write_back).
    pub vanished: Vec<PostId>,
    /// Posts whose file could not be brought to agreement; tried again the next time.
    pub failed: Vec<Failure>,
    /// Files that could not be read, or only be looked at.
    pub problems: Vec<FileProblem>,
}

/// A file that could not be brought to agreement with its post.
#[derive(Debug)]
pub struct Failure {
    /// The post; `None` if it was removed and its file is still there.
    pub post: Option<PostId>,
    /// The file.
    pub path: PostPath,
    /// Why.
    pub error: Error,
}

/// Brings files and library to agreement.
///
/// What has to be done is [`mirror_plan::plan`]'s to say; here it is carried out, the
/// library's part as one transaction. Edits of both sides that do not overlap are merged.
/// Posts in `open` are being edited: what happened to their files is only reported, unless it
/// is what the editor has already.
pub fn reconcile<S: std::hash::BuildHasher>(
    store: &Store,
    folder: &PostsFolder,
    open: &HashMap<PostId, OpenText, S>,
    now: Timestamp,
) -> Result<Reconciled> {
    let mut reconciled = Reconciled::default();
    follow_renamed_posts(store, folder, &mut reconciled)?;
    let known: KnownFiles = store.file_stats()?.into_iter().collect();
    let mut scan = folder.scan_changed(&known)?;
    reconciled.problems.append(&mut scan.problems);

    let open: HashMap<PostId, ContentHash> =
        open.iter().map(|(&post, text)| (post, text.hash())).collect();
    store.transaction(|store| {
        // Within the transaction: another process may have saved since.
        let rows = store.rows()?;
        let mut plan = mirror_plan::plan(&entries(store, &rows, &open, &scan)?);
        hold_back_mass_removal(&mut plan, rows.len(), &scan, &mut reconciled);
        remember_looks(store, &scan, &known)?;
        Applying::new(store, folder, &scan, &rows, &open, now, &mut reconciled)?.all(&plan)
    })?;
    note_read_only(store, &mut reconciled)?;
    Ok(reconciled)
}

/// Renames the file of each post that was renamed in the library.
///
/// Where that is not possible, because the file changed or another lies there, nothing is
/// done: the plan then keeps both.
fn follow_renamed_posts(
    store: &Store,
    folder: &PostsFolder,
    reconciled: &mut Reconciled,
) -> Result<()> {
    let rows: HashMap<PostId, PostPath> =
        store.rows()?.into_iter().map(|row| (row.id, row.path)).collect();
    for base in store.bases()? {
        let Some(path) = rows.get(&base.post).filter(|path| **path != base.path) else { continue };
        let is_as_agreed =
            folder.read(&base.path).is_ok_and(|read| read.is_some_and(|it| it.hash == base.hash));
        if !is_as_agreed || folder.exists(path) {
            continue;
        }
        match folder.rename(&base.path, path) {
            Ok(()) => store.set_base(base.post, path, base.hash)?,
            Err(error) => {
                let (post, path) = (Some(base.post), path.clone());
                reconciled.failed.push(Failure { post, path, error });
            }
        }
    }
    Ok(())
}

/// What is known of each path, by path; paths that could not be seen are left out.
fn entries(
    store: &Store,
    rows: &[RowEntry],
    open: &HashMap<PostId, ContentHash>,
    scan: &Scan,
) -> Result<Vec<MirrorEntry>> {
    let mut entries: BTreeMap<PostPath, MirrorEntry> = BTreeMap::new();
    let mut entry = |path: &PostPath, set: &dyn Fn(&mut MirrorEntry)| {
        set(entries.entry(path.clone()).or_insert_with(|| MirrorEntry {
            path: path.clone(),
            base: None,
            row: None,
            file: None,
        }));
    };
    for base in store.bases()? {
        entry(&base.path, &|entry| entry.base = Some(base.hash));
    }
    for row in rows {
        let hash = open.get(&row.id).copied().unwrap_or(row.hash);
        entry(&row.path, &|entry| entry.row = Some(RowState { post: row.id, hash }));
    }
    for file in &scan.files {
        entry(&file.path, &|entry| entry.file = Some(FileState { hash: file.hash }));
    }
    Ok(entries.into_values().filter(|entry| !scan.is_unknown(&entry.path)).collect())
}

/// More files than this are not deleted by hand between two looks at the folder.
const FEW: usize = 3;

/// Takes the removals out of the plan when so many files vanished at once that the folder is
/// more likely to be unmounted, emptied by a sync, or on another branch.
///
/// One file may always go, as long as others are there to show that the folder is alive.
fn hold_back_mass_removal(
    plan: &mut Vec<MirrorOp>,
    n_posts: usize,
    scan: &Scan,
    reconciled: &mut Reconciled,
) {
    let vanished: Vec<PostId> = plan
        .iter()
        .filter_map(|op| if let MirrorOp::RemoveRow { post, .. } = op { Some(*post) } else { None })
        .collect();
    let n_vanished = vanished.len();
    let is_a_tenth = n_vanished > 1 && n_vanished * 10 > n_posts;
    let is_all = scan.files.is_empty();
    if n_vanished == 0 || !(n_vanished > FEW || is_a_tenth || is_all) {
        return;
    }
    plan.retain(|op| !matches!(op, MirrorOp::RemoveRow { .. }));
    let message = format!(
        "the files of {n_vanished} of {n_posts} posts are gone; the posts were kept in the library"
    );
    let problem = Problem::new(ProblemCode::ManyFilesGone, 1, message);
    reconciled.problems.push(FileProblem { path: String::new(), problem });
    reconciled.vanished = vanished;
}

fn remember_looks(store: &Store, scan: &Scan, known: &KnownFiles) -> Result<()> {
    let mut gone = known.clone();
    for file in &scan.files {
        let before = gone.remove(&file.path);
        match &file.stat {
            Some(stat) if before != Some(*stat) => store.set_file_stat(&file.path, stat)?,
            None if before.is_some() => store.forget_file_stat(&file.path)?,
            _ => {}
        }
    }
    for path in gone.keys().filter(|path| !scan.is_unknown(path)) {
        store.forget_file_stat(path)?;
    }
    Ok(())
}

fn note_read_only(store: &Store, reconciled: &mut Reconciled) -> Result<()> {
    for row in store.rows()? {
        let Some(reason) = row.read_only else { continue };
        let code = match reason {
            ReadOnly::NotUtf8 => ProblemCode::FileNotUtf8,
            ReadOnly::TooLarge => ProblemCode::FileTooLarge,
        };
        let message = format!("`{}` can only be looked at: {reason}", row.path);
        let path = row.path.as_str().to_owned();
        reconciled.problems.push(FileProblem { path, problem: Problem::new(code, 1, message) });
    }
    Ok(())
}
