//! Kills at random moments, each round going on from the state that the last one left.

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use fastrand::Rng;

use crate::aftermath::{Aftermath, KnownRevisions, markdown_files};
use crate::blog::Place;
use crate::child::Writer;
use crate::ledger::{Counts, Ledger};
use crate::report::Report;
use crate::site;
use crate::table::Table;
use crate::verdict::Crash;

/// A blog is used for so many rounds; then its history is long enough to be slow to judge.
const ROUNDS_PER_BLOG: u64 = 50;
/// Enough for folders, line endings and sizes of all kinds.
const N_POSTS: usize = 12;
/// A kill that waits for an operation gives up waiting.
const LONGEST: Duration = Duration::from_secs(4);

/// What a run of rounds came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    rounds: u64,
    failed: u64,
    in_start: u64,
    in_recovery: u64,
    in_operation: u64,
    files: u64,
    sites: u64,
    mixed_sites: u64,
    counts: Counts,
}

/// Runs rounds and prints what came of them; true if every promise was kept.
pub(crate) fn run(rounds: u64, seed: u64) -> bool {
    println!("crash: {rounds} rounds, seed {seed}");
    let mut outcome = Outcome::default();
    let begun = Instant::now();
    let mut blog_seed = seed;
    while outcome.rounds < rounds {
        let n = ROUNDS_PER_BLOG.min(rounds - outcome.rounds);
        // A blog that has failed is kept as it is; the next seed begins with another.
        if let Err(error) = one_blog(n, blog_seed, &mut outcome) {
            outcome.failed += 1;
            println!("{error:#}\nagain: cargo xtask crash --rounds {n} --seed {blog_seed}");
        }
        blog_seed = blog_seed.wrapping_add(1);
    }
    println!("\n{}", outcome.table(begun.elapsed()));
    outcome.failed == 0
}

fn one_blog(rounds: u64, seed: u64, outcome: &mut Outcome) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("galley-crash-").tempdir()?;
    let place = Place::new(&folder.path().canonicalize()?);
    place.make(seed, N_POSTS)?;
    let mut known = KnownRevisions::default();
    let mut ledger = Ledger::of(&Aftermath::observe(&place, [], &mut known, false)?);
    let mut rng = Rng::with_seed(seed);
    for round in 1..=rounds {
        outcome.rounds += 1;
        let wrong = one_round(&place, seed, round, &mut rng, &mut ledger, &mut known, outcome);
        let wrong = wrong.unwrap_or_else(|error| vec![format!("{error:#}")]);
        if !wrong.is_empty() {
            let kept: PathBuf = folder.keep();
            let list = wrong.join("\n  ");
            anyhow::bail!(
                "round {round} of seed {seed} failed; it is in `{}`\n  {list}",
                kept.display()
            );
        }
    }
    outcome.add(ledger.counts);
    Ok(())
}

/// One session, killed, and what is wrong afterwards.
fn one_round(
    place: &Place,
    seed: u64,
    round: u64,
    rng: &mut Rng,
    ledger: &mut Ledger,
    known: &mut KnownRevisions,
    outcome: &mut Outcome,
) -> Result<Vec<String>> {
    let old_site = site::files(&place.site())?;
    let words = ["script".to_owned(), seed.to_string(), round.to_string()];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut writer = Writer::start(&words, place.root())?;
    let moment = Moment::some(rng);
    let at = moment.kill(&mut writer, ledger, outcome)?;
    drop(writer);

    // Compound faults: the recovery is killed as well, up to three times.
    while rng.u8(..3) == 0 {
        outcome.in_recovery += 1;
        let mut writer = Writer::start(&["open"], place.root())?;
        Moment::Start(Duration::from_micros(rng.u64(0..60_000))).kill(
            &mut writer,
            ledger,
            outcome,
        )?;
    }

    let files = markdown_files(&place.posts())?;
    outcome.files += files.len() as u64;
    let mut wrong = ledger.torn(&files);
    if ledger.has_exported() {
        outcome.sites += 1;
        wrong.extend(
            site::broken(&place.site())?.iter().map(|it| format!("site: `{it}` is broken")),
        );
        let site = site::files(&place.site())?;
        outcome.mixed_sites += u64::from(site != old_site && ledger.site.as_ref() != Some(&site));
    }
    let found = Aftermath::observe(place, ledger.ids(), known, ledger.has_exported())?;
    wrong.extend(ledger.judge(&found, known, Crash::Kill { at }));
    ledger.settle(&found);
    Ok(wrong)
}

