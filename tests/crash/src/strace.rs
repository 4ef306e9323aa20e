//! Faults at a chosen system call, injected by `strace`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// The calls that change something on a disk.
pub(crate) const CALLS: &[&str] = &[
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "openat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "rmdir",
    "ftruncate",
    "fallocate",
    "fchmod",
    "copy_file_range",
];

/// What a call comes to instead of what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The process ends before the call.
    Kill,
    /// The call fails with this error, this once.
    Once(&'static str),
    /// It and all later ones of its kind fail until the fault ends.
    ForGood(&'static str),
}

impl Fault {
    /// For a table.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Kill => "kill".to_owned(),
            Self::Once(error) => format!("{error} once"),
            Self::ForGood(error) => format!("{error} for good"),
        }
    }

    fn injection(self, call: &str, n: u32) -> String {
        match self {
            Self::Kill => format!("inject={call}:signal=SIGKILL:when={n}"),
            Self::Once(error) => format!("inject={call}:error={error}:when={n}"),
            Self::ForGood(error) => format!("inject={call}:error={error}:when={n}+"),
        }
    }
}

/// A `strace` at work.
pub(crate) struct Strace {
    child: Child,
    log: PathBuf,
}

impl Strace {
    /// Why faults cannot be injected here, if so.
    pub(crate) fn reason_against() -> Option<String> {
        let mut command = Command::new("strace");
        command.args(["-qq", "-e", "trace=none", "true"]);
        match command.output() {
            Err(error) => Some(format!("`strace` cannot be started: {error}")),
            Ok(output) if !output.status.success() => {
                Some(String::from_utf8_lossy(&output.stderr).trim().to_owned())
            }
            Ok(_) => None,
        }
    }

    /// Counts the calls of a process and all its threads.
    pub(crate) fn count(process: u32, log: &Path) -> Result<Self> {
        let mut command = Command::new("strace");
        command.args(["-f", "-e", &format!("trace={}", CALLS.join(","))]);
        Self::attach(command, process, log)
    }

    /// Has the n-th call of a thread fail.
    pub(crate) fn inject(
        thread: u32,
        call: &str,
        n: u32,
        fault: Fault,
        log: &Path,
    ) -> Result<Self> {
        let mut command = Command::new("strace");
        command.args(["-e", &format!("trace={call}"), "-e", &fault.injection(call, n)]);
        Self::attach(command, thread, log)
    }

    /// A command under `strace` from its start, its main thread only.
    pub(crate) fn starting(call: &str, injected: Option<(u32, Fault)>, log: &Path) -> Command {
        let mut command = Command::new("strace");
        command.arg("-qq").arg("-o").arg(log).args(["-e", &format!("trace={call}")]);
        if let Some((n, fault)) = injected {
            command.args(["-e", &fault.injection(call, n)]);
        }
        command
    }

    fn attach(mut command: Command, id: u32, log: &Path) -> Result<Self> {
        let mut child = command
            .arg("-o")
            .arg(log)
            .args(["-p", &id.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("`strace` cannot be started")?;
        let stderr = child.stderr.take().expect("it is piped");
        let mut lines = BufReader::new(stderr).lines();
        for line in &mut lines {
            let line = line?;
            if line.contains("attached") {
                // Nobody may stop `strace` by not reading what it says.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(Self { child, log: log.to_path_buf() });
            }
            if !line.contains("Process") {
                bail!("`strace` does not attach: {line}");
            }
        }
        bail!("`strace` does not attach")
    }

    /// Waits until it has seen the process die.
    pub(crate) fn until_death(mut self) -> Result<Seen> {
        self.child.wait()?;
        Seen::read(&self.log)
    }

    /// Lets go of the process; faults end.
    pub(crate) fn detach(mut self) -> Result<Seen> {
        let id = self.child.id().to_string();
        // It may have ended with what it watched.
        _ = Command::new("kill").args(["-TERM", &id]).stderr(Stdio::null()).status();
        self.child.wait()?;
        Seen::read(&self.log)
    }
}

/// What a log of `strace` says.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Whether the fault came.
    pub(crate) is_injected: bool,
    /// Calls by thread and name; threads are not told apart unless all were watched.
    pub(crate) calls: BTreeMap<(u32, String), u32>,
}

impl Seen {
    /// Reads a log.
    pub(crate) fn read(log: &Path) -> Result<Self> {
        let text = fs::read(log).context("`strace` has left no log")?;
        let text = String::from_utf8_lossy(&text);
        let mut seen = Self {
            is_injected: text.contains("(INJECTED)") || text.contains("killed by SIGKILL"),
            ..Self::default()
        };
        for line in text.lines() {
            let (thread, rest) = match line.split_once(' ') {
                Some((thread, rest)) if thread.parse::<u32>().is_ok() => {
                    (thread.parse().unwrap_or(0), rest.trim_start())
                }
                _ => (0, line),
            };
            let Some((call, _)) = rest.split_once('(') else { continue };
            if CALLS.contains(&call) {
                *seen.calls.entry((thread, call.to_owned())).or_default() += 1;
            }
        }
        Ok(seen)
    }
}
