use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use galley_core::{Origin, PostId, Utf16Offset};
use galley_store::{JournalEntry, Store};

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
    blog.post_edit(wire::EditPost {
        blog: blog.id(),
        post,
        version,
        edits: vec![wire::Edit { from: 0, to: 0, insert: text.to_owned() }],
        render: false,
        restore: false,
        cursor: 0,
        scroll: 0,
    })
    .unwrap();
}

fn wait_until_kept(events: &mpsc::Receiver<wire::Event>) {
    let deadline = Duration::from_secs(20);
    while !matches!(events.recv_timeout(deadline).unwrap(), wire::Event::PostKept(_)) {}
}

/// A blog in `root` with one open post, into which "older " was typed and kept.
fn typed_into(root: &Path) -> (Blog, u32) {
    let posts = root.join("blog/posts");
    fs::create_dir_all(&posts).unwrap();
    fs::write(posts.join("a.md"), "a\n").unwrap();
    let (blog, events) = open(root);
    let post = blog.post_id("a").unwrap();
    blog.post_open(post).unwrap();
    type_at_start(&blog, post, 1, "older ");
    wait_until_kept(&events);
    (blog, post)
}

/// Has a folder in the place of the file: it stands for whatever keeps a file from being written,
/// also for root.
fn obstruct(file: &Path) {
    fs::remove_file(file).unwrap();
    fs::create_dir(file).unwrap();
}

/// What the next start makes of the file, which holds `text` by then.
fn after_restart(root: &Path, file: &Path, text: &str) -> String {
    fs::remove_dir(file).unwrap();
    fs::write(file, text).unwrap();
    let (blog, _events) = open(root);
    blog.close();
    fs::read_to_string(file).unwrap()
}

/// Between the text in the library and the text in its file a kill, a full disk or a lost folder
/// may come: what the journal held before is older than both.
#[test]
fn a_save_that_ends_halfway_is_not_undone_by_an_older_text_in_the_journal() {
    let root = tempfile::tempdir().unwrap();
    let (blog, post) = typed_into(root.path());

    let file = root.path().join("blog/posts/a.md");
    obstruct(&file);
    type_at_start(&blog, post, 2, "newer, ");
    blog.post_save(post).unwrap_err();
    drop(blog);
    assert_eq!(after_restart(root.path(), &file, "a\n"), "newer, older a\n");
}

/// What neither the file nor the library takes is nowhere but in the window.
#[test]
fn posts_are_named_of_which_nothing_takes_the_words() {
    let root = tempfile::tempdir().unwrap();
    let (blog, post) = typed_into(root.path());
    assert!(blog.posts_keep().unwrap().is_empty());
    let file = root.path().join("blog/posts/a.md");
    assert_eq!(fs::read_to_string(&file).unwrap(), "older a\n");

    obstruct(&file);
    type_at_start(&blog, post, 2, "in the journal, ");
    assert!(blog.posts_keep().unwrap().is_empty());

    // Stands for a library that cannot be written.
    let empty = Store::in_memory().unwrap();
    let library = blog.ask(|state| Ok(std::mem::replace(&mut state.store, empty))).unwrap();
    assert!(blog.posts_keep().unwrap().is_empty(), "the journal has all of it");
    type_at_start(&blog, post, 3, "nowhere, ");
    assert_eq!(blog.posts_keep().unwrap(), [post]);

    blog.ask(|state| Ok(std::mem::replace(&mut state.store, library))).unwrap();
    assert!(blog.posts_keep().unwrap().is_empty());
    drop(blog);
    let text = after_restart(root.path(), &file, "older a\n");
    assert_eq!(text, "nowhere, in the journal, older a\n");
}

/// As when another process removed the post while the window that typed was dead.
#[test]
fn a_journal_of_a_removed_post_does_not_keep_the_blog_shut() {
    let folder = tempfile::tempdir().unwrap();
    let (blog, data) = (folder.path().join("blog"), folder.path().join("data"));
    fs::create_dir_all(blog.join("posts")).unwrap();
    fs::write(blog.join("posts/a.md"), "# A\n").unwrap();
    let options = OpenOptions::new(DataFolder::new(Some(&data)));
    Blog::open(&blog, &options, |_| {}).unwrap().close();

    let library = options.data.library(&fs::canonicalize(&blog).unwrap()).unwrap();
    let store = Store::open(&library).unwrap();
    let post = store.rows().unwrap()[0].id;
    let entry = |post| JournalEntry {
        post,
        source: "# A\n\nTyped.\n".to_owned(),
        based_on: None,
        cursor: Utf16Offset::new(1),
        scroll: 1,
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    store.remove(post, Origin::Cli).unwrap();
    store.clear_base(post).unwrap();
    store.journal_put(&entry(post)).unwrap();
    // One of a post that never was is left alone, and does no harm.
    store.journal_put(&entry(PostId::new(99))).unwrap();
    drop(store);
    fs::remove_file(blog.join("posts/a.md")).unwrap();

    let opened = Blog::open(&blog, &options, |_| {}).unwrap();
    assert_eq!(opened.opened().unwrap().recovered.len(), 1);
    assert_eq!(fs::read_to_string(blog.join("posts/a.md")).unwrap(), "# A\n\nTyped.\n");
    opened.close();
}

#[test]
fn a_removal_that_ends_halfway_leaves_no_older_text_in_the_journal() {
    let root = tempfile::tempdir().unwrap();
    let (blog, post) = typed_into(root.path());

    // In the way of the trash.
    fs::write(root.path().join("data/trash"), "").unwrap();
    type_at_start(&blog, post, 2, "newer, ");
    blog.post_remove(post).unwrap_err();
    let data = DataFolder::new(Some(&root.path().join("data")));
    let store = Store::open(&data.library(blog.folder()).unwrap()).unwrap();
    assert_eq!(store.post(PostId::new(post)).unwrap().source, "newer, older a\n");
    assert!(store.journal().unwrap().is_empty());
}
