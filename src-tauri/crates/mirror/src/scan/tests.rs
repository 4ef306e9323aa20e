use std::time::{Duration, Instant};

use tempfile::{TempDir, tempdir};

use super::*;

fn folder(files: &[(&str, &[u8])]) -> (TempDir, PostsFolder) {
    let dir = tempdir().unwrap();
    for (path, bytes) in files {
        let full = dir.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }
    let folder = PostsFolder::open(dir.path()).unwrap();
    (dir, folder)
}

fn paths(scan: &Scan) -> Vec<&str> {
    scan.files.iter().map(|file| file.path.as_str()).collect()
}

fn known(scan: &Scan) -> KnownFiles {
    scan.files.iter().filter_map(|file| Some((file.path.clone(), file.stat?))).collect()
}

/// Scans until every file is old enough to be known by its looks.
fn settled(folder: &PostsFolder) -> Scan {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let scan = folder.scan().unwrap();
        if scan.files.iter().all(|file| file.stat.is_some()) {
            return scan;
        }
        assert!(Instant::now() < deadline, "the files never settle");
    }
}

fn scan_changed(folder: &PostsFolder, known: KnownFiles) -> Scan {
    folder.scan_changed(|| Ok(known)).unwrap().0
}

#[test]
fn posts_are_found_at_any_depth_and_other_files_are_not() {
    let (_dir, folder) = folder(&[
        ("b.md", b"b"),
        ("A.MARKDOWN", b"a"),
        ("2024/01/deep/c.md", b"c"),
        ("odd-/-name -/…/d.md", b"d"),
        ("image.png", b""),
        ("notes.txt", b""),
        ("md", b""),
        (".hidden.md", b""),
        (".obsidian/e.md", b""),
        (".git/f.md", b""),
        ("node_modules/g/h.md", b""),
    ]);
    let scan = folder.scan().unwrap();
    assert_eq!(paths(&scan), ["2024/01/deep/c.md", "A.MARKDOWN", "b.md", "odd-/-name -/…/d.md"]);
    assert_eq!(scan.problems, []);
    assert_eq!(scan.files[2].content, Some(Content::Text("b".to_owned())));
    assert_eq!(scan.files[2].hash, content::hash(b"b"));
}

#[test]
fn what_is_no_text_is_said_so() {
    let too_large = vec![b'x'; usize::try_from(content::MAX_BYTES).unwrap() + 1];
    let (_dir, folder) = folder(&[("latin1.md", b"gr\xfcn"), ("large.md", &too_large)]);
    let scan = folder.scan().unwrap();
    assert_eq!(scan.files[0].content, Some(Content::TooLarge(content::MAX_BYTES + 1)));
    assert_eq!(scan.files[0].hash, content::hash(&too_large));
    let lossy = "gr\u{fffd}n".to_owned();
    assert_eq!(scan.files[1].content, Some(Content::NotUtf8 { n_bytes: 4, lossy }));
    assert_eq!(scan.files[1].hash, content::hash(b"gr\xfcn"));
}

