//! What the writer has written and what was acknowledged, post by post.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use galley_core::ContentHash;

use crate::aftermath::Aftermath;
use crate::report::Report;
use crate::texts::as_edited;

/// A text of a post in the order of their writing.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) hash: ContentHash,
    pub(crate) text: String,
    /// When it was handed over, in milliseconds since 1970.
    pub(crate) typed_at: Option<u64>,
}

/// What is known of a post.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    /// Its texts, the oldest first; what the last crash left is the first.
    pub(crate) texts: Vec<Written>,
    by_version: HashMap<u32, usize>,
    /// The last text that the journal or the file was said to hold.
    pub(crate) kept: usize,
    /// The last text that the file was said to hold.
    pub(crate) saved: usize,
    /// Texts that a file was said to hold, of all sessions: text or revision for ever.
    pub(crate) saved_ever: HashSet<ContentHash>,
    /// Where it may lie; the last is where it was asked to go.
    pub(crate) paths: BTreeSet<String>,
    /// A removal was begun.
    pub(crate) may_be_gone: bool,
    /// It was acknowledged.
    pub(crate) is_gone: bool,
    /// Another program wrote into its file in this session.
    pub(crate) is_touched: bool,
}

/// Everything that was reported since the blog was made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    pub(crate) posts: BTreeMap<u32, Entry>,
    /// Titles of posts whose making was begun.
    pub(crate) titles: Vec<String>,
    /// Texts whose import was begun.
    pub(crate) imports: Vec<String>,
    /// Lines of another program; whether they were written for certain.
    pub(crate) outside: Vec<(u32, String, bool)>,
    /// Whether the site was written to in this session.
    pub(crate) has_exported: bool,
    /// Before, and while it is written, the new.
    pub(crate) site: Option<crate::site::Files>,
    /// What the reports themselves show to be wrong.
    pub(crate) wrong: Vec<String>,
    /// How much of everything there was.
    pub(crate) counts: Counts,
}

/// How much was reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Batches of edits handed over.
    pub(crate) typed: u64,
    /// Texts said to be safe in the library.
    pub(crate) kept: u64,
    /// Texts said to be in their files.
    pub(crate) saved: u64,
    /// Posts made and imported.
    pub(crate) made: u64,
    /// Posts renamed.
    pub(crate) renamed: u64,
    /// Posts removed.
    pub(crate) removed: u64,
    /// Sites exported.
    pub(crate) exported: u64,
    /// Files written by another program.
    pub(crate) outside: u64,
}

impl Entry {
    pub(crate) fn push(&mut self, text: String) -> usize {
        let hash = galley_mirror::hash(text.as_bytes());
        self.texts.push(Written { hash, text, typed_at: None });
        self.texts.len() - 1
    }

    /// The place of a text among those written; the last if there are several.
    pub(crate) fn place_of(&self, hash: ContentHash) -> Option<usize> {
        self.texts.iter().rposition(|written| written.hash == hash)
    }
}

impl Ledger {
    /// Takes over what a blog holds, without asking where it came from.
    pub(crate) fn of(found: &Aftermath) -> Self {
        let mut ledger = Self::default();
        ledger.settle(found);
        ledger
    }

    /// The posts that were ever known.
    pub(crate) fn ids(&self) -> Vec<u32> {
        self.posts.keys().copied().collect()
    }

    /// The last text that was handed over.
    pub(crate) fn last_typed(&self) -> Option<&str> {
        let typed = self.posts.values().flat_map(|entry| &entry.texts);
        let last = typed.filter(|it| it.typed_at.is_some()).max_by_key(|it| it.typed_at);
        last.map(|it| it.text.as_str())
    }

    /// Whether the site was written to since the last crash.
    pub(crate) fn has_exported(&self) -> bool {
        self.has_exported
    }

    /// Notes reports in their order.
    pub(crate) fn note_all(&mut self, reports: impl IntoIterator<Item = Report>) {
        for report in reports {
            self.note(report);
        }
    }

