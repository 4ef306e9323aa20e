use std::fs;

use galley_core::{Origin, PostId, Utf16Offset};
use galley_store::{JournalEntry, Store};

use crate::{Blog, DataFolder, OpenOptions};

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
