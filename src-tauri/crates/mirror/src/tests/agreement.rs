//! Each cell of the mirror's table, as it comes out on disk.

use std::fs;

use galley_core::{Origin, ProblemCode};
use galley_store::ReadOnly;

use super::test_blog::{TestBlog, path};

#[test]
fn an_existing_blog_opens_in_place_with_no_byte_changed() {
    let at = "first-loop-i-ever-wrote-/-i-mapped-the-disk-by-hand-once-/-the-merge-was-final.md";
    let text = "An old note.\r\n\r\nIts only line ends so\n\n\n";
    let mut blog = TestBlog::with(&[]);
    blog.write(at, text);
    blog.write(
        "windows.md",
        "\u{feff}---\r\ntitle: \"Quoted\"  # kept\r\ndraft: false\r\n---\r\ntext",
    );
    let look = |blog: &TestBlog| {
        let file = fs::metadata(blog.file(at)).unwrap();
        (fs::read(blog.file(at)).unwrap(), file.modified().unwrap(), file.permissions())
    };
    let before = (look(&blog), fs::read(blog.file("windows.md")).unwrap());

    let opened = blog.reconcile();

    assert_eq!(opened.added.len(), 2);
    assert_eq!((look(&blog), fs::read(blog.file("windows.md")).unwrap()), before);
    assert_eq!(blog.rows(), blog.files());
    assert_eq!(fs::read_dir(blog.folder.root()).unwrap().count(), 2, "nothing was added");
    blog.expect_agreed();
}

#[test]
fn a_changed_file_is_imported_and_the_old_text_kept() {
    let mut blog = TestBlog::with(&[("a.md", "old")]);
    let id = blog.id("a.md");
    blog.write("a.md", "new");
    assert_eq!(blog.reconcile().changed, [id]);
    blog.expect_both(&[("a.md", "new")]);
    assert_eq!(blog.former_texts(id), ["old"]);
    assert_eq!(blog.store.post(id).unwrap().origin, Origin::File);
    blog.expect_agreed();
}

#[test]
fn a_changed_row_is_written_with_its_line_ends() {
    let mut blog = TestBlog::with(&[("a.md", "one\r\ntwo\r\n")]);
    blog.edit_row("a.md", "\u{feff}one\r\ntwo\nthree");
    blog.reconcile();
    blog.expect_both(&[("a.md", "\u{feff}one\r\ntwo\nthree")]);
    blog.expect_agreed();
}

#[test]
fn new_files_and_new_rows_appear_on_the_other_side() {
    let mut blog = TestBlog::with(&[]);
    blog.write("x/file.md", "from a file");
    let row = blog.insert_row("y/row.md", "from a row");
    let done = blog.reconcile();
    assert_eq!(done.added, [blog.id("x/file.md")]);
    assert_eq!(blog.id("y/row.md"), row);
    blog.expect_both(&[("x/file.md", "from a file"), ("y/row.md", "from a row")]);
    blog.expect_agreed();
}

#[test]
fn a_removed_file_takes_its_post_and_leaves_its_text() {
    let mut blog = TestBlog::with(&[("a.md", "a"), ("b.md", "b")]);
    let id = blog.id("a.md");
    blog.delete("a.md");
    assert_eq!(blog.reconcile().removed, [id]);
    blog.expect_both(&[("b.md", "b")]);
    assert_eq!(blog.former_texts(id), ["a"]);
    blog.expect_agreed();
}

#[test]
fn a_removed_post_sends_its_file_to_the_trash() {
    let mut blog = TestBlog::with(&[("x/a.md", "a"), ("b.md", "b")]);
    blog.store.remove(blog.id("x/a.md"), Origin::Window).unwrap();
    blog.reconcile();
    blog.expect_both(&[("b.md", "b")]);
    assert_eq!(fs::read(blog.dir.path().join("trash/a.md")).unwrap(), b"a");
    blog.expect_agreed();
}

#[test]
fn an_edit_beats_a_removal() {
    let mut blog = TestBlog::with(&[("a.md", "a"), ("b.md", "b")]);
    let (a, b) = (blog.id("a.md"), blog.id("b.md"));
    blog.store.remove(a, Origin::Window).unwrap();
    blog.write("a.md", "a, edited outside");
    blog.edit_row("b.md", "b, edited here");
    blog.delete("b.md");
    let done = blog.reconcile();
    assert_eq!(done.added, [a], "under its old identity");
    blog.expect_both(&[("a.md", "a, edited outside"), ("b.md", "b, edited here")]);
    assert_eq!(blog.id("b.md"), b);
    assert_eq!(blog.former_texts(a), ["a"]);
    blog.expect_agreed();
}

