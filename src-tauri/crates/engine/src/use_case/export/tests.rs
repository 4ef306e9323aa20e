use std::fs;

use crate::{Blog, DataFolder, OpenOptions};

/// As after a kill between the temporary file and its renaming: nobody else would ever remove it
/// from a folder of the author's.
#[test]
fn a_file_that_an_interrupted_export_left_is_gone_after_the_next_start() {
    let root = tempfile::tempdir().unwrap();
    let (blog, desk) = (root.path().join("blog"), root.path().join("desk"));
    fs::create_dir_all(blog.join("posts")).unwrap();
    fs::create_dir(&desk).unwrap();
    fs::write(blog.join("posts/a.md"), "# A\n").unwrap();
    let left_over = desk.join(".galley-1-0.tmp");
    let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));

    let opened = Blog::open(&blog, &options, |_| {}).unwrap();
    let post = opened.post_id("a").unwrap();
    opened.post_export(post, &desk.join("a.html")).unwrap();
    fs::write(&left_over, "half").unwrap();
    opened.close();
    Blog::open(&blog, &options, |_| {}).unwrap().close();
    assert!(left_over.exists(), "an export that was finished leaves nothing to look for");

    let opened = Blog::open(&blog, &options, |_| {}).unwrap();
    opened.ask(move |state| Ok(super::note_begun(&state.store, &desk.join("a.html"))?)).unwrap();
    opened.close();
    Blog::open(&blog, &options, |_| {}).unwrap().close();
    assert!(!left_over.exists());
}