/// When the kill comes.
enum Moment {
    /// So long after the start.
    Start(Duration),
    /// So long after the blog is open.
    Writing(Duration),
    /// So long after the start of the n-th operation.
    Operation { n: u32, after: Duration },
}

impl Moment {
    fn some(rng: &mut Rng) -> Self {
        match rng.u8(..100) {
            0..15 => Self::Start(Duration::from_micros(rng.u64(0..120_000))),
            15..45 => Self::Writing(Duration::from_millis(rng.u64(0..2_000))),
            _ => {
                let longest = if rng.bool() { 3_000 } else { 40_000 };
                let after = Duration::from_micros(rng.u64(0..longest));
                Self::Operation { n: rng.u32(1..5), after }
            }
        }
    }

    /// Listens until the moment has come, kills, and answers when that was.
    fn kill(&self, writer: &mut Writer, ledger: &mut Ledger, outcome: &mut Outcome) -> Result<u64> {
        let begun = Instant::now();
        let (mut until, mut to_go) = match self {
            Self::Start(after) => (begun + *after, None),
            Self::Writing(_) => (begun + LONGEST, None),
            Self::Operation { n, .. } => (begun + LONGEST, Some(*n)),
        };
        let mut has_begun = false;
        let mut hits_operation = false;
        while let Some(report) = writer.next_until(until) {
            if report == Report::Opened {
                has_begun = true;
                if let Self::Writing(after) = self {
                    until = Instant::now() + *after;
                }
            }
            if let Some(n) = &mut to_go
                && report.begins()
            {
                *n -= 1;
                if *n == 0
                    && let Self::Operation { after, .. } = self
                {
                    until = Instant::now() + *after;
                    to_go = None;
                    hits_operation = true;
                }
            }
            ledger.note(report);
        }
        let at = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        for report in writer.kill()? {
            ledger.note(report);
        }
        outcome.in_start += u64::from(!has_begun);
        outcome.in_operation += u64::from(hits_operation);
        u64::try_from(at).context("the clock is far off")
    }
}

impl Outcome {
    fn add(&mut self, more: Counts) {
        let sum = &mut self.counts;
        sum.typed += more.typed;
        sum.kept += more.kept;
        sum.saved += more.saved;
        sum.made += more.made;
        sum.renamed += more.renamed;
        sum.removed += more.removed;
        sum.exported += more.exported;
        sum.outside += more.outside;
    }

    fn table(&self, took: Duration) -> Table {
        let mut table = Table::default();
        table.row("rounds", self.rounds);
        table.row("  killed within an operation", self.in_operation);
        table.row("  killed before the blog was open", self.in_start);
        table.row("recoveries killed besides", self.in_recovery);
        table.row("batches typed", self.counts.typed);
        table.row("acknowledged as safe", self.counts.kept);
        table.row("acknowledged as saved", self.counts.saved);
        table.row("posts made and imported", self.counts.made);
        table.row("posts renamed", self.counts.renamed);
        table.row("posts removed", self.counts.removed);
        table.row("files written from outside", self.counts.outside);
        table.row("sites exported whole", self.counts.exported);
        table.row("sites looked at after a kill", self.sites);
        table.row("  between the old and the new one", self.mixed_sites);
        table.row("files looked at before recovery", self.files);
        table.row("seconds", took.as_secs());
        table.row("failed", self.failed);
        table
    }
}
