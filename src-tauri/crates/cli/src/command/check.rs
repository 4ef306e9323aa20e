//! `galley check`

use std::collections::BTreeSet;

use galley_engine::wire::BlogProblem;

use super::{Error, open};
use crate::args::{Check, Shared};
use crate::output::{Outcome, json, note, outcome_of, problem_line, text};

pub(crate) fn run(shared: &Shared, args: &Check) -> Result<Outcome, Error> {
    let found = open(shared, args.blog.as_deref())?.check()?;
    if args.json {
        json(&found)?;
    } else {
        let line = |it: &BlogProblem| problem_line(&it.file, &it.problem) + "\n";
        text(&found.iter().map(line).collect::<String>())?;
        note(&summary(&found));
    }
    Ok(outcome_of(found.iter().map(|it| &it.problem)))
}

fn summary(found: &[BlogProblem]) -> String {
    let files: BTreeSet<_> = found.iter().map(|it| &it.file).collect();
    match (found.len(), files.len()) {
        (0, _) => "no problems".to_owned(),
        (1, _) => "1 problem".to_owned(),
        (n, 1) => format!("{n} problems in 1 file"),
        (n, n_files) => format!("{n} problems in {n_files} files"),
    }
}
