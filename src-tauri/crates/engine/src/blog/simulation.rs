//! Random histories of a blog: the window, other programs, watchers that come late or
//! never, crashes. No word that Galley was given is ever lost, and in the end all agree.
//!
//! Everything is driven by one generator of numbers, so a seed is a history. Each word is
//! written once and never again, so that it can be looked for afterwards: in posts, open
//! texts, the journal, former texts, files, the trash. Nobody takes a word away but other
//! programs, and what they take away before Galley saw it is theirs to answer for.

mod others;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use galley_core::{BlogConfig, Edit, Origin, PostId, PostPath, Utf16Offset};
use galley_mirror::PostsFolder;
use galley_site::Theme;
use galley_store::Store;
use jiff::Timestamp;

use super::schedule::Schedule;
use super::{OpenPosts, State};
use crate::clock::Clock;
use crate::error::Error;
use crate::pictures::Pictures;
use crate::wire;

/// The words of a text: `w` and a number.
fn words(text: &str) -> impl Iterator<Item = u32> {
    text.split_whitespace().filter_map(|word| word.strip_prefix('w')?.parse().ok())
}

/// Names are few, so that things meet.
const NAMES: [&str; 6] = ["a.md", "b.md", "c.md", "x/d.md", "x/y/e.md", "f.markdown"];

/// A blog, everybody who works on it, and what must not be lost.
struct World {
    folder: tempfile::TempDir,
    state: State,
    numbers: fastrand::Rng,
    n_words: u32,
    now: i64,
    /// Words that Galley has acknowledged, or has seen in a file.
    given: BTreeSet<u32>,
    /// Words of former texts, which are only ever added to.
    former: BTreeSet<u32>,
    n_former: HashMap<PostId, usize>,
    trace: Vec<String>,
}

impl World {
    fn new(seed: u64) -> Self {
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a temporary folder");
        fs::create_dir(folder.path().join("posts")).expect("a folder");
        let store = Store::in_memory().expect("a library");
        Self {
            state: state(folder.path(), store, Theme::builtin("quiet").expect("a theme")),
            folder,
            numbers: fastrand::Rng::with_seed(seed),
            n_words: 0,
            now: 0,
            given: BTreeSet::new(),
            former: BTreeSet::new(),
            n_former: HashMap::new(),
            trace: Vec::new(),
        }
    }

    fn posts(&self) -> PathBuf {
        self.folder.path().join("posts")
    }

    fn file(&self, path: &str) -> PathBuf {
        self.posts().join(path)
    }

    fn new_word(&mut self) -> String {
        self.n_words += 1;
        format!("w{}", self.n_words)
    }

