//! The checks, each a step of the report, and the order in which `ci` runs them.

use anyhow::Result;
use std::fs;
use std::process::Command;
use std::thread;
use std::time::Instant;

use crate::counts::Counts;
use crate::crash;
use crate::process::{self, Ended, Output, cargo, npm_run, root, run, target_dir};
use crate::report::Report;
use crate::tidy;

/// Every build of the checks selects the same packages and features: with
/// another selection Cargo would build the window's dependencies once more.
pub(crate) const EVERYTHING: [&str; 3] = ["--workspace", "--features", "packaged"];

/// How many random histories of a blog are lived: in the simulation, and with the system's
/// own watcher. A plain `cargo test` lives a fiftieth and a tenth of them.
const HISTORIES: [(&str, &str); 2] =
    [("GALLEY_INTERLEAVINGS", "100000"), ("GALLEY_WATCHED", "1000")];

/// The tests of the whole window. Their manifest keeps them out of a plain
/// `cargo test`, because they need the app built and open windows.
const WINDOW_TESTS: &str = "journeys";

/// Every check and every test.
///
/// The front end is built first because the window embeds it. Its own checks
/// then run beside the Rust build. The exported pages need the built program, and are checked beside
/// the crash proof, which waits for the disk more than for a processor. The tests of the whole
/// window come last, alone, because they measure what should not wait for anybody.
pub(crate) fn ci(report: &mut Report) -> Result<()> {
    fmt(report);
    tidy(report)?;
    ui_build(report);
    thread::scope(|scope| {
        let front_end = scope.spawn(|| {
            let mut report = Report::default();
            ui(&mut report, Output::Kept);
            report
        });
        if clippy(report) {
            process::build_as_linted();
        }
        test(report);
        report.append(front_end.join().expect("the checks of the front end do not panic"));
    });
    thread::scope(|scope| {
        let crash = scope.spawn(|| {
            let mut report = Report::default();
            crash::ci(&mut report);
            report
        });
        pages(report);
        report.append(crash.join().expect("the crash proof does not panic"));
    });
    e2e(report);
    Ok(())
}

/// Formatting and clippy.
pub(crate) fn lint(report: &mut Report) {
    fmt(report);
    clippy(report);
}

fn fmt(report: &mut Report) {
    check(report, "formatting", Output::Live, &mut cargo(["fmt", "--all", "--check"]));
}

/// What `cargo clippy` does, but for the kind of build: it would check what the workspace depends
/// on, and the tests would then have all of it built. Here it is built, once for both. Says whether
/// the lints found nothing.
fn clippy(report: &mut Report) -> bool {
    // All targets are those of an everyday `cargo test`: the window tests are not among them.
    let parts =
        [("clippy", &["--all-targets"][..]), ("clippy: journeys", &["--test", WINDOW_TESTS])];
    parts.into_iter().fold(true, |well, (name, targets)| {
        let mut command = cargo(["test", "--quiet", "--no-run"]);
        process::linted(command.args(targets).args(EVERYTHING));
        check(report, name, Output::Live, &mut command) && well
    })
}

/// The invariants that no compiler knows, one count per rule.
pub(crate) fn tidy(report: &mut Report) -> Result<()> {
    let begun = Instant::now();
    let verdicts = tidy::verdicts(&root())?;
    let mut counts = Counts::default();
    for verdict in &verdicts {
        counts = counts + Counts::one(verdict.violations.is_empty());
        for violation in &verdict.violations {
            println!("tidy: {violation}\n      rule: {}", verdict.rule);
        }
    }
    report.add("tidy", counts, begun.elapsed());
    Ok(())
}

/// The Rust tests, documentation tests included, but those of the whole window.
pub(crate) fn test(report: &mut Report) {
    let mut command = cargo(["test", "--quiet", "--no-fail-fast"]);
    command.envs(HISTORIES);
    cargo_test(report, "Rust tests", command.args(EVERYTHING));
}

