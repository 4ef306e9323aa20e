//! What the process says: the only place that prints, and the exit codes.

use std::io::{self, Write};
use std::process::ExitCode;

use galley_engine::wire;
use serde::Serialize;

/// How a command went. The figures are a contract that scripts depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done: 0.
    Done,
    /// What was asked for did not happen: 1. (Wrong usage is 2, said by the parser.)
    Failed,
    /// Done, but problems or conflicts remain: 3.
    ProblemsRemain,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::ProblemsRemain => 3,
        })
    }
}

/// Prints text as it is.
pub(crate) fn text(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints one JSON document.
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    text(&(json + "\n"))
}

/// Says something to the person at the terminal, beside the output.
pub(crate) fn note(message: &str) {
    // A closed standard error is no reason to stop.
    writeln!(io::stderr(), "{message}").ok();
}

/// Says which problems remain, and what that makes of the outcome.
pub(crate) fn problems(problems: &[wire::FileProblem]) -> Outcome {
    let lines = problems.iter().map(|it| problem_line(&it.path, &it.problem) + "\n");
    // In one piece: there may be thousands. A closed standard error is no reason to stop.
    io::stderr().write_all(lines.collect::<String>().as_bytes()).ok();
    outcome_of(problems.iter().map(|it| &it.problem))
}

/// A problem on one line, with its place first, as compilers and editors have it.
pub(crate) fn problem_line(file: &str, problem: &wire::Problem) -> String {
    let severity = match problem.severity {
        wire::Severity::Error => "error",
        wire::Severity::Warning => "warning",
        wire::Severity::Note => "note",
    };
    let wire::Problem { line, column, message, code, .. } = problem;
    format!("{file}:{line}:{column}: {severity}: {message} [{code}]")
}

/// What problems make of an outcome: a note is worth knowing and stops no script.
pub(crate) fn outcome_of<'a>(mut problems: impl Iterator<Item = &'a wire::Problem>) -> Outcome {
    let grave = |it: &wire::Problem| it.severity != wire::Severity::Note;
    if problems.any(grave) { Outcome::ProblemsRemain } else { Outcome::Done }
}

/// Says why a command failed, and what to do.
pub(crate) fn report(error: &crate::command::Error) {
    let wire::Error { message, hint, causes, .. } = error.to_wire();
    note(&format!("galley: {message}"));
    for cause in causes {
        note(&format!("  because {cause}"));
    }
    if let Some(hint) = hint {
        note(&format!("  {hint}"));
    }
}