#[test]
fn what_went_on_both_sides_is_forgotten() {
    let mut blog = TestBlog::with(&[("a.md", "a"), ("b.md", "b")]);
    blog.store.remove(blog.id("a.md"), Origin::Window).unwrap();
    blog.delete("a.md");
    blog.reconcile();
    assert_eq!(blog.store.bases().unwrap().len(), 1);
    blog.expect_agreed();
}

#[test]
fn a_renamed_file_keeps_its_post() {
    let mut blog = TestBlog::with(&[("a.md", "a text"), ("b.md", "b")]);
    let id = blog.id("a.md");
    fs::create_dir(blog.file("2024")).unwrap();
    fs::rename(blog.file("a.md"), blog.file("2024/renamed.md")).unwrap();
    let done = blog.reconcile();
    assert_eq!((done.moved, done.added, done.removed), (vec![id], vec![], vec![]));
    assert_eq!(blog.id("2024/renamed.md"), id);
    let slug = blog.store.posts(&jiff::tz::TimeZone::UTC).unwrap();
    let slug = slug.iter().find(|post| post.id == id).unwrap().slug.as_str().to_owned();
    assert_eq!(slug, "renamed", "what is read from the path is read anew");
    assert_eq!(blog.former_texts(id), Vec::<String>::new(), "no text changed");
    blog.expect_agreed();
}

#[test]
fn a_renamed_file_of_an_edited_post_gets_the_edit() {
    let mut blog = TestBlog::with(&[("a.md", "a text"), ("b.md", "b")]);
    let id = blog.id("a.md");
    blog.edit_row("a.md", "a text, edited");
    fs::rename(blog.file("a.md"), blog.file("c.md")).unwrap();
    blog.reconcile();
    blog.expect_both(&[("b.md", "b"), ("c.md", "a text, edited")]);
    assert_eq!(blog.id("c.md"), id);
    blog.expect_agreed();
}

#[test]
fn a_post_renamed_by_another_process_takes_its_file_along() {
    let mut blog = TestBlog::with(&[("a.md", "a"), ("b.md", "b")]);
    let id = blog.id("a.md");
    blog.store.rename(id, &path("x/c.md"), Origin::Cli).unwrap();
    blog.reconcile();
    blog.expect_both(&[("b.md", "b"), ("x/c.md", "a")]);
    assert_eq!(blog.id("x/c.md"), id);
    blog.expect_agreed();
}

#[test]
fn a_post_renamed_while_its_file_changed_keeps_both_texts() {
    let mut blog = TestBlog::with(&[("a.md", "a")]);
    blog.store.rename(blog.id("a.md"), &path("c.md"), Origin::Cli).unwrap();
    blog.write("a.md", "a, edited");
    blog.reconcile();
    blog.expect_both(&[("a.md", "a, edited"), ("c.md", "a")]);
    blog.expect_agreed();
}

#[test]
fn two_edits_of_one_place_keep_both_texts() {
    let mut blog = TestBlog::with(&[("a.md", "base")]);
    let id = blog.id("a.md");
    blog.write("a.md", "from outside");
    blog.edit_row("a.md", "from the editor");
    for _ in 0..2 {
        assert_eq!(blog.reconcile().conflicts, [id], "until the author decides");
        assert_eq!(fs::read(blog.file("a.md")).unwrap(), b"from outside");
        assert_eq!(blog.store.post(id).unwrap().source, "from the editor");
        assert_eq!(blog.former_texts(id), ["from outside", "from the editor", "base"]);
    }
}

#[test]
fn two_edits_of_different_places_are_merged() {
    let base = "title\n\none\n\ntwo\n\nthree\n";
    let mut blog = TestBlog::with(&[("a.md", base)]);
    let id = blog.id("a.md");
    let theirs = base.replace("one", "one, outside");
    blog.write("a.md", &theirs);
    blog.edit_row("a.md", &base.replace("three", "three, here"));
    let done = blog.reconcile();
    assert_eq!((done.changed, done.conflicts), (vec![id], vec![]));
    blog.expect_both(&[("a.md", "title\n\none, outside\n\ntwo\n\nthree, here\n")]);
    assert!(blog.former_texts(id).contains(&theirs));
    blog.expect_agreed();
}

