use proptest::prelude::*;

use super::*;

/// The hash that stands for a content.
fn content(name: u8) -> ContentHash {
    ContentHash::new([name; 32])
}

const BASE: u8 = b'b';

fn path(name: &str) -> PostPath {
    PostPath::parse(name).unwrap()
}

fn entry(name: &str, base: Option<u8>, row: Option<(u32, u8)>, file: Option<u8>) -> MirrorEntry {
    MirrorEntry {
        path: path(name),
        base: base.map(content),
        row: row.map(|(post, hash)| RowState { post: PostId::new(post), hash: content(hash) }),
        file: file.map(|hash| FileState { hash: content(hash) }),
    }
}

/// The steps as words, with the path where it tells something.
fn words(ops: &[MirrorOp]) -> Vec<String> {
    ops.iter()
        .map(|op| match op {
            MirrorOp::Import { path, .. } => format!("import {path}"),
            MirrorOp::ImportNew { path } => format!("import new {path}"),
            MirrorOp::Move { from, to, .. } => format!("move {from} {to}"),
            MirrorOp::WriteFile { path, .. } => format!("write file {path}"),
            MirrorOp::TrashFile { path } => format!("trash file {path}"),
            MirrorOp::RemoveRow { path, .. } => format!("remove row {path}"),
            MirrorOp::Rebase { path, .. } => format!("rebase {path}"),
            MirrorOp::Forget { path } => format!("forget {path}"),
            MirrorOp::Conflict { path, .. } => format!("conflict {path}"),
        })
        .collect()
}

#[test]
fn each_cell_with_a_base() {
    let (same, mine, theirs) = (BASE, b'm', b't');
    let row = |hash| Some((1_u32, hash));
    let table = [
        (Some(same), [(row(same), ""), (row(mine), "write file a.md"), (None, "trash file a.md")]),
        (
            Some(theirs),
            [(row(same), "import a.md"), (row(mine), "conflict a.md"), (None, "import new a.md")],
        ),
        (
            None,
            [(row(same), "remove row a.md"), (row(mine), "write file a.md"), (None, "forget a.md")],
        ),
    ];
    for (file, cells) in table {
        for (row, expected) in cells {
            let ops = plan(&[entry("a.md", Some(BASE), row, file)]);
            assert_eq!(words(&ops).join(", "), expected, "file {file:?}, row {row:?}");
        }
    }
    let equal = plan(&[entry("a.md", Some(BASE), row(mine), Some(mine))]);
    assert_eq!(words(&equal), ["rebase a.md"], "both made the same edit");
}

#[test]
fn each_cell_without_a_base() {
    for (file, row, expected) in [
        (Some(b'f'), Some((1, b'r')), "conflict a.md"),
        (Some(b'f'), Some((1, b'f')), "rebase a.md"),
        (Some(b'f'), None, "import new a.md"),
        (None, Some((1, b'r')), "write file a.md"),
        (None, None, ""),
    ] {
        let ops = plan(&[entry("a.md", None, row, file)]);
        assert_eq!(words(&ops).join(", "), expected, "file {file:?}, row {row:?}");
    }
}

#[test]
fn a_renamed_file_is_followed() {
    let missing = entry("old.md", Some(BASE), Some((7, BASE)), None);
    let new = entry("new/name.md", None, None, Some(BASE));
    let ops = plan(&[missing.clone(), new.clone()]);
    assert_eq!(
        ops,
        [MirrorOp::Move { post: PostId::new(7), from: path("old.md"), to: path("new/name.md") }]
    );
    assert_eq!(plan(&[new.clone(), missing]), ops, "whatever the order");

    let edited = entry("old.md", Some(BASE), Some((7, b'm')), None);
    assert_eq!(
        words(&plan(&[edited, new.clone()])),
        ["move old.md new/name.md", "write file new/name.md"]
    );

    let deleted = entry("old.md", Some(BASE), None, None);
    assert_eq!(words(&plan(&[deleted, new])), ["forget old.md", "import new new/name.md"]);
}

