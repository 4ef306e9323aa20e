//! What a run of checks came to: one line per step, and the sum at the end.

use std::fmt;
use std::time::Duration;

use crate::counts::Counts;

/// The steps of a run in their order.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    counts: Counts,
    took: Duration,
}

impl Report {
    /// Adds a step that consists of several tests.
    pub(crate) fn add(&mut self, name: &'static str, counts: Counts, took: Duration) {
        self.steps.push(Step { name, counts, took });
    }

    /// Takes over the steps of a run that went on beside this one.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.steps.append(&mut other.steps);
    }

    pub(crate) fn all_passed(&self) -> bool {
        self.total().failed == 0
    }

    fn total(&self) -> Counts {
        self.steps.iter().fold(Counts::default(), |total, step| total + step.counts)
    }
}

impl fmt::Display for Report {
    /// The last line stands alone and has one form, so that a script can read it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        for Step { name, counts: Counts { passed, failed }, took } in &self.steps {
            let seconds = took.as_secs_f64();
            writeln!(f, "  {name:<28} {passed:>5} passed {failed:>4} failed {seconds:>7.1} s")?;
        }
        let Counts { passed, failed } = self.total();
        write!(f, "\n{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_sums_all_steps() {
        let mut report = Report::default();
        report.add("tests", Counts { passed: 40, failed: 1 }, Duration::from_secs(2));
        report.add("lint", Counts { passed: 1, failed: 0 }, Duration::from_secs(1));
        assert_eq!(report.to_string().lines().last(), Some("41 passed, 1 failed"));
        assert!(!report.all_passed());
    }
}
