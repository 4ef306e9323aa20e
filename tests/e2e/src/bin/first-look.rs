//! Opens the app on a blog where there is no display, and leaves a picture of it.
//!
//! `first-look APP BLOG DATA PICTURE`: what `make run` does without a display. The
//! picture is taken when the open post is rendered beside its text.

use anyhow::{Context, Result, bail};
use galley_e2e::{Launch, Window};
use std::env;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, blog, data, picture] = arguments.as_slice() else {
        bail!("first-look APP BLOG DATA PICTURE");
    };
    let absolute = |path: &PathBuf| {
        std::path::absolute(path).with_context(|| format!("find {}", path.display()))
    };
    // What the web view keeps for itself is of no use to anyone afterwards.
    let home = TempDir::with_prefix("galley-first-look-")?;
    let window = Window::start(&Launch {
        program: absolute(program)?,
        arguments: vec![absolute(blog)?.into(), "--data-dir".into(), absolute(data)?.into()],
        home: home.path().to_owned(),
    })?;
    window.wait_until_ready();
    fs::write(picture, window.picture()?).with_context(|| picture.display().to_string())?;
    window.close();
    Ok(())
}
