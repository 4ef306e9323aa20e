//! The crash proof: what was acknowledged is there after any kill, fault or power cut.
//!
//! A writer (`bin/writer.rs`) drives the engine as the window does and reports, line by
//! line, what it is about to do and what was acknowledged. The proof (`bin/crash.rs`) kills
//! it, opens the same blog, and holds what is found against the ledger of those reports.
//!
//! Three ways to crash: at random moments (`rounds.rs`), at each write in turn (`faults.rs`),
//! and by taking the power from the disk (`power.rs`).

#![expect(clippy::print_stdout, reason = "the proof speaks to a terminal")]

use std::path::Path;

use anyhow::{Context, Result, bail};

mod aftermath;
mod blog;
mod child;
mod faults;
mod ledger;
mod operation;
mod power;
mod report;
mod rounds;
mod script;
mod session;
mod site;
mod strace;
mod table;
mod texts;
mod verdict;

use blog::Place;

/// The program that is killed: `script SEED SESSION ROOT` writes without end, `open ROOT` opens
/// the blog and ends, `operation NAME ROOT` carries out one operation when it is told to.
pub fn write(words: &[&str]) -> Result<()> {
    let place = |root: &str| Place::new(Path::new(root));
    match words[..] {
        ["script", seed, session, root] => {
            script::run(place(root), seed.parse()?, session.parse()?)
        }
        ["open", root] => session::Session::open(place(root), true).map(drop),
        ["operation", name, root] => operation::run(place(root), name),
        _ => bail!("usage: writer script SEED SESSION ROOT | open ROOT | operation NAME ROOT"),
    }
    .with_context(|| format!("`writer {}`", words.join(" ")))
}

/// The proof: `random ROUNDS SEED`, `faults [bounded]` or `power ROUNDS SEED`. True if every
/// promise was kept.
pub fn prove(words: &[&str]) -> Result<bool> {
    match words[..] {
        ["random", rounds, seed] => Ok(rounds::run(rounds.parse()?, seed.parse()?)),
        ["faults"] => faults::run(faults::Extent::Everything),
        ["faults", "bounded"] => faults::run(faults::Extent::Bounded),
        ["power", rounds, seed] => power::run(rounds.parse()?, seed.parse()?),
        _ => bail!("usage: crash random ROUNDS SEED | faults [bounded] | power ROUNDS SEED"),
    }
}