    /// Every file of a post with its text.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for folder in ["x", "x/y", ""] {
            let Ok(entries) = fs::read_dir(self.file(folder)) else { continue };
            for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
                let name = entry.path();
                let name = name.strip_prefix(self.posts()).expect("below it").to_string_lossy();
                let text = fs::read_to_string(entry.path()).expect("a text");
                files.insert(name.into_owned(), text);
            }
        }
        files
    }

    fn words_in_files(&self) -> BTreeSet<u32> {
        self.files().values().flat_map(|text| words(text).collect::<Vec<_>>()).collect()
    }

    /// All words that can be found anywhere.
    fn kept(&mut self) -> BTreeSet<u32> {
        let mut kept = self.words_in_files();
        let store = &self.state.store;
        let rows: Vec<PostId> = store.rows().expect("rows").iter().map(|row| row.id).collect();
        for &id in &rows {
            kept.extend(words(&store.post(id).expect("a post").source));
        }
        for entry in store.journal().expect("a journal") {
            kept.extend(words(&entry.source));
        }
        for id in self.state.open.ids() {
            let text = self.state.open.with(id, |open| open.text.to_source()).expect("it is open");
            kept.extend(words(&text));
        }
        let removed = store.removed_posts().expect("the trash").into_iter().map(|it| it.post);
        for id in rows.into_iter().chain(removed) {
            let revisions = store.revisions(id).expect("a history");
            let known = self.n_former.insert(id, revisions.len()).unwrap_or(0);
            for revision in &revisions[..revisions.len() - known] {
                self.former.extend(words(&store.revision(revision.id).expect("a text").source));
            }
        }
        kept.extend(&self.former);
        kept.extend(self.words_in_trash());
        kept
    }

    fn words_in_trash(&self) -> BTreeSet<u32> {
        let Ok(entries) = fs::read_dir(self.folder.path().join("trash")) else {
            return BTreeSet::new();
        };
        let texts = entries.flatten().filter_map(|entry| fs::read_to_string(entry.path()).ok());
        texts.flat_map(|text| words(&text).collect::<Vec<_>>()).collect()
    }

    /// Invariant: every word that was given is somewhere.
    fn expect_nothing_lost(&mut self) {
        let kept = self.kept();
        let lost: Vec<u32> = self.given.difference(&kept).copied().collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
    }

    fn step(&mut self) {
        self.now += 1;
        self.state.clock = Clock::Fixed(Timestamp::from_second(self.now).expect("a moment"));
        match self.numbers.usize(..24) {
            0..5 => self.type_something(),
            5 | 6 => self.open_something(),
            7 => self.inside("keep", |world, id| {
                world.state.keep(id);
                Ok(())
            }),
            8..10 => self.inside("save", |world, id| world.state.try_save(id)),
            10 => self.inside("close", Self::close),
            11 => self.look(),
            12 => self.remove_or_rename(),
            13..17 => self.write_a_file(),
            17 => self.delete_a_file(),
            18 => self.rename_a_file(),
            19 => self.settle_a_conflict(),
            20 => self.decide_on_vanished(),
            21 | 22 => self.change_by_command_line(),
            _ => self.restart(),
        }
    }

    fn note(&mut self, what: &str) {
        self.trace.push(format!("{what} (to w{})", self.n_words));
    }

    /// Somebody in the window does something with an open post; afterwards every word that
    /// was in a file is still somewhere.
    fn inside(&mut self, what: &str, act: impl FnOnce(&mut Self, PostId) -> Result<(), Error>) {
        let mut open = self.state.open.ids();
        open.sort_unstable();
        let Some(id) = self.numbers.choice(&open).copied() else { return };
        let in_files = self.words_in_files();
        let outcome = act(self, id);
        self.note(&format!("{what} {} {:?}", id.get(), outcome.as_ref().err().map(Error::code)));
        // What Galley acknowledges is given to it.
        if outcome.is_ok()
            && let Ok(text) = self.state.open.with(id, |open| open.text.to_source())
            && ["keep", "save", "close"].contains(&what)
        {
            self.given.extend(words(&text));
        }
        self.expect_kept(&in_files);
    }

    /// Words that were in files and are not any more must be somewhere else.
    fn expect_kept(&mut self, in_files: &BTreeSet<u32>) {
        let now = self.words_in_files();
        let gone: Vec<u32> = in_files.difference(&now).copied().collect();
        if !gone.is_empty() {
            let kept = self.kept();
            let lost: Vec<u32> = gone.into_iter().filter(|word| !kept.contains(word)).collect();
            assert!(lost.is_empty(), "Galley took from a file and lost: {lost:?}");
        }
    }

    fn open_something(&mut self) {
        let rows: Vec<PostId> =
            self.state.store.rows().expect("rows").iter().map(|row| row.id).collect();
        if let Some(id) = self.numbers.choice(&rows).copied() {
            let opened = self.state.post_open(id).map(|open| open.source.len());
            self.note(&format!("open {} {opened:?}", id.get()));
        }
    }

    fn type_something(&mut self) {
        self.inside("type", |world, id| {
            let word = world.new_word();
            let (version, text) =
                world.state.open.with(id, |open| (open.version, open.text.as_str().to_owned()))?;
            let starts: Vec<usize> = std::iter::once(0)
                .chain(text.match_indices("\n\n").map(|(at, _)| at + 2))
                .collect();
            let at = world.numbers.choice(&starts).copied().expect("a start");
            let at = Utf16Offset::new(u32::try_from(at).expect("a short text"));
            let edit = Edit { from: at, to: at, insert: format!("{word}\n\n") };
            world.state.open.with(id, |open| open.edit(version + 1, &[edit]))?
        });
    }

    fn close(&mut self, id: PostId) -> Result<(), Error> {
        self.state.try_save(id)?;
        if !self.state.open.with(id, |open| open.is_unsaved())? {
            self.state.open.remove(id);
        }
        Ok(())
    }

    /// The watcher tells, or the window has the focus again: Galley looks at the files, and
    /// the window pulls what came from outside.
    fn look(&mut self) {
        let in_files = self.words_in_files();
        let done = self.state.reconcile();
        let done = done.expect("the folder can be compared");
        self.given.extend(&in_files);
        self.note(&format!("look {done:?}"));
        for id in done.pending_outside.into_iter().chain(done.conflicts) {
            self.pull(id);
        }
        self.expect_kept(&in_files);
    }

    fn pull(&mut self, id: PostId) {
        let Ok(version) = self.state.open.with(id, |open| open.version) else { return };
        let change = self.state.outside_pull(id, version).expect("it is open");
        self.take(id, version, change.edits);
    }

    /// The window takes in edits that the engine answered, as typing.
    fn take(&mut self, id: PostId, version: u32, edits: Vec<wire::Edit>) {
        let edits: Vec<Edit> = edits.into_iter().map(Into::into).collect();
        if !edits.is_empty() {
            self.state
                .open
                .with(id, |open| open.edit(version + 1, &edits))
                .expect("it is open")
                .expect("they fit");
        }
    }

    fn settle_a_conflict(&mut self) {
        let sides = [wire::Side::Mine, wire::Side::Theirs, wire::Side::Merged];
        let side = self.numbers.choice(&sides).copied().expect("a side");
        self.inside("settle", |world, id| {
            let (version, in_conflict, mine) = world
                .state
                .open
                .with(id, |open| (open.version, open.in_conflict, open.text.as_str().to_owned()))?;
            if in_conflict {
                let merged = format!("{}\n\n{mine}", world.new_word());
                let edits =
                    world.state.conflict_settle(id, version, side, Some(merged.as_str()))?;
                world.take(id, version, edits);
            }
            Ok(())
        });
    }

    fn remove_or_rename(&mut self) {
        let to = self.numbers.choice(&NAMES).copied().expect("a name");
        if self.numbers.usize(..3) == 0 {
            self.inside("remove", |world, id| world.state.post_remove(id));
        } else {
            let to = PostPath::parse(to).expect("a path");
            self.inside("rename", |world, id| world.state.post_rename(id, &to));
        }
    }

    fn decide_on_vanished(&mut self) {
        let (posts, keep) = (self.state.vanished_posts(), self.numbers.usize(..2) == 0);
        let State { store, posts_folder, .. } = &self.state;
        if keep {
            galley_mirror::write_back(store, posts_folder, &posts).ok();
        } else if let Ok(removed) = galley_mirror::remove_vanished(store, posts_folder, &posts) {
            for id in removed {
                self.state.open.remove(id);
            }
        }
        self.note(&format!("vanished {} {keep}", posts.len()));
    }

    /// The end of the program, asked for or not; then it starts again.
    fn restart(&mut self) {
        let in_files = self.words_in_files();
        let crash = self.numbers.usize(..3) > 0;
        if !crash {
            for id in self.state.open.ids() {
                let saved = self.state.try_save(id).is_ok();
                if let Ok(text) = self.state.open.with(id, |open| open.text.to_source())
                    && saved
                {
                    self.given.extend(words(&text));
                }
            }
        }
        // All that a process holds in memory.
        self.state.open = OpenPosts::default();
        self.state.schedule = Schedule::default();
        self.state.recovered.clear();
        self.state.vanished.clear();
        self.state.replay_journal().expect("the journal is replayed");
        self.given.extend(&in_files);
        let done = self.state.reconcile().expect("the folder can be compared");
        self.note(&format!("restart {crash} {done:?}"));
        self.expect_kept(&in_files);
    }

    // The end ------------------------------------------------------------------

    /// The author decides what is open, nobody does anything else, and all agrees.
    fn settle(&mut self) {
        for _ in 0..4 {
            self.look();
            for id in self.state.open.ids() {
                let (version, in_conflict) = self
                    .state
                    .open
                    .with(id, |open| (open.version, open.in_conflict))
                    .expect("it is open");
                if in_conflict {
                    let edits = self.state.conflict_settle(id, version, wire::Side::Mine, None);
                    self.take(id, version, edits.expect("it is open"));
                }
                self.state.try_save(id).expect("nothing hinders it");
                // A post whose file went stays as long as somebody looks at it.
                self.state.open.remove(id);
            }
            let State { store, posts_folder, .. } = &self.state;
            let vanished = self.state.vanished_posts();
            galley_mirror::write_back(store, posts_folder, &vanished).expect("they can be");
            // A conflict of a post that nobody edits waits until it is opened.
            for id in self.state.reconcile().expect("it can be").conflicts {
                self.state.post_open(id).expect("a post");
            }
        }
        for row in self.state.store.rows().expect("rows") {
            let file = fs::read_to_string(self.file(row.path.as_str())).ok();
            let source = self.state.store.post(row.id).expect("a post").source;
            assert_eq!(file.as_ref(), Some(&source), "`{}` does not agree", row.path);
        }
        assert_eq!(self.files().len(), self.state.store.rows().expect("rows").len());
        self.expect_nothing_lost();
    }
}

