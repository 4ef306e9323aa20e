//! What has to happen so that the posts folder and the library agree.

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
pub fn plan(entries: &[MirrorEntry]) -> Vec<MirrorOp> {
    _ = entries;
    Vec::new()
}
