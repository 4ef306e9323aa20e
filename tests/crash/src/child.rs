//! A writer under observation: started, listened to, and ended without mercy.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::report::Report;

/// No step of ours takes this long on a busy machine; one that does is reported.
const DEADLINE: Duration = Duration::from_mins(1);

/// A running writer.
pub(crate) struct Writer {
    child: Child,
    stdin: Option<ChildStdin>,
    reports: Receiver<Report>,
}

impl Writer {
    /// Starts the writer with these words.
    pub(crate) fn start(words: &[&str], root: &Path) -> Result<Self> {
        let mut child = Command::new(program()?)
            .args(words)
            .arg(root)
            .env("RAYON_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("the writer cannot be started")?;
        let stdout = child.stdout.take().expect("the output is piped");
        let stdin = child.stdin.take();
        let (sender, reports) = channel();
        std::thread::spawn(move || {
            let mut lines = BufReader::new(stdout);
            let mut line = String::new();
            // A line that the kill cut off has no end and was not said.
            while lines.read_line(&mut line).is_ok_and(|n| n > 0) && line.ends_with('\n') {
                if let Some(report) = Report::parse(&line)
                    && sender.send(report).is_err()
                {
                    return;
                }
                line.clear();
            }
        });
        Ok(Self { child, stdin, reports })
    }

    /// The process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next report until `until`; none when the time has come or the writer has ended.
    pub(crate) fn next_until(&self, until: Instant) -> Option<Report> {
        let wait = until.saturating_duration_since(Instant::now());
        self.reports.recv_timeout(wait).ok()
    }

    /// The next report; an error when there is none any more.
    pub(crate) fn next(&self) -> Result<Report> {
        match self.reports.recv_timeout(DEADLINE) {
            Ok(report) => Ok(report),
            Err(RecvTimeoutError::Timeout) => bail!("the writer hangs"),
            Err(RecvTimeoutError::Disconnected) => bail!("the writer ended"),
        }
    }

    /// What was said and not heard yet, up to the end of a writer that has ended.
    pub(crate) fn rest(&self) -> Vec<Report> {
        let mut rest = Vec::new();
        while let Ok(report) = self.reports.recv_timeout(DEADLINE) {
            rest.push(report);
        }
        rest
    }

    /// What was said so far.
    pub(crate) fn said(&self) -> Vec<Report> {
        self.reports.try_iter().collect()
    }

    /// Says a line to the writer.
    pub(crate) fn say(&mut self, word: &str) -> Result<()> {
        let stdin = self.stdin.as_mut().expect("it is closed only at the end");
        writeln!(stdin, "{word}").context("the writer does not listen")
    }

    /// Stops it where it is; only a kill follows.
    pub(crate) fn stop(&self) -> Result<()> {
        let id = self.id().to_string();
        let status = Command::new("kill").args(["-STOP", &id]).status()?;
        if !status.success() {
            bail!("the writer cannot be stopped");
        }
        Ok(())
    }

    /// Ends it with SIGKILL and answers what it had said.
    pub(crate) fn kill(&mut self) -> Result<Vec<Report>> {
        self.child.kill().context("the writer cannot be killed")?;
        self.child.wait().context("the writer does not end")?;
        Ok(self.rest())
    }

    /// Waits for its own end.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        drop(self.stdin.take());
        self.child.wait().context("the writer does not end")
    }

    /// The threads that run now, with their names.
    pub(crate) fn threads(&self) -> Result<Vec<(u32, String)>> {
        let tasks = PathBuf::from(format!("/proc/{}/task", self.id()));
        let mut threads = Vec::new();
        for task in std::fs::read_dir(&tasks).context("the writer's threads cannot be listed")? {
            let task = task?;
            let Ok(id) = task.file_name().to_string_lossy().parse() else { continue };
            let name = std::fs::read_to_string(task.path().join("comm")).unwrap_or_default();
            threads.push((id, name.trim().to_owned()));
        }
        let ids: BTreeSet<u32> = threads.iter().map(|(id, _)| *id).collect();
        debug_assert_eq!(ids.len(), threads.len());
        Ok(threads)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// The writer lies beside the proof.
pub(crate) fn program() -> Result<PathBuf> {
    let writer = std::env::current_exe()?.with_file_name("writer");
    if !writer.is_file() {
        bail!("there is no `{}`: build it with `cargo build -p galley-crash`", writer.display());
    }
    Ok(writer)
}
