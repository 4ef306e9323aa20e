//! `galley restore`

use super::{Error, open};
use crate::args::{Restore, Shared};
use crate::output::{Outcome, note};

pub(crate) fn run(shared: &Shared, args: &Restore) -> Result<Outcome, Error> {
    let blog = open(shared, args.blog.as_deref())?;
    blog.revision_restore(&args.post, args.revision)?;
    note(&format!("`{}` is as it was in revision {}", args.post, args.revision));
    Ok(Outcome::Done)
}
