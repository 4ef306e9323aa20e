//! The project's own tasks, started as `cargo xtask <task>`.
//!
//! Everything that checks the project is one command, `ci`, and each of its
//! parts is a task of its own. Nothing here is part of the app.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks there")]

mod bench;
mod bench_export;
mod checks;
mod counts;
mod crash;
mod process;
mod report;
mod tidy;

use anyhow::{Result, bail};
use std::process::ExitCode;

use crate::report::Report;

const USAGE: &str = "\
cargo xtask <task>

  ci               every check and every test; ends with the counts
  lint             formatting and clippy
  tidy             the invariants of ARCHITECTURE.md that no compiler knows
  test             the Rust tests but those of the whole window
  ui               the front end: build, lint, type check, tests
  pages            exported sites: validity, accessibility, links
  e2e              the tests of the whole window
  bindings         rewrites ui/src/ipc/bindings.ts from the commands
  bless            rewrites every expectation file; review the diff
  crash            kills at random moments; `crash faults`, `crash power`: the other proofs
  bench preview    keystroke to patched preview, beside the usual ways
  bench start      start to editable, beside a blank Tauri window
  bench heavy      how long the window stands still over texts made for that
  bench export DIR [RUNS]
                   the export beside Hugo, Zola and Eleventy; DIR has their set-up
  look             pictures of the window in its states, in target/look";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match perform(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

/// Performs one task and says whether all was well.
fn perform(words: &[&str]) -> Result<bool> {
    let mut report = Report::default();
    match words {
        ["ci"] => checks::ci(&mut report)?,
        ["lint"] => checks::lint(&mut report),
        ["tidy"] => checks::tidy(&mut report)?,
        ["test"] => checks::test(&mut report),
        ["ui"] => {
            checks::ui_build(&mut report);
            checks::ui(&mut report, process::Output::Live);
        }
        ["pages"] => checks::pages(&mut report),
        ["e2e"] => checks::e2e(&mut report),
        ["crash", words @ ..] => crash::by_words(&mut report, words)?,
        ["bindings"] => checks::bless(&mut report, checks::Blessed::Bindings),
        ["bless"] => checks::bless(&mut report, checks::Blessed::Everything),
        ["bench", "preview"] => return bench::preview().map(|()| true),
        ["bench", "start"] => return bench::start().map(|()| true),
        ["bench", "heavy"] => return bench::heavy().map(|()| true),
        ["bench", "export", setup] => {
            return bench_export::export(setup, bench_export::RUNS).map(|()| true);
        }
        ["bench", "export", setup, runs] => {
            return bench_export::export(setup, runs).map(|()| true);
        }
        ["look"] => return bench::look().map(|()| true),
        _ => bail!("{USAGE}"),
    }
    println!("{report}");
    Ok(report.all_passed())
}