    /// Notes a report.
    pub(crate) fn note(&mut self, report: Report) {
        match report {
            Report::Opened | Report::Saving { .. } | Report::Ready | Report::Done => {}
            Report::Showing { post, text } => self.showing(post, text),
            Report::Typing { post, version, text } => {
                let entry = self.posts.entry(post).or_default();
                let place = entry.push(text);
                entry.by_version.insert(version, place);
            }
            Report::Typed { post, version, at } => {
                self.counts.typed += 1;
                if let Some((entry, place)) = self.version(post, version) {
                    entry.texts[place].typed_at = Some(at);
                }
            }
            Report::Kept { post, version } => {
                self.counts.kept += 1;
                if let Some((entry, place)) = self.version(post, version) {
                    entry.kept = entry.kept.max(place);
                }
            }
            Report::Saved { post, version } => {
                self.counts.saved += 1;
                if let Some((entry, place)) = self.version(post, version) {
                    entry.kept = entry.kept.max(place);
                    entry.saved = entry.saved.max(place);
                    let hash = entry.texts[place].hash;
                    entry.saved_ever.insert(hash);
                }
            }
            Report::Making { title } => self.titles.push(title),
            Report::Made { post, path, text } | Report::Imported { post, path, text } => {
                self.counts.made += 1;
                let entry = self.posts.entry(post).or_default();
                entry.push(text);
                entry.paths.insert(path);
            }
            Report::Importing { text } => self.imports.push(text),
            Report::Renaming { post, to } => {
                self.posts.entry(post).or_default().paths.insert(to);
            }
            Report::Renamed { post, to } => {
                self.counts.renamed += 1;
                self.posts.entry(post).or_default().paths = BTreeSet::from([to]);
            }
            Report::Removing { post } => self.posts.entry(post).or_default().may_be_gone = true,
            Report::Removed { post } => {
                self.counts.removed += 1;
                self.posts.entry(post).or_default().is_gone = true;
            }
            Report::Exporting { files } => {
                self.has_exported = true;
                self.site = Some(files);
            }
            Report::Exported => self.counts.exported += 1,
            Report::Outside { post, line } => {
                self.posts.entry(post).or_default().is_touched = true;
                self.outside.push((post, line, false));
            }
            Report::WroteOutside { post, line } => {
                self.counts.outside += 1;
                self.outside.push((post, line, true));
            }
            Report::Failed { message } => self.wrong.push(format!("without a fault: {message}")),
        }
    }

    /// A post is shown with a text that is known, unless it is new here.
    fn showing(&mut self, post: u32, text: String) {
        let hash = galley_mirror::hash(text.as_bytes());
        let entry = self.posts.entry(post).or_default();
        let place = entry.place_of(hash);
        if place.is_none() && !entry.texts.is_empty() && !entry.is_touched {
            self.wrong.push(format!("post {post} was shown with a text that nobody wrote"));
        }
        // What is shown is what is there now, whatever was typed before it was closed.
        let place = match place {
            Some(place) if place + 1 == entry.texts.len() => place,
            _ => entry.push(text),
        };
        entry.by_version = HashMap::from([(0, place)]);
    }

    fn version(&mut self, post: u32, version: u32) -> Option<(&mut Entry, usize)> {
        let entry = self.posts.entry(post).or_default();
        let place = entry.by_version.get(&version).copied();
        if place.is_none() {
            self.wrong.push(format!("version {version} of post {post} was never typed"));
        }
        place.map(|place| (entry, place))
    }

    /// What is found is right: the next session begins with it.
    pub(crate) fn settle(&mut self, found: &Aftermath) {
        for (id, entry) in &mut self.posts {
            if !found.posts.contains_key(id) {
                entry.texts.clear();
                entry.is_gone = true;
            }
        }
        for (&id, post) in &found.posts {
            let text = as_edited(&post.source);
            let is_agreed =
                found.files.get(&post.path).is_some_and(|it| it == post.source.as_bytes());
            let entry = self.posts.entry(id).or_default();
            *entry = Entry {
                // A conflict outlives the crash until the author chooses.
                is_touched: entry.is_touched && !is_agreed,
                saved_ever: std::mem::take(&mut entry.saved_ever),
                paths: BTreeSet::from([post.path.clone()]),
                ..Entry::default()
            };
            if let Some(file) = found.files.get(&post.path).filter(|_| !is_agreed) {
                // The other side of a conflict that waits for the author.
                entry.push(as_edited(&String::from_utf8_lossy(file)));
            }
            entry.push(text);
        }
        self.titles.clear();
        self.imports.clear();
        self.outside.clear();
        self.has_exported = false;
        self.site = None;
    }
}