impl Drop for World {
    /// A failed history is told, so that it can be understood.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let last = self.trace.len().saturating_sub(80);
            let told = format!("the last steps:\n{}\n", self.trace[last..].join("\n"));
            std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).ok();
        }
    }
}

fn state(folder: &Path, store: Store, theme: Theme) -> State {
    let posts_folder = PostsFolder::open(&folder.join("posts")).expect("a folder");
    State {
        id: 1,
        folder: folder.to_owned(),
        config: BlogConfig::unconfigured("Blog"),
        theme: Arc::new(theme),
        n_worn: 0,
        former_config: None,
        cache: folder.join("cache"),
        store,
        posts_folder: posts_folder.with_trash(folder.join("trash")),
        open: OpenPosts::default(),
        pictures: Pictures::new(folder.join("pictures")),
        resident: None,
        clock: Clock::Fixed(Timestamp::UNIX_EPOCH),
        origin: Origin::Window,
        recovered: Vec::new(),
        notices: Vec::new(),
        is_shown: false,
        vanished: Vec::new(),
        mark: None,
        is_damaged: false,
        is_typed_into: false,
        seen_change: 0,
        config_problems: Vec::new(),
        folder_problems: Vec::new(),
        schedule: Schedule::default(),
        watch: None,
        tell: Box::new(|_| {}),
    }
}

