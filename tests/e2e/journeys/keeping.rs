//! No word is lost: crashes, conflicts, the history, the trash, and files that vanish.

use galley_e2e::{Key, TestBlog, Window};
use std::fs;

use crate::{FIRST, FIRST_SOURCE};

const CONTROL: Key = Key::Control;

fn open_history(window: &Window) {
    window.press(&[CONTROL.into(), Key::Shift.into(), 'h']);
    window.part("history").wait_until_shown();
}

#[test]
fn after_a_crash_a_card_says_what_came_back() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.editor().go_to_end().type_text("Before the crash was I");
    // The journal has the text when the window counts its last word, a single letter.
    window.part("words").wait_for_text("8 words");
    window.kill();

    let window = Window::reopen(&blog);
    window.part("recovered").wait_for_text("First light");
    assert!(window.editor().line_of_cursor().ends_with("Before the crash was I"));
    window.preview().wait_for_text("Before the crash was I");
    blog.wait_for_text(FIRST, "Before the crash was I");
    window.part("recovered-show").click();
    window.part("history").wait_until_shown();
    window.part("history-text").wait_for_text("Before the crash was I");
    window.press(&[Key::Escape.into()]);
    window.part("history").wait_until_hidden();
    window.part("recovered-dismiss").click();
    window.part("recovered").wait_until_hidden();
    window.close();

    let window = Window::reopen(&blog);
    window.part("recovered").wait_until_hidden();
    window.editor().wait_for_text("Before the crash was I");
}

#[test]
fn a_former_text_is_brought_back_and_undo_takes_it_back() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.editor().go_to_end().type_text("One more line.");
    window.editor().wait_until_saved();
    open_history(&window);
    window.part("history-list").wait_for_text("another program");
    window.part("history-text").wait_for_text("The kettle sings.");
    window.part("history-restore").click();
    window.part("history").wait_until_hidden();
    window.editor().wait_until_saved();
    assert_eq!(blog.read(FIRST), FIRST_SOURCE);

    window.editor().focus();
    window.press(&[CONTROL.into(), 'z']);
    window.editor().wait_for_text("One more line.");
    blog.wait_for_text(FIRST, "One more line.");
    open_history(&window);
    window.part("history-list").wait_for_text("brought back");
}

#[test]
fn words_are_found_in_a_text_that_a_post_had() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    blog.write(FIRST, FIRST_SOURCE.replace("The kettle sings.", "Silence."));
    window.editor().wait_for_text("Silence.");
    open_history(&window);
    window.part("history-search").fill("kettle");
    window.part("history-hits").wait_for_text("kettle");
}

/// A post that the window and another program changed in the same line.
fn conflict() -> (TestBlog, Window) {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.editor().go_behind("The kettle sings.").type_text(" Mine.");
    blog.write(FIRST, FIRST_SOURCE.replace("sings.", "whistles, says another."));
    window.part("conflict").wait_until_shown();
    window.part("conflict").wait_for_text("whistles, says another.");
    (blog, window)
}

#[test]
fn in_a_conflict_ones_own_text_can_be_kept() {
    let (blog, window) = conflict();
    assert!(blog.read(FIRST).contains("whistles"), "nothing is written before the choice");
    window.part("conflict-mine").click();
    window.part("conflict").wait_until_hidden();
    blog.wait_for_text(FIRST, "The kettle sings. Mine.");
    open_history(&window);
    // The differences stand between the words.
    window.part("history-text").wait_for_text("whistles, says another");
}

#[test]
fn what_is_being_made_of_both_sides_is_in_the_history_when_the_window_is_closed() {
    let (blog, window) = conflict();
    window.part("conflict-editor").type_text("Made of both. ");
    let begun = "!document.querySelector('[data-testid=conflict-merged]').disabled";
    window.wait("the merge to be begun", begun);
    window.close();

    let window = Window::reopen(&blog);
    open_history(&window);
    window.part("history-search").fill("Made of both");
    window.part("history-hits").wait_for_text("Made of both");
}

#[test]
fn in_a_conflict_the_other_text_can_be_taken() {
    let (blog, window) = conflict();
    window.part("conflict-theirs").click();
    window.part("conflict").wait_until_hidden();
    window.editor().wait_for_text("whistles, says another.");
    window.preview().wait_for_text("whistles, says another.");
    window.editor().wait_until_saved();
    assert_eq!(blog.read(FIRST), FIRST_SOURCE.replace("sings.", "whistles, says another."));
    open_history(&window);
    window.part("history-text").wait_for_text("Mine");
}

