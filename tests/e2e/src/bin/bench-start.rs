//! Process start to editable, beside a blank Tauri window built the same way.
//!
//! `bench-start APP BLANK`: starts both by turns, so that whatever else the machine
//! does disturbs both alike, and prints the medians. The end is a mark that each
//! page sets itself, so that the driver's own start is in neither figure.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use anyhow::{Context, Result, bail};
use galley_e2e::{Launch, TestBlog, Timings, Window};
use std::env;
use std::path::{Path, PathBuf};

/// Enough for a median that moves by a few milliseconds from run to run.
const N_PAIRS: usize = 21;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [app, blank] = arguments.as_slice() else { bail!("bench-start APP BLANK") };
    let blog = TestBlog::sample();
    // The first start makes the library and fills the disk's cache.
    start_app(app, &blog)?;
    start_blank(blank, &blog)?;

    let mut pairs = Vec::new();
    for _ in 0..N_PAIRS {
        pairs.push((start_app(app, &blog)?, start_blank(blank, &blog)?));
    }
    let app = Timings::new(pairs.iter().map(|(app, _)| *app));
    let blank = Timings::new(pairs.iter().map(|(_, blank)| *blank));
    let ratio = Timings::new(pairs.iter().map(|(app, blank)| app / blank));

    println!("\nStart to editable, {N_PAIRS} pairs of starts, milliseconds\n");
    println!("| window | median | 5 % | 95 % |");
    println!("| --- | ---: | ---: | ---: |");
    for (name, timings) in [("blank Tauri window", &blank), ("Galley, sample blog", &app)] {
        let [low, high] = [5, 95].map(|percentage| timings.percentile(percentage));
        println!("| {name} | {:.0} | {low:.0} | {high:.0} |", timings.median());
    }
    println!("\nGalley takes {:.2} times the blank window (median of the pairs).", ratio.median());
    Ok(())
}

fn start_app(app: &Path, blog: &TestBlog) -> Result<f64> {
    start(&Launch::on_blog(app.to_owned(), blog))
}

fn start_blank(blank: &Path, blog: &TestBlog) -> Result<f64> {
    start(&Launch { program: blank.to_owned(), arguments: Vec::new(), home: blog.beside("blank") })
}

/// Starts a program, and says after how many milliseconds one could write.
fn start(launch: &Launch) -> Result<f64> {
    let window = Window::start(launch)?;
    let mark = "performance.getEntriesByName('editable')[0]";
    window.wait("the window to be editable", mark);
    let at = window.script(&format!("return performance.timeOrigin + {mark}.startTime"));
    let took = at.as_f64().context("a time")? - window.started_at();
    window.close();
    Ok(took)
}