#[test]
fn the_same_edit_on_both_sides_is_agreement() {
    let mut blog = TestBlog::with(&[("a.md", "base")]);
    blog.write("a.md", "same");
    blog.edit_row("a.md", "same");
    let done = blog.reconcile();
    assert_eq!((done.changed, done.conflicts), (vec![], vec![]));
    blog.expect_agreed();
}

#[test]
fn a_post_being_edited_is_left_to_the_editor() {
    let mut blog = TestBlog::with(&[("a.md", "base"), ("b.md", "b"), ("c.md", "c")]);
    let (a, b) = (blog.id("a.md"), blog.id("b.md"));
    blog.open("a.md", "base, being typed");
    blog.open("b.md", "b");
    blog.write("a.md", "from outside");
    blog.delete("b.md");
    let done = blog.reconcile();
    assert_eq!(done.pending_outside, [a, b]);
    assert_eq!((done.changed, done.removed, done.conflicts), (vec![], vec![], vec![]));
    assert_eq!(blog.store.post(a).unwrap().source, "base");
    assert_eq!(fs::read(blog.file("a.md")).unwrap(), b"from outside");

    blog.open.clear();
    let done = blog.reconcile();
    assert_eq!((done.changed, done.removed), (vec![a], vec![b]), "once they are closed");
}

#[test]
fn what_the_editor_is_typing_is_not_written_for_it() {
    let mut blog = TestBlog::with(&[("a.md", "base")]);
    blog.edit_row("a.md", "stored");
    blog.open("a.md", "stored, and typed on");
    blog.reconcile();
    assert_eq!(fs::read(blog.file("a.md")).unwrap(), b"base");
    blog.open("a.md", "stored");
    blog.reconcile();
    assert_eq!(fs::read(blog.file("a.md")).unwrap(), b"stored");
}

#[test]
fn a_file_that_became_what_the_editor_has_is_no_surprise() {
    let mut blog = TestBlog::with(&[("a.md", "base")]);
    let id = blog.id("a.md");
    blog.open("a.md", "the same");
    blog.write("a.md", "the same");
    let done = blog.reconcile();
    assert_eq!((done.pending_outside, done.changed), (vec![], vec![id]));
    blog.expect_both(&[("a.md", "the same")]);
    assert_eq!(blog.former_texts(id), ["base"]);
}

#[test]
fn a_file_that_is_not_utf8_is_shown_and_never_written() {
    let mut blog = TestBlog::with(&[("b.md", "b")]);
    blog.write("a.md", b"gr\xfcn und \xdf");
    let done = blog.reconcile();
    let id = blog.id("a.md");
    assert_eq!(blog.store.post(id).unwrap().read_only, Some(ReadOnly::NotUtf8));
    assert_eq!(blog.store.post(id).unwrap().source, "gr\u{fffd}n und \u{fffd}");
    let codes: Vec<_> =
        done.problems.iter().map(|it| (it.problem.code, it.path.as_str())).collect();
    assert_eq!(codes, [(ProblemCode::FileNotUtf8, "a.md")]);

    let now = blog.now();
    let refused = crate::save(&blog.store, &blog.folder, id, "x", Origin::Window, now);
    assert!(refused.is_err());
    blog.reconcile();
    assert_eq!(fs::read(blog.file("a.md")).unwrap(), b"gr\xfcn und \xdf");

    blog.write("a.md", "grün und ß");
    let done = blog.reconcile();
    assert_eq!((done.changed, done.problems), (vec![id], vec![]));
    assert_eq!(blog.store.post(id).unwrap().read_only, None);
    assert_eq!(blog.former_texts(id), Vec::<String>::new(), "the wrong letters are no text");

    blog.write("a.md", b"\xff");
    blog.reconcile();
    assert_eq!(blog.former_texts(id), ["grün und ß"]);
}

#[test]
fn a_file_that_is_too_large_is_listed_without_its_text() {
    let mut blog = TestBlog::with(&[("b.md", "b")]);
    let large = "x".repeat(usize::try_from(crate::MAX_BYTES).unwrap() + 1);
    blog.write("a.md", &large);
    let done = blog.reconcile();
    assert_eq!(done.problems[0].problem.code, ProblemCode::FileTooLarge);
    let post = blog.store.post(blog.id("a.md")).unwrap();
    assert_eq!((post.read_only, post.source.as_str()), (Some(ReadOnly::TooLarge), ""));
    assert_eq!(blog.reconcile().changed, [], "it is known by its hash");
    assert_eq!(fs::metadata(blog.file("a.md")).unwrap().len(), large.len() as u64);
}
