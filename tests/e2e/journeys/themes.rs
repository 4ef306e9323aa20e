//! The gallery of themes: the author's own blog in each, and one put on.

use galley_e2e::{Key, TestBlog, Window};

use crate::{FIRST, FIRST_SOURCE};

const CONTROL: char = '\u{e009}';
const SHIFT: char = '\u{e008}';

const CONFIG: &str =
    "# Mine\ntitle = \"Tea House\" # with a comment\n\n[publish.site]\nkind = \"git\"\n";

#[test]
fn every_theme_shows_the_blog_and_one_is_put_on_and_taken_off() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    blog.write("blog.toml", CONFIG);
    blog.write("themes/draft/theme.toml", "name = \"Draft\"\n[engine]\nmin = 1\nmax = 1\n");
    blog.write("themes/draft/templates/index.html", "<html>\n{{ site.titel }}\n");
    let window = Window::open(&blog);

    window.press(&[CONTROL, SHIFT, 'p']);
    window.part("palette").wait_until_shown();
    for character in "themes".chars() {
        window.press(&[character]);
    }
    window.press(&[Key::Enter.into()]);
    window.wait(
        "all sound themes to show a page",
        "document.querySelectorAll('[data-testid=theme-picture][data-shown]').length === 5",
    );
    for theme in ["quiet", "magazine", "journal", "notebook", "terminal"] {
        let page = window.frame_text(&format!("[data-theme-id={theme}] iframe"));
        assert!(page.to_lowercase().contains("tea house"), "{theme} shows the blog: {page}");
    }
    window.select("[data-theme-id=draft]").wait_for_text("fails at line 2");

    window.select("[data-theme-id=magazine]").click();
    window.part("theme-large").wait_until_shown();
    // Its page is inert within a frame that is not: it scrolls, and no link has the keyboard.
    let inside = "return [document.body.inert, document.activeElement.localName,
        (document.querySelector('a').focus(), document.activeElement.localName),
        document.elementFromPoint(40, 40).localName].join()";
    let large = "[data-testid=theme-large][data-shown]";
    window.select(large).wait_until_shown();
    window.wait(
        "a picture that can be reached",
        &format!("document.querySelector('{large}').closest('[inert]') === null"),
    );
    assert_eq!(window.frame_script(large, inside), "true,body,body,html");
    window.part("theme-use").click();
    window.part("themes").wait_until_hidden();
    window.part("preview-theme").wait_for_text("Magazine");
    assert_eq!(
        blog.read("blog.toml"),
        CONFIG.replace("comment\n", "comment\ntheme = \"magazine\"\n"),
        "one line is new"
    );
    // The page wears it, and shows the text as before.
    window.preview().wait_for_text("The kettle sings.");
    wait_for_face(&window, "Newsreader");

    window.select("[data-testid=toast] .act").click();
    window.part("preview-theme").wait_for_text("Quiet");
    assert_eq!(blog.read("blog.toml"), CONFIG);
    wait_for_face(&window, "Literata");
    window.editor().go_to_end().type_text("It still can be written.");
    window.preview().wait_for_text("It still can be written.");
}

/// Waits until the page's text is set in a face.
fn wait_for_face(window: &Window, face: &str) {
    let family = "return getComputedStyle(document.querySelector('[data-galley-body]')).fontFamily";
    galley_e2e::wait_for(&format!("a page in {face}"), || {
        let family = window.preview().script(family);
        let family = family.as_str().unwrap_or_default();
        if family.contains(face) { Ok(()) } else { Err(family.to_owned()) }
    });
}
