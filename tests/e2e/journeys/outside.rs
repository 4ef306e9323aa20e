//! Another program edits the files while the window is open.

use galley_e2e::{TestBlog, Window};

use crate::{FIRST, FIRST_SOURCE};

#[test]
fn an_edit_from_outside_appears_in_the_open_post() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    blog.write(FIRST, FIRST_SOURCE.replace("sings", "whistles"));
    window.editor().wait_for_text("The kettle whistles.");
    window.preview().wait_for_text("The kettle whistles.");
    window.part("saved").wait_for_text("Saved");
}

#[test]
fn an_edit_from_outside_elsewhere_in_the_post_joins_what_is_being_typed() {
    let source = "---\ntitle: Both\n---\n\nAbove.\n\nBetween.\n\nBelow.\n";
    let blog = TestBlog::with_post(FIRST, source);
    let window = Window::open(&blog);

    window.editor().go_behind("Below.").type_text(" Typed here.");
    blog.write(FIRST, source.replace("Above.", "Above, from outside."));
    window.editor().type_text(" And on.");
    window.editor().wait_for_text("Above, from outside.");
    window.editor().wait_for_text("Below. Typed here. And on.");
    window.editor().wait_until_saved();
    let both = source
        .replace("Above.", "Above, from outside.")
        .replace("Below.", "Below. Typed here. And on.");
    assert_eq!(blog.wait_for_text(FIRST, "Typed here. And on."), both);
}

#[test]
fn a_post_that_another_program_makes_is_listed_and_one_that_it_removes_is_not() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    blog.write("posts/deep/guest.md", "---\ntitle: A guest\ndate: 2026-02-01\n---\n\nKnock.\n");
    window.post("deep/guest.md").wait_for_text("A guest");
    std::fs::remove_file(blog.path("posts/deep/guest.md")).expect("the file written above");
    window.post("deep/guest.md").wait_until_hidden();
}

#[test]
fn a_post_that_another_program_renames_stays_the_open_post() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    std::fs::rename(blog.path(FIRST), blog.path("posts/renamed.md")).expect("a rename");
    window.post("renamed.md").wait_for_attribute("aria-selected", "true");
    window.editor().go_to_end().type_text("Still here.");
    blog.wait_for_text("posts/renamed.md", "Still here.");
    assert_eq!(blog.posts(), ["renamed.md"], "the old name does not come back");
}
