//! Keystroke to patched preview in the real window, beside the usual ways.
//!
//! `bench-preview APP [SIZE]`: for posts of 10 KB, 100 KB and 1 MB, or one of them, types in the middle of
//! the post through the editor's own input path, and renders the same text with
//! markdown-it and highlight.js in the same window. Prints a table. The editor alone,
//! with no preview at all, is the part that every way has in common.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use anyhow::{Context, Result, bail, ensure};
use galley_e2e::{DEADLINE, Launch, TestBlog, Timings, Window};
use serde_json::{Value, json};
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Keys per call into the page: the driver gives a call half a minute.
const BATCH: usize = 5;

/// Each with how often a batch is typed: the longest post is also the slowest to
/// render for the others.
const SIZES: [(&str, usize, usize); 3] =
    [("10 KB", 10 << 10, 24), ("100 KB", 100 << 10, 16), ("1 MB", 1 << 20, 8)];

const FILE: &str = "posts/measured.md";

/// What `peer.js` does with a key.
struct Way {
    name: &'static str,
    /// Its name there.
    script: &'static str,
}

const EDITOR_ALONE: Way = Way { name: "the editor alone", script: "nothing" };
const INNER_HTML: Way = Way { name: "markdown-it + innerHTML", script: "innerHTML" };
const MORPHDOM: Way = Way { name: "markdown-it + morphdom", script: "morphdom" };

/// One way from a key to the page, and what it took.
struct Measured {
    way: &'static str,
    patched: Timings,
    laid_out: Timings,
}

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1);
    let Some(app) = arguments.next().map(PathBuf::from) else { bail!("bench-preview APP [SIZE]") };
    let wanted = arguments.next();
    let is_wanted = |size: &str| wanted.as_ref().is_none_or(|wanted| wanted == size);
    ensure!(SIZES.iter().any(|(size, ..)| is_wanted(size)), "the sizes are 10 KB, 100 KB, 1 MB");
    println!(
        "\nOne key in the middle of the post, milliseconds until the page is patched / laid out\n"
    );
    println!("| post | way | patched: median | 95 % | laid out: median | 95 % |");
    println!("| --- | --- | ---: | ---: | ---: | ---: |");
    let mut ratios = String::new();
    for (size, n_bytes, n_batches) in SIZES.into_iter().filter(|(size, ..)| is_wanted(size)) {
        let ways = measure(&app, n_bytes, n_batches, &|Measured { way, patched, laid_out }| {
            let cells = [patched, laid_out].map(|timings| {
                format!("{:.1} | {:.0}", timings.median_of_means(BATCH), timings.percentile(95))
            });
            println!("| {size} | {way} | {} |", cells.join(" | "));
        });
        let ways = ways.with_context(|| format!("measure {size}"))?;
        let [galley, editor, _, morphdom] = ways.map(|way| way.patched.median_of_means(BATCH));
        let ratio = morphdom / galley;
        write!(ratios, "{size}: {ratio:.1} times as fast as markdown-it with morphdom; ")?;
        let (ours, theirs) = (galley - editor, morphdom - editor);
        writeln!(ratios, "beyond the editor's own share, {ours:.1} ms against {theirs:.1} ms")?;
    }
    println!("\n{ratios}");
    Ok(())
}

fn measure(
    app: &Path,
    n_bytes: usize,
    n_batches: usize,
    report: &dyn Fn(&Measured),
) -> Result<[Measured; 4]> {
    let source = post_of(n_bytes);
    let blog = TestBlog::with_post(FILE, &source);
    let window = Window::start(&Launch::on_blog(app.to_owned(), &blog))?;
    window.wait_until_ready();
    let reported = |measured: Measured| {
        report(&measured);
        measured
    };
    let galley = reported(measure_galley(&window, n_batches)?);
    load_peers(&window)?;
    // Its own preview renders nothing from here on.
    window.part("toggle-editor").click();
    window.part("preview").wait_until_hidden();
    window.editor().focus();
    place_cursor(&window)?;
    let peer = |way| measure_peer(&window, &source, way, n_batches).map(reported);
    Ok([galley, peer(&EDITOR_ALONE)?, peer(&INNER_HTML)?, peer(&MORPHDOM)?])
}

