//! Pictures of the window in the states that a person sees, to be looked at.
//!
//! `look APP FOLDER`: one PNG each. Nothing is compared: whether it is good is for
//! eyes to say.

use anyhow::{Context, Result, bail};
use galley_e2e::{Key, Launch, TestBlog, Window};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

const CONTROL: char = '\u{e009}';
const SHIFT: char = '\u{e008}';

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [app, folder] = arguments.as_slice() else { bail!("look APP FOLDER") };
    let app = std::path::absolute(app)?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let tour = Tour { app: &app, folder };
    tour.sample_blog()?;
    tour.outline()?;
    tour.cards()?;
    tour.themes()?;
    tour.conflict()?;
    tour.kept_words()?;
    tour.awkward_posts()?;
    tour.without_posts()?;
    tour.without_a_blog()
}

struct Tour<'a> {
    app: &'a Path,
    folder: &'a Path,
}

impl Tour<'_> {
    fn open(&self, blog: &TestBlog) -> Result<Window> {
        Window::start(&Launch::on_blog(self.app.to_owned(), blog))
    }

    fn take(&self, window: &Window, name: &str) -> Result<()> {
        let file = self.folder.join(name).with_extension("png");
        fs::write(&file, window.picture()?).with_context(|| file.display().to_string())
    }

    fn sample_blog(&self) -> Result<()> {
        let blog = TestBlog::sample();
        let window = self.open(&blog)?;
        window.wait_until_ready();
        window.post("welcome.md").click();
        window.preview().wait_for_page_text("This page is yours");
        self.take(&window, "light")?;
        self.dialogs(&window, "light")?;
        appear(&window, "dark");
        self.take(&window, "dark")?;
        self.dialogs(&window, "dark")?;
        appear(&window, "light");
        window.post("the-galleys-of-a-wednesday-in-march.md").click();
        window.preview().wait_for_page_text("Wednesday in March");
        for (width, height) in [(1000, 700), (700, 700), (560, 640)] {
            window.resize(width, height);
            self.take(&window, &format!("width-{width}"))?;
        }
        Ok(())
    }

    /// A post as others show it.
    fn cards(&self) -> Result<()> {
        let post = "---\ntitle: The galleys of a Wednesday in March, and what became of them\n\
            date: 2026-01-02\ncover: cover.svg\nsummary: How a page was set by hand, proofed at \
            noon, and printed before the ink of the corrections was dry.\n---\n\nText.\n";
        let blog = TestBlog::with_post("posts/set/galleys.md", post);
        blog.write(
            "blog.toml",
            "title = \"Field Notes\"\nbase_url = \"https://example.org/notes\"\n",
        );
        blog.write(
            "posts/set/cover.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\
             <rect width=\"1200\" height=\"630\" fill=\"#3d6a9c\"/>\
             <circle cx=\"600\" cy=\"315\" r=\"200\" fill=\"#e8735a\"/></svg>",
        );
        let window = self.open(&blog)?;
        window.wait_until_ready();
        window.part("show-cards").click();
        window.select("[data-testid=cards] img").wait_until_shown();
        self.take(&window, "cards-light")?;
        appear(&window, "dark");
        self.take(&window, "cards-dark")?;
        window.resize(700, 640);
        self.take(&window, "cards-narrow")
    }

    /// The gallery of themes: of the sample blog, and where something is out of the common.
    fn themes(&self) -> Result<()> {
        let blog = TestBlog::sample();
        let window = self.open(&blog)?;
        window.wait_until_ready();
        window.post("the-galleys-of-a-wednesday-in-march.md").click();
        window.preview().wait_for_page_text("Ugliness, as a number");
        window.resize(1280, 800);
        show_themes(&window, 5);
        self.take(&window, "themes-light")?;
        window.part("themes-post").click();
        wait_for_pictures(&window, 5);
        self.take(&window, "themes-post-light")?;
        window.part("themes-dark").click();
        paint(&window, "dark");
        wait_for_pictures(&window, 5);
        self.take(&window, "themes-post-dark")?;
        window.select("[data-theme-id=terminal]").click();
        window.select("[data-testid=theme-large][data-shown]").wait_until_shown();
        self.take(&window, "theme-large-dark")?;
        window.part("themes-phone").click();
        self.take(&window, "theme-phone-dark")?;
        window.part("themes-light").click();
        paint(&window, "light");
        window.part("themes-index").click();
        window.part("themes-desktop").click();
        let before = window.part("theme-large").attribute("src");
        window.part("theme-setting-prompt").fill("%");
        let other = format!(
            "document.querySelector('[data-testid=theme-large][data-shown]')?.src !== '{before}'"
        );
        window.wait("the picture to have the other prompt", &other);
        self.take(&window, "theme-large-light")?;
        window.resize(700, 700);
        self.take(&window, "theme-large-narrow")?;
        window.press(&[Key::Escape.into()]);
        window.part("theme-large").wait_until_hidden();
        self.take(&window, "themes-narrow")?;
        drop(window);

        let blog = TestBlog::empty();
        let manifest = |name: &str| format!("name = \"{name}\"\n[engine]\nmin = 1\nmax = 1\n");
        let long = "A theme whose name goes on and on and does not know when to end";
        blog.write("themes/long/theme.toml", manifest(long));
        blog.write("themes/broken/theme.toml", manifest("Broken"));
        blog.write("themes/broken/templates/post.html", "<p>\n{% if %}\n");
        let window = self.open(&blog)?;
        window.part("empty").wait_until_shown();
        window.resize(1280, 800);
        show_themes(&window, 6);
        self.take(&window, "themes-own")
    }

    /// A post of what the dialect has beyond the usual, with its outline, and a picture that
    /// is withheld: nobody is at that address, which is this machine's.
    fn outline(&self) -> Result<()> {
        let post = "---\ntitle: Every part\ndate: 2026-01-02\n---\n\n[[toc]]\n\n\
            ## A first heading, long enough to be cut off in an outline\n\n\
            Some ==marked words==.\n\n### Below it\n\n\
            Galley\n: A tray for type.\n: A proof made from it.\n\n\
            https://youtu.be/abc-123\n\n### Code\n\n\
            ```rust showLineNumbers {2}\nfn main() {\n    println!(\"hello\");\n}\n```\n\n\
            ## A second heading\n\n![a picture](http://127.0.0.1:9/x.png)\n\n<b onclick=x>b</b>\n";
        let blog = TestBlog::with_post("posts/parts.md", post);
        let window = self.open(&blog)?;
        window.wait_until_ready();
        window.press(&[CONTROL, SHIFT, 'o']);
        window.part("outline").wait_until_shown();
        window.part("remote-images").wait_until_shown();
        for appearance in ["light", "dark"] {
            appear(&window, appearance);
            self.take(&window, &format!("outline-{appearance}"))?;
        }
        window.select("[data-testid=outline] li:last-child button").click();
        window.part("scroll-together").click();
        self.take(&window, "outline-end-dark")?;
        appear(&window, "light");
        for (width, height) in [(1000, 700), (700, 700)] {
            window.resize(width, height);
            self.take(&window, &format!("outline-{width}"))?;
        }
        Ok(())
    }

    fn dialogs(&self, window: &Window, appearance: &str) -> Result<()> {
        let dialogs: [(&str, &[char], &str); 4] = [
            ("palette", &[CONTROL, SHIFT, 'p'], "palette"),
            ("new-post", &[CONTROL, 'n'], "new-post-title"),
            ("export-site", &[CONTROL, SHIFT, 'e'], "export-path"),
            ("export-post", &[CONTROL, SHIFT, 's'], "export-path"),
        ];
        for (name, keys, part) in dialogs {
            window.press(keys);
            window.part(part).wait_until_shown();
            self.take(window, &format!("{name}-{appearance}"))?;
            window.press(&[Key::Escape.into()]);
            window.part(part).wait_until_hidden();
        }
        self.export_review(window, appearance)?;
        window.press(&[CONTROL, SHIFT, 'm']);
        window.select("[data-problem]").wait_until_shown();
        self.take(window, &format!("problems-{appearance}"))?;
        window.press(&[Key::Escape.into()]);
        window.part("blog-problems").wait_until_hidden();
        window.part("field-more").click();
        self.take(window, &format!("fields-{appearance}"))?;
        window.press(&[Key::Escape.into()]);
        window.part("search").fill("proof");
        window.part("post-list").wait_for_text("proof");
        self.take(window, &format!("search-{appearance}"))?;
        window.part("search").fill("xyzzy");
        window.part("empty").wait_until_shown();
        self.take(window, &format!("search-none-{appearance}"))?;
        window.part("search").fill("");
        Ok(())
    }

    /// What an export would change, and what it did; at last an export that has nothing to do.
    fn export_review(&self, window: &Window, appearance: &str) -> Result<()> {
        window.press(&[CONTROL, SHIFT, 'e']);
        window.part("export-run").click();
        if appearance == "light" {
            window.part("changes").wait_until_shown();
            self.take(window, &format!("export-review-{appearance}"))?;
            paint(window, "dark");
            self.take(window, "export-review-dark")?;
            window.resize(700, 640);
            self.take(window, "export-review-narrow")?;
            window.resize(1440, 900);
            paint(window, "light");
            window.part("export-put").click();
        }
        window.part("export-done").wait_until_shown();
        self.take(window, &format!("export-done-{appearance}"))?;
        window.press(&[Key::Escape.into()]);
        window.part("export-dialog").wait_until_hidden();
        Ok(())
    }

    fn conflict(&self) -> Result<()> {
        let source = "---\ntitle: Two hands\n---\n\nThe kettle sings.\n";
        let blog = TestBlog::with_post("posts/two-hands.md", source);
        let window = self.open(&blog)?;
        window.wait_until_ready();
        window.editor().go_behind("The kettle sings.").type_text(" Mine.");
        blog.write("posts/two-hands.md", source.replace("sings.", "whistles, says another."));
        window.part("conflict").wait_until_shown();
        window.part("conflict-editor").wait_until_shown();
        self.take(&window, "conflict-light")?;
        appear(&window, "dark");
        self.take(&window, "conflict-dark")?;
        window.resize(700, 700);
        self.take(&window, "conflict-narrow")
    }

    /// What a crash left, the history, the trash, and files that vanished.
    fn kept_words(&self) -> Result<()> {
        let blog = TestBlog::sample();
        for n in 0..12 {
            blog.write(&format!("posts/short-{n}.md"), format!("# A short post, number {n}\n"));
        }
        let window = self.open(&blog)?;
        window.wait_until_ready();
        window.post("welcome.md").click();
        window.editor().go_behind("or take these away").type_text(" Typed just before the end.");
        window.editor().wait_until_saved();
        window.editor().type_text(" And then the light went out I");
        let counted = window.part("words").text();
        window.editor().type_text(" x");
        window.wait(
            "the journal to have it",
            &format!("document.querySelector('[data-testid=words]').textContent !== '{counted}'"),
        );
        window.kill();

        let window = Window::start(&Launch::on_blog(self.app.to_owned(), &blog))?;
        window.wait_until_ready();
        window.part("recovered").wait_until_shown();
        self.take(&window, "recovered-light")?;
        window.part("recovered-show").click();
        window.part("history-text").wait_until_shown();
        self.take(&window, "history-light")?;
        window.press(&[Key::Escape.into()]);
        window.part("recovered-dismiss").click();
        for n in 0..12 {
            fs::remove_file(blog.path(&format!("posts/short-{n}.md")))?;
        }
        window.part("vanished").wait_until_shown();
        self.take(&window, "vanished-light")?;
        window.part("vanished-remove").click();
        window.part("vanished").wait_until_hidden();
        appear(&window, "dark");
        window.press(&[CONTROL, SHIFT, 'h']);
        window.part("history-text").wait_until_shown();
        self.take(&window, "history-dark")?;
        window.press(&[Key::Escape.into()]);
        window.part("blog-menu").click();
        window.part("trash-open").click();
        window.part("trash").wait_until_shown();
        self.take(&window, "trash-dark")
    }

    fn awkward_posts(&self) -> Result<()> {
        let blog = TestBlog::empty();
        let long = "A title that goes on and on ".repeat(11);
        blog.write("posts/a.md", format!("---\ntitle: {long}\ndate: 2026-03-01\n---\n\nShort.\n"));
        blog.write("posts/b.md", "---\ntitle: [broken\ndate: soon\n---\n\nThe text is fine.\n");
        blog.write("posts/c.md", b"---\ntitle: Latin\n---\n\nCaf\xe9.\n");
        let tags = "tags: [one, two, three, four, five, six, seven, eight, nine, ten]";
        blog.write("posts/d.md", format!("---\ntitle: Tagged\ndate: 2026-02-01\n{tags}\n---\n"));
        let window = self.open(&blog)?;
        window.wait_until_ready();
        for name in ["a", "b", "c", "d"] {
            window.post(&format!("{name}.md")).click();
            window.post(&format!("{name}.md")).wait_for_attribute("aria-selected", "true");
            window.preview().wait_until_current();
            self.take(&window, &format!("awkward-{name}"))?;
        }
        Ok(())
    }

    fn without_posts(&self) -> Result<()> {
        let blog = TestBlog::empty();
        let window = self.open(&blog)?;
        window.part("empty").wait_until_shown();
        self.take(&window, "no-posts")
    }

    fn without_a_blog(&self) -> Result<()> {
        let blog = TestBlog::not_a_blog();
        let window = self.open(&blog)?;
        window.part("open-blog").wait_until_shown();
        window.part("toast").wait_until_shown();
        self.take(&window, "no-blog")
    }
}

fn show_themes(window: &Window, n: usize) {
    window.part("blog-menu").click();
    window.part("themes-open").click();
    wait_for_pictures(window, n);
}

fn wait_for_pictures(window: &Window, n: usize) {
    window.wait(
        "every theme to show a page",
        &format!(
            "document.querySelectorAll('[data-testid=theme-picture][data-shown]').length === {n}"
        ),
    );
}

fn appear(window: &Window, appearance: &str) {
    window.part("appearance").click();
    window.part(&format!("appearance-{appearance}")).click();
    window.select("html").wait_for_attribute("data-theme", appearance);
}

/// Changes the colours while a dialog is in the way of the menu.
fn paint(window: &Window, appearance: &str) {
    window.script(&format!("document.documentElement.dataset.theme = '{appearance}'"));
}