#[test]
fn what_could_be_two_moves_is_none() {
    let missing = |name: &str, post| entry(name, Some(BASE), Some((post, BASE)), None);
    let new = |name: &str| entry(name, None, None, Some(BASE));
    assert_eq!(
        words(&plan(&[missing("a.md", 1), missing("b.md", 2), new("c.md")])),
        ["remove row a.md", "remove row b.md", "import new c.md"]
    );
    assert_eq!(
        words(&plan(&[missing("a.md", 1), new("b.md"), new("c.md")])),
        ["remove row a.md", "import new b.md", "import new c.md"]
    );
}

/// What a path holds after the steps: base, row and file, as the steps' docs say.
fn applied(entries: &[MirrorEntry], ops: &[MirrorOp]) -> Vec<MirrorEntry> {
    let mut after = entries.to_vec();
    let index = |path: &PostPath| entries.iter().position(|entry| entry.path == *path).unwrap();
    for op in ops {
        match op {
            MirrorOp::Import { path, .. } => {
                let entry = &mut after[index(path)];
                let hash = entry.file.unwrap().hash;
                entry.row.as_mut().unwrap().hash = hash;
                entry.base = Some(hash);
            }
            MirrorOp::ImportNew { path } => {
                let at = index(path);
                let hash = after[at].file.unwrap().hash;
                let post = PostId::new(1000 + u32::try_from(at).unwrap());
                after[at].row = Some(RowState { post, hash });
                after[at].base = Some(hash);
            }
            MirrorOp::Move { from, to, .. } => {
                let (from, to) = (index(from), index(to));
                after[to].row = after[from].row.take();
                after[to].base = after[from].base.take();
            }
            MirrorOp::WriteFile { path, .. } => {
                let entry = &mut after[index(path)];
                let hash = entry.row.unwrap().hash;
                entry.file = Some(FileState { hash });
                entry.base = Some(hash);
            }
            MirrorOp::TrashFile { path } => {
                let entry = &mut after[index(path)];
                (entry.file, entry.base) = (None, None);
            }
            MirrorOp::RemoveRow { path, .. } => {
                let entry = &mut after[index(path)];
                (entry.row, entry.base) = (None, None);
            }
            MirrorOp::Rebase { path, .. } => {
                let entry = &mut after[index(path)];
                entry.base = entry.file.map(|file| file.hash);
            }
            MirrorOp::Forget { path } => after[index(path)].base = None,
            MirrorOp::Conflict { .. } => {}
        }
    }
    after
}

fn states() -> impl Strategy<Value = Vec<MirrorEntry>> {
    let hash = || proptest::option::of(0..4_u8);
    proptest::collection::vec((hash(), hash(), hash()), 0..8).prop_map(|states| {
        (1..)
            .zip(states)
            .map(|(n, (base, row, file))| {
                entry(&format!("{n}.md"), base, row.map(|hash| (n, hash)), file)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn after_the_steps_only_conflicts_are_left(entries in states()) {
        let after = applied(&entries, &plan(&entries));
        for op in plan(&after) {
            prop_assert!(matches!(op, MirrorOp::Conflict { .. }), "{op:?} is left");
        }
    }

    #[test]
    fn no_edited_text_is_lost(entries in states()) {
        let after = applied(&entries, &plan(&entries));
        let kept = |hash| after.iter().any(|entry| {
            entry.row.is_some_and(|row| row.hash == hash) || entry.file.is_some_and(|file| file.hash == hash)
        });
        for entry in &entries {
            for hash in [entry.row.map(|row| row.hash), entry.file.map(|file| file.hash)].into_iter().flatten() {
                // What both sides once agreed on was not edited: the other side may replace
                // or remove it, and so may a post whose file moved here.
                let is_agreed = entries.iter().any(|entry| entry.base == Some(hash));
                prop_assert!(is_agreed || kept(hash), "{entry:?}");
            }
        }
    }
}
