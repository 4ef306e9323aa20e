//! Programs that a window needs, and their certain end.

use anyhow::{Context, Result, ensure};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running program with everything that it starts; dropping it ends them all.
pub(crate) struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts the program in a process group of its own, everything that it writes
    /// going to `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| log.display().to_string())?;
        Self::spawn(command.stdout(file.try_clone()?).stderr(file), log)
    }

    /// Starts a program that writes one line when it is ready, and reads the line.
    pub(crate) fn start_until_ready(command: &mut Command, log: &Path) -> Result<(Self, String)> {
        let file = File::create(log).with_context(|| log.display().to_string())?;
        let mut running = Self::spawn(command.stdout(Stdio::piped()).stderr(file), log)?;
        let pipe = running.child.stdout.take().expect("the output is piped, one line above");
        let mut line = String::new();
        BufReader::new(pipe).read_line(&mut line)?;
        let line = line.trim();
        ensure!(!line.is_empty(), "it did not start: {}", running.messages());
        Ok((running, line.to_owned()))
    }

    fn spawn(command: &mut Command, log: &Path) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("start {}", command.get_program().display()))?;
        Ok(Self { child, log: log.to_owned() })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What the program and those it started have written.
    pub(crate) fn messages(&self) -> String {
        fs::read(&self.log).map_or_else(
            |error| format!("({error})"),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        signal("KILL", &format!("-{}", self.child.id()));
        // It has been told to end in a way that cannot be refused.
        let _ = self.child.wait();
    }
}

/// Ends one program at once, as a crash or a lost battery would.
pub(crate) fn kill(process: u32) {
    signal("KILL", &process.to_string());
}

/// Has one program do nothing any more, as an endless loop would.
pub(crate) fn hang(process: u32) {
    signal("STOP", &process.to_string());
}

fn signal(name: &str, target: &str) {
    // The shell's own `kill`: the program of that name is not on every machine.
    // Nobody left to hear it is what is wanted.
    let command = format!("kill -{name} {target}");
    let _ = Command::new("sh").args(["-c", &command]).stderr(Stdio::null()).status();
}

/// The programs that a program has started and that still run.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    let path = format!("/proc/{parent}/task/{parent}/children");
    let listed = fs::read_to_string(path).unwrap_or_default();
    listed.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// The name of a program that runs.
pub(crate) fn name(process: u32) -> String {
    let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    name.trim_end().to_owned()
}

/// Whether the program has neither ended nor become a shell of itself that only
/// its parent has not yet looked at.
pub(crate) fn is_running(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().is_some_and(|rest| rest.starts_with(" Z")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::wait_for;

    #[test]
    fn what_a_program_started_ends_with_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 600 & sleep 600"]);
        let running = Running::start(&mut shell, &folder.path().join("log")).expect("a shell");
        let started = wait_for("both children", || match children(running.id()).as_slice() {
            [one, other] => Ok([*one, *other]),
            fewer => Err(format!("{fewer:?}")),
        });
        drop(running);
        for process in started {
            wait_for(
                "the child's end",
                || {
                    if is_running(process) { Err("it runs") } else { Ok(()) }
                },
            );
        }
    }
}
