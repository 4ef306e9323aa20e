//! How many tests passed and failed, read from what the runners print.

use serde_json::Value;
use std::iter::Sum;
use std::ops::Add;

/// Tests, or checks that are one test each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    /// A check that either holds or does not.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }

    /// The sum over the test binaries that `cargo test` ran.
    ///
    /// A run that ended badly without a failed test did not compile, or a test
    /// binary died: that is one failure more, so that it is never lost.
    pub(crate) fn of_cargo_test(output: &str, ended_well: bool) -> Self {
        let counts: Self = output.lines().filter_map(cargo_test_result).sum();
        counts.failed_at_least_once_unless(ended_well)
    }

    /// The counts in Vitest's JSON report.
    pub(crate) fn of_vitest(report: &str, ended_well: bool) -> Self {
        let report: Value = serde_json::from_str(report).unwrap_or_default();
        let number = |key: &str| report[key].as_u64().unwrap_or_default();
        let counts = Self { passed: number("numPassedTests"), failed: number("numFailedTests") };
        counts.failed_at_least_once_unless(ended_well && counts != Self::default())
    }

    fn failed_at_least_once_unless(mut self, ended_well: bool) -> Self {
        if !ended_well {
            self.failed = self.failed.max(1);
        }
        self
    }
}

/// Reads `test result: ok. 12 passed; 0 failed; …`.
fn cargo_test_result(line: &str) -> Option<Counts> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut numbers = counts.split("; ").filter_map(|part| part.split(' ').next()?.parse().ok());
    Some(Counts { passed: numbers.next()?, failed: numbers.next()? })
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Self::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_BINARIES: &str = "\
running 2 tests
test slug ... ok
test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s

test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
";

    #[test]
    fn cargo_test_counts_are_summed_over_binaries() {
        let counts = Counts::of_cargo_test(TWO_BINARIES, false);
        assert_eq!(counts, Counts { passed: 15, failed: 2 });
    }

    #[test]
    fn a_run_that_did_not_compile_counts_as_a_failure() {
        assert_eq!(Counts::of_cargo_test("", false), Counts { passed: 0, failed: 1 });
    }

    #[test]
    fn vitest_counts_come_from_its_report() {
        let report = r#"{ "numPassedTests": 7, "numFailedTests": 1, "success": false }"#;
        assert_eq!(Counts::of_vitest(report, false), Counts { passed: 7, failed: 1 });
    }

    #[test]
    fn a_front_end_without_a_report_counts_as_a_failure() {
        assert_eq!(Counts::of_vitest("", true), Counts { passed: 0, failed: 1 });
    }
}
