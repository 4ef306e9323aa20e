//! Random histories of edits from both sides: no text is ever lost, and it ends in agreement.

use std::collections::BTreeSet;
use std::fs;

use galley_core::Origin;
use proptest::prelude::*;

use super::test_blog::{TestBlog, path};
use crate::{Saved, save};

/// What somebody does. Names and texts are few, so that things meet.
#[derive(Debug, Clone)]
enum Step {
    /// Another program writes a file.
    WriteFile(u8, String),
    DeleteFile(u8),
    RenameFile(u8, u8),
    /// Another process changes the library.
    EditRow(u8, String),
    AddRow(u8, String),
    RemoveRow(u8),
    RenameRow(u8, u8),
    /// The window saves.
    Save(u8, String),
    Reconcile,
}

const N_NAMES: u8 = 5;

fn name(n: u8) -> String {
    // One name lies deeper, one below the other's.
    ["a.md", "b.md", "x/c.md", "x/y/d.md", "e.markdown"][usize::from(n)].to_owned()
}

fn text() -> impl Strategy<Value = String> {
    // Lines that merge and lines that do not; equal texts, so that moves are found.
    prop::collection::vec("[abc]{0,1}", 3..6).prop_map(|lines| lines.join("\n\n"))
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0..N_NAMES;
    prop_oneof![
        4 => (n.clone(), text()).prop_map(|(n, text)| Step::WriteFile(n, text)),
        2 => n.clone().prop_map(Step::DeleteFile),
        2 => (n.clone(), n.clone()).prop_map(|(from, to)| Step::RenameFile(from, to)),
        4 => (n.clone(), text()).prop_map(|(n, text)| Step::EditRow(n, text)),
        2 => (n.clone(), text()).prop_map(|(n, text)| Step::AddRow(n, text)),
        2 => n.clone().prop_map(Step::RemoveRow),
        2 => (n.clone(), n.clone()).prop_map(|(from, to)| Step::RenameRow(from, to)),
        3 => (n, text()).prop_map(|(n, text)| Step::Save(n, text)),
        4 => Just(Step::Reconcile),
    ]
}

/// A blog together with every text that must not be lost.
struct History {
    blog: TestBlog,
    /// Every text that was ever in the library, or in a file when somebody looked.
    seen: BTreeSet<String>,
}

impl History {
    fn new() -> Self {
        // More posts than play, so that a deleted file is no mass removal.
        let quiet: Vec<String> = (0..30).map(|i| format!("quiet/{i}.md")).collect();
        let files: Vec<(&str, &str)> =
            quiet.iter().map(|name| (name.as_str(), name.as_str())).collect();
        Self { blog: TestBlog::in_memory_with(&files), seen: BTreeSet::new() }
    }

    fn has_row(&self, n: u8) -> bool {
        self.blog.store.post_by_path(&path(&name(n))).unwrap().is_some()
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::WriteFile(n, text) => self.blog.write(&name(*n), text),
            // Another program's deletion of a text nobody saw is that program's to answer for.
            Step::DeleteFile(n) => _ = fs::remove_file(self.blog.file(&name(*n))),
            Step::RenameFile(from, to) => {
                let to = self.blog.file(&name(*to));
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                _ = fs::rename(self.blog.file(&name(*from)), to);
            }
            Step::EditRow(n, text) if self.has_row(*n) => self.blog.edit_row(&name(*n), text),
            Step::AddRow(n, text) if !self.has_row(*n) => {
                self.blog.insert_row(&name(*n), text);
            }
            Step::RemoveRow(n) if self.has_row(*n) => {
                self.blog.store.remove(self.blog.id(&name(*n)), Origin::Window).unwrap();
            }
            Step::RenameRow(from, to) if self.has_row(*from) && !self.has_row(*to) => {
                let id = self.blog.id(&name(*from));
                self.blog.store.rename(id, &path(&name(*to)), Origin::Cli).unwrap();
            }
            Step::Save(n, text) if self.has_row(*n) => {
                let (id, now) = (self.blog.id(&name(*n)), self.blog.now());
                let TestBlog { store, folder, .. } = &self.blog;
                let file = || fs::read_to_string(self.blog.file(&name(*n))).ok();
                let before = file();
                match save(store, folder, id, text, Origin::Window, now).unwrap() {
                    Saved::FileChanged => assert_eq!(file(), before),
                    // What was replaced must be known already.
                    Saved::Written => {
                        assert_eq!(file().as_ref(), Some(text));
                        self.seen.extend(before);
                    }
                }
            }
            Step::Reconcile => self.reconcile(),
            _ => {}
        }
        self.look_at_rows();
        self.expect_nothing_lost();
    }

    fn reconcile(&mut self) {
        self.seen.extend(self.blog.files().into_iter().map(|(_, text)| text));
        let done = self.blog.reconcile();
        assert!(done.failed.is_empty(), "{:?}", done.failed);
        assert!(done.vanished.is_empty(), "the quiet posts keep it from being a mass removal");
        self.look_at_rows();
    }

    fn look_at_rows(&mut self) {
        self.seen.extend(self.blog.rows().into_iter().map(|(_, text)| text));
    }

    /// Invariant: each text that was ever seen is current, a revision, or in its file.
    fn expect_nothing_lost(&self) {
        let mut kept: BTreeSet<String> =
            self.blog.rows().into_iter().chain(self.blog.files()).map(|(_, text)| text).collect();
        let store = &self.blog.store;
        let current = store.rows().unwrap().into_iter().map(|row| row.id);
        let removed = store.removed_posts().unwrap().into_iter().map(|removed| removed.post);
        kept.extend(current.chain(removed).flat_map(|post| self.blog.former_texts(post)));
        for text in &self.seen {
            assert!(kept.contains(text), "lost: {text:?}");
        }
    }

    /// The author decides every conflict for the library's side, then all agree.
    fn settle(&mut self) {
        for _ in 0..4 {
            self.seen.extend(self.blog.files().into_iter().map(|(_, text)| text));
            let done = self.blog.reconcile();
            for id in done.conflicts {
                let post = self.blog.store.post(id).unwrap();
                let file = self.blog.folder.read(&post.path).unwrap().expect("it conflicts");
                self.blog.store.set_base(id, &post.path, file.hash).unwrap();
            }
        }
        self.blog.expect_agreed();
        self.look_at_rows();
        self.expect_nothing_lost();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_text_is_lost_and_it_ends_in_agreement(
        steps in prop::collection::vec(step(), 1..30),
    ) {
        let mut history = History::new();
        for step in &steps {
            history.take(step);
        }
        history.settle();
    }
}
