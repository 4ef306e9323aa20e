//! Who else works on the blog: another process of Galley, and programs that know nothing of it.

use std::fs;

use galley_core::{Origin, PostId};

use super::{NAMES, State, World, words};

impl World {
    /// Another process of Galley changes a post in library and file.
    pub(super) fn change_by_command_line(&mut self) {
        let rows: Vec<PostId> =
            self.state.store.rows().expect("rows").iter().map(|row| row.id).collect();
        let Some(id) = self.numbers.choice(&rows).copied() else { return };
        let in_files = self.words_in_files();
        let word = self.new_word();
        let source = self.state.store.post(id).expect("a post").source;
        let source = format!("{source}\n\n{word}");
        let State { store, posts_folder, clock, .. } = &self.state;
        let saved = galley_mirror::save(store, posts_folder, id, &source, Origin::Cli, clock.now());
        self.note(&format!("cli {} {:?}", id.get(), saved.as_ref().ok()));
        // Also when the file could not be written: the library has it.
        self.given.extend(words(&source));
        self.expect_kept(&in_files);
    }

    /// Words that vanish from a file before Galley saw them are not Galley's to keep.
    pub(super) fn write_a_file(&mut self) {
        let name = self.numbers.choice(&NAMES).copied().expect("a name");
        let old = fs::read_to_string(self.file(name)).unwrap_or_default();
        let mut lines: Vec<String> = old.split("\n\n").map(str::to_owned).collect();
        let at = self.numbers.usize(..lines.len());
        match self.numbers.usize(..4) {
            0 => lines = vec![self.new_word(), self.new_word()],
            1 => drop(lines.remove(at)),
            _ => lines.insert(at, self.new_word()),
        }
        let file = self.file(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, lines.join("\n\n")).expect("the file can be written");
        self.note(&format!("write {name}"));
    }

    pub(super) fn delete_a_file(&mut self) {
        let name = self.numbers.choice(&NAMES).copied().expect("a name");
        let deleted = fs::remove_file(self.file(name)).is_ok();
        self.note(&format!("delete {name} {deleted}"));
    }

    pub(super) fn rename_a_file(&mut self) {
        let (from, to) =
            (self.numbers.choice(&NAMES).copied(), self.numbers.choice(&NAMES).copied());
        let (from, to) = (from.expect("a name"), to.expect("a name"));
        let file = self.file(to);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        let renamed = fs::rename(self.file(from), file).is_ok();
        self.note(&format!("mv {from} {to} {renamed}"));
    }
}
