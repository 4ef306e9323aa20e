//! The mirror's plan is total, touches each path once, and ends in agreement.

use std::collections::HashSet;

use galley_core::mirror_plan::{FileState, MirrorEntry, MirrorOp, RowState, plan};
use galley_core::{ContentHash, PostId, PostPath};

/// More entries say nothing that fewer do not.
const MOST_ENTRIES: usize = 64;

/// Holds the promises against an input: three bytes for each path, the contents of its
/// base, row and file; a digit `0` or anything that divides by eight is none.
pub fn holds(input: &[u8]) {
    let entries: Vec<_> = input
        .chunks_exact(3)
        .take(MOST_ENTRIES)
        .enumerate()
        .map(|(n, bytes)| entry(n, bytes))
        .collect();
    let ops = plan(&entries);
    each_path_is_touched_once(&entries, &ops);
    assert_eq!(sorted(&ops), sorted(&plan(&reversed(&entries))), "the order does not matter");

    let after = applied(&entries, &ops);
    for op in plan(&after) {
        assert!(matches!(op, MirrorOp::Conflict { .. }), "{op:?} is left of {entries:?}");
    }
    let held: HashSet<_> = after.iter().flat_map(contents).collect();
    let agreed: HashSet<_> = entries.iter().filter_map(|entry| entry.base).collect();
    for content in entries.iter().flat_map(contents) {
        // What both sides had agreed on was nobody's edit.
        assert!(
            agreed.contains(&content) || held.contains(&content),
            "a text of {entries:?} is lost"
        );
    }
}

fn entry(n: usize, bytes: &[u8]) -> MirrorEntry {
    let content = |byte: u8| (!byte.is_multiple_of(8)).then(|| ContentHash::new([byte % 8; 32]));
    let post = PostId::new(u32::try_from(n).expect("there are few") + 1);
    MirrorEntry {
        path: PostPath::parse(&format!("{n}.md")).expect("it is a path"),
        base: content(bytes[0]),
        row: content(bytes[1]).map(|hash| RowState { post, hash }),
        file: content(bytes[2]).map(|hash| FileState { hash }),
    }
}

fn reversed(entries: &[MirrorEntry]) -> Vec<MirrorEntry> {
    entries.iter().rev().cloned().collect()
}

fn sorted(ops: &[MirrorOp]) -> Vec<String> {
    let mut words: Vec<_> = ops.iter().map(|op| format!("{op:?}")).collect();
    words.sort();
    words
}

fn contents(entry: &MirrorEntry) -> impl Iterator<Item = ContentHash> {
    let row = entry.row.map(|row| row.hash);
    let file = entry.file.map(|file| file.hash);
    [row, file].into_iter().flatten()
}

/// The post and the paths of a step.
fn touched(op: &MirrorOp) -> (Option<PostId>, Vec<&PostPath>) {
    match op {
        MirrorOp::Move { post, from, to } => (Some(*post), vec![from, to]),
        MirrorOp::ImportNew { path } | MirrorOp::TrashFile { path } | MirrorOp::Forget { path } => {
            (None, vec![path])
        }
        MirrorOp::Import { post, path }
        | MirrorOp::WriteFile { post, path }
        | MirrorOp::RemoveRow { post, path }
        | MirrorOp::Rebase { post, path }
        | MirrorOp::Conflict { post, path } => (Some(*post), vec![path]),
    }
}

fn each_path_is_touched_once(entries: &[MirrorEntry], ops: &[MirrorOp]) {
    let mut seen = HashSet::new();
    let mut last_move = None;
    for op in ops {
        let (post, paths) = touched(op);
        // A post that was edited while its file moved is written to the new place.
        let is_second_half =
            matches!(op, MirrorOp::WriteFile { post, path } if last_move == Some((*post, path)));
        for path in &paths {
            assert!(seen.insert((*path).clone()) || is_second_half, "{path} twice in {ops:?}");
        }
        let origin = entries.iter().find(|entry| entry.path == *paths[0]).expect("a known path");
        if let Some(post) = post
            && !is_second_half
        {
            assert_eq!(origin.row.map(|row| row.post), Some(post), "{op:?} is of its path's post");
        }
        last_move = match op {
            MirrorOp::Move { post, to, .. } => Some((*post, to)),
            _ => None,
        };
    }
}

/// What the paths hold once the steps are carried out, as the steps' docs say.
fn applied(entries: &[MirrorEntry], ops: &[MirrorOp]) -> Vec<MirrorEntry> {
    let mut after = entries.to_vec();
    let at = |path: &PostPath| {
        entries.iter().position(|entry| entry.path == *path).expect("a known path")
    };
    for op in ops {
        if let MirrorOp::Move { from, to, .. } = op {
            let (row, base) = (after[at(from)].row.take(), after[at(from)].base.take());
            (after[at(to)].row, after[at(to)].base) = (row, base);
            continue;
        }
        let index = at(touched(op).1[0]);
        let entry = &mut after[index];
        match op {
            MirrorOp::Import { post, .. } => {
                let hash = entry.file.expect("there is a file to import").hash;
                (entry.row, entry.base) = (Some(RowState { post: *post, hash }), Some(hash));
            }
            MirrorOp::ImportNew { .. } => {
                let hash = entry.file.expect("there is a file to import").hash;
                let post = PostId::new(u32::try_from(1000 + index).expect("there are few"));
                (entry.row, entry.base) = (Some(RowState { post, hash }), Some(hash));
            }
            MirrorOp::WriteFile { .. } => {
                let hash = entry.row.expect("there is a text to write").hash;
                (entry.file, entry.base) = (Some(FileState { hash }), Some(hash));
            }
            MirrorOp::TrashFile { .. } => {
                assert!(entry.file.is_some() && entry.row.is_none(), "{entry:?} is removed");
                (entry.file, entry.base) = (None, None);
            }
            MirrorOp::RemoveRow { .. } => {
                assert!(entry.row.is_some() && entry.file.is_none(), "{entry:?} is removed");
                (entry.row, entry.base) = (None, None);
            }
            MirrorOp::Rebase { .. } => entry.base = entry.file.map(|file| file.hash),
            MirrorOp::Forget { .. } => entry.base = None,
            MirrorOp::Move { .. } | MirrorOp::Conflict { .. } => {}
        }
    }
    after
}
