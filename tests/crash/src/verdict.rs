//! Whether what is found after a crash is what was acknowledged before it.

use std::collections::{BTreeMap, HashSet};

use galley_core::ContentHash;

use crate::aftermath::{Aftermath, FoundPost, KnownRevisions};
use crate::ledger::{Entry, Ledger};
use crate::texts::{as_edited, is_contained, is_fresh};

/// What ended the session, and so what must have outlived it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crash {
    /// The process was killed at this time, in milliseconds since 1970: what the window
    /// called safe is there, and what was typed more than a second before.
    Kill { at: u64 },
    /// The power went: what the window called saved is there.
    Power,
}

/// The promise on typing that nobody acknowledged.
const UNACKNOWLEDGED_MS: u64 = 1_000;

impl Ledger {
    /// Everything that is wrong with what is found; nothing, if the promises were kept.
    pub(crate) fn judge(
        &self,
        found: &Aftermath,
        known: &KnownRevisions,
        crash: Crash,
    ) -> Vec<String> {
        let mut wrong = self.wrong.clone();
        if !found.is_sound {
            wrong.push("the library is damaged".to_owned());
        }
        if found.n_journal > 0 {
            wrong.push(format!("{} texts stayed in the journal", found.n_journal));
        }
        if !found.site_agrees {
            wrong.push("the site exported again is not a fresh site".to_owned());
        }
        wrong.extend(found.strays.iter().map(|path| format!("`{}` stayed", path.display())));
        wrong.extend(
            found.agreement(|post| self.is_in_conflict(post)).err().map(|error| error.to_string()),
        );
        for (&id, entry) in &self.posts {
            if let Err(what) = self.judge_post(id, entry, found, crash) {
                wrong.push(format!("post {id}: {what}"));
            }
        }
        let is_known = |id: &u32, path: &String| match crash {
            Crash::Kill { .. } => self.posts.contains_key(id),
            // The library's last numbers may be lost with the power, and given anew.
            Crash::Power => self.posts.values().any(|entry| entry.paths.contains(path)),
        };
        for (id, post) in found.posts.iter().filter(|(id, post)| !is_known(id, &post.path)) {
            if !self.explains(&as_edited(&post.source)) {
                wrong.push(format!("post {id}, `{}`, is nobody's text", post.path));
            }
        }
        if let Crash::Kill { .. } = crash {
            // What another program did not sync is not ours to keep from the power.
            wrong.extend(self.judge_outside(found, known));
        }
        wrong
    }

    /// Lines that another program wrote and that are in no text of the library.
    fn judge_outside(&self, found: &Aftermath, known: &KnownRevisions) -> Vec<String> {
        let written = self.outside.iter().filter(|(_, _, is_written)| *is_written);
        let lost = written.filter(|(post, line, _)| {
            let text = found.posts.get(post).map(|post| as_edited(&post.source));
            !text.is_some_and(|text| text.contains(line)) && !known.hold(line)
        });
        lost.map(|(post, line, _)| {
            format!("post {post}: what another program wrote is lost: {}", line.trim_end())
        })
        .collect()
    }

    /// Files that are no complete text, as they lie on the disk before anything is made good.
    pub(crate) fn torn(&self, files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let texts = self.posts.values().flat_map(|entry| &entry.texts);
        let known: HashSet<ContentHash> = texts.map(|written| written.hash).collect();
        let mut torn = Vec::new();
        for (path, bytes) in files {
            let text =
                String::from_utf8(bytes.clone()).map(|text| (is_even(&text), as_edited(&text)));
            let is_whole = text.is_ok_and(|(is_even, text)| {
                is_even
                    && (known.contains(&galley_mirror::hash(text.as_bytes()))
                        || self.explains(&text)
                        || self.posts.values().any(|entry| self.is_merged(entry, &text)))
            });
            if !is_whole {
                torn.push(format!("`{path}` is no complete text ({} bytes)", bytes.len()));
            }
        }
        torn
    }

