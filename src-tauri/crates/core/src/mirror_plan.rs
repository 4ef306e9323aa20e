//! What has to happen so that the posts folder and the library agree.

use std::collections::HashMap;

use crate::{ContentHash, PostId, PostPath};

/// What is known of one path of the posts folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorEntry {
    /// The path.
    pub path: PostPath,
    /// What file and row were when they last agreed.
    pub base: Option<ContentHash>,
    /// The post in the library.
    pub row: Option<RowState>,
    /// The file in the posts folder.
    pub file: Option<FileState>,
}

/// A post in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowState {
    /// Which post.
    pub post: PostId,
    /// Its source's hash.
    pub hash: ContentHash,
}

/// A file in the posts folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    /// Its content's hash.
    pub hash: ContentHash,
}

/// One step towards agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MirrorOp {
    /// The file's text becomes the post's.
    Import {
        /// Which post.
        post: PostId,
        /// The file.
        path: PostPath,
    },
    /// The file becomes a new post.
    ImportNew {
        /// The file.
        path: PostPath,
    },
    /// The file was renamed: the post follows.
    Move {
        /// Which post.
        post: PostId,
        /// Where it was.
        from: PostPath,
        /// Where it is.
        to: PostPath,
    },
    /// The post's text becomes the file's.
    WriteFile {
        /// Which post.
        post: PostId,
        /// The file.
        path: PostPath,
    },
    /// The post was removed: the file goes to the trash.
    TrashFile {
        /// The file.
        path: PostPath,
    },
    /// The file was removed: the post goes, its text stays as a revision.
    RemoveRow {
        /// Which post.
        post: PostId,
        /// Where its file was.
        path: PostPath,
    },
    /// Both say the same: only the base is renewed.
    Rebase {
        /// Which post.
        post: PostId,
        /// The file.
        path: PostPath,
    },
    /// Both are gone: the base goes too.
    Forget {
        /// Where the file was.
        path: PostPath,
    },
    /// Both changed differently: nothing is touched, the author is asked.
    Conflict {
        /// Which post.
        post: PostId,
        /// The file.
        path: PostPath,
    },
}

/// The steps that bring files and rows to agreement.
///
/// Each path's file and row are compared with the base, their last agreement:
///
/// | file \\ row     | same        | changed                          | deleted                     |
/// | -------------- | ----------- | -------------------------------- | --------------------------- |
/// | **same**       | nothing     | write file                       | trash file                  |
/// | **changed**    | import      | equal: rebase, else **conflict** | import (edit beats delete)  |
/// | **missing**    | remove row  | write file (edit beats delete)   | forget                      |
///
/// Without a base there has been no agreement yet:
///
/// | file \\ row     | new                              | absent  |
/// | -------------- | -------------------------------- | ------- |
/// | **new**        | equal: rebase, else **conflict** | import  |
/// | **none**       | write file                       | nothing |
///
/// A new file is a *move* if it has what exactly one missing post had at the last
/// agreement, and no other new file has that too. If the post was edited as well,
/// its text is then written to the new place.
///
/// An edit beats a deletion; two edits beat nobody. No step is decided by time.
/// The steps are in the order of `entries`, a move in the place of its new file.
pub fn plan(entries: &[MirrorEntry]) -> Vec<MirrorOp> {
    let moves = Moves::find(entries);
    entries.iter().flat_map(|entry| step(entry, &moves)).collect()
}

fn step(entry: &MirrorEntry, moves: &Moves<'_>) -> Vec<MirrorOp> {
    let path = entry.path.clone();
    let ops = match (entry.file, entry.base, entry.row) {
        // The post follows its file; the step stands where the file is now.
        (None, Some(_), Some(_)) if moves.leave(entry) => None,
        (Some(_), None, None) => match moves.arrive(entry) {
            Some((from, row)) => return moved(from, row, path),
            None => Some(MirrorOp::ImportNew { path }),
        },

        (Some(file), Some(base), Some(RowState { post, hash })) => {
            match (file.hash == base, hash == base) {
                (true, true) => None,
                (true, false) => Some(MirrorOp::WriteFile { post, path }),
                (false, true) => Some(MirrorOp::Import { post, path }),
                (false, false) => Some(both_changed(post, path, file.hash == hash)),
            }
        }
        (Some(file), Some(base), None) if file.hash == base => Some(MirrorOp::TrashFile { path }),
        (Some(_), Some(_), None) => Some(MirrorOp::ImportNew { path }),
        (None, Some(base), Some(RowState { post, hash })) if hash == base => {
            Some(MirrorOp::RemoveRow { post, path })
        }
        (None, Some(_), None) => Some(MirrorOp::Forget { path }),
        (Some(file), None, Some(RowState { post, hash })) => {
            Some(both_changed(post, path, file.hash == hash))
        }
        // Edited while its file went, or new and not in a file yet.
        (None, _, Some(RowState { post, .. })) => Some(MirrorOp::WriteFile { post, path }),
        (None, None, None) => None,
    };
    ops.into_iter().collect()
}

fn both_changed(post: PostId, path: PostPath, is_equal: bool) -> MirrorOp {
    if is_equal { MirrorOp::Rebase { post, path } } else { MirrorOp::Conflict { post, path } }
}

fn moved(from: &MirrorEntry, row: RowState, to: PostPath) -> Vec<MirrorOp> {
    let write = MirrorOp::WriteFile { post: row.post, path: to.clone() };
    let is_edited = from.base != Some(row.hash);
    let follow = MirrorOp::Move { post: row.post, from: from.path.clone(), to };
    if is_edited { vec![follow, write] } else { vec![follow] }
}

/// Which missing posts and which new files have one content, and only one of each.
struct Moves<'entries> {
    by_content: HashMap<ContentHash, Candidates<'entries>>,
}

#[derive(Default)]
struct Candidates<'entries> {
    missing: Vec<(&'entries MirrorEntry, RowState)>,
    new: Vec<&'entries MirrorEntry>,
}

impl<'entries> Moves<'entries> {
    fn find(entries: &'entries [MirrorEntry]) -> Self {
        let mut by_content: HashMap<_, Candidates<'_>> = HashMap::new();
        for entry in entries {
            match (entry.file, entry.base, entry.row) {
                (None, Some(base), Some(row)) => {
                    by_content.entry(base).or_default().missing.push((entry, row));
                }
                (Some(file), None, None) => {
                    by_content.entry(file.hash).or_default().new.push(entry);
                }
                _ => {}
            }
        }
        by_content.retain(|_, found| found.missing.len() == 1 && found.new.len() == 1);
        Self { by_content }
    }

    /// Whether this missing post's file is elsewhere.
    fn leave(&self, entry: &MirrorEntry) -> bool {
        entry.base.is_some_and(|base| self.by_content.contains_key(&base))
    }

    /// The missing post whose file this new one is.
    fn arrive(&self, entry: &MirrorEntry) -> Option<(&'entries MirrorEntry, RowState)> {
        self.by_content.get(&entry.file?.hash)?.missing.first().copied()
    }
}

#[cfg(test)]
mod tests;
