//! A fault at every call that writes, one after the other, until none is left.
//!
//! For each operation, thread and kind of call: the first, the second, … call is made to
//! fail, or the process is killed there, until the operation runs through unharmed. After
//! each, what is there is held against the ledger, and the operation is tried again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail, ensure};

use crate::aftermath::{Aftermath, KnownRevisions, markdown_files};
use crate::blog::Place;
use crate::child::{Writer, program};
use crate::ledger::Ledger;
use crate::operation::{self, Operation};
use crate::report::Report;
use crate::site;
use crate::strace::{CALLS, Fault, Seen, Strace};
use crate::table::Table;
use crate::verdict::Crash;

/// How much of it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every operation, every error, once and for good.
    Everything,
    /// Saving and exporting, killed and on a full disk: what there is time for on each landing.
    Bounded,
}

impl Extent {
    fn operations(self) -> Vec<Operation> {
        match self {
            Self::Everything => Operation::ALL.to_vec(),
            Self::Bounded => {
                vec![Operation::Save, Operation::ExportPost, Operation::ExportSite]
            }
        }
    }

    fn faults(self) -> Vec<Fault> {
        match self {
            Self::Everything => {
                let errors = ["ENOSPC", "EIO", "EACCES"];
                let once = errors.map(Fault::Once);
                let for_good = errors.map(Fault::ForGood);
                std::iter::once(Fault::Kill).chain(once).chain(for_good).collect()
            }
            Self::Bounded => vec![Fault::Kill, Fault::Once("ENOSPC")],
        }
    }
}

/// A call of one of the writer's threads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    role: Role,
    call: String,
}

/// The writer's threads, told apart by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// It asks, and writes sites.
    Main,
    /// The blog's loop.
    Loop,
    /// The one that renders and writes beside the main one.
    Pool,
}

/// Operations do not make more calls of a kind than this: past it something goes round in circles.
const MOST_CALLS: u32 = 2_000;

/// Tries every fault and prints what came of it; true if all was well.
pub(crate) fn run(extent: Extent) -> Result<bool> {
    if let Some(reason) = Strace::reason_against() {
        println!("crash faults: skipped: {reason}");
        return Ok(true);
    }
    let folder = tempfile::Builder::new().prefix("galley-faults-").tempdir()?;
    let mut bench = Bench::make(&folder.path().canonicalize()?)?;
    let begun = Instant::now();
    let mut tally = Tally::default();
    for operation in extent.operations() {
        let points = bench.points(operation)?;
        for fault in extent.faults() {
            for point in &points {
                bench.each_call(operation, point, fault, &mut tally)?;
            }
        }
        println!("{} done, {} s", operation.name(), begun.elapsed().as_secs());
    }
    println!("\n{}", tally.table(begun.elapsed()));
    if tally.failures.is_empty() {
        return Ok(true);
    }
    for failure in &tally.failures {
        println!("{failure}");
    }
    Ok(false)
}

/// Where a blog is made ready again before each fault.
struct Bench {
    place: Place,
    fresh: PathBuf,
    crashed: PathBuf,
    log: PathBuf,
    /// What is in the fresh blog.
    ledger: Ledger,
    /// What was said before the crash.
    said: Vec<Report>,
}

#[derive(Default)]
struct Tally {
    points: BTreeMap<(String, String), u64>,
    refused: u64,
    borne: u64,
    in_library: u64,
    failures: Vec<String>,
}

impl Bench {
    fn make(root: &Path) -> Result<Self> {
        let mut bench = Self {
            place: Place::new(&root.join("place")),
            fresh: root.join("fresh"),
            crashed: root.join("crashed"),
            log: root.join("log"),
            ledger: Ledger::default(),
            said: Vec::new(),
        };
        let place = &bench.place;
        place.make(3, 4)?;
        let blog = place.open()?;
        site::export(&blog, &place.site())?;
        let post = blog.post_id(operation::POST)?;
        blog.post_export(post, &place.exports().join("post.html"))?;
        blog.close();
        let mut known = KnownRevisions::default();
        bench.ledger = Ledger::of(&Aftermath::observe(place, [], &mut known, false)?);
        copy(place.root(), &bench.fresh)?;
        // One with a text in the journal that is not in its file.
        let mut writer = Writer::start(&["operation", "open"], place.root())?;
        loop {
            match writer.next()? {
                Report::Ready => break,
                report => bench.said.push(report),
            }
        }
        writer.kill()?;
        copy(place.root(), &bench.crashed)?;
        Ok(bench)
    }

    /// A blog as if nothing had happened, and the ledger of what is in it.
    fn reset(&self, operation: Operation) -> Result<Ledger> {
        let mut ledger = self.ledger.clone();
        if operation == Operation::Open {
            copy(&self.crashed, self.place.root())?;
            ledger.note_all(self.said.clone());
        } else {
            copy(&self.fresh, self.place.root())?;
        }
        Ok(ledger)
    }

