//! The list: new posts, taken names, search.

use galley_e2e::{Key, TestBlog, Window};

use crate::{FIRST, FIRST_SOURCE};

#[test]
fn a_new_post_has_a_file_and_takes_the_keyboard() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.part("new-post").click();
    window.part("new-post-title").fill("On second thoughts");
    window.press(&[Key::Enter.into()]);
    window.post("on-second-thoughts.md").wait_for_attribute("aria-selected", "true");
    window.part("field-title").wait_for_value("On second thoughts");
    window.editor().go_to_end().type_text("It begins.");
    window.preview().wait_for_text("It begins.");
    let file = blog.wait_for_text("posts/on-second-thoughts.md", "It begins.");
    assert!(file.contains("title: On second thoughts"), "{file}");
    assert_eq!(blog.read(FIRST), FIRST_SOURCE, "the other post is left alone");
}

#[test]
fn a_title_that_is_taken_gets_a_file_of_its_own_and_harms_nobody() {
    let blog = TestBlog::with_post("posts/first-light.md", FIRST_SOURCE);
    let window = Window::open(&blog);

    window.press(&[Key::Control.into(), 'n']);
    window.part("new-post-title").fill("First light");
    window.press(&[Key::Enter.into()]);
    window.post("first-light-2.md").wait_for_attribute("aria-selected", "true");
    blog.wait_for_text("posts/first-light-2.md", "First light");
    assert_eq!(blog.read("posts/first-light.md"), FIRST_SOURCE);
}

#[test]
fn whatever_the_title_is_the_file_has_a_name_that_works() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    let long = "word ".repeat(60);
    for (title, file) in
        [("?!", "untitled.md"), ("../Out/of place", "out-of-place.md"), (&long, "")]
    {
        window.part("new-post").click();
        window.part("new-post-title").fill(title);
        window.press(&[Key::Enter.into()]);
        window.part("new-post-title").wait_until_hidden();
        window.part("field-title").wait_for_value(title.trim());
        if !file.is_empty() {
            window.post(file).wait_for_attribute("aria-selected", "true");
        }
    }
    let posts = blog.posts();
    assert_eq!(posts.len(), 4, "one file each, all in the folder: {posts:?}");
    assert!(posts.iter().all(|name| name.len() <= 100), "the names are of use: {posts:?}");
    assert_eq!(blog.read(FIRST), FIRST_SOURCE);
}

#[test]
fn search_finds_words_in_any_post_and_opens_the_one_found() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    blog.write(
        "posts/garden.md",
        "---\ntitle: Garden\ndate: 2025-05-01\n---\n\nQuince and medlar.\n",
    );
    blog.write(
        "posts/日記.md",
        "---\ntitle: 日記\ndate: 2025-04-01\n---\n\n縦書きの癖がまだ手に残っている。\n",
    );
    let window = Window::open(&blog);

    window.part("search").fill("medl");
    window.post("first.md").wait_until_hidden();
    window.post("garden.md").wait_for_text("medlar");
    window.post("garden.md").click();
    window.preview().wait_for_text("Quince and medlar.");
    window.part("search").fill("縦書き");
    window.post("日記.md").wait_until_shown();
    window.post("garden.md").wait_until_hidden();
    window.part("search").fill("\"(unclosed* AND");
    window.post("日記.md").wait_until_hidden();
    window.part("search").fill("");
    window.post("first.md").wait_until_shown();
}

#[test]
fn the_newest_post_stands_first_and_one_without_a_title_has_its_files_name() {
    let blog =
        TestBlog::with_post("posts/older.md", "---\ntitle: Older\ndate: 2020-01-01\n---\n\nA.\n");
    blog.write("posts/newer.md", "---\ndate: 2024-01-01\n---\n\nSome words, and more of them.\n");
    let window = Window::open(&blog);

    assert_eq!(window.listed_posts(), ["newer.md", "older.md"]);
    window.post("newer.md").wait_for_text("newer");
}
