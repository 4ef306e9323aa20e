//! `galley`: the engine as a command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    galley_cli::run()
}
