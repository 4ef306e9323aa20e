use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use crate::{Blog, DataFolder, OpenOptions, wire};

/// Opens the blog in `root` without a watcher; what it tells can be waited for.
fn open(root: &Path) -> (Blog, mpsc::Receiver<wire::Event>) {
    let (sender, events) = mpsc::channel();
    let options = OpenOptions::new(DataFolder::new(Some(&root.join("data"))));
    // Who no longer listens is told nothing.
    let tell = move |event| drop(sender.send(event));
    (Blog::open(&root.join("blog"), &options, tell).unwrap(), events)
}

/// Puts `text` before all others.
fn type_at_start(blog: &Blog, post: u32, version: u32, text: &str) {
    let edits = vec![wire::Edit { from: 0, to: 0, insert: text.to_owned() }];
    let (blog_id, render, cursor, scroll) = (blog.id(), false, 0, 0);
    blog.post_edit(wire::EditPost { blog: blog_id, post, version, edits, render, cursor, scroll })
        .unwrap();
}

fn wait_until_kept(events: &mpsc::Receiver<wire::Event>) {
    let deadline = Duration::from_secs(20);
    while !matches!(events.recv_timeout(deadline).unwrap(), wire::Event::PostKept(_)) {}
}

/// Between the text in the library and the text in its file a kill, a full disk or a lost folder
/// may come: what the journal held before is older than both.
#[test]
fn a_save_that_ends_halfway_is_not_undone_by_an_older_text_in_the_journal() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("blog/posts/a.md");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "a\n").unwrap();
    let (blog, events) = open(root.path());
    let post = blog.post_id("a").unwrap();
    blog.post_open(post).unwrap();
    type_at_start(&blog, post, 1, "older ");
    wait_until_kept(&events);

    // Stands for whatever keeps the file from being written, also for root.
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    type_at_start(&blog, post, 2, "newer, ");
    blog.post_save(post).unwrap_err();
    drop(blog);
    fs::remove_dir(&file).unwrap();
    fs::write(&file, "a\n").unwrap();

    let (blog, _events) = open(root.path());
    blog.close();
    assert_eq!(fs::read_to_string(&file).unwrap(), "newer, older a\n");
}
