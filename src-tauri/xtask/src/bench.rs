//! The real window, measured and pictured: builds what that needs and starts it.
//!
//! The benchmarks print tables and write nothing; `docs/benchmarks.md` is filled from them
//! by hand, with the machine named.

use anyhow::{Result, ensure};
use std::process::Command;

use crate::process::{Ended, Output, cargo, npm_run, root, run, target_dir};

/// Pictures of the window in its states, under `target/look`.
pub(crate) fn look() -> Result<()> {
    build(&["galley-desktop"])?;
    done(window_program("look", &["galley-desktop"]).arg(root().join("target/look")))
}

/// Keystroke to patched preview, beside markdown-it in the same window.
pub(crate) fn preview() -> Result<()> {
    // The other renderers are packages of the benchmark alone.
    let folder = root().join("tests/e2e/bench");
    if !folder.join("node_modules").exists() {
        let mut install = Command::new("npm");
        done(install.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    }
    build(&["galley-desktop"])?;
    done(&mut window_program("bench-preview", &["galley-desktop"]))
}

/// Process start to editable, beside a blank window built the same way.
pub(crate) fn start() -> Result<()> {
    build(&["galley-desktop", "galley-blank"])?;
    done(&mut window_program("bench-start", &["galley-desktop", "galley-blank"]))
}

/// How long the window stands still over texts made to break a renderer.
pub(crate) fn heavy() -> Result<()> {
    build(&["galley-desktop"])?;
    done(&mut window_program("bench-heavy", &["galley-desktop"]))
}

fn build(packages: &[&str]) -> Result<()> {
    done(&mut npm_run("build"))?;
    let mut command = cargo(["build", "--release", "--features", "packaged"]);
    for package in packages {
        command.args(["--package", package]);
    }
    done(&mut command)
}

/// A program that drives windows, with the release builds of `driven`.
fn window_program(name: &str, driven: &[&str]) -> Command {
    let mut command = cargo(["run", "--quiet", "--package", "galley-e2e", "--bin", name, "--"]);
    command.args(driven.iter().map(|name| target_dir().join("release").join(name)));
    command
}

fn done(command: &mut Command) -> Result<()> {
    let Ended { well, .. } = run(command, Output::Live)?;
    ensure!(well, "the command above failed");
    Ok(())
}
