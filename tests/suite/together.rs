//! Window and command line on one blog at once.

use galley_engine::wire;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

const SOURCE: &str = "---\ntitle: Old\n---\n\nFirst.\n\nLast.\n";

fn outside(event: &wire::Event) -> Option<()> {
    matches!(event, wire::Event::OutsideChanged(_)).then_some(())
}

#[test]
fn what_the_command_line_sets_comes_into_the_open_post() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    blog.galley(&["set", "a", "title=New"]).done();
    writer.wait(outside);
    let pulled = writer.blog.outside_pull(open.summary.id, 0).expect("it is open");
    assert_eq!(pulled.conflict, None);
    writer.edit(open.summary.id, 1, pulled.edits).expect("they fit");
    let now = writer.blog.post_open(open.summary.id).expect("it is open");
    assert_eq!(now.source, SOURCE.replace("Old", "New"));
    writer.close();
    assert_eq!(blog.read("posts/a.md"), SOURCE.replace("Old", "New"));
}

#[test]
fn what_the_command_line_sets_is_told_to_the_list() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let post = writer.id("b.md");
    blog.galley(&["set", "b", "title=New"]).done();
    // The file's change is a hint; the library's own log says which post it was.
    writer.wait(|event| match event {
        wire::Event::PostsChanged(changed) if changed.posts == [post] => Some(()),
        _ => None,
    });
    let listed = writer.blog.post_list().expect("a list");
    assert!(listed.iter().any(|post| post.title == "New"), "{listed:?}");
    writer.close();
}

#[test]
fn what_is_being_typed_and_what_the_command_line_sets_are_merged() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    let end = crate::writer::utf16_len(SOURCE);
    let typed = wire::Edit { from: end, to: end, insert: "Typed.\n".to_owned() };
    writer.edit(open.summary.id, 1, vec![typed]).expect("it fits");
    blog.galley(&["set", "a", "title=New"]).done();
    writer.wait(outside);
    let pulled = writer.blog.outside_pull(open.summary.id, 1).expect("it is open");
    assert_eq!(pulled.conflict, None);
    writer.edit(open.summary.id, 2, pulled.edits).expect("they fit");
    writer.wait_until_saved(2);
    let both = SOURCE.replace("Old", "New") + "Typed.\n";
    assert_eq!(blog.read("posts/a.md"), both);
    writer.close();
}

#[test]
fn a_save_does_not_undo_what_the_command_line_set_a_moment_before() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    blog.galley(&["set", "a", "title=New"]).done();
    let end = crate::writer::utf16_len(SOURCE);
    let typed = wire::Edit { from: end, to: end, insert: "Typed.\n".to_owned() };
    writer.edit(open.summary.id, 1, vec![typed]).expect("it fits");
    // At once: no watcher has told anything yet.
    writer.blog.post_save(open.summary.id).expect("it is kept");
    assert!(blog.read("posts/a.md").contains("title: New"), "{}", blog.read("posts/a.md"));
    writer.wait(outside);
    let pulled = writer.blog.outside_pull(open.summary.id, 1).expect("it is open");
    assert_eq!(pulled.conflict, None);
    writer.edit(open.summary.id, 2, pulled.edits).expect("they fit");
    writer.wait_until_saved(2);
    assert_eq!(blog.read("posts/a.md"), SOURCE.replace("Old", "New") + "Typed.\n");
    writer.close();
}

#[test]
fn a_file_that_is_deleted_is_not_written_again_because_somebody_looks_at_its_post() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    std::fs::remove_file(blog.path("posts/a.md")).expect("the file");
    writer.wait(outside);
    let pulled = writer.blog.outside_pull(open.summary.id, 0).expect("it is open");
    assert_eq!((pulled.edits.len(), pulled.conflict), (0, None));
    writer.close();
    assert!(!blog.path("posts/a.md").exists());

    // An edit beats the deletion.
    let blog = TestBlog::new().with("posts/a.md", SOURCE).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    std::fs::remove_file(blog.path("posts/a.md")).expect("the file");
    writer.wait(outside);
    writer.rewrite(&open, 1, "Typed.\n");
    writer.close();
    assert_eq!(blog.read("posts/a.md"), "Typed.\n");
}

#[test]
fn what_is_being_made_of_both_sides_of_a_conflict_is_kept_in_the_history() {
    let blog = TestBlog::new().with("posts/a.md", SOURCE).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    let at = crate::writer::utf16_len("---\ntitle: Old\n---\n\nFirst.");
    let typed = wire::Edit { from: at, to: at, insert: " Mine.".to_owned() };
    writer.edit(open.summary.id, 1, vec![typed]).expect("it fits");
    std::fs::write(blog.path("posts/a.md"), SOURCE.replace("First.", "Theirs.")).expect("a file");
    writer.wait(outside);
    let pulled = writer.blog.outside_pull(open.summary.id, 1).expect("it is open");
    assert!(pulled.conflict.is_some());
    let made = SOURCE.replace("First.", "Theirs and mine.");
    for _ in 0..2 {
        writer.blog.conflict_keep(open.summary.id, made.clone()).expect("it is kept");
    }
    // It ends there, and so is only in the history.
    writer.close();
    let writer = Writer::open(&blog);
    let history = writer.blog.post_history(open.summary.id).expect("a history");
    let texts = history.revisions.iter().map(|it| writer.blog.revision_source(it.id));
    let found = texts.filter(|text| text.as_ref().is_ok_and(|text| *text == made));
    assert_eq!(found.count(), 1);
    writer.close();
}