#[test]
fn an_unchanged_file_is_not_read_again_and_a_changed_one_is() {
    let (dir, folder) = folder(&[("a.md", b"one"), ("b.md", b"two")]);
    let first = settled(&folder);
    let second = scan_changed(&folder, known(&first));
    assert!(second.files.iter().all(|file| file.content.is_none()));
    assert_eq!(
        second.files.iter().map(|file| file.hash).collect::<Vec<_>>(),
        first.files.iter().map(|file| file.hash).collect::<Vec<_>>()
    );

    // As long, and with its time set back: only the change time tells.
    let modified = fs::metadata(dir.path().join("b.md")).unwrap().modified().unwrap();
    fs::write(dir.path().join("b.md"), "TWO").unwrap();
    let file = fs::File::options().write(true).open(dir.path().join("b.md")).unwrap();
    file.set_modified(modified).unwrap();
    let third = scan_changed(&folder, known(&first));
    assert_eq!(third.files[0].content, None);
    assert_eq!(third.files[1].hash, content::hash(b"TWO"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_never_in_circles() {
    use std::os::unix::fs::symlink;
    let (dir, folder) = folder(&[("real/a.md", b"a")]);
    let outside = tempdir().unwrap();
    fs::write(outside.path().join("b.md"), "b").unwrap();
    fs::create_dir(outside.path().join("sub")).unwrap();
    fs::write(outside.path().join("sub/c.md"), "c").unwrap();
    let link = |target: &Path, name: &str| symlink(target, dir.path().join(name)).unwrap();
    link(Path::new(".."), "real/up");
    link(Path::new("."), "self");
    link(Path::new("real"), "again");
    link(dir.path().parent().unwrap(), "above");
    link(&outside.path().join("b.md"), "linked.md");
    link(&outside.path().join("sub"), "elsewhere");
    symlink(outside.path(), outside.path().join("sub/back")).unwrap();

    let scan = folder.scan().unwrap();
    assert_eq!(
        paths(&scan),
        ["elsewhere/back/b.md", "elsewhere/c.md", "linked.md", "real/a.md"],
        "each folder is entered once, under its own name if it has one here"
    );
    assert_eq!(scan.problems, []);
}

#[cfg(unix)]
#[test]
fn links_to_nothing_or_to_no_post_are_problems() {
    use std::os::unix::fs::symlink;
    let (dir, folder) = folder(&[]);
    symlink("nowhere.md", dir.path().join("broken.md")).unwrap();
    symlink("/etc/hostname", dir.path().join("host.md")).unwrap();
    symlink("circle.md", dir.path().join("circle.md")).unwrap();
    let scan = folder.scan().unwrap();
    assert_eq!(scan.files, []);
    let mut problems: Vec<_> = scan.problems.iter().map(|it| it.path.as_str()).collect();
    problems.sort_unstable();
    assert_eq!(problems, ["broken.md", "circle.md", "host.md"]);
    assert!(scan.is_unknown(&PostPath::parse("broken.md").unwrap()));
    assert!(!scan.is_unknown(&PostPath::parse("broken.md2").unwrap()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_and_one_that_cannot_be_a_path_are_problems() {
    use std::os::unix::ffi::OsStrExt;
    let (dir, folder) = folder(&[("a\\b.md", b"")]);
    fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"gr\xfcn.md")), "").unwrap();
    let scan = folder.scan().unwrap();
    assert_eq!(scan.files, []);
    assert_eq!(scan.problems.len(), 2, "{:?}", scan.problems);
    for FileProblem { problem, .. } in &scan.problems {
        assert_eq!(problem.code, ProblemCode::FileUnreadable);
    }
}

#[test]
fn what_a_killed_writer_left_is_removed_on_opening() {
    let (dir, _) = folder(&[("x/y/a.md", b"a"), ("x/y/.galley-77-0.tmp", b"half a te")]);
    PostsFolder::open(dir.path()).unwrap();
    assert!(!dir.path().join("x/y/.galley-77-0.tmp").exists());
    assert!(dir.path().join("x/y/a.md").exists());
}

#[test]
fn a_folder_that_went_is_an_error_and_no_empty_scan() {
    let (dir, folder) = folder(&[]);
    fs::remove_dir(dir.path()).unwrap();
    assert!(matches!(folder.scan(), Err(Error::FolderMissing { .. })));
    fs::write(dir.path(), "a file of its name").unwrap();
    assert!(matches!(folder.scan(), Err(Error::FolderMissing { .. })));
    fs::remove_file(dir.path()).unwrap();
}

#[test]
fn a_scan_of_what_changed_holds_no_more_than_it_may() {
    let root = tempfile::tempdir().unwrap();
    let text = "x".repeat(HELD / 2);
    for name in ["a.md", "b.md", "c.md"] {
        fs::write(root.path().join(name), &text).unwrap();
    }
    let folder = PostsFolder::open(root.path()).unwrap();
    let scan = scan_changed(&folder, KnownFiles::default());
    let n_held = scan.files.iter().filter(|file| file.content.is_some()).count();
    assert_eq!((scan.files.len(), n_held), (3, 1));
    let whole = folder.scan().unwrap();
    assert!(whole.files.iter().all(|file| file.content.is_some()));
    assert!(scan.files.iter().zip(&whole.files).all(|(a, b)| a.hash == b.hash));
}
