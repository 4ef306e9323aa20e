//! Running other programs at the root of the project.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

/// Where a program's output goes while it runs.
#[derive(Clone, Copy)]
pub(crate) enum Output {
    /// To the terminal, line by line.
    Live,
    /// Nowhere yet: it is printed in one piece when the program has ended, so
    /// that two that run at the same time do not mix.
    Kept,
}

/// How a program ended, and what it wrote to its standard output.
pub(crate) struct Ended {
    pub(crate) well: bool,
    pub(crate) stdout: String,
}

/// The root of the project, whatever folder the task was started from.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("xtask lies two folders below the root").to_owned()
}

/// The folder that Cargo builds into.
pub(crate) fn target_dir() -> PathBuf {
    let set = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    root().join(set.unwrap_or_else(|| "target".into()))
}

/// Whether our own crates are compiled by Clippy's driver, which is the compiler and its lints.
static IS_LINTED: AtomicBool = AtomicBool::new(false);

/// From now on all builds are those of the lints, so that nothing is compiled once for them and
/// once for the tests. Not for crates that the lints refuse: they are not built then.
pub(crate) fn build_as_linted() {
    IS_LINTED.store(true, Ordering::Relaxed);
}

/// `cargo` with the arguments, at the root.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(root());
    if IS_LINTED.load(Ordering::Relaxed) {
        linted(&mut command);
    }
    command
}

/// Has the crates that a command of Cargo compiles linted.
pub(crate) fn linted(command: &mut Command) {
    command
        .env("RUSTC_WORKSPACE_WRAPPER", Path::new(env!("CARGO")).with_file_name("clippy-driver"))
        .env("CLIPPY_ARGS", "--deny__CLIPPY_HACKERY__warnings");
}

/// `npm run` with a script of `ui/package.json`.
pub(crate) fn npm_run(script: &str) -> Command {
    let mut command = Command::new("npm");
    command.args(["run", "--silent", script]).current_dir(root().join("ui"));
    command
}

/// Runs a program to its end; errs only if it could not be started.
pub(crate) fn run(command: &mut Command, output: Output) -> Result<Ended> {
    match output {
        Output::Live => {
            println!("\n$ {}", shown(command));
            run_live(command)
        }
        Output::Kept => {
            let done = command.env("NO_COLOR", "1").output().with_context(|| shown(command))?;
            let stdout = String::from_utf8_lossy(&done.stdout).into_owned();
            let stderr = String::from_utf8_lossy(&done.stderr);
            println!("\n$ {}\n{stdout}{stderr}", shown(command));
            Ok(Ended { well: done.status.success(), stdout })
        }
    }
}

fn run_live(command: &mut Command) -> Result<Ended> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| shown(command))?;
    let pipe = child.stdout.take().expect("the output is piped, two lines above");
    let mut stdout = String::new();
    for line in BufReader::new(pipe).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        stdout.push_str(&line);
        stdout.push('\n');
    }
    Ok(Ended { well: child.wait()?.success(), stdout })
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