    fn judge_post(
        &self,
        id: u32,
        entry: &Entry,
        found: &Aftermath,
        crash: Crash,
    ) -> Result<(), String> {
        let nothing = HashSet::new();
        let revisions = found.revisions.get(&id).unwrap_or(&nothing);
        let post = match crash {
            Crash::Kill { .. } => found.posts.get(&id),
            Crash::Power => {
                let is_here = |post: &&FoundPost| entry.paths.contains(&post.path);
                let by_number = found.posts.get(&id).filter(is_here);
                // A path that a removed post left may be another's by now.
                let by_path = || found.posts.values().find(is_here).filter(|_| !entry.may_be_gone);
                by_number.or_else(by_path)
            }
        };
        let text = post.map(|post| as_edited(&post.source));
        let hash = text.as_ref().map(|text| galley_mirror::hash(text.as_bytes()));
        let is_held = |wanted: &ContentHash| hash == Some(*wanted) || revisions.contains(wanted);

        let n_lost = entry.saved_ever.iter().filter(|hash| !is_held(hash)).count();
        // What the power took from the library is at most its history since the last checkpoint.
        if n_lost > 0 && crash != Crash::Power {
            return Err(format!("{n_lost} texts that were saved are neither text nor revision"));
        }
        if entry.texts.is_empty() {
            return if post.is_some() { Err("a removed post is back".to_owned()) } else { Ok(()) };
        }
        let least = least_text(entry, crash);
        let Some((post, text)) = post.zip(text) else {
            let is_kept =
                entry.texts[least..].iter().any(|written| revisions.contains(&written.hash));
            return match (entry.may_be_gone, is_kept || crash == Crash::Power) {
                (false, _) => Err("it is lost".to_owned()),
                (true, false) => Err("it was removed and its last text is no revision".to_owned()),
                (true, true) => Ok(()),
            };
        };
        if entry.is_gone && !entry.is_touched && crash != Crash::Power {
            return Err("it was removed and is back".to_owned());
        }
        if !entry.paths.is_empty() && !entry.paths.contains(&post.path) && crash != Crash::Power {
            return Err(format!("it lies at `{}`, not at {:?}", post.path, entry.paths));
        }
        if !is_even(&post.source) {
            return Err(format!("`{}` has mixed line endings", post.path));
        }
        if entry.is_touched {
            let later = &entry.texts[least..];
            let has_it = later.iter().any(|it| is_held(&it.hash) || is_contained(&it.text, &text));
            return match (has_it, self.is_merged(entry, &text)) {
                (false, _) => Err("its last acknowledged text is in none of its texts".to_owned()),
                (_, false) => Err("its text holds lines that nobody wrote".to_owned()),
                _ => Ok(()),
            };
        }
        match entry.place_of(galley_mirror::hash(text.as_bytes())) {
            None => Err(format!("`{}` holds a text that nobody wrote", post.path)),
            Some(place) if place < least => Err(format!(
                "text {place} of {} is there, but {least} was acknowledged (kept {}, saved {})",
                entry.texts.len() - 1,
                entry.kept,
                entry.saved,
            )),
            Some(_) => Ok(()),
        }
    }

    /// Whether another program wrote into the post since both sides last agreed.
    fn is_in_conflict(&self, post: u32) -> bool {
        self.posts.get(&post).is_some_and(|entry| entry.is_touched)
    }

    /// Whether a text is one that was announced for a post that is not known yet.
    fn explains(&self, text: &str) -> bool {
        self.titles.iter().any(|title| is_fresh(text, title))
            || self.imports.iter().any(|import| import == text)
    }

    /// Whether each line of a text was written, into this post or by the other program.
    fn is_merged(&self, entry: &Entry, text: &str) -> bool {
        if !entry.is_touched || !text.starts_with("---\n") {
            return false;
        }
        let outside = self.outside.iter().flat_map(|(_, line, _)| line.lines());
        let lines: HashSet<&str> =
            entry.texts.iter().flat_map(|it| it.text.lines()).chain(outside).collect();
        text.lines().all(|line| lines.contains(line))
    }
}

/// The earliest text that may be found.
fn least_text(entry: &Entry, crash: Crash) -> usize {
    match crash {
        Crash::Power => entry.saved,
        Crash::Kill { at } => {
            let long_ago =
                |typed: Option<u64>| typed.is_some_and(|typed| typed + UNACKNOWLEDGED_MS < at);
            let typed = entry.texts.iter().rposition(|written| long_ago(written.typed_at));
            entry.kept.max(typed.unwrap_or(0))
        }
    }
}

/// Whether all lines end alike: a mixture of an old and a new file would not.
fn is_even(text: &str) -> bool {
    let n_crlf = text.matches("\r\n").count();
    n_crlf == 0 || n_crlf == text.matches('\n').count()
}

#[cfg(test)]
mod tests;
