//! Changes made here, and what becomes of posts whose files vanished.

use std::fs;

use galley_core::{Origin, PostId};

use super::test_blog::{TestBlog, path};
use crate::{Error, Saved, create, remove, remove_vanished, rename, save, write_back};

#[test]
fn a_new_post_is_in_both_and_never_in_place_of_a_file() {
    let mut blog = TestBlog::with(&[]);
    let now = blog.now();
    let id = create(&blog.store, &blog.folder, &path("a.md"), "new", Origin::Window, now).unwrap();
    blog.expect_both(&[("a.md", "new")]);
    assert_eq!(blog.id("a.md"), id);

    blog.write("b.md", "somebody's");
    let refused = create(&blog.store, &blog.folder, &path("b.md"), "mine", Origin::Window, now);
    assert!(matches!(refused, Err(Error::FileExists { .. })), "{refused:?}");
    assert_eq!(fs::read(blog.file("b.md")).unwrap(), b"somebody's");
    blog.reconcile();
    blog.expect_agreed();
}

#[test]
fn a_save_is_in_both_at_once() {
    let mut blog = TestBlog::with(&[("a.md", "old")]);
    let (id, now) = (blog.id("a.md"), blog.now());
    let saved = save(&blog.store, &blog.folder, id, "new", Origin::Window, now).unwrap();
    assert_eq!(saved, Saved::Written);
    blog.expect_both(&[("a.md", "new")]);
    blog.expect_agreed();
}

#[test]
fn a_save_does_not_replace_what_another_program_wrote() {
    let mut blog = TestBlog::with(&[("a.md", "base")]);
    let (id, now) = (blog.id("a.md"), blog.now());
    blog.write("a.md", "from outside");
    let saved = save(&blog.store, &blog.folder, id, "mine", Origin::Window, now).unwrap();
    assert_eq!(saved, Saved::FileChanged);
    assert_eq!(fs::read(blog.file("a.md")).unwrap(), b"from outside");
    assert_eq!(blog.reconcile().conflicts, [id]);

    // The author decides; the decision is written against what the file says now.
    let theirs = blog.folder.read(&path("a.md")).unwrap().unwrap().hash;
    blog.store.set_base(id, &path("a.md"), theirs).unwrap();
    let saved = save(&blog.store, &blog.folder, id, "both", Origin::Window, now).unwrap();
    assert_eq!(saved, Saved::Written);
    blog.expect_both(&[("a.md", "both")]);
    blog.expect_agreed();
}

#[test]
fn a_rename_takes_file_and_slug_along_and_replaces_nothing() {
    let mut blog = TestBlog::with(&[("a.md", "a"), ("b.md", "b")]);
    let (id, now) = (blog.id("a.md"), blog.now());
    blog.write("c.md", "not known yet");
    for taken in ["b.md", "c.md"] {
        let to = path(taken);
        assert!(rename(&blog.store, &blog.folder, id, &to, Origin::Window, now).is_err());
        assert_eq!(fs::read(blog.file("a.md")).unwrap(), b"a");
        assert_eq!(blog.id("a.md"), id);
    }
    rename(&blog.store, &blog.folder, id, &path("x/d.md"), Origin::Window, now).unwrap();
    assert!(!blog.file("a.md").exists());
    assert_eq!(blog.id("x/d.md"), id);
    blog.reconcile();
    blog.expect_agreed();
}

#[test]
fn a_removed_post_is_in_the_trash_unless_its_file_was_edited() {
    let mut blog = TestBlog::with(&[("a.md", "a"), ("b.md", "b")]);
    let (a, b) = (blog.id("a.md"), blog.id("b.md"));
    blog.write("b.md", "b, edited outside");
    remove(&blog.store, &blog.folder, a, Origin::Window).unwrap();
    remove(&blog.store, &blog.folder, b, Origin::Window).unwrap();
    assert_eq!(fs::read(blog.dir.path().join("trash/a.md")).unwrap(), b"a");
    assert_eq!(blog.reconcile().added, [b]);
    blog.expect_both(&[("b.md", "b, edited outside")]);
    blog.expect_agreed();
}

fn blog_of(n: usize) -> (TestBlog, Vec<PostId>) {
    let names: Vec<String> = (0..n).map(|i| format!("{i:02}.md")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), name.as_str())).collect();
    let blog = TestBlog::with(&files);
    let ids = names.iter().map(|name| blog.id(name)).collect();
    (blog, ids)
}

#[track_caller]
fn check_vanishing(n_posts: usize, n_gone: usize, is_believed: bool) {
    let (mut blog, ids) = blog_of(n_posts);
    for i in 0..n_gone {
        blog.delete(&format!("{i:02}.md"));
    }
    let done = blog.reconcile();
    let (removed, vanished) = if is_believed { (n_gone, 0) } else { (0, n_gone) };
    assert_eq!((done.removed.len(), done.vanished.len()), (removed, vanished));
    assert_eq!(blog.rows().len(), n_posts - removed);
    assert_eq!(done.problems.len(), usize::from(!is_believed), "{:?}", done.problems);
    assert_eq!(done.vanished, ids[..vanished]);
}

#[test]
fn one_file_may_go_in_any_living_folder() {
    check_vanishing(2, 1, true);
    check_vanishing(30, 1, true);
}

#[test]
fn a_few_files_of_many_may_go() {
    check_vanishing(30, 3, true);
}

#[test]
fn more_than_three_a_tenth_or_all_are_not_believed_to_be_deleted() {
    check_vanishing(60, 4, false);
    check_vanishing(19, 2, false);
    check_vanishing(1, 1, false);
    check_vanishing(40, 40, false);
}

#[test]
fn vanished_posts_come_back_with_their_files() {
    let (mut blog, ids) = blog_of(8);
    let away = blog.dir.path().join("away");
    fs::create_dir(&away).unwrap();
    for i in 0..8 {
        fs::rename(blog.file(&format!("{i:02}.md")), away.join(i.to_string())).unwrap();
    }
    assert_eq!(blog.reconcile().vanished, ids);
    assert_eq!(blog.reconcile().vanished, ids, "until it is decided");
    for i in 0..8 {
        fs::rename(away.join(i.to_string()), blog.file(&format!("{i:02}.md"))).unwrap();
    }
    assert_eq!(blog.reconcile().vanished, []);
    blog.expect_agreed();
}

#[test]
fn the_author_can_remove_vanished_posts_or_write_them_back() {
    let (mut blog, ids) = blog_of(6);
    for i in 0..5 {
        blog.delete(&format!("{i:02}.md"));
    }
    let vanished = blog.reconcile().vanished;
    assert_eq!(vanished, ids[..5]);
    blog.write("00.md", "back, and different");
    blog.edit_row("01.md", "edited meanwhile");
    let removed = remove_vanished(&blog.store, &blog.folder, &vanished[..4]).unwrap();
    assert_eq!(removed, ids[2..4], "one is back, one was edited");
    write_back(&blog.store, &blog.folder, &ids[4..5]).unwrap();
    blog.reconcile();
    blog.expect_both(&[
        ("00.md", "back, and different"),
        ("01.md", "edited meanwhile"),
        ("04.md", "04.md"),
        ("05.md", "05.md"),
    ]);
    blog.expect_agreed();
    assert_eq!(blog.former_texts(ids[2]), ["02.md"]);
}
