use tempfile::tempdir;

use super::*;

/// Names in the folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_made_and_replaced_and_nothing_else_stays() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("a.md");
    write(&file, b"first").unwrap();
    write(&file, b"second, longer").unwrap();
    write(&file, b"").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"");
    assert_eq!(names(folder.path()), ["a.md"]);
}

#[cfg(unix)]
#[test]
fn rights_owner_and_attributes_stay() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = tempdir().unwrap();
    let file = folder.path().join("a.md");
    fs::write(&file, "old").unwrap();
    // Only root can give a file to somebody else; for others their own id stays.
    let is_given = chown(&file, Some(12_345), Some(54_321)).is_ok();
    let mut rights = fs::metadata(&file).unwrap().permissions();
    rights.set_mode(0o640);
    fs::set_permissions(&file, rights).unwrap();
    let has_attributes = xattr::set(&file, "user.mood", b"calm").is_ok();
    let before = fs::metadata(&file).unwrap();

    write(&file, b"new").unwrap();

    let after = fs::metadata(&file).unwrap();
    assert_ne!(after.ino(), before.ino(), "replaced, not overwritten");
    assert_eq!(
        (after.mode(), after.uid(), after.gid()),
        (before.mode(), before.uid(), before.gid())
    );
    assert!(!is_given || after.uid() == 12_345);
    if has_attributes {
        assert_eq!(xattr::get(&file, "user.mood").unwrap().as_deref(), Some(&b"calm"[..]));
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_followed() {
    use std::os::unix::fs::symlink;
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("elsewhere")).unwrap();
    fs::write(path("elsewhere/real.md"), "old").unwrap();
    symlink("elsewhere/real.md", path("near.md")).unwrap();
    symlink("near.md", path("far.md")).unwrap();

    write(&path("far.md"), b"new").unwrap();

    assert_eq!(fs::read(path("elsewhere/real.md")).unwrap(), b"new");
    assert_eq!(names(folder.path()), ["elsewhere", "far.md", "near.md"]);
    assert_eq!(names(&path("elsewhere")), ["real.md"]);
    assert!(path("far.md").is_symlink() && path("near.md").is_symlink());

    symlink("elsewhere/not-yet.md", path("dangling.md")).unwrap();
    write(&path("dangling.md"), b"made").unwrap();
    assert_eq!(fs::read(path("elsewhere/not-yet.md")).unwrap(), b"made");

    symlink("circle.md", path("circle.md")).unwrap();
    let error = write(&path("circle.md"), b"x").unwrap_err();
    assert!(matches!(error, Error::WriteFile { .. }), "{error:?}");
}

#[test]
fn an_impossible_place_is_named_and_leaves_nothing() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("file"), "in the way").unwrap();
    let below_a_file = folder.path().join("file/a.md");
    let error = write(&below_a_file, b"x").unwrap_err();
    assert!(matches!(&error, Error::WriteFile { path, .. } if *path == below_a_file), "{error:?}");

    let a_folder = folder.path().join("folder.md");
    fs::create_dir(&a_folder).unwrap();
    let error = write(&a_folder, b"x").unwrap_err();
    assert!(matches!(&error, Error::WriteFile { path, .. } if *path == a_folder), "{error:?}");
    assert_eq!(names(folder.path()), ["file", "folder.md"]);
    assert!(error.to_string().contains("folder.md"), "{error}");
}

#[test]
fn making_a_file_never_replaces_one() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("a.md");
    create(&file, b"first").unwrap();
    let error = create(&file, b"second").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read(&file).unwrap(), b"first");
    assert_eq!(names(folder.path()), ["a.md"]);
}

#[test]
fn only_left_overs_of_ours_whose_writer_is_gone_are_removed() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let foreign = [".galley-notes.tmp", ".galley-1-2.tmp.bak", ".galley--2.tmp", "galley-1-2.tmp"];
    for name in foreign {
        fs::write(path(name), "not ours").unwrap();
    }
    fs::write(path(".galley-1-2.tmp"), "left over").unwrap();
    fs::create_dir(path(".galley-3-4.tmp")).unwrap();
    let in_use = Temporary::make_in(folder.path(), false).unwrap();

    remove_left_overs(folder.path());

    assert!(!path(".galley-1-2.tmp").exists(), "its writer is gone");
    assert!(in_use.path.exists(), "its writer is alive");
    assert!(path(".galley-3-4.tmp").is_dir(), "we make no folders");
    for name in foreign {
        assert!(path(name).exists(), "{name} is not ours");
    }
}

#[test]
fn a_write_goes_on_when_its_temporary_file_is_taken_away() {
    // Another process may remove it in the moment before it is locked.
    let folder = tempdir().unwrap();
    let temporary = Temporary::make_in(folder.path(), false).unwrap();
    fs::remove_file(&temporary.path).unwrap();
    let error = temporary.rename_to(&folder.path().join("a.md")).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound, "which `put` answers by another attempt");
}
