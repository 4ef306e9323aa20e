use std::borrow::Cow;
use std::path::PathBuf;

use super::*;

fn site(files: &[(&str, &str)]) -> Site {
    let file = |(path, text): &(&str, &str)| OutputFile {
        path: (*path).to_owned(),
        content: Content::Bytes(Cow::Owned(text.as_bytes().to_vec())),
    };
    Site { files: files.iter().map(file).collect(), problems: Vec::new() }
}

struct Out(tempfile::TempDir);

impl Out {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn write(&self, files: &[(&str, &str)]) -> WriteReport {
        write(&self.path(), &site(files), false).unwrap()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|_| "-".to_owned())
    }

    fn entries(&self) -> Vec<String> {
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// `written / unchanged / removed / kept`.
fn summary(report: &WriteReport) -> String {
    let list = |paths: &[String]| paths.join(" ");
    let mut written = [&*report.new, &*report.changed].concat();
    written.sort();
    format!(
        "{} / {} / {} / {}",
        list(&written),
        list(&report.unchanged),
        list(&report.removed),
        list(&report.kept)
    )
}

#[test]
fn only_what_changed_is_written_and_only_what_is_gone_is_removed() {
    let out = Out::new();
    let report = out.write(&[("a.html", "a"), ("b/index.html", "b"), ("c/d/e.txt", "e")]);
    assert_eq!(summary(&report), "a.html b/index.html c/d/e.txt /  /  / ");
    assert_eq!(report.n_bytes, 3);
    let report = out.write(&[("a.html", "a"), ("b/index.html", "B")]);
    assert_eq!(summary(&report), "b/index.html / a.html / c/d/e.txt / ");
    assert_eq!(out.entries(), [MANIFEST, "a.html", "b"], "empty folders go with their files");
    assert_eq!(out.text("b/index.html"), "B");
}

#[test]
fn an_export_without_changes_touches_nothing() {
    let out = Out::new();
    out.write(&[("a", "a"), ("b", "b")]);
    let times = || {
        ["a", "b", MANIFEST].map(|name| {
            let meta = fs::metadata(out.path().join(name)).unwrap();
            (meta.modified().unwrap(), std::os::unix::fs::MetadataExt::ino(&meta))
        })
    };
    let before = times();
    assert_eq!(summary(&out.write(&[("a", "a"), ("b", "b")])), " / a b /  / ");
    assert_eq!(times(), before);
}

#[test]
fn a_folder_with_files_of_someone_else_is_refused() {
    let out = Out::new();
    out.put("thesis.doc", "years of work");
    let error = write(&out.path(), &site(&[("a", "a")]), false).unwrap_err();
    assert!(matches!(error, Error::ForeignFolder { .. }), "{error}");
    assert_eq!(out.entries(), ["thesis.doc"], "nothing was written");

    write(&out.path(), &site(&[("a", "a")]), true).unwrap();
    assert_eq!(out.entries(), [MANIFEST, "a", "thesis.doc"], "force adds and does not clear");
    assert_eq!(out.text("thesis.doc"), "years of work");
}

#[test]
fn files_of_someone_else_in_an_exported_folder_are_kept() {
    let out = Out::new();
    out.write(&[("a/index.html", "a")]);
    out.put("CNAME", "example.org");
    out.put("a/photo.jpg", "theirs");
    out.put("robots.txt", "theirs");
    let report = out.write(&[("robots.txt", "ours")]);
    assert_eq!(summary(&report), " /  / a/index.html / robots.txt");
    assert_eq!(
        (out.text("CNAME"), out.text("a/photo.jpg"), out.text("robots.txt")),
        ("example.org".into(), "theirs".into(), "theirs".into())
    );
    let report = out.write(&[]);
    assert_eq!(summary(&report), " /  /  / ", "what was kept is not ours later either");
    assert_eq!(out.text("robots.txt"), "theirs");
}

#[test]
fn a_file_changed_by_hand_is_not_removed_but_put_right_if_the_site_has_it() {
    let out = Out::new();
    out.write(&[("a", "a"), ("b", "b")]);
    out.put("a", "changed");
    out.put("b", "changed");
    let report = out.write(&[("a", "a")]);
    assert_eq!(summary(&report), "a /  /  / ");
    assert_eq!((out.text("a"), out.text("b")), ("a".into(), "changed".into()));
}

#[test]
fn an_asset_is_copied() {
    let out = Out::new();
    let source = out.0.path().join("photo.png");
    fs::write(&source, "pixels").unwrap();
    let file = OutputFile { path: "p/photo.png".into(), content: Content::Copy(source.clone()) };
    let site = Site { files: vec![file], problems: Vec::new() };
    write(&out.path(), &site, false).unwrap();
    assert_eq!(out.text("p/photo.png"), "pixels");

    fs::remove_file(&source).unwrap();
    let error = write(&out.path(), &site, false).unwrap_err();
    assert!(matches!(&error, Error::ReadFile { path, .. } if *path == source), "{error}");
    assert_eq!(out.text("p/photo.png"), "pixels", "the old one stays");
}

#[test]
fn a_run_that_stops_before_the_renames_leaves_the_old_site_whole() {
    let out = Out::new();
    out.write(&[("a", "old a"), ("b", "old b")]);
    let new = site(&[("a", "new a"), ("b", "new b"), ("c", "new c")]);
    let writing = Writing::begin(&out.path(), false).unwrap();
    for file in &new.files {
        writing.take(file).unwrap();
    }
    // As when the process is killed: nobody tidies up.
    std::mem::forget(writing);
    assert_eq!(
        (out.text("a"), out.text("b"), out.text("c")),
        ("old a".into(), "old b".into(), "-".into())
    );

    let report = write(&out.path(), &new, false).unwrap();
    assert_eq!(summary(&report), "a b c /  /  / ");
    assert_eq!(out.entries(), [MANIFEST, "a", "b", "c"], "what was staged is gone");
}

#[test]
fn a_first_run_that_stops_does_not_lock_out_the_next() {
    let out = Out::new();
    out.put(".galley-staging/0", "half");
    assert_eq!(summary(&out.write(&[("a", "a")])), "a /  /  / ");
    assert_eq!(out.entries(), [MANIFEST, "a"]);
}

#[test]
fn a_first_run_that_stops_between_renames_is_taken_up_by_the_next() {
    let out = Out::new();
    let writing = begun(&out, &[("a/b", "b"), ("c", "c")]);
    writing.staging.write_list(&writing.folder, &list(&[("a/b", "b"), ("c", "c")])).unwrap();
    assert!(writing.staging.place_folder(&writing.folder, "a"));
    std::mem::forget(writing);
    assert_eq!((out.text("a/b"), out.text("c")), ("b".into(), "-".into()));

    assert_eq!(summary(&out.write(&[("c", "c")])), "c /  / a/b / ");
    assert_eq!(out.entries(), [MANIFEST, "c"]);
}

#[test]
fn a_run_that_fails_between_renames_leaves_a_list_of_what_it_did_and_nothing_else() {
    let out = Out::new();
    out.write(&[("a", "a"), ("z/b", "b")]);
    let writing = begun(&out, &[("a", "A"), ("new/c", "c"), ("z/b", "B")]);
    // A file where a folder was: what comes there has no place.
    fs::remove_dir_all(out.path().join("z")).unwrap();
    out.put("z", "theirs");
    writing.finish(&nobody).unwrap_err();
    let left: Vec<_> = fs::read_dir(out.path().join(STAGING)).unwrap().collect();
    assert_eq!(left.len(), 1, "the list: {left:?}");

    fs::remove_file(out.path().join("z")).unwrap();
    let report = out.write(&[]);
    assert!(report.removed.contains(&"new/c".to_owned()), "{report:?}");
    assert_eq!(out.entries(), [MANIFEST]);
}

#[test]
fn what_was_being_put_into_place_is_not_believed_before_it_is_written_down_whole() {
    let out = Out::new();
    out.write(&[("a", "a")]);
    out.put("theirs", "x");
    let json = list(&[("theirs", "x")]);
    out.put(".galley-staging/list.json", std::str::from_utf8(&json[..json.len() - 3]).unwrap());
    assert_eq!(summary(&out.write(&[("a", "a")])), " / a /  / ");
    assert_eq!(out.text("theirs"), "x");
}

/// The list of these files, as it is in its file.
fn list(files: &[(&str, &str)]) -> Vec<u8> {
    let files = files.iter().map(|(path, text)| (*path, hash(text.as_bytes())));
    Manifest::of(files).to_json()
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_new_comes_into_place_as_a_whole() {
    use std::os::unix::fs::MetadataExt as _;
    let out = Out::new();
    out.write(&[("posts/a/index.html", "a")]);
    let writing = begun(
        &out,
        &[
            ("posts/a/index.html", "a"),
            ("posts/b/index.html", "b"),
            ("posts/b/c/d.html", "d"),
            ("tags/index.html", "tags"),
            ("top.html", "top"),
        ],
    );
    let at = |path: &str| fs::metadata(out.path().join(path)).unwrap().ino();
    let staged = [".galley-staging/folders/posts/b", ".galley-staging/folders/tags"].map(at);
    let report = writing.finish(&nobody).unwrap().report;
    assert_eq!(report.new.len(), 4);
    assert_eq!(["posts/b", "tags"].map(at), staged);
    assert_eq!(out.text("posts/b/c/d.html"), "d");
    assert_eq!(out.entries(), [MANIFEST, "posts", "tags", "top.html"]);
}

#[test]
fn a_folder_that_somebody_makes_while_pages_are_staged_for_it_stops_nothing() {
    let out = Out::new();
    out.write(&[("x", "x")]);
    let writing = begun(&out, &[("x", "x"), ("posts/a/index.html", "a")]);
    fs::create_dir(out.path().join("posts")).unwrap();
    for file in &site(&[("posts/b/index.html", "b")]).files {
        writing.take(file).unwrap();
    }
    assert_eq!(writing.finish(&nobody).unwrap().report.new.len(), 2);
    let texts = ["posts/a/index.html", "posts/b/index.html"].map(|path| out.text(path));
    assert_eq!(texts, ["a", "b"]);
}

#[test]
fn names_that_only_differ_by_case_or_not_at_all_do_not_stop_an_export() {
    let out = Out::new();
    out.write(&[("a/B", "B"), ("a/b", "b"), ("a/b", "b")]);
    assert_eq!(out.text("a/b"), "b");
}

#[test]
fn a_folder_that_goes_before_its_new_one_comes_is_made_again() {
    let out = Out::new();
    out.write(&[("posts/a/index.html", "a")]);
    let writing = begun(&out, &[("posts/a/index.html", "A"), ("posts/b/index.html", "b")]);
    fs::remove_dir_all(out.path().join("posts")).unwrap();
    writing.finish(&nobody).unwrap();
    assert_eq!(
        (out.text("posts/a/index.html"), out.text("posts/b/index.html")),
        ("A".into(), "b".into())
    );
}

#[test]
fn of_a_list_that_names_the_same_files_only_what_differs_is_written() {
    let out = Out::new();
    let files: Vec<_> = (0..300).map(|n| (format!("p/{n}.html"), format!("text {n}"))).collect();
    let mut files: Vec<_> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    out.write(&files);
    let identity = || {
        let metadata = fs::metadata(out.path().join(MANIFEST)).unwrap();
        std::os::unix::fs::MetadataExt::ino(&metadata)
    };
    let first = identity();
    for n in [0, 7, 299] {
        files[n].1 = "other";
    }
    out.write(&files);
    assert_eq!((identity(), out.text(MANIFEST).into_bytes()), (first, list(&files)));
    files.pop();
    out.write(&files);
    assert_ne!(identity(), first, "other names");
    assert_eq!(out.text(MANIFEST).into_bytes(), list(&files));
    // Somebody else has the list under another name.
    let theirs = out.0.path().join("theirs");
    fs::hard_link(out.path().join(MANIFEST), &theirs).unwrap();
    files[1].1 = "another";
    out.write(&files);
    assert_eq!(out.text(MANIFEST).into_bytes(), list(&files));
    assert_ne!(fs::read(theirs).unwrap(), list(&files));
}

#[test]
fn a_run_that_stops_between_renames_is_taken_up_by_the_next() {
    let out = Out::new();
    out.write(&[("a", "old a"), ("b", "old b"), ("gone", "x")]);
    let put = [("a", "new a"), ("c", "new c")];
    out.put(".galley-staging/list.json", &String::from_utf8(list(&put)).unwrap());
    // It was killed after the first two of the renames.
    for (path, text) in put {
        out.put(path, text);
    }
    // The next one is killed before it has done anything.
    std::mem::forget(begun(&out, &[("a", "newer a")]));

    let report = out.write(&[("a", "newest a"), ("b", "old b")]);
    assert_eq!(summary(&report), "a / b / c gone / ", "all of it is still known to be ours");
}

#[test]
fn a_damaged_list_is_an_error_and_not_a_reason_to_remove() {
    let out = Out::new();
    out.write(&[("a", "a")]);
    out.put(MANIFEST, "{");
    let error = write(&out.path(), &site(&[]), false).unwrap_err();
    assert!(matches!(error, Error::Manifest { .. }), "{error}");
    assert_eq!(out.text("a"), "a");
}

#[test]
fn a_list_that_leads_out_of_the_folder_removes_nothing_there() {
    let out = Out::new();
    out.write(&[("a", "a")]);
    let outside = out.0.path().join("precious");
    fs::write(&outside, "a").unwrap();
    fs::write(out.path().join(MANIFEST), list(&[("../precious", "a")])).unwrap();
    out.write(&[]);
    assert!(outside.exists());
}

#[test]
fn a_place_that_is_not_a_folder_is_an_error() {
    let out = Out::new();
    fs::write(out.path(), "a file").unwrap();
    let error = write(&out.path(), &site(&[("a", "a")]), false).unwrap_err();
    assert!(matches!(error, Error::NotAFolder { .. }), "{error}");

    let out = Out::new();
    out.write(&[("x", "x")]);
    out.put("a", "a file of someone else");
    let error = write(&out.path(), &site(&[("a/index.html", "a")]), false).unwrap_err();
    assert!(matches!(error, Error::NotAFolder { .. }), "{error}");
}

#[test]
fn an_export_that_fails_halfway_changes_nothing_and_leaves_nothing() {
    let out = Out::new();
    out.write(&[("a", "old")]);
    let writing = Writing::begin(&out.path(), false).unwrap();
    for file in &site(&[("a", "new"), ("b/c", "new")]).files {
        writing.take(file).unwrap();
    }
    drop(writing);
    assert_eq!(out.entries(), [MANIFEST, "a"]);
    assert_eq!(out.text("a"), "old");
}

fn begun(out: &Out, files: &[(&str, &str)]) -> Writing {
    let writing = Writing::begin(&out.path(), false).unwrap();
    for file in &site(files).files {
        writing.take(file).unwrap();
    }
    writing
}

#[test]
fn what_will_be_done_is_known_before_and_is_what_is_done() {
    let out = Out::new();
    out.write(&[("a", "a"), ("b", "b"), ("gone", "x"), ("theirs now", "x")]);
    out.put("theirs now", "changed by hand");
    out.put("in the way", "theirs");
    let new = [("a", "a"), ("b", "B"), ("c", "c"), ("in the way", "ours")];
    let writing = begun(&out, &new);
    let plan = writing.plan().unwrap();
    assert_eq!((&*plan.new, &*plan.changed), (&["c".to_owned()][..], &["b".to_owned()][..]));
    assert_eq!(summary(&plan), "b c / a / gone / in the way");
    assert_eq!(
        (out.text("b"), out.text("c"), out.text("gone")),
        ("b".into(), "-".into(), "x".into())
    );
    assert_eq!(writing.finish(&nobody).unwrap().report, plan);
}

#[test]
fn what_someone_puts_there_between_comparison_and_yes_stays() {
    let out = Out::new();
    out.write(&[("a", "a")]);
    let writing = begun(&out, &[("a", "A"), ("b", "ours"), ("c/d", "ours")]);
    out.put("b", "theirs");
    out.put("c/d", "theirs");
    out.put("a", "ours, changed by hand");
    let report = writing.finish(&nobody).unwrap().report;
    assert_eq!(summary(&report), "a /  /  / b c/d");
    assert_eq!(
        (out.text("a"), out.text("b"), out.text("c/d")),
        ("A".into(), "theirs".into(), "theirs".into())
    );
    assert_eq!(summary(&out.write(&[])), " /  / a / ", "nor are they ours later");
}

#[test]
fn a_comparison_that_another_export_has_overtaken_is_not_carried_out() {
    let out = Out::new();
    out.write(&[("a", "old")]);
    let writing = begun(&out, &[("a", "new")]);
    out.write(&[("a", "newer"), ("b", "newer")]);
    let error = writing.finish(&nobody).unwrap_err();
    assert!(matches!(error, Error::Overtaken { .. }), "{error}");
    assert_eq!((out.text("a"), out.text("b")), ("newer".into(), "newer".into()));
    assert_eq!(out.entries(), [MANIFEST, "a", "b"]);
}

#[test]
fn an_export_that_is_ended_before_the_first_rename_changes_nothing() {
    let out = Out::new();
    out.write(&[("a", "old")]);
    let ended = begun(&out, &[("a", "new")]).finish(&|_| std::ops::ControlFlow::Break(()));
    assert!(matches!(ended, Err(Error::Ended)));
    assert_eq!(out.text("a"), "old");
    assert_eq!(out.entries(), [MANIFEST, "a"]);

    let after_the_first = |progress: crate::Progress| match progress.done {
        0 => std::ops::ControlFlow::Continue(()),
        _ => std::ops::ControlFlow::Break(()),
    };
    begun(&out, &[("a", "new"), ("b", "new")]).finish(&after_the_first).unwrap();
    assert_eq!((out.text("a"), out.text("b")), ("new".into(), "new".into()), "begun is done");
}

#[cfg(unix)]
mod links;
