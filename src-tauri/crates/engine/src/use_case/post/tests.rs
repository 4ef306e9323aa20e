use std::fs;
use std::sync::mpsc;

use galley_core::PostId;
use galley_store::Store;

use crate::{Blog, DataFolder, OpenOptions, wire};

/// As on a full disk, or while a large import of another process is under way: which post was
/// open last is not worth an error. A post just made would be made once more.
#[test]
fn a_post_opens_while_the_library_cannot_be_written() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("blog/posts")).unwrap();
    fs::write(root.path().join("blog/posts/a.md"), "# A\n\nText.\n").unwrap();
    let data = DataFolder::new(Some(&root.path().join("data")));
    let options = OpenOptions::new(data.clone());
    let blog = Blog::open(&root.path().join("blog"), &options, |_| {}).unwrap();
    let post = blog.post_id("a").unwrap();
    let other = Store::open(&data.library(blog.folder()).unwrap()).unwrap();
    let opened = other.transaction(|store| {
        store.post(PostId::new(post))?;
        Ok::<_, galley_store::Error>(blog.post_open(post))
    });
    assert_eq!(opened.unwrap().unwrap().source, "# A\n\nText.\n");
}

/// The window asks for a blog that was opened while the window was still starting.
#[test]
fn what_happens_before_the_window_asks_is_told_when_it_does() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("blog/posts")).unwrap();
    let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
    let (sender, events) = mpsc::channel();
    let tell = move |event| drop(sender.send(event));
    let blog = Blog::open(&root.path().join("blog"), &options, tell).unwrap();
    let notice = |message: &str| {
        let message = message.to_owned();
        blog.ask(|state| {
            state.notice(message);
            Ok(())
        })
        .unwrap();
    };

    notice("early");
    assert_eq!(blog.opened().unwrap().notices, ["early"]);
    assert!(events.try_recv().is_err(), "nobody heard");

    notice("late");
    let Ok(wire::Event::BlogNotice(told)) = events.try_recv() else { panic!("no notice") };
    assert_eq!(told.message, "late");
    assert_eq!(blog.opened().unwrap().notices, ["early"]);
}
