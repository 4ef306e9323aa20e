//! The proof: `crash random ROUNDS SEED`, `crash faults [bounded]`, `crash power ROUNDS SEED`.

use std::process::ExitCode;

use anyhow::{Result, bail};
use galley_crash::{faults, power, rounds};

fn main() -> Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let all_held = match words[..] {
        ["random", rounds, seed] => rounds::run(rounds.parse()?, seed.parse()?),
        ["faults"] => faults::run(faults::Extent::Everything),
        ["faults", "bounded"] => faults::run(faults::Extent::Bounded),
        ["power", rounds, seed] => power::run(rounds.parse()?, seed.parse()?),
        _ => bail!("usage: crash random ROUNDS SEED | faults [bounded] | power ROUNDS SEED"),
    }?;
    Ok(if all_held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
