//! Bad input: each is explained, the app stays up, and the disk is unharmed.

use galley_e2e::{TestBlog, Window};
use std::fs;

use crate::{FIRST, FIRST_SOURCE};

#[test]
fn a_post_with_broken_front_matter_opens_with_its_problem() {
    let source = "---\ntitle: [unclosed\ndate: soon\n---\n\nThe text is fine.\n";
    let blog = TestBlog::with_post(FIRST, source);
    let window = Window::open(&blog);

    window.preview().wait_for_text("The text is fine.");
    window.part("problems").wait_for_text("problem");
    window.part("problems").click();
    window.select("[aria-label=Problems]").wait_for_text("line");
    window.editor().go_to_end().type_text("And it can be edited.");
    window.editor().wait_until_saved();
    assert_eq!(blog.read(FIRST), format!("{source}And it can be edited."));
}

#[test]
fn a_file_that_is_not_utf_8_is_shown_and_never_written() {
    let bytes = b"---\ntitle: Latin\n---\n\nCaf\xe9 in an old encoding.\n";
    let blog = TestBlog::empty();
    blog.write("posts/latin.md", bytes);
    blog.write(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.post("latin.md").click();
    window.editor().wait_for_text("in an old encoding.");
    window.part("saved").wait_for_text("ead");
    window.select("[data-pane=editor] [role=status]").wait_for_text("UTF-8");
    window.editor().go_to_end().type_text("Ignored.");
    window.post("first.md").click();
    window.editor().wait_for_text("The kettle sings.");
    window.close();
    assert_eq!(fs::read(blog.path("posts/latin.md")).expect("the file"), bytes);
}

#[test]
fn a_folder_that_is_no_blog_is_named_and_left_as_it_is() {
    let blog = TestBlog::not_a_blog();
    let window = Window::open_unready(&blog);

    window.part("open-blog").wait_until_shown();
    window.part("toast").wait_for_text("not a blog");
    window.part("toast").wait_for_text("field-notes");
    assert_eq!(fs::read_dir(blog.root()).expect("the folder").count(), 1);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let blog = TestBlog::empty();
    fs::remove_dir_all(blog.root()).expect("the blog's folder");
    let window = Window::open_unready(&blog);

    window.part("open-blog").wait_until_shown();
    window.part("toast").wait_for_text("field-notes");
}

#[test]
fn a_blog_without_a_post_says_what_to_do() {
    let blog = TestBlog::empty();
    let window = Window::open_unready(&blog);

    window.part("empty").wait_for_text("no posts yet");
    window.select("[data-testid=empty] button").click();
    window.part("new-post-title").wait_until_shown();
}

#[test]
fn a_post_far_too_long_does_not_stop_the_others() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    blog.write("posts/huge.md", "Far too long. ".repeat((20 << 20) / 14));
    let window = Window::open_unready(&blog);
    window.post("first.md").click();
    window.editor().wait_for_text("The kettle sings.");
    window.post("huge.md").click();
    window.part("saved").wait_for_text("ead");
    window.post("first.md").click();
    window.editor().go_to_end().type_text("Still quick.");
    window.preview().wait_for_text("Still quick.");
}

#[test]
fn a_folder_that_cannot_be_written_keeps_the_words_and_says_so() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    // A directory in the way of the file is refused to everyone, root included.
    fs::remove_file(blog.path(FIRST)).expect("the post's file");
    fs::create_dir_all(blog.path(FIRST).join("in the way")).expect("a folder");
    window.editor().go_to_end().type_text("Kept all the same.");
    window.part("toast").wait_for_text("first.md");
    window.preview().wait_for_text("Kept all the same.");
    fs::remove_dir_all(blog.path(FIRST)).expect("the folder in the way");
    blog.wait_for_text(FIRST, "Kept all the same.");
}

#[test]
fn texts_made_to_break_a_renderer_leave_the_window_at_work() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let texts = [
        ("links", "[](".repeat(50_000)),
        ("emphasis", "a**b".repeat(50_000)),
        ("quotes", "> ".repeat(20_000)),
        ("columns", ["|a", "|-", "|b"].map(|cell| format!("{}|\n", cell.repeat(20_000))).concat()),
        ("line", "word ".repeat(200_000)),
    ];
    for (name, text) in &texts {
        blog.write(&format!("posts/{name}.md"), format!("Begins.\n\n{text}\n\nEnds."));
    }
    let window = Window::open_unready(&blog);
    for (name, _) in &texts {
        window.post(&format!("{name}.md")).click();
        window.preview().wait_for_text("Ends.");
        let is_within = "document.querySelector('.cm-content').offsetWidth
            <= document.querySelector('.cm-scroller').clientWidth";
        window.wait(&format!("the text of {name} in sight"), is_within);
    }
    window.post("first.md").click();
    window.preview().wait_for_text("The kettle sings.");
    window.editor().go_to_end().type_text("Louder.");
    window.preview().wait_for_text("Louder.");
}
