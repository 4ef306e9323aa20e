//! Export, and that it is what the preview shows.

use galley_e2e::{Key, TestBlog, Window, wait_for};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

use crate::{FIRST, FIRST_SOURCE};

/// Something of everything that the renderer treats in a way of its own.
const RICH: &str = r#"---
title: "Everything, at once"
date: 2026-01-02
tags: [one, two words]
---

A paragraph with *emphasis*, `code`, a [link](https://example.org/?a=1&b=2), "quotes" -- and a note.[^n]

| left | right |
| :--- | ----: |
| a    |     1 |

- [x] done
- [ ] open

> [!NOTE]
> An alert.

```rust
fn main() { println!("{}", 1 < 2 && 3 > 2); }
```

Inline $x^2$ and a line of it:

$$\int_0^1 x\,dx$$

<kbd>Ctrl</kbd> + <em onclick="alert(1)">raw</em> &amp; &lt;entities&gt;

    indented   code

日本語の段落。 Ümläute, and 👩‍💻. これは**「重要」**です。 مرحبا

[[toc]]

## A heading with `code`

### One below {#below}

Words ==marked==, ~~struck~~, :tada:, https://example.org/a, me@example.org and $20 to $30.

Term
: What it means.

https://youtu.be/abc-123

![A picture](data:image/gif;base64,R0lGODlhAQABAAAAACw= "With a caption")

```rust title="main.rs" showLineNumbers=7 {2}
fn main() {
    println!("{}", 1);
}
```

1. first
   - nested

     > quoted in it

<details>
<summary>More</summary>

- folded

</details>

---

A line\
broken.

[^n]: The note itself.
"#;

/// What takes long to render.
const RICH_CODE: &str = "```rust\nfn main() {\n    println!(\"{}\", 1 + 1);\n}\n```";

#[test]
fn the_single_file_has_exactly_the_body_that_the_preview_shows() {
    let blog = TestBlog::with_post(FIRST, RICH);
    let window = Window::open(&blog);
    window.editor().go_to_end().type_text("\nTyped just now.");
    window.preview().wait_for_text("Typed just now.");

    let file = blog.beside("everything.html");
    window.press(&[Key::Control.into(), Key::Shift.into(), 's']);
    export_to(&window, "export-post", &file);
    let html = fs::read_to_string(&file).expect("the exported file");
    expect_preview_to_be(&window, &body_of(&window, &html), FIRST);
    for outside in ["src=\"http", "href=\"style", "url(http"] {
        assert!(!html.contains(outside), "the one file needs nothing beside it, but has {outside}");
    }
}

#[test]
fn the_site_has_exactly_the_body_that_the_preview_shows() {
    let blog = TestBlog::with_post(FIRST, RICH);
    let window = Window::open(&blog);

    let folder = blog.beside("site");
    window.part("export").click();
    export_to(&window, "export-site", &folder);
    let page = folder.join("first/index.html");
    let html =
        fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    expect_preview_to_be(&window, &body_of(&window, &html), FIRST);
    for file in ["index.html", "feed.xml", "404.html", "tags/index.html"] {
        assert!(folder.join(file).exists(), "{file} is part of a site");
    }
}

#[test]
fn every_live_post_of_the_sample_blog_is_in_the_site_as_it_is_previewed() {
    let blog = TestBlog::sample();
    let window = Window::open(&blog);

    let folder = blog.beside("site");
    window.press(&[Key::Control.into(), Key::Shift.into(), 'e']);
    export_to(&window, "export-site", &folder);
    let mut n_compared = 0;
    for path in window.listed_posts() {
        window.post(&path).click();
        window.post(&path).wait_for_attribute("aria-selected", "true");
        if window.post(&path).text().contains("Live") {
            let address = window.select(".strip .slug").attribute("title");
            let page = folder.join(address.trim_matches('/')).join("index.html");
            let html = fs::read_to_string(&page)
                .unwrap_or_else(|error| panic!("{}: {error}", page.display()));
            expect_preview_to_be(&window, &body_of(&window, &html), &path);
            n_compared += 1;
        }
    }
    assert!(n_compared > 2, "the sample blog has posts to compare, not {n_compared}");
}

#[test]
fn a_draft_is_in_no_site() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    blog.write("posts/secret.md", "---\ntitle: Not yet\ndraft: true\n---\n\nA secret.\n");
    let window = Window::open(&blog);

    let folder = blog.beside("site");
    window.press(&[Key::Control.into(), Key::Shift.into(), 'e']);
    export_to(&window, "export-site", &folder);
    assert!(folder.join("first/index.html").exists());
    assert!(!folder.join("secret").exists(), "a draft was exported");
    let index = fs::read_to_string(folder.join("index.html")).expect("the index");
    assert!(!index.contains("Not yet"), "a draft is named on the first page");
}

