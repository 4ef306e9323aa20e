//! `galley`: the engine as a command line.

use std::process::ExitCode;

/// An export makes and drops small texts by the million, on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    galley_cli::run()
}
