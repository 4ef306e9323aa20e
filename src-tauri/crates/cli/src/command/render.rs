//! `galley render`

use galley_engine::render;

use super::Error;
use crate::args::{Dialect, RawHtml, Render};
use crate::output::{Outcome, text};

pub(crate) fn run(args: &Render) -> Result<Outcome, Error> {
    let source = galley_engine::read_text(&args.file)?;
    let dialect = match args.dialect {
        Dialect::Galley => render::Dialect::Galley,
        Dialect::Commonmark => render::Dialect::CommonMark,
        Dialect::Gfm => render::Dialect::Gfm,
    };
    let raw_html = match args.raw_html {
        RawHtml::Safe => render::RawHtml::Safe,
        RawHtml::All => render::RawHtml::All,
    };
    text(&render::fragment(&source, dialect, raw_html))?;
    Ok(Outcome::Done)
}