#[test]
fn a_folder_with_foreign_files_is_left_alone_until_asked_again() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);

    let folder = blog.beside("full");
    fs::create_dir(&folder).expect("a folder in a temporary folder");
    fs::write(folder.join("index.html"), "mine").expect("a file in a temporary folder");
    window.part("export").click();
    window.part("export-site").click();
    window.part("export-path").fill(folder.to_str().expect("a path in UTF-8"));
    window.part("export-run").click();
    window.part("export-force").wait_until_shown();
    assert_eq!(fs::read_to_string(folder.join("index.html")).expect("the file"), "mine");

    window.part("export-force").click();
    window.part("changes").wait_for_text("404.html");
    assert_eq!(fs::read_to_string(folder.join("index.html")).expect("the file"), "mine");
    window.part("export-put").click();
    window.part("export-done").wait_for_text("Exported");
    assert!(folder.join("404.html").exists());
}

#[test]
fn what_an_export_changes_is_shown_before_it_is_done() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    blog.write("posts/second.md", "---\ntitle: Second\ndate: 2026-01-03\n---\n\nMore.\n");
    let window = Window::open(&blog);
    let folder = blog.beside("site");
    let stage = || {
        window.press(&[Key::Control.into(), Key::Shift.into(), 'e']);
        window.part("export-path").wait_until_shown();
        window.part("export-site").click();
    };

    stage();
    window.part("export-path").fill(folder.to_str().expect("a path in UTF-8"));
    window.press(&[Key::Enter.into()]);
    window.part("changes").wait_for_text("second/index.html");
    window.part("changes-filter").fill("second");
    wait_for("only what has the word", || {
        let listed = window.part("changes").text();
        if listed.contains("404.html") { Err(listed) } else { Ok(()) }
    });
    assert!(!folder.join("index.html").exists(), "nothing is in place before the yes");
    window.part("export-put").click();
    window.part("export-done").wait_for_text("new");
    assert!(folder.join("second/index.html").exists());
    window.press(&[Key::Escape.into()]);
    window.part("export-dialog").wait_until_hidden();

    blog.write("posts/second.md", "---\ntitle: Second\ndraft: true\n---\n\nMore.\n");
    window.post("second.md").wait_for_text("Draft");
    stage();
    let remembered = folder.to_str().expect("a path in UTF-8");
    window.part("export-path").wait_for_value(remembered);
    window.part("export-run").click();
    window.part("changes-removed").click();
    window.part("changes").wait_for_text("second/index.html");
    window.part("export-cancel").click();
    window.part("export-dialog").wait_until_hidden();
    assert!(folder.join("second/index.html").exists(), "cancelled");
    wait_for("what was staged to be gone", || {
        let staged = folder.join(".galley-staging");
        if staged.exists() { Err("it is there") } else { Ok(()) }
    });

    stage();
    window.part("export-run").click();
    window.part("export-put").click();
    window.part("export-done").wait_for_text("1 removed");
    assert!(!folder.join("second").exists());
    window.press(&[Key::Enter.into()]);
    window.part("export-dialog").wait_until_hidden();
    stage();
    window.part("export-run").click();
    window.part("export-done").wait_for_text("Nothing to do");
}