fn measure_galley(window: &Window, n_batches: usize) -> Result<Measured> {
    window.editor().focus();
    place_cursor(window)?;
    let script = include_str!("../../bench/galley.js");
    let keys = |laid_out: bool| {
        batches(n_batches, || window.async_script(script, vec![json!(BATCH), json!(laid_out)]))
    };
    // The others get an editor that has been compiled by these keys.
    keys(false)?;
    let patched = keys(false)?;
    window.preview().script(include_str!("../../bench/frame.js"));
    let laid_out = keys(true)?;
    Ok(Measured { way: "Galley", patched, laid_out })
}

fn place_cursor(window: &Window) -> Result<()> {
    let placed = window.async_script(include_str!("../../bench/place-cursor.js"), vec![]);
    ensure!(placed == true, "there is no paragraph in the middle of the post");
    Ok(())
}

fn measure_peer(window: &Window, source: &str, way: &Way, n_batches: usize) -> Result<Measured> {
    let script = include_str!("../../bench/peer.js");
    let keys = |laid_out: bool| {
        let arguments = vec![json!(source), json!(way.script), json!(BATCH), json!(laid_out)];
        batches(n_batches, || window.async_script(script, arguments.clone()))
    };
    Ok(Measured { way: way.name, patched: keys(false)?, laid_out: keys(true)? })
}

/// Gives the page the packages. A script element would be against its policy.
fn load_peers(window: &Window) -> Result<()> {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/node_modules");
    let mut script = "window.peers = {};".to_owned();
    for (name, file) in [
        ("markdownit", "markdown-it/dist/browser/markdown-it.umd.min.js"),
        ("morphdom", "morphdom/dist/morphdom-umd.min.js"),
        ("hljs", "@highlightjs/cdn-assets/highlight.min.js"),
    ] {
        let file = packages.join(file);
        let code = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        // Each is wrapped so that it serves a `module` where there is one.
        write!(
            script,
            "{{ const module = {{ exports: {{}} }}; const exports = module.exports; \
             (function () {{ {code}\n }}).call(window); window.peers.{name} = module.exports; }}"
        )?;
    }
    window.script(&script);
    Ok(())
}

fn batches(n: usize, mut batch: impl FnMut() -> Value) -> Result<Timings> {
    let mut all = Vec::new();
    for _ in 0..n {
        let batch = batch();
        let took = batch.as_array().context("a list of times")?.iter();
        all.extend(took.map(|time| time.as_f64().expect("a time is a number")));
    }
    ensure!(all.iter().all(|time| *time < DEADLINE.as_secs_f64() * 1000.0), "a key took for ever");
    Ok(Timings::new(all))
}

/// A post of that length with what posts are made of.
fn post_of(n_bytes: usize) -> String {
    let mut post = "---\ntitle: Measured\ndate: 2026-01-02\n---\n".to_owned();
    let mut n = 0;
    while post.len() < n_bytes {
        n += 1;
        let section = match n % 8 {
            1 => format!("## Section {n}"),
            4 => format!("- first of {n}\n- second with `code`\n- third, **bold**"),
            6 => format!("```rust\nfn number() -> u32 {{\n    {n} // of many\n}}\n```"),
            7 => format!("> Quoted in section {n}, with [a link](https://example.org/{n})."),
            0 => format!("| left | right |\n| --- | ---: |\n| row | {n} |"),
            _ => format!(
                "Paragraph {n} has a *few* words that are **marked**, `some code`, and a \
                 [link](https://example.org/{n}); it goes on for about as long as people's \
                 paragraphs do, which is three or four lines in a window of usual width, \
                 and it ends with a plain sentence."
            ),
        };
        post.push('\n');
        post.push_str(&section);
        post.push('\n');
    }
    post
}
