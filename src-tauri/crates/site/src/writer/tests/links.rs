//! Links in the output folder lead nowhere.

use std::os::unix::fs::symlink;

use super::*;

#[test]
fn a_linked_folder_in_the_output_is_never_followed() {
    let out = Out::new();
    out.write(&[("x", "x")]);
    let elsewhere = out.0.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, out.path().join("tags")).unwrap();
    let error = write(&out.path(), &site(&[("tags/a.html", "a"), ("x", "new")]), true).unwrap_err();
    assert!(matches!(error, Error::SymbolicLink { .. }), "{error}");
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    assert_eq!(out.text("x"), "x", "the export stopped before it changed anything");
}

#[test]
fn a_linked_file_is_kept_and_with_force_replaced_but_never_written_through() {
    let out = Out::new();
    out.write(&[("x", "x")]);
    let target = out.0.path().join("target");
    fs::write(&target, "theirs").unwrap();
    symlink(&target, out.path().join("a")).unwrap();
    assert_eq!(summary(&out.write(&[("a", "ours"), ("x", "x")])), " / x /  / a");
    write(&out.path(), &site(&[("a", "ours"), ("x", "x")]), true).unwrap();
    assert_eq!(out.text("a"), "ours");
    assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
}

#[test]
fn a_folder_swapped_for_a_link_while_the_site_is_written_diverts_nothing() {
    let out = Out::new();
    out.write(&[("a/b", "old"), ("z", "old")]);
    let elsewhere = out.0.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("b"), "theirs").unwrap();
    let writing = Writing::begin(&out.path(), true).unwrap();
    for file in &site(&[("a/b", "new"), ("z", "new")]).files {
        writing.take(file).unwrap();
    }
    // Compared and staged: now the folder becomes a link.
    fs::rename(out.path().join("a"), out.0.path().join("was a")).unwrap();
    symlink(&elsewhere, out.path().join("a")).unwrap();
    let error = writing.finish(&nobody).unwrap_err();
    assert!(matches!(error, Error::SymbolicLink { .. }), "{error}");
    assert_eq!(fs::read_to_string(elsewhere.join("b")).unwrap(), "theirs");
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 1);
}

#[test]
fn a_link_in_place_of_what_is_staged_is_refused() {
    let out = Out::new();
    out.write(&[("a", "a")]);
    let elsewhere = out.0.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("0"), "theirs").unwrap();
    symlink(&elsewhere, out.path().join(STAGING)).unwrap();
    let error = write(&out.path(), &site(&[("a", "new")]), true).unwrap_err();
    assert!(matches!(error, Error::SymbolicLink { .. }), "{error}");
    assert_eq!(fs::read_to_string(elsewhere.join("0")).unwrap(), "theirs");
}

#[test]
fn nothing_is_removed_through_a_link() {
    let out = Out::new();
    out.write(&[("a/b", "b"), ("c", "c")]);
    let elsewhere = out.0.path().join("elsewhere");
    fs::rename(out.path().join("a"), &elsewhere).unwrap();
    symlink(&elsewhere, out.path().join("a")).unwrap();
    fs::rename(out.path().join("c"), out.0.path().join("c")).unwrap();
    symlink(out.0.path().join("c"), out.path().join("c")).unwrap();
    assert_eq!(summary(&out.write(&[])), " /  /  / ");
    assert!(elsewhere.join("b").exists() && out.0.path().join("c").exists());
}

#[test]
fn the_output_folder_itself_may_be_a_link() {
    let out = Out::new();
    let real = out.0.path().join("real");
    fs::create_dir(&real).unwrap();
    symlink(&real, out.path()).unwrap();
    out.write(&[("a", "a")]);
    assert_eq!(fs::read_to_string(real.join("a")).unwrap(), "a");
}
