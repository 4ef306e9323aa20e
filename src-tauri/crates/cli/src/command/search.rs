//! `galley search`

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use galley_engine::wire::Piece;

use super::{Error, open};
use crate::args::{Search, Shared};
use crate::output::{Outcome, json, text};

pub(crate) fn run(shared: &Shared, args: &Search) -> Result<Outcome, Error> {
    let blog = open(shared, args.blog.as_deref())?;
    let hits = blog.post_search(&args.query, args.limit)?;
    if args.json {
        json(&hits)?;
        return Ok(Outcome::Done);
    }
    let marks = if std::io::stdout().is_terminal() { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    let mut lines = String::new();
    for hit in hits {
        let (title, snippet) = (joined(&hit.title, marks), joined(&hit.snippet, marks));
        writeln!(lines, "{}  {title}\n    {snippet}", hit.path).expect("a string takes all");
    }
    text(&lines)?;
    Ok(Outcome::Done)
}

fn joined(pieces: &[Piece], (begin, end): (&str, &str)) -> String {
    let marked = |piece: &Piece| {
        let text = piece.text.replace('\n', " ");
        if piece.hit { format!("{begin}{text}{end}") } else { text }
    };
    pieces.iter().map(marked).collect()
}