    /// Which calls an operation makes, by thread.
    fn points(&self, operation: Operation) -> Result<Vec<Point>> {
        if operation == Operation::Open {
            let calls =
                CALLS.iter().map(|call| Point { role: Role::Main, call: (*call).to_owned() });
            return Ok(calls.collect());
        }
        self.reset(operation)?;
        let mut writer = self.start(operation)?;
        while writer.next()? != Report::Ready {}
        let roles: BTreeMap<u32, Role> = writer
            .threads()?
            .iter()
            .map(|(id, name)| (*id, role(*id, name, writer.id())))
            .collect();
        let strace = Strace::count(writer.id(), &self.log)?;
        writer.say("go")?;
        ensure!(outcome(&writer)?.1 == Some(Report::Done), "{} fails unharmed", operation.name());
        let seen = strace.detach()?;
        let points = seen.calls.keys().map(|(thread, call)| {
            // A thread that came later is one of the pool's.
            Point { role: roles.get(thread).copied().unwrap_or(Role::Pool), call: call.clone() }
        });
        let mut points: Vec<Point> = points.collect();
        points.sort();
        points.dedup();
        Ok(points)
    }

    fn start(&self, operation: Operation) -> Result<Writer> {
        Writer::start(&["operation", operation.name()], self.place.root())
    }

    fn each_call(
        &mut self,
        operation: Operation,
        point: &Point,
        fault: Fault,
        tally: &mut Tally,
    ) -> Result<()> {
        for n in 1..MOST_CALLS {
            let what = format!(
                "{}: {} at {:?} {} {n}",
                operation.name(),
                fault.name(),
                point.role,
                point.call
            );
            let is_injected = match self.one(operation, point, n, fault, tally) {
                Ok(is_injected) => is_injected,
                Err(error) => {
                    tally.failures.push(format!("{what}: {error:#}"));
                    true
                }
            };
            if !is_injected {
                return Ok(());
            }
            *tally.points.entry((operation.name().to_owned(), fault.name())).or_default() += 1;
        }
        bail!("{}: no end of {} calls", operation.name(), point.call)
    }

    /// One fault; whether there was a call for it.
    fn one(
        &self,
        operation: Operation,
        point: &Point,
        n: u32,
        fault: Fault,
        tally: &mut Tally,
    ) -> Result<bool> {
        let mut ledger = self.reset(operation)?;
        let is_injected = if operation == Operation::Open {
            self.open_with(&point.call, n, fault, &mut ledger, tally)?
        } else {
            self.operate_with(operation, point, n, fault, &mut ledger, tally)?
        };
        if !is_injected {
            return Ok(false);
        }
        let mut known = KnownRevisions::default();
        let mut found = Aftermath::observe(
            &self.place,
            ledger.ids(),
            &mut known,
            operation == Operation::ExportSite,
        )?;
        let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
        check(&ledger.judge(&found, &known, Crash::Kill { at: now }))?;
        if fault != Fault::Kill {
            let n_new = found.posts.len() - self.ledger.ids().len().min(found.posts.len());
            let n_wanted = usize::from(matches!(operation, Operation::Make | Operation::Import));
            ensure!(n_new == n_wanted, "{n_new} posts were made");
        }
        if fault == Fault::Kill && operation != Operation::Open {
            // Whoever was interrupted tries again.
            ledger.settle(&found);
            let mut writer = self.start(operation).context("again")?;
            if let Some(failure) = again(operation, &mut writer, &mut ledger)? {
                bail!("fails when it is tried again: {failure}");
            }
            writer.wait()?;
            found = Aftermath::observe(&self.place, ledger.ids(), &mut known, false)?;
            check(&ledger.judge(&found, &known, Crash::Kill { at: now }))?;
        }
        Ok(true)
    }

    fn operate_with(
        &self,
        operation: Operation,
        point: &Point,
        n: u32,
        fault: Fault,
        ledger: &mut Ledger,
        tally: &mut Tally,
    ) -> Result<bool> {
        let mut writer = self.start(operation)?;
        loop {
            let report = writer.next()?;
            if report == Report::Ready {
                break;
            }
            ledger.note(report);
        }
        let threads = writer.threads()?;
        let thread = threads.iter().find(|(id, name)| role(*id, name, writer.id()) == point.role);
        let Some((thread, _)) = thread else { return Ok(false) };
        let strace = Strace::inject(*thread, &point.call, n, fault, &self.log)?;
        writer.say("go")?;
        let (reports, ended) = outcome(&writer)?;
        ledger.note_all(reports);
        let seen = if ended.is_some() { strace.detach()? } else { strace.until_death()? };
        if !seen.is_injected {
            return Ok(false);
        }
        check(&ledger.torn(&markdown_files(&self.place.posts())?))?;
        check(&site::broken(&self.place.site())?)?;
        match ended {
            None if fault == Fault::Kill => {}
            None => bail!("the writer died of an error"),
            Some(Report::Failed { message }) => {
                tally.refused += 1;
                self.check_message(&message)?;
                tally.in_library += u64::from(self.has_text(ledger)?);
                writer.say("again")?;
                let (reports, ended) = outcome(&writer)?;
                ledger.note_all(reports);
                if let Some(Report::Failed { message }) = ended {
                    bail!("fails when the fault has ended: {message}");
                }
            }
            Some(_) => tally.borne += 1,
        }
        if fault != Fault::Kill {
            writer.wait()?;
            for report in writer.rest() {
                ledger.note(report);
            }
        }
        Ok(true)
    }

