//! Closing and coming back: the blog, the post and the place are remembered.

use galley_e2e::{Key, TestBlog, Window};

use crate::{FIRST, FIRST_SOURCE};

#[test]
fn a_restart_finds_the_same_post_open_with_the_cursor_where_it_was() {
    let blog =
        TestBlog::with_post("posts/newest.md", "---\ndate: 2026-03-01\n---\n\nThe newest.\n");
    blog.write(FIRST, format!("{FIRST_SOURCE}\nA second paragraph.\n\nA third.\n"));
    let window = Window::open(&blog);
    window.post("first.md").click();
    window.editor().wait_for_text("A second paragraph.");
    window.editor().go_behind("A second paragraph.").type_text(" And more.");
    window.editor().wait_until_saved();
    window.close();

    let window = Window::reopen(&blog);
    window.post("first.md").wait_for_attribute("aria-selected", "true");
    assert_eq!(window.editor().line_of_cursor(), "A second paragraph. And more.");
    window.press(&['!']);
    window.editor().wait_for_text("A second paragraph. And more.!");
}

#[test]
fn closing_the_window_in_the_middle_of_a_word_loses_none_of_it() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.editor().go_to_end().type_text("Closed at onc");
    window.close();
    assert_eq!(blog.read(FIRST), format!("{FIRST_SOURCE}Closed at onc"));
}

/// Keys that the web view has not come to yet when the window is closed.
#[test]
fn a_busy_window_is_closed_with_the_keys_that_it_has_not_seen_yet() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.editor().go_to_end().type_text("Closed at onc");
    window.script(
        "setTimeout(() => {
           const start = performance.now();
           while (performance.now() < start + 1500);
           document.execCommand('insertText', false, 'e');
         })",
    );
    window.close();
    assert_eq!(blog.read(FIRST), format!("{FIRST_SOURCE}Closed at once"));
}

#[test]
fn a_window_that_never_answers_can_be_closed() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.hang();
    window.close();
}

#[test]
fn a_title_that_is_being_written_is_kept_when_the_window_is_closed() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.part("field-title").type_text(" again");
    window.close();
    assert!(blog.read(FIRST).contains("again\n"), "{}", blog.read(FIRST));
}

#[test]
fn what_changed_while_the_app_was_closed_is_there_when_it_opens() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    Window::open(&blog).close();
    blog.write(FIRST, FIRST_SOURCE.replace("sings", "has boiled dry"));
    blog.write("posts/second.md", "---\ntitle: Meanwhile\n---\n\nNew.\n");

    let window = Window::reopen(&blog);
    window.editor().wait_for_text("The kettle has boiled dry.");
    window.post("second.md").wait_for_text("Meanwhile");
}

#[test]
fn what_the_window_shows_is_as_it_was_left() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.part("toggle-rail").click();
    window.part("post-list").wait_until_hidden();
    window.part("appearance").click();
    window.part("appearance-dark").click();
    window.select("html").wait_for_attribute("data-theme", "dark");
    window.close();

    let window = Window::reopen(&blog);
    window.part("post-list").wait_until_hidden();
    window.select("html").wait_for_attribute("data-theme", "dark");
    window.press(&[Key::Control.into(), Key::Shift.into(), 'l']);
    window.part("post-list").wait_until_shown();
}
