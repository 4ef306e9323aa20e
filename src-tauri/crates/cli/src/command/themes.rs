//! `galley themes`

use galley_engine::wire::Theme;

use super::{Error, open};
use crate::args::{Shared, Themes};
use crate::output::{Outcome, json, text};

pub(crate) fn run(shared: &Shared, args: &Themes) -> Result<Outcome, Error> {
    let blog = open(shared, args.blog.as_deref())?;
    let themes = blog.themes()?;
    if args.json {
        json(&themes)?;
        return Ok(Outcome::Done);
    }
    let width = themes.iter().map(|theme| theme.id.chars().count()).max().unwrap_or_default();
    text(&themes.iter().map(|theme| line(theme, width)).collect::<String>())?;
    Ok(Outcome::Done)
}

/// One line: `*` for the one in use, name, whose it is, and what it is like or what is wrong.
fn line(theme: &Theme, width: usize) -> String {
    let used = if theme.in_use { '*' } else { ' ' };
    let whose = if theme.own { "own" } else { "built-in" };
    let about = match &theme.error {
        Some(error) => &format!("broken: {}", error.message),
        None => theme.description.as_deref().unwrap_or(&theme.name),
    };
    format!("{used} {:<width$}  {whose:<8}  {about}\n", theme.id)
}