/// The tests of the whole window.
pub(crate) fn e2e(report: &mut Report) {
    // The app, and the blank window, which shows exported pages: they must be safe where no
    // policy of ours holds.
    programs(report, "programs for the window tests");
    let mut command = cargo(["test", "--test", WINDOW_TESTS]);
    cargo_test(report, "whole-window tests", command.args(EVERYTHING));
}

/// Builds the programs as `test` does, so that after it there is nothing left to build: Cargo
/// builds a package's programs along with its integration tests, and with the features that these
/// need. Built by themselves they would have others, and all below them be built again.
fn programs(report: &mut Report, name: &'static str) {
    let mut command = cargo(["test", "--quiet", "--no-run"]);
    check(report, name, Output::Live, command.args(EVERYTHING));
}

fn cargo_test(report: &mut Report, name: &'static str, command: &mut Command) {
    let begun = Instant::now();
    let counts = match run(command, Output::Live) {
        Ok(Ended { well, stdout }) => Counts::of_cargo_test(&stdout, well),
        Err(error) => could_not_start(&error),
    };
    report.add(name, counts, begun.elapsed());
}

/// Builds the front end into `ui/dist`, where the window's build finds it.
pub(crate) fn ui_build(report: &mut Report) {
    check(report, "front end: build", Output::Live, &mut npm_run("build"));
}

/// Lint, type check and tests of the front end.
pub(crate) fn ui(report: &mut Report, output: Output) {
    check(report, "front end: lint", output, &mut npm_run("lint"));
    check(report, "front end: types", output, &mut npm_run("check"));

    vitest(report, "front end: tests", "test", output);
}

/// Exported sites through the W3C's checker and in a browser.
pub(crate) fn pages(report: &mut Report) {
    programs(report, "programs for the page tests");
    vitest(report, "exported pages", "test:exported", Output::Live);
}

/// The tests that a script of `ui/package.json` starts.
fn vitest(report: &mut Report, name: &'static str, script: &str, output: Output) {
    let begun = Instant::now();
    let file = target_dir().join("front-end-tests.json");
    // A report of an earlier run must not count for one that wrote none.
    let _ = fs::remove_file(&file);
    let mut command = npm_run(script);
    command.args(["--", "--reporter=default", "--reporter=json"]);
    command.arg(format!("--outputFile.json={}", file.display()));
    let counts = match run(&mut command, output) {
        Ok(Ended { well, .. }) => {
            Counts::of_vitest(&fs::read_to_string(&file).unwrap_or_default(), well)
        }
        Err(error) => could_not_start(&error),
    };
    report.add(name, counts, begun.elapsed());
}

/// Which expectations are rewritten.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blessed {
    /// The TypeScript side of the commands.
    Bindings,
    /// Every file that a test compares its result with.
    Everything,
}

/// Runs tests with `BLESS=1`, under which they rewrite what they compare with.
pub(crate) fn bless(report: &mut Report, blessed: Blessed) {
    let mut command = cargo(["test", "--quiet", "--no-fail-fast"]);
    command.args(EVERYTHING).env("BLESS", "1");
    if blessed == Blessed::Bindings {
        command.args(["--test", "ipc"]);
    }
    cargo_test(report, "rewritten", &mut command);
}

/// A step that is one program and either ends well, which is the answer, or does not.
pub(crate) fn check(
    report: &mut Report,
    name: &'static str,
    output: Output,
    command: &mut Command,
) -> bool {
    let begun = Instant::now();
    let well = match run(command, output) {
        Ok(Ended { well, .. }) => well,
        Err(error) => {
            could_not_start(&error);
            false
        }
    };
    report.add(name, Counts::one(well), begun.elapsed());
    well
}

fn could_not_start(error: &anyhow::Error) -> Counts {
    eprintln!("{error:#}");
    Counts::one(false)
}
