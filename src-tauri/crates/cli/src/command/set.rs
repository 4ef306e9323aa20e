//! `galley set`

use std::path::Path;

use super::{Error, open};
use crate::args::{Set, Shared};
use crate::output::Outcome;

pub(crate) fn run(shared: &Shared, args: &Set) -> Result<Outcome, Error> {
    // The last word is the blog's folder if it is no assignment.
    let (assignments, blog) = match args.assignments.split_last() {
        Some((last, rest)) if !rest.is_empty() && !last.contains('=') => (rest, Some(last)),
        _ => (args.assignments.as_slice(), None),
    };
    let blog = open(shared, blog.map(Path::new))?;
    blog.fields_set(&args.post, assignments)?;
    Ok(Outcome::Done)
}