/// Steps of one interleaving.
const N_STEPS: usize = 12;
/// Interleavings that follow each other in one world.
const IN_A_WORLD: usize = 25;

/// Lives one world to its end and answers its trace.
fn live(seed: u64) -> Vec<String> {
    let mut world = World::new(seed);
    for _ in 0..IN_A_WORLD {
        for _ in 0..N_STEPS {
            world.step();
        }
        world.expect_nothing_lost();
    }
    world.settle();
    std::mem::take(&mut world.trace)
}

/// How many interleavings: `GALLEY_INTERLEAVINGS`, else few enough for every day.
fn n_interleavings() -> usize {
    std::env::var("GALLEY_INTERLEAVINGS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000)
}

#[test]
fn no_word_is_lost_whatever_meets() {
    let first: u64 =
        std::env::var("GALLEY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let n_worlds = u64::try_from(n_interleavings().div_ceil(IN_A_WORLD)).expect("few enough");
    let next = std::sync::atomic::AtomicU64::new(first);
    let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if seed >= first + n_worlds {
                        return;
                    }
                    if let Err(panic) = std::panic::catch_unwind(|| live(seed)) {
                        let line =
                            format!("run again with GALLEY_SEED={seed} GALLEY_INTERLEAVINGS=1\n");
                        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).ok();
                        std::panic::resume_unwind(panic);
                    }
                }
            });
        }
    });
}

#[test]
fn the_same_seed_is_the_same_history() {
    assert_eq!(live(7), live(7));
    assert_ne!(live(7), live(8));
}
