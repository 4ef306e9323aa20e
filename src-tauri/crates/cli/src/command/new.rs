//! `galley new`

use galley_engine::Blog;

use super::Error;
use crate::args::New;
use crate::output::{Outcome, note};

pub(crate) fn run(new: &New) -> Result<Outcome, Error> {
    Blog::create(&new.dir, new.title.as_deref(), new.author.as_deref())?;
    note(&format!("made a blog in `{}`: its posts go to `posts/`", new.dir.display()));
    Ok(Outcome::Done)
}
