//! The power goes: what the disk had received by then is all that is left.
//!
//! A blog lies on an ext4 image of its own. At a random moment the writer is stopped in its
//! tracks and the image is copied as it is: what the kernel still held in memory is not in the
//! copy. Mounted, the copy is what a machine finds after a power cut; the next round goes on
//! with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fastrand::Rng;

use crate::aftermath::{Aftermath, KnownRevisions};
use crate::blog::Place;
use crate::child::Writer;
use crate::ledger::Ledger;
use crate::report::Report;
use crate::table::Table;
use crate::verdict::Crash;

/// Large enough for a blog and its history; ext4 has a journal from 8 MiB on.
const IMAGE_BYTES: u64 = 96 * 1024 * 1024;
/// Smaller than in the other rounds, so that the image need not be larger.
const N_POSTS: usize = 6;

/// Runs rounds and prints what came of them; true if every promise was kept.
pub(crate) fn run(rounds: u64, seed: u64) -> Result<bool> {
    let folder = tempfile::Builder::new().prefix("galley-power-").tempdir()?;
    let disk = match Disk::make(&folder.path().canonicalize()?) {
        Ok(disk) => disk,
        Err(error) => {
            println!("crash power: skipped: {error:#}");
            return Ok(true);
        }
    };
    println!("crash power: {rounds} rounds, seed {seed}");
    let begun = Instant::now();
    let mut power = Power { disk, rng: Rng::with_seed(seed), seed, outcome: Outcome::default() };
    power.place().make(seed, N_POSTS)?;
    power.disk.sync()?;
    let mut failed = false;
    for round in 1..=rounds {
        let wrong = power.round(round).with_context(|| format!("round {round}"))?;
        if !wrong.is_empty() {
            failed = true;
            power.outcome.failed += 1;
            println!("round {round} of seed {seed} failed:\n  {}", wrong.join("\n  "));
            println!("again: cargo xtask crash power --rounds {round} --seed {seed}");
            // What goes on from here would only tell of the same loss again.
            break;
        }
    }
    println!("\n{}", power.outcome.table(begun.elapsed()));
    drop(power);
    if failed {
        println!("the disk is kept as `{}`", folder.keep().join("image").display());
    }
    Ok(!failed)
}

struct Power {
    disk: Disk,
    rng: Rng,
    seed: u64,
    outcome: Outcome,
}

#[derive(Default)]
struct Outcome {
    rounds: u64,
    failed: u64,
    typed: u64,
    saved: u64,
    files: u64,
    copied_again: u64,
}

impl Power {
    fn place(&self) -> Place {
        Place::new(&self.disk.mounted_at)
    }

    fn round(&mut self, round: u64) -> Result<Vec<String>> {
        self.outcome.rounds += 1;
        let place = self.place();
        let mut known = KnownRevisions::default();
        let mut ledger = Ledger::of(&Aftermath::observe(&place, [], &mut known, false)?);
        let words = ["script".to_owned(), self.seed.to_string(), round.to_string()];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut writer = Writer::start(&words, place.root())?;
        self.listen(&writer, &mut ledger);
        writer.stop()?;
        // Everything that was said by now must outlive the power.
        ledger.note_all(writer.said());
        self.outcome.copied_again += u64::from(self.disk.copy()?);
        // What was heard too late is not asked for, but it may be there.
        let late = writer.kill()?.into_iter();
        ledger.note_all(late.filter(|report| !report.acknowledges()));
        self.disk.cut_power()?;

        let files = crate::aftermath::markdown_files(&place.posts())?;
        self.outcome.files += files.len() as u64;
        let mut wrong = ledger.torn(&files);
        let found = Aftermath::observe(&place, ledger.ids(), &mut known, false)
            .context("after the power cut")?;
        wrong.extend(ledger.judge(&found, &known, Crash::Power));
        self.outcome.typed += ledger.counts.typed;
        self.outcome.saved += ledger.counts.saved;
        Ok(wrong)
    }

