//! From what files and rows say to what has to be done about it.

use std::collections::{HashMap, HashSet};

use galley_core::mirror_plan::{self, FileState, MirrorEntry, MirrorOp, RowState};
use galley_core::{ContentHash, PostId, PostPath, Problem, ProblemCode};
use galley_store::{BaseEntry, ReadOnly, RowEntry, Store};
use jiff::Timestamp;

use crate::apply::{Applying, Hashes, Known};
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
    let mut is_followed = false;
    let known = || {
        is_followed = follow_renamed_posts(store, folder, &mut reconciled)?;
        Ok(store.file_stats()?.into_iter().collect())
    };
    let (mut scan, mut known) = folder.scan_changed(known)?;
    if is_followed {
        // They were looked for where they are no more.
        (scan, known) = folder.scan_changed(|| Ok(known))?;
    }
    reconciled.problems.append(&mut scan.problems);

    let open: Hashes = open.iter().map(|(&post, text)| (post, text.hash())).collect();
    store.transaction(|store| {
        // Within the transaction: another process may have saved since.
        let (rows, bases) = (store.rows()?, store.bases()?);
        let mut plan = mirror_plan::plan(&entries(&rows, &bases, &open, &scan));
        hold_back_mass_removal(&mut plan, rows.len(), &scan, &mut reconciled);
        remember_looks(store, &scan, &known)?;
        let about = Known { scan: &scan, rows: &rows, bases: &bases, open: &open };
        Applying::new(store, folder, &about, now, &mut reconciled).all(&plan)
    })?;
    note_read_only(store, &mut reconciled)?;
    Ok(reconciled)
}

/// Renames the file of each post that was renamed in the library. Answers whether there was any.
///
/// Where that is not possible, because the file changed or another lies there, nothing is
/// done: the plan then keeps both.
fn follow_renamed_posts(
    store: &Store,
    folder: &PostsFolder,
    reconciled: &mut Reconciled,
) -> Result<bool> {
    let renamed = store.renamed_posts()?;
    for (base, path) in &renamed {
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
    Ok(!renamed.is_empty())
}

/// What is known of each path, by path; paths that could not be seen are left out.
fn entries(rows: &[RowEntry], bases: &[BaseEntry], open: &Hashes, scan: &Scan) -> Vec<MirrorEntry> {
    // All three are sorted by path.
    let mut rows = rows.iter().peekable();
    let mut bases = bases.iter().peekable();
    let mut files = scan.files.iter().peekable();
    let mut entries = Vec::with_capacity(scan.files.len());
    loop {
        let row = rows.peek().map(|row| &row.path);
        let base = bases.peek().map(|base| &base.path);
        let file = files.peek().map(|file| &file.path);
        let Some(path) = [row, base, file].into_iter().flatten().min() else { return entries };
        let entry = MirrorEntry {
            path: path.clone(),
            base: bases.next_if(|base| base.path == *path).map(|base| base.hash),
            row: rows.next_if(|row| row.path == *path).map(|row| {
                let hash = open.get(&row.id).copied().unwrap_or(row.hash);
                RowState { post: row.id, hash }
            }),
            file: files
                .next_if(|file| file.path == *path)
                .map(|file| FileState { hash: file.hash }),
        };
        if !scan.is_unknown(&entry.path) {
            entries.push(entry);
        }
    }
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
    let mut n_there = 0;
    for file in &scan.files {
        let before = known.get(&file.path);
        n_there += usize::from(before.is_some());
        match &file.stat {
            Some(stat) if before != Some(stat) => store.set_file_stat(&file.path, stat)?,
            None if before.is_some() => store.forget_file_stat(&file.path)?,
            _ => {}
        }
    }
    if n_there == known.len() {
        return Ok(());
    }
    let there: HashSet<_> = scan.files.iter().map(|file| &file.path).collect();
    for path in known.keys().filter(|path| !there.contains(path) && !scan.is_unknown(path)) {
        store.forget_file_stat(path)?;
    }
    Ok(())
}

fn note_read_only(store: &Store, reconciled: &mut Reconciled) -> Result<()> {
    for (path, reason) in store.read_only_posts()? {
        let code = match reason {
            ReadOnly::NotUtf8 => ProblemCode::FileNotUtf8,
            ReadOnly::TooLarge => ProblemCode::FileTooLarge,
        };
        let message = format!("`{path}` can only be looked at: {reason}");
        let path = path.as_str().to_owned();
        reconciled.problems.push(FileProblem { path, problem: Problem::new(code, 1, message) });
    }
    Ok(())
}