/// A blog that takes its time, so that there is time to change one's mind.
#[test]
fn an_export_that_is_cancelled_leaves_the_old_site_whole() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    for n in 0..2000 {
        let post = format!("---\ntitle: Post {n}\ndate: 2026-01-02\n---\n\n{RICH_CODE}\n");
        blog.write(&format!("posts/many/post-{n}.md"), post);
    }
    let window = Window::open(&blog);
    let folder = blog.beside("site");
    fs::create_dir(&folder).expect("a folder in a temporary folder");
    window.press(&[Key::Control.into(), Key::Shift.into(), 'e']);
    window.part("export-path").fill(folder.to_str().expect("a path in UTF-8"));
    // The quickest hand there is: a look from outside may come when all is rendered.
    let cancel_at_once = "
        const observer = new MutationObserver(() => {
            const find = (id) => document.querySelector(`[data-testid=${id}]`);
            if (!find('export-progress')) return;
            observer.disconnect();
            find('export-cancel').click();
            window.hasCancelled = true;
        });
        observer.observe(document.body, { childList: true, subtree: true });";
    window.script(cancel_at_once);
    window.part("export-run").click();
    wait_for("the export to be cancelled", || match window.script("return window.hasCancelled") {
        Value::Bool(true) => Ok(()),
        other => Err(other),
    });
    window.part("export-run").wait_until_shown();
    wait_for("the folder to be as it was", || {
        let n = fs::read_dir(&folder).expect("the folder").count();
        if n == 0 { Ok(()) } else { Err(n) }
    });
    // The window is as ready as before.
    window.part("export-run").click();
    window.part("changes-new").wait_for_text("new");
}

/// Chooses what is exported in the open dialog, says where to, and waits for the end.
pub(crate) fn export_to(window: &Window, what: &str, target: &Path) {
    window.part(what).click();
    window.part("export-path").fill(target.to_str().expect("a path in UTF-8"));
    window.part("export-run").click();
    if what == "export-site" {
        window.part("export-put").click();
    }
    window.part("export-done").wait_for_text("Exported");
    window.press(&[Key::Escape.into()]);
    window.part("export-path").wait_until_hidden();
}

/// The elements of the post's body in an exported page, parsed as the frame parses.
fn body_of(window: &Window, html: &str) -> String {
    let script = "
        const page = new DOMParser().parseFromString(arguments[0], 'text/html');
        return page.querySelector('.prose')?.innerHTML ?? null";
    let body = window.script_with(script, vec![json!(html)]);
    body.as_str().unwrap_or_else(|| panic!("the page has no body: {html}")).to_owned()
}

/// Waits until the preview shows exactly the exported body, but for where its elements come from
/// and for what only a page says that is whole: which pictures can wait.
fn expect_preview_to_be(window: &Window, exported: &str, path: &str) {
    let exported = exported.replace(" loading=\"lazy\"", "");
    let exported = exported.as_str();
    wait_for(&format!("the preview of {path} to be what is exported"), || {
        let previewed = without_positions(&window.preview().body());
        if previewed == exported { Ok(()) } else { Err(difference(exported, &previewed)) }
    });
}

fn without_positions(body: &str) -> String {
    let mut parts = body.split(" data-line=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |body, part| body + part.split_once('"').map_or(part, |(_, rest)| rest))
}

/// The place where two bodies, which are long, begin to differ.
fn difference(exported: &str, previewed: &str) -> String {
    let n_same = exported.bytes().zip(previewed.bytes()).take_while(|(a, b)| a == b).count();
    let from = exported.floor_char_boundary(n_same.saturating_sub(60));
    let [exported, previewed] = [exported, previewed].map(|body| body.get(from..).unwrap_or(body));
    format!("exported\n…{exported:.200}\nbut previewed\n…{previewed:.200}")
}
