//! What was typed and not saved comes back.

use std::fs;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

/// The blog's folders as a crash at this moment would leave them.
fn crashed(blog: &TestBlog) -> TestBlog {
    let after = TestBlog::nothing();
    copy(&blog.path(""), &after.path(""));
    let copied = Writer::open(&after);
    copied.close();
    // The library belongs to the folder's path: the copy's own is replaced by the original.
    let library = after.library();
    for part in ["", "-wal", "-shm"] {
        let name = |path: &std::path::Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(part);
            std::path::PathBuf::from(name)
        };
        fs::remove_file(name(&library)).ok();
        if name(&blog.library()).exists() {
            fs::copy(name(&blog.library()), name(&library)).expect("a copy");
        }
    }
    after
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

#[test]
fn what_was_kept_and_not_saved_is_there_after_a_crash() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n\nIn the file.\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    writer.rewrite(&open, 1, "# A\n\nIn the file, and three words more.\n");
    writer.wait_until_kept(1);
    let after = crashed(&blog);

    let writer_after = Writer::open(&after);
    let opened = writer_after.blog.opened().expect("a start");
    assert_eq!(opened.recovered.len(), 1, "{:?}", opened.recovered);
    let recovered = &opened.recovered[0];
    assert_eq!((recovered.title.as_str(), recovered.n_words), ("A", 5));
    let before = recovered.before.expect("the text before");
    let before = writer_after.blog.revision_source(before).expect("a text");
    assert_eq!(before, "# A\n\nIn the file.\n");
    let open = opened.open.expect("the post that was open");
    assert_eq!(open.source, "# A\n\nIn the file, and three words more.\n");
    assert_eq!((open.cursor, open.scroll), (3, 2));
    assert_eq!(after.read("posts/a.md"), "# A\n\nIn the file, and three words more.\n");
    writer_after.close();
    writer.close();

    let again = Writer::open(&after);
    assert!(again.blog.opened().expect("a start").recovered.is_empty(), "it is told once");
    again.close();
}

#[test]
fn what_was_typed_beats_the_removal_of_its_file() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    writer.rewrite(&open, 1, "# A\n\nTyped.\n");
    writer.wait_until_kept(1);
    let after = crashed(&blog);
    fs::remove_file(after.path("posts/a.md")).expect("the file");

    let writer_after = Writer::open(&after);
    assert_eq!(writer_after.open_post("a.md").source, "# A\n\nTyped.\n");
    assert_eq!(after.read("posts/a.md"), "# A\n\nTyped.\n");
    writer_after.close();
    writer.close();
}
