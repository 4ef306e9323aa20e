//! `galley history`

use galley_engine::wire::Origin;

use super::{Error, open};
use crate::args::{History, Shared};
use crate::output::{Outcome, json, text};

pub(crate) fn run(shared: &Shared, args: &History) -> Result<Outcome, Error> {
    let blog = open(shared, args.blog.as_deref())?;
    let shown = blog.history_named(&args.post)?;
    if args.json {
        json(&shown)?;
        return Ok(Outcome::Done);
    }
    let history = &shown.history;
    let mut lines = line("now", &history.at, history.origin, history.n_words);
    for revision in &history.revisions {
        let id = revision.id.to_string();
        lines += &line(&id, &revision.at, revision.origin, revision.n_words);
    }
    text(&lines)?;
    Ok(Outcome::Done)
}

/// One line: revision, moment to the second, who, how many words.
fn line(id: &str, at: &str, origin: Origin, n_words: u32) -> String {
    let at = at.get(..19).unwrap_or(at);
    let who = match origin {
        Origin::Window => "window",
        Origin::Cli => "cli",
        Origin::File => "file",
        Origin::Import => "import",
        Origin::Restore => "restore",
    };
    format!("{id:>6}  {at}Z  {who:<7}  {n_words} words\n")
}