    /// Until a random moment, half of the time right after a save was acknowledged.
    fn listen(&mut self, writer: &Writer, ledger: &mut Ledger) {
        let begun = Instant::now();
        let after_saves = self.rng.bool().then(|| self.rng.u32(1..5));
        let mut until = begun
            + match after_saves {
                Some(_) => Duration::from_secs(6),
                None => Duration::from_millis(self.rng.u64(200..3_000)),
            };
        let mut to_go = after_saves.unwrap_or(0);
        while let Some(report) = writer.next_until(until) {
            if let Report::Saved { .. } = report
                && to_go > 0
            {
                to_go -= 1;
                if to_go == 0 {
                    until = Instant::now() + Duration::from_micros(self.rng.u64(0..5_000));
                }
            }
            ledger.note(report);
        }
    }
}

/// A file system in a file, mounted; gone when dropped.
struct Disk {
    image: PathBuf,
    copy: PathBuf,
    mounted_at: PathBuf,
}

impl Disk {
    fn make(folder: &Path) -> Result<Self> {
        let disk = Self {
            image: folder.join("image"),
            copy: folder.join("copy"),
            mounted_at: folder.join("disk"),
        };
        fs::File::create(&disk.image)?.set_len(IMAGE_BYTES)?;
        fs::create_dir(&disk.mounted_at)?;
        done(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&disk.image))?;
        disk.mount()?;
        Ok(disk)
    }

    fn mount(&self) -> Result<()> {
        done(Command::new("mount").args(["-o", "loop"]).arg(&self.image).arg(&self.mounted_at))
    }

    fn unmount(&self) -> Result<()> {
        done(Command::new("umount").arg(&self.mounted_at))
    }

    fn sync(&self) -> Result<()> {
        done(Command::new("sync").arg("-f").arg(&self.mounted_at))
    }

    /// Copies the image as it is. The kernel writes on its own every few seconds: a copy that
    /// was made meanwhile is no moment in time, and is made again. Answers whether one was.
    fn copy(&self) -> Result<bool> {
        const TRIES: u32 = 20;
        for n in 0..TRIES {
            let before = self.n_writes()?;
            done(Command::new("cp").arg("--sparse=always").arg(&self.image).arg(&self.copy))?;
            if self.n_writes()? == before {
                return Ok(n > 0);
            }
        }
        bail!("the disk is never at rest")
    }

    /// How many writes the loop device has received, and how many are under way.
    fn n_writes(&self) -> Result<(u64, u64)> {
        let output =
            Command::new("losetup").args(["-n", "-O", "NAME", "-j"]).arg(&self.image).output()?;
        let name = String::from_utf8(output.stdout)?;
        let name = name.trim().trim_start_matches("/dev/");
        let stat = fs::read_to_string(format!("/sys/block/{name}/stat"))
            .context("the loop device has no statistics")?;
        let field = |n: usize| stat.split_whitespace().nth(n).and_then(|it| it.parse().ok());
        let (written, under_way) = field(4).zip(field(8)).context("of another form")?;
        Ok((written, under_way))
    }

    /// The copy takes the place of the image.
    fn cut_power(&self) -> Result<()> {
        self.unmount()?;
        fs::rename(&self.copy, &self.image)?;
        self.mount().context("the disk cannot be mounted after the power cut")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: whatever failed may still have a file open.
        _ = Command::new("umount").arg("-l").arg(&self.mounted_at).output();
    }
}

impl Outcome {
    fn table(&self, took: Duration) -> Table {
        let mut table = Table::default();
        table.row("power cuts", self.rounds);
        table.row("batches typed", self.typed);
        table.row("acknowledged as saved", self.saved);
        table.row("files looked at before recovery", self.files);
        table.row("copies made again", self.copied_again);
        table.row("seconds", took.as_secs());
        table.row("failed", self.failed);
        table
    }
}

fn done(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("`{program}` cannot be started"))?;
    ensure!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(())
}
