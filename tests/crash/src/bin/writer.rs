//! The program that is killed: it writes, and reports what it does.
//!
//! `writer script SEED SESSION ROOT` writes until it is killed, `writer open ROOT`
//! opens the blog and ends, `writer operation NAME ROOT` carries out one operation when
//! it is told to.

use std::path::Path;

use anyhow::{Context, Result, bail};
use galley_crash::blog::Place;
use galley_crash::session::Session;
use galley_crash::{operation, script};

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["script", seed, session, root] => {
            script::run(place(root), seed.parse()?, session.parse()?)
        }
        ["open", root] => Session::open(place(root), true).map(drop),
        ["operation", name, root] => operation::run(place(root), name),
        _ => bail!("usage: writer script SEED SESSION ROOT | open ROOT | operation NAME ROOT"),
    }
    .with_context(|| format!("`writer {}`", words.join(" ")))
}

fn place(root: &str) -> Place {
    Place::new(Path::new(root))
}
