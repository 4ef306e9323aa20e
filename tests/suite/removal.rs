//! Taking posts away and bringing them back.

use galley_engine::wire;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

#[test]
fn a_removed_post_is_in_the_trash_with_what_was_typed_last() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    writer.rewrite(&open, 1, "# A\n\nTyped, and not saved yet.\n");
    writer.blog.post_remove(open.summary.id).expect("it is removed");
    assert!(!blog.path("posts/a.md").exists());
    assert_eq!(writer.blog.post_list().expect("a list").len(), 1);
    let removed = writer.blog.removed_list().expect("the trash");
    assert_eq!(removed.len(), 1);
    assert_eq!((removed[0].title.as_str(), removed[0].n_words), ("A", 5));

    let back = writer.blog.removed_restore(removed[0].post).expect("it comes back");
    assert_eq!(back.source, "# A\n\nTyped, and not saved yet.\n");
    assert_eq!(blog.read("posts/a.md"), "# A\n\nTyped, and not saved yet.\n");
    assert!(writer.blog.removed_list().expect("the trash").is_empty());
    writer.close();
    assert_eq!(blog.galley(&["posts"]).done().lines().count(), 2);
}

#[test]
fn a_post_comes_back_beside_what_took_its_place() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let id = writer.id("a.md");
    writer.blog.post_remove(id).expect("it is removed");
    std::fs::write(blog.path("posts/a.md"), "# Another\n").expect("a file");
    let back = writer.blog.removed_restore(id).expect("it comes back");
    assert_eq!(back.summary.path, "a 2.md");
    assert_eq!(blog.read("posts/a.md"), "# Another\n");
    assert_eq!(blog.read("posts/a 2.md"), "# A\n");
    writer.close();
}

#[test]
fn an_emptied_trash_is_empty_for_good() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    writer.blog.post_remove(writer.id("a.md")).expect("it is removed");
    writer.blog.trash_empty().expect("it is emptied");
    assert!(writer.blog.removed_list().expect("the trash").is_empty());
    assert!(!blog.data().join("trash").exists() || is_empty_below(&blog.data().join("trash")));
    assert_eq!(blog.read("posts/b.md"), "# B\n");
    writer.close();
}

fn is_empty_below(folder: &std::path::Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.all(|entry| entry.is_ok_and(|it| it.path().is_dir() && is_empty_below(&it.path())))
    })
}

#[test]
fn a_file_moves_with_what_is_being_typed() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    writer.rewrite(&open, 1, "# A\n\nTyped.\n");
    writer.blog.post_rename(open.summary.id, "2024/moved.md").expect("it is renamed");
    assert!(!blog.path("posts/a.md").exists());
    assert_eq!(
        blog.read("posts/2024/moved.md"),
        "---\naliases: [/a/]\n---\n\n# A\n\nTyped.\n",
        "readers know the old address"
    );
    let taken = writer.blog.post_rename(open.summary.id, "b.md").expect_err("it is taken");
    assert!(taken.to_string().contains("b.md"), "{taken}");
    for bad in ["../out.md", "/abs.md", "a.txt", ""] {
        writer.blog.post_rename(open.summary.id, bad).expect_err(bad);
    }
    assert_eq!(blog.read("posts/b.md"), "# B\n");
    writer.close();
}

#[test]
fn links_lead_where_they_led_when_a_file_moves() {
    let blog = TestBlog::new()
        .with(
            "posts/a.md",
            "---\ntitle: A\nslug: a\n---\n\nTo [B](b.md#x), ![dot](i/dot.png), [C](/c/).\n",
        )
        .with("posts/b.md", "---\ntitle: B\n---\n\nTo [A](a.md \"a.md\") and [A](/a/) `(a.md)`.\n")
        .with("posts/i/dot.png", "a dot");
    let writer = Writer::open(&blog);
    let open = writer.open_post("b.md");
    writer.blog.post_rename(writer.id("a.md"), "2024/a.md").expect("it is renamed");
    assert_eq!(
        blog.read("posts/2024/a.md"),
        "---\ntitle: A\nslug: a\n---\n\nTo [B](../b.md#x), ![dot](../i/dot.png), [C](/c/).\n",
        "its address stays, so there is no alias"
    );
    let followed = "---\ntitle: B\n---\n\nTo [A](2024/a.md \"a.md\") and [A](/a/) `(a.md)`.\n";
    assert_eq!(blog.read("posts/b.md"), followed);
    let pulled = writer.blog.outside_pull(open.summary.id, 0).expect("it is open");
    assert!(pulled.conflict.is_none() && !pulled.edits.is_empty(), "the editor follows");
    writer.close();
}

#[test]
fn a_slug_that_is_changed_in_the_window_leaves_the_old_address() {
    let blog = TestBlog::new()
        .with("posts/a.md", "---\ntitle: A\n---\n\nText.\n")
        .with("posts/b.md", "[A](/a/)\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("a.md");
    let field = wire::FieldEdit::Slug(Some("new".to_owned()));
    let edits = writer.blog.field_edit(open.summary.id, 0, field).expect("it can be");
    writer.edit(open.summary.id, 1, edits).expect("the edits are taken in");
    writer.blog.post_save(open.summary.id).expect("it is saved");
    assert_eq!(blog.read("posts/a.md"), "---\ntitle: A\nslug: new\naliases: [/a/]\n---\n\nText.\n");
    assert_eq!(blog.read("posts/b.md"), "[A](/new/)\n");
    writer.close();
}
