//! What stays behind when a journey fails: the window's picture, page and logs.

use anyhow::Result;
use std::fs;
use std::path::Path;
use std::thread;

use crate::session::Session;
use crate::window::target_dir;

/// Keeps everything under `target/e2e/<journey>`, and says so.
pub(crate) fn keep(session: &Session, logs: &Path) {
    // The test runner names each thread for its test.
    let journey = thread::current().name().unwrap_or("journey").replace("::", "-");
    let folder = target_dir().join("e2e").join(journey);
    match write(session, logs, &folder) {
        Ok(()) => eprintln!("the window's picture, page and logs: {}", folder.display()),
        Err(error) => eprintln!("the window's last state could not be kept: {error:#}"),
    }
}

fn write(session: &Session, logs: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(logs)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    // The journey may have failed inside the frame.
    session.call(session.client().enter_parent_frame())?;
    fs::write(folder.join("page.html"), session.call(session.client().source())?)?;
    fs::write(folder.join("window.png"), session.picture()?)?;
    Ok(())
}