#[test]
fn in_a_conflict_one_text_can_be_made_of_both() {
    let (blog, window) = conflict();
    window.select("[data-testid=conflict] .cm-merge-revert .passage").click();
    window.part("conflict-merged").click();
    window.part("conflict").wait_until_hidden();
    window.editor().wait_for_text("whistles, says another.");
    blog.wait_for_text(FIRST, "whistles, says another.");
    window.editor().wait_until_saved();
}

#[test]
fn typing_goes_on_while_another_program_rewrites_the_file() {
    let lines: Vec<String> = (1..=8).map(|n| format!("Line {n} of the post.\n")).collect();
    let source = format!("---\ntitle: Both\n---\n\n{}", lines.join("\n"));
    let blog = TestBlog::with_post(FIRST, &source);
    let window = Window::open(&blog);
    window.editor().go_behind("Line 5 of the post.");
    for (n, word) in ["one", "two", "three", "four"].into_iter().enumerate() {
        window.editor().type_text(&format!(" {word}"));
        let on_disk = blog.read(FIRST);
        let line = format!("Line {} of the post.", n + 1);
        blog.write(FIRST, on_disk.replace(&line, &format!("Line {} was rewritten.", n + 1)));
        window.editor().wait_for_text(&format!("Line {} was rewritten.", n + 1));
    }
    assert_eq!(window.editor().line_of_cursor(), "Line 5 of the post. one two three four");
    window.editor().wait_until_saved();
    let expected = (1..=4).fold(source.clone(), |text, n| {
        text.replace(&format!("Line {n} of the post."), &format!("Line {n} was rewritten."))
    });
    let expected =
        expected.replace("Line 5 of the post.", "Line 5 of the post. one two three four");
    assert_eq!(blog.wait_for_text(FIRST, "three four"), expected);
    // What is undone is one's own typing.
    for _ in 0..30 {
        if !window.editor().line_of_cursor().contains("one") {
            break;
        }
        window.press(&[CONTROL.into(), 'z']);
    }
    assert_eq!(window.editor().line_of_cursor(), "Line 5 of the post.");
}

#[test]
fn a_post_goes_to_the_trash_and_comes_back() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    blog.write("posts/second.md", "---\ntitle: Second\n---\n\nStays.\n");
    let window = Window::open(&blog);
    window.post("first.md").click();
    window.editor().wait_for_text("The kettle sings.");
    run_command(&window, "Move this post to the trash");
    window.part("post-remove-confirm").click();
    window.post("first.md").wait_until_hidden();
    assert_eq!(blog.posts(), ["second.md"]);

    run_command(&window, "Posts in the trash");
    window.part("trash").wait_for_text("First light");
    window.part("trash-restore").click();
    window.editor().wait_for_text("The kettle sings.");
    assert_eq!(blog.read(FIRST), FIRST_SOURCE);
}

/// Runs a command by its name in the palette.
pub(crate) fn run_command(window: &Window, name: &str) {
    window.press(&[CONTROL.into(), Key::Shift.into(), 'p']);
    window.part("palette").wait_until_shown();
    for character in name.chars() {
        window.press(&[character]);
    }
    window.press(&[Key::Enter.into()]);
    window.part("palette").wait_until_hidden();
}

#[test]
fn many_files_that_vanish_are_asked_about() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    for n in 0..6 {
        blog.write(&format!("posts/{n}.md"), format!("# Post {n}\n"));
    }
    let window = Window::open(&blog);
    window.post("5.md").wait_until_shown();
    for n in 0..5 {
        fs::remove_file(blog.path(&format!("posts/{n}.md"))).expect("the file");
    }
    window.part("vanished").wait_for_text("5 posts");
    window.post("3.md").wait_until_shown();
    window.part("vanished-write-back").click();
    window.part("vanished").wait_until_hidden();
    assert_eq!(blog.wait_for_text("posts/3.md", "Post 3"), "# Post 3\n");
}

#[test]
fn a_file_in_an_old_encoding_is_converted_when_asked() {
    let blog = TestBlog::empty();
    blog.write(FIRST, b"---\ntitle: Old\n---\n\nCaf\xe9 d\xe9j\xe0 vu.\n");
    let window = Window::open(&blog);
    window.part("convert").click();
    window.editor().wait_for_text("Café déjà vu.");
    window.editor().go_to_end().type_text("And on.");
    assert!(blog.wait_for_text(FIRST, "And on.").contains("Café déjà vu."));
}
