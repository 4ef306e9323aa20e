//! Texts made to break a renderer, in the window: how long it stands still.
//!
//! `bench-heavy APP` opens each as a post, goes to its end and types a letter. The window stands
//! still while its thread answers nothing: the longest gap between two ticks of a timer is what
//! a person would feel.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use anyhow::{Context, Result};
use galley_e2e::{Launch, TestBlog, Window};
use std::env;
use std::iter::repeat_with;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const TICK: &str = "
    const gaps = { longest: 0 };
    let last = performance.now();
    setInterval(() => {
        const now = performance.now();
        gaps.longest = Math.max(gaps.longest, now - last);
        last = now;
    }, 4);
    window.gaps = gaps;";

fn main() -> Result<()> {
    let app: PathBuf = env::args_os().nth(1).context("bench-heavy APP")?.into();
    println!("\nTexts made to break a renderer, in seconds\n");
    println!("| text | shown after | stood still | stood still, one key at the end |");
    println!("| --- | ---: | ---: | ---: |");
    for (name, text) in texts() {
        // The newest post is the one that a new window opens.
        let blog = TestBlog::with_post("posts/light.md", "---\ndate: 2024-01-02\n---\n\nLight.");
        blog.write("posts/heavy.md", format!("---\ndate: 2024-01-01\n---\n\n{text}\n\nEnds."));
        let window = Window::start(&Launch::on_blog(app.clone(), &blog))?;
        window.wait_until_ready();
        wait_for_end(&window, "Light.");
        window.script(TICK);

        let start = Instant::now();
        window.post("heavy.md").click();
        wait_for_end(&window, "Ends.");
        let shown = start.elapsed().as_secs_f64();
        settle(&window);
        let opening = stood_still(&window)?;
        window.editor().go_to_end().type_text("!");
        wait_for_end(&window, "Ends.!");
        settle(&window);
        let typing = stood_still(&window)?;
        println!("| {name} | {shown:.1} | {opening:.1} | {typing:.1} |");
        window.close();
    }
    Ok(())
}

/// What is too much, by the name that it has in the table.
fn texts() -> Vec<(&'static str, String)> {
    let lines = |n: usize, line: &str| repeat_with(|| line).take(n).collect::<String>();
    let columns = ["|a", "|-", "|b"].map(|cell| format!("{}|\n", lines(20_000, cell))).concat();
    let messages = format!("```mermaid\nsequenceDiagram\n{}```", lines(3_200, "A->>B: x\n"));
    let chart = "```mermaid\nflowchart LR\na --> b & c --> d\n```\n\n";
    vec![
        ("the start of a link without text, 50,000 times in one line", lines(50_000, "[](")),
        ("`a**b` 50,000 times in one line", lines(50_000, "a**b")),
        ("`> ` 20,000 times", lines(20_000, "> ")),
        ("`![` 50,000 times", lines(50_000, "![")),
        ("a line of 1 MB", lines(200_000, "word ")),
        ("a table of 10,000 rows", format!("|a|b|\n|-|-|\n{}", lines(10_000, "|one|two|\n"))),
        ("a table of 20,000 columns", columns),
        ("20,000 headings", lines(20_000, "## A heading\n\n")),
        ("a diagram of 3,200 messages", messages),
        ("200 diagrams", lines(200, chart)),
    ]
}

/// Waits until the preview has this as its last paragraph.
fn wait_for_end(window: &Window, words: &str) {
    let script = "
        const body = document.querySelector('[data-galley-body]');
        return [...body?.getElementsByTagName('p') ?? []].at(-1)?.textContent ?? ''";
    let deadline = Instant::now() + Duration::from_mins(2);
    // The frame is gone for a moment while another post comes into it.
    while window.preview().try_script(script).ok().and_then(|it| it.as_str().map(str::to_owned))
        != Some(words.to_owned())
    {
        assert!(Instant::now() < deadline, "the preview does not end with {words:?}");
    }
}

/// Waits until the window has painted what is due.
fn settle(window: &Window) {
    let idle = "const done = arguments[0]; \
                requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300)))";
    window.async_script(idle, Vec::new());
}

/// For how many seconds the window answered nothing, at most, since this was asked last.
fn stood_still(window: &Window) -> Result<f64> {
    let longest =
        window.script("const it = window.gaps.longest; window.gaps.longest = 0; return it");
    Ok(longest.as_f64().context("a time")? / 1e3)
}
