//! Panes, appearance and size.

use galley_e2e::{Key, TestBlog, Window};

use crate::{FIRST, FIRST_SOURCE};

#[test]
fn each_pane_hides_and_shows() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.part("toggle-rail").click();
    window.part("post-list").wait_until_hidden();
    window.part("toggle-rail").click();
    window.part("post-list").wait_until_shown();
    window.part("toggle-editor").click();
    window.part("preview").wait_until_hidden();
    window.part("editor").wait_until_shown();
    window.part("toggle-preview").click();
    window.part("editor").wait_until_hidden();
    window.part("preview").wait_until_shown();
    window.preview().wait_for_text("The kettle sings.");
    window.part("toggle-split").click();
    window.part("editor").wait_until_shown();
    window.part("preview").wait_until_shown();
}

#[test]
fn words_typed_while_the_preview_was_hidden_are_in_it_when_it_comes_back() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.part("toggle-editor").click();
    window.part("preview").wait_until_hidden();
    window.editor().go_to_end().type_text("Written unseen.");
    window.editor().wait_until_saved();
    window.part("toggle-split").click();
    window.preview().wait_for_text("Written unseen.");
}

#[test]
fn dark_and_light_reach_the_window_and_the_page() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    for (appearance, dark) in [("dark", true), ("light", false)] {
        window.part("appearance").click();
        window.part(&format!("appearance-{appearance}")).click();
        window.select("html").wait_for_attribute("data-theme", appearance);
        let paper =
            "getComputedStyle(document.querySelector('[data-testid=editor]')).backgroundColor";
        let is_dark = |colour: &str| brightness(colour) < 80.0;
        let colour = window.script(&format!("return {paper}"));
        let colour = colour.as_str().expect("a colour");
        assert_eq!(is_dark(colour), dark, "the paper is {colour} when {appearance}");
        let page = "return getComputedStyle(document.body).backgroundColor";
        galley_e2e::wait_for(&format!("a {appearance} page"), || {
            let colour = window.preview().script(page);
            let colour = colour.as_str().expect("a colour").to_owned();
            if is_dark(&colour) == dark { Ok(()) } else { Err(colour) }
        });
    }
}

#[test]
fn a_narrow_window_still_shows_where_to_write() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    for width in [1000, 700, 560] {
        window.resize(width, 640);
        window.part("editor").wait_until_shown();
        window.wait(
            &format!("everything to be within the window at {width} px"),
            "document.documentElement.scrollWidth <= innerWidth",
        );
    }
    window.editor().go_to_end().type_text("In a small space.");
    window.editor().wait_until_saved();
    window.resize(1440, 900);
    window.preview().wait_for_text("In a small space.");
}

#[test]
fn the_palette_finds_commands_and_leaves_the_keyboard_where_it_was() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    window.editor().go_to_end();
    window.press(&[Key::Control.into(), Key::Shift.into(), 'p']);
    window.part("palette").wait_until_shown();
    window.press(&[Key::Escape.into()]);
    window.part("palette").wait_until_hidden();
    window.editor().type_text("Back.");
    window.editor().wait_for_text("Back.");
}

/// The brightness of `rgb(r, g, b)` or `rgba(r, g, b, a)`, from 0 to 255.
fn brightness(colour: &str) -> f64 {
    let numbers = colour.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_end_matches(')');
    let channels: Vec<f64> =
        numbers.split(',').take(3).filter_map(|number| number.trim().parse().ok()).collect();
    assert_eq!(channels.len(), 3, "a colour has three channels, {colour} has not");
    channels.iter().sum::<f64>() / 3.0
}

#[test]
fn a_post_is_shown_as_a_search_result_and_as_a_card_with_its_cover() {
    let blog = TestBlog::with_post(
        FIRST,
        "---\ntitle: Tea\ndate: 2024-01-01\ncover: cup.svg\nsummary: A kettle sings.\n---\n\nText.\n",
    );
    blog.write("blog.toml", "title = \"Notes\"\nbase_url = \"https://example.org/notes\"\n");
    blog.write(
        "posts/cup.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"63\" onload=\"a()\">\
         <rect width=\"120\" height=\"63\"/></svg>",
    );
    let window = Window::open(&blog);

    window.part("show-cards").click();
    window.part("result-title").wait_for_text("Tea | Notes");
    // Under the window's own policy the picture has come through.
    window.wait(
        "the cover to be shown",
        "document.querySelector('[data-testid=cards] img')?.naturalWidth > 0",
    );
    window.part("cards").wait_for_text("example.org › notes › first");
    window.part("cards").wait_for_text("A kettle sings.");
    window.editor().go_behind("title: Tea").type_text(" and milk");
    window.part("result-title").wait_for_text("Tea and milk | Notes");
    window.part("show-cards").click();
    window.preview().wait_for_page_text("Tea and milk");
}
