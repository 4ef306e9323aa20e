//! Typing, and where the words arrive: the preview, the file, the front matter.

use std::path::Path;

use galley_e2e::{Key, TestBlog, Window};

use crate::{FIRST, FIRST_SOURCE};

#[test]
fn the_sample_blog_opens_with_its_posts_listed_and_one_rendered() {
    let blog = TestBlog::sample();
    let window = Window::open(&blog);

    let listed = window.listed_posts();
    let is_post = |name: &String| Path::new(name).extension().is_some_and(|it| it == "md");
    let written = blog.posts().iter().filter(|name| is_post(name)).count();
    assert!(listed.len() >= written, "{written} posts lie in the folder, listed are {listed:?}");
    assert!(!window.preview().text().trim().is_empty(), "the open post is rendered");
    window.part("saved").wait_for_text("Saved");
}

#[test]
fn what_is_typed_is_rendered_and_reaches_the_file_with_the_rest_untouched() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.editor().go_to_end().type_text("\nTea is **ready**.\n\n## Later");
    window.preview().wait_for_text("Tea is ready.");
    let body = window.preview().body();
    assert!(body.contains("<strong>ready</strong>"), "rendered, not shown as written: {body}");
    assert!(body.contains("<h2"), "the heading is one: {body}");

    window.editor().wait_until_saved();
    assert_eq!(blog.read(FIRST), format!("{FIRST_SOURCE}\nTea is **ready**.\n\n## Later"));
}

#[test]
fn a_word_in_the_middle_changes_its_block_and_no_other() {
    let source = "---\ntitle: Blocks\n---\n\nOne.\n\nTwo.\n\n<details><summary>More</summary>Three.</details>\n";
    let blog = TestBlog::with_post(FIRST, source);
    let window = Window::open(&blog);

    // What the reader has opened stays open only if its element stays.
    window.preview().script("document.querySelector('details').open = true");
    window.editor().go_behind("Two.").type_text(" And a half.");
    window.preview().wait_for_text("Two. And a half.");
    let open = window.preview().script("return document.querySelector('details').open");
    assert_eq!(open, true, "a block that nobody edited was drawn anew");
}

#[test]
fn the_shortcut_for_saving_is_never_refused() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.editor().go_to_end().type_text("At once.");
    window.press(&[Key::Control.into(), 's']);
    window.editor().wait_until_saved();
    blog.wait_for_text(FIRST, "At once.");
    // Nothing to save is no reason to complain.
    window.press(&[Key::Control.into(), 's']);
    window.part("saved").wait_for_text("Saved");
}

#[test]
fn undo_takes_the_words_back_everywhere() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.editor().go_to_end().type_text("Mistaken.");
    window.preview().wait_for_text("Mistaken.");
    blog.wait_for_text(FIRST, "Mistaken.");
    window.press(&[Key::Control.into(), 'z']);
    window.preview().wait_until_current();
    window.editor().wait_until_saved();
    assert_eq!(blog.read(FIRST), FIRST_SOURCE);
    assert!(!window.preview().text().contains("Mistaken."));
}

#[test]
fn the_files_own_line_endings_and_byte_order_mark_stay() {
    let source = "\u{feff}---\r\ntitle: Old\r\n---\r\n\r\nFrom another system.\r\n";
    let blog = TestBlog::with_post(FIRST, source);
    let window = Window::open(&blog);

    window.editor().go_to_end().type_text("Two\nlines.");
    window.editor().wait_until_saved();
    assert_eq!(blog.read(FIRST), format!("{source}Two\r\nlines."));
}

#[test]
fn opening_a_blog_writes_nothing_into_it() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    blog.write("posts/second.md", "No front matter.\n\nAnd no end to the last line.");
    let before = blog.snapshot();
    let window = Window::open(&blog);
    window.post("second.md").click();
    window.preview().wait_for_text("And no end");
    window.close();
    assert_eq!(blog.snapshot(), before);
}

#[test]
fn the_title_field_changes_the_title_in_the_file_and_on_the_page() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.part("field-title").wait_for_value("First light");
    window.part("field-title").fill("Second thoughts");
    window.press(&[Key::Enter.into()]);
    let text = blog.wait_for_text(FIRST, "Second thoughts");
    assert_eq!(text, FIRST_SOURCE.replace("First light", "Second thoughts"));
    window.preview().wait_for_page_text("Second thoughts");
    window.post("first.md").wait_for_text("Second thoughts");
}

#[test]
fn a_post_becomes_a_draft_and_live_again() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.post("first.md").wait_for_text("Live");
    window.part("field-draft").click();
    blog.wait_for_text(FIRST, "draft: true");
    window.post("first.md").wait_for_text("Draft");
    window.part("field-draft").click();
    window.post("first.md").wait_for_text("Live");
    window.editor().wait_until_saved();
    assert!(!blog.read(FIRST).contains("draft: true"), "{}", blog.read(FIRST));
}

#[test]
fn the_words_are_counted_while_typing() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.part("words").wait_for_text("3 words");
    window.editor().go_to_end().type_text("Two more.");
    window.part("words").wait_for_text("5 words");
}
