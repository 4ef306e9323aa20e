//! `galley import`

use super::{Error, open};
use crate::args::{From, Import, Shared};
use crate::output::{Outcome, json, note};

pub(crate) fn run(shared: &Shared, args: &Import) -> Result<Outcome, Error> {
    let blog = open(shared, Some(&args.into))?;
    // Plain text is the only source so far, and so what `auto` finds.
    let imported = match args.from {
        From::Auto | From::Text => blog.import_text(&args.source, args.dry_run)?,
    };
    if args.json {
        json(&imported)?;
        return Ok(Outcome::Done);
    }
    for post in imported {
        let verb = if args.dry_run { "would import" } else { "imported" };
        note(&format!("{verb} `{}` as {}", post.title, post.path));
        for it in post.recognised {
            note(&format!("  line {}: {}: {}", it.line, it.what, it.text));
        }
        for alias in post.aliases {
            note(&format!("  old address kept: {alias}"));
        }
        for problem in post.problems {
            note(&format!("  line {}: {}", problem.line, problem.message));
        }
    }
    Ok(Outcome::Done)
}
