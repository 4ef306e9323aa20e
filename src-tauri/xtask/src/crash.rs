//! The crash proof, in the extents that a person and that each landing want.

use anyhow::{Context, Result, bail};
use std::process::Command;

use crate::checks::{EVERYTHING, check};
use crate::process::{Output, cargo, target_dir};
use crate::report::Report;

/// As many as fit into about three minutes on two cores, with both shorter parts.
const ROUNDS_IN_CI: &str = "50";
const POWER_ROUNDS_IN_CI: &str = "3";
/// CI tries the same on each landing: a failure is then the landing's.
const SEED_IN_CI: &str = "1";

const USAGE: &str = "\
cargo xtask crash [--rounds N] [--seed S]          kills at random moments
cargo xtask crash faults                           a fault at each call that writes
cargo xtask crash power [--rounds N] [--seed S]    power cuts";

/// The part that the words name.
pub(crate) fn by_words(report: &mut Report, words: &[&str]) -> Result<()> {
    let (part, options) = match words {
        ["faults"] => ("faults", &words[1..]),
        ["power", options @ ..] => ("power", options),
        options => ("random", options),
    };
    let options = Options::parse(options)?;
    build(report, &["--package", "galley-crash"]);
    match part {
        "faults" => proof(report, "crash: faults", &["faults"]),
        "power" => proof(report, "crash: power cuts", &["power", &options.rounds, &options.seed]),
        _ => proof(report, "crash: random kills", &["random", &options.rounds, &options.seed]),
    }
    Ok(())
}

/// What each landing has time for.
pub(crate) fn ci(report: &mut Report) {
    build(report, &EVERYTHING);
    proof(report, "crash: random kills", &["random", ROUNDS_IN_CI, SEED_IN_CI]);
    proof(report, "crash: faults", &["faults", "bounded"]);
    proof(report, "crash: power cuts", &["power", POWER_ROUNDS_IN_CI, SEED_IN_CI]);
}

struct Options {
    rounds: String,
    seed: String,
}

impl Options {
    fn parse(words: &[&str]) -> Result<Self> {
        let mut options = Self { rounds: ROUNDS_IN_CI.to_owned(), seed: SEED_IN_CI.to_owned() };
        for pair in words.chunks(2) {
            let number = || {
                let number: u64 = pair.get(1).context(USAGE)?.parse().context(USAGE)?;
                Ok::<_, anyhow::Error>(number.to_string())
            };
            match pair[0] {
                "--rounds" => options.rounds = number()?,
                "--seed" => options.seed = number()?,
                _ => bail!("{USAGE}"),
            }
        }
        Ok(options)
    }
}

/// The proof and the program that it kills lie beside each other.
fn build(report: &mut Report, packages: &[&str]) {
    let mut command = cargo(["build", "--quiet", "--bin", "crash", "--bin", "writer"]);
    check(report, "crash: build", Output::Live, command.args(packages));
}

fn proof(report: &mut Report, name: &'static str, words: &[&str]) {
    let mut command = Command::new(target_dir().join("debug/crash"));
    check(report, name, Output::Live, command.args(words));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_and_seed_are_numbers_and_have_a_value() {
        let options = Options::parse(&["--seed", "7", "--rounds", "1000"]).unwrap();
        assert_eq!((options.rounds.as_str(), options.seed.as_str()), ("1000", "7"));
        for wrong in [&["--rounds"][..], &["--seed", "x"], &["--round", "1"]] {
            assert!(Options::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
