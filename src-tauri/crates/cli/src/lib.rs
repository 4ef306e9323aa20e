//! The command line: the same engine as the window's, without a window.
//!
//! It reads the arguments, calls `galley_engine`, and prints the answer. The
//! contract, which scripts depend on: `--json` is one document on standard
//! output, everything for people goes to standard error unless it is what was
//! asked for, and the exit code says how it went (see [`output::Outcome`]).

use std::process::ExitCode;

use clap::Parser as _;

mod args;
mod command;
mod output;
mod progress;

use args::{Args, Command};
use output::{Outcome, report};

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("GALLEY_LOG")
                .unwrap_or_else(|_| "warn".into()),
        )
        .with_writer(std::io::stderr)
        .without_time()
        .init();
    let args = Args::parse();
    match dispatch(args) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            report(&error);
            Outcome::Failed.into()
        }
    }
}

fn dispatch(args: Args) -> Result<Outcome, command::Error> {
    let shared = args.shared;
    match args.command {
        Command::New(new) => command::new::run(&new),
        Command::Render(render) => command::render::run(&render),
        Command::Posts(posts) => command::posts::run(&shared, &posts),
        Command::Show(show) => command::show::run(&shared, &show),
        Command::Set(set) => command::set::run(&shared, &set),
        Command::History(history) => command::history::run(&shared, &history),
        Command::Restore(restore) => command::restore::run(&shared, &restore),
        Command::Search(search) => command::search::run(&shared, &search),
        Command::Export(export) => command::export::run(&shared, &export),
        Command::Check(check) => command::check::run(&shared, &check),
        Command::Themes(themes) => command::themes::run(&shared, &themes),
        Command::Serve(serve) => command::serve::run(&shared, &serve),
        Command::Import(import) => command::import::run(&shared, &import),
    }
}
