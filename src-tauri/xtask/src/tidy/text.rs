//! Rules about any text: how lines end, how many they are, what they may name.

use super::Violation;
use super::tree::{Tree, has_extension};

/// Past this length a file holds more than one thing.
const MAX_LINES: usize = 500;

/// Longer files, each with the reason why it stays in one piece.
const LONGER: &[(&str, &str)] = &[("ui/src/ipc/bindings.ts", "generated")];

/// What must be readable in one go: programs and styles, not documents or data.
const READ_IN_ONE_GO: &[&str] = &["css", "html", "js", "rs", "sh", "sql", "svelte", "ts"];

/// These rules and their tests quote what the rules forbid.
const QUOTES_THE_RULES: &str = "src-tauri/xtask/src/tidy/";

/// The start of a path that exists on one machine only.
const MACHINE_PLACES: &[&str] =
    &["/home/", "/root/", "/tmp/", "/Users/", "/var/folders/", "/work/", "C:\\"];

pub(super) fn line_endings(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.sources() {
        if !text.is_empty() && !text.ends_with('\n') {
            violations.push(Violation::whole(path, "the last line does not end"));
        }
        for (number, line) in lines(text) {
            if line.ends_with('\r') {
                violations.push(Violation::at(path, number, "ends with CR LF"));
            } else if line.ends_with([' ', '\t']) {
                violations.push(Violation::at(path, number, "ends with blanks"));
            }
        }
    }
    violations
}

pub(super) fn length(tree: &Tree) -> Vec<Violation> {
    length_with(tree, LONGER)
}

fn length_with(tree: &Tree, longer: &[(&str, &str)]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.sources().filter(|(path, _)| has_extension(path, READ_IN_ONE_GO)) {
        let n_lines = text.lines().count();
        let excepted = longer.iter().any(|(longer, _)| *longer == path);
        if n_lines > MAX_LINES && !excepted {
            violations.push(Violation::whole(path, format!("has {n_lines} lines")));
        } else if n_lines <= MAX_LINES && excepted {
            violations.push(Violation::whole(path, "needs its exception in `tidy` no longer"));
        }
    }
    violations
}

/// Where an author's own such words are looked for.
const LOOKS_FOR_TO_DOS: [&str; 2] = ["src-tauri/crates/engine/src/check/", "tests/suite/check.rs"];

pub(super) fn unnumbered_to_dos(tree: &Tree) -> Vec<Violation> {
    let unnumbered = |line: &str| {
        ["TODO", "FIXME", "XXX"]
            .iter()
            .any(|word| words_after(line, word).any(|after| !after.starts_with("(#")))
    };
    let mut found = each_line(tree, |line| {
        unnumbered(line).then(|| "names no issue, as in `TODO(#12)`".to_owned())
    });
    found.retain(|it| !LOOKS_FOR_TO_DOS.iter().any(|path| it.path.starts_with(path)));
    found
}

pub(super) fn machine_paths(tree: &Tree) -> Vec<Violation> {
    each_line(tree, |line| {
        let place = MACHINE_PLACES.iter().find(|place| begins_in(line, place))?;
        Some(format!("names `{place}`, a place of one machine"))
    })
}

/// Whether the line holds the place as the beginning of a path, not as its middle.
fn begins_in(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || "._-/*}>~)".contains(before))
    })
}

/// What follows each occurrence of the word as a whole word.
fn words_after<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    let is_letter = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).filter_map(move |(at, _)| {
        let after = &line[at + word.len()..];
        let inside = line[..at].ends_with(is_letter) || after.starts_with(is_letter);
        (!inside).then_some(after)
    })
}

/// Holds a rule against each line of the sources but the rules' own.
fn each_line(tree: &Tree, rule: impl Fn(&str) -> Option<String>) -> Vec<Violation> {
    let sources = tree.sources().filter(|(path, _)| !path.starts_with(QUOTES_THE_RULES));
    sources
        .flat_map(|(path, text)| lines(text).map(move |(number, line)| (path, number, line)))
        .filter_map(|(path, number, line)| Some(Violation::at(path, number, rule(line)?)))
        .collect()
}

/// The lines with their numbers, CR still on them.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.strip_suffix('\n').unwrap_or(text).split('\n').enumerate().map(|(i, line)| (i + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carriage_returns_trailing_blanks_and_open_last_lines_are_found() {
        let tree = Tree::from([("a.rs", "one\r\ntwo \nthree")]);
        assert_eq!(line_endings(&tree).len(), 3);
    }

    #[test]
    fn authors_texts_keep_their_own_line_endings() {
        let tree = Tree::from([("posts/old.md", "one\r\n"), ("tests/fixtures/crlf.md", "two\r\n")]);
        assert_eq!(line_endings(&tree), []);
    }

    #[test]
    fn a_file_of_501_lines_is_too_long_and_a_document_is_not() {
        let text = "line\n".repeat(501);
        let tree = Tree::from([("a.svelte", text.as_str()), ("docs/long.md", text.as_str())]);
        assert_eq!(length(&tree), [Violation::whole("a.svelte", "has 501 lines")]);
    }

    #[test]
    fn an_exception_holds_until_it_is_no_longer_needed() {
        let exceptions = [("a.ts", "generated"), ("b.ts", "generated")];
        let text = "line\n".repeat(501);
        let tree = Tree::from([("a.ts", text.as_str()), ("b.ts", "short\n")]);
        let message = "needs its exception in `tidy` no longer";
        assert_eq!(length_with(&tree, &exceptions), [Violation::whole("b.ts", message)]);
    }

    #[test]
    fn what_is_left_to_do_needs_an_issue() {
        let tree = Tree::from([("a.rs", "// TODO: later\n// TODO(#7): here\nlet TODOS = 1;\n")]);
        assert_eq!(unnumbered_to_dos(&tree).len(), 1);
    }

    #[test]
    fn places_of_a_machine_are_found_and_parts_of_other_paths_are_not() {
        let tree = Tree::from([("a.sh", "cp x /tmp/y\ncurl example.org/tmp/y\nls $HOME/tmp/\n")]);
        let [found] = machine_paths(&tree).try_into().expect("one line names a machine's place");
        assert_eq!(found, Violation::at("a.sh", 1, "names `/tmp/`, a place of one machine"));
    }
}