    /// The start of the program is a fault's to hit from its first call.
    fn open_with(
        &self,
        call: &str,
        n: u32,
        fault: Fault,
        ledger: &mut Ledger,
        tally: &mut Tally,
    ) -> Result<bool> {
        let mut command = Strace::starting(call, Some((n, fault)), &self.log);
        let output = command.arg(program()?).arg("open").arg(self.place.root()).output()?;
        if !Seen::read(&self.log)?.is_injected {
            return Ok(false);
        }
        check(&ledger.torn(&markdown_files(&self.place.posts())?))?;
        let has_begun = String::from_utf8_lossy(&output.stderr).contains("`writer open");
        match (fault, output.status.success()) {
            (Fault::Kill, _) => {}
            (_, true) => tally.borne += 1,
            (_, false) => {
                tally.refused += 1;
                // Else the system could not start the program at all.
                if has_begun {
                    self.check_message(&String::from_utf8_lossy(&output.stderr))?;
                }
            }
        }
        Ok(true)
    }

    /// Whether an error says which thing it is about and why.
    fn check_message(&self, message: &str) -> Result<()> {
        const REASONS: &[&str] = &[
            "o space left",
            "isk is full",
            "nput/output error",
            "I/O error",
            "ermission denied",
            "may not be written",
            "unable to open",
            "readonly",
            "disk is full",
        ];
        let root = self.place.root().to_string_lossy();
        let names = [&*root, ".md", "library"].iter().any(|name| message.contains(name));
        ensure!(names, "the error names no file: {message}");
        let says_why = REASONS.iter().any(|reason| message.contains(reason));
        ensure!(says_why, "the error names no reason: {message}");
        Ok(())
    }

    /// Whether the library has the last text that was typed, while the fault lasts.
    fn has_text(&self, ledger: &Ledger) -> Result<bool> {
        let store = galley_store::Store::open(&self.place.library()?)?;
        let texts = store.journal()?.into_iter().map(|entry| entry.source);
        let mut texts: Vec<String> = texts.collect();
        for row in store.rows()? {
            texts.push(store.post(row.id)?.source);
        }
        Ok(ledger
            .last_typed()
            .is_none_or(|typed| texts.iter().any(|text| crate::texts::as_edited(text) == typed)))
    }
}

impl Tally {
    fn table(&self, took: Duration) -> Table {
        let mut table = Table::default();
        for ((operation, fault), n) in &self.points {
            table.row(format!("{operation}, {fault}"), n);
        }
        table.row("faults in all", self.points.values().sum::<u64>());
        table.row("  that an operation bore", self.borne);
        table.row("  that it named and was tried again", self.refused);
        table.row("    with the text in the library meanwhile", self.in_library);
        table.row("seconds", took.as_secs());
        table.row("failed", self.failures.len());
        table
    }
}

/// Carries out an operation without a fault; why it failed, if it did.
fn again(operation: Operation, writer: &mut Writer, ledger: &mut Ledger) -> Result<Option<String>> {
    loop {
        match writer.next() {
            Ok(Report::Ready) => break,
            Ok(report) => ledger.note(report),
            // What the killed process had done already cannot be done once more.
            Err(_) if matches!(operation, Operation::Rename | Operation::Remove) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
    }
    writer.say("go")?;
    let (reports, ended) = outcome(writer)?;
    ledger.note_all(reports);
    Ok(match ended {
        Some(Report::Failed { message }) => Some(message),
        _ => None,
    })
}

/// What is said until the operation is done, has failed, or the process is dead.
fn outcome(writer: &Writer) -> Result<(Vec<Report>, Option<Report>)> {
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut reports = Vec::new();
    while let Some(report) = writer.next_until(deadline) {
        if matches!(report, Report::Done | Report::Failed { .. }) {
            return Ok((reports, Some(report)));
        }
        reports.push(report);
    }
    ensure!(Instant::now() < deadline, "the writer hangs");
    Ok((reports, None))
}

fn role(id: u32, name: &str, process: u32) -> Role {
    match name {
        _ if id == process => Role::Main,
        _ if name.starts_with("blog ") => Role::Loop,
        _ => Role::Pool,
    }
}

fn check(wrong: &[String]) -> Result<()> {
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

/// Makes `to` a copy of the folder `from`.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    let status = Command::new("cp").arg("-a").arg(from).arg(to).status()?;
    ensure!(status.success(), "`{}` cannot be copied", from.display());
    Ok(())
}
