use galley_core::{Edit, Utf16Offset};
use proptest::prelude::*;

use super::EditorText;

fn edit(from: u32, to: u32, insert: &str) -> Edit {
    Edit { from: Utf16Offset::new(from), to: Utf16Offset::new(to), insert: insert.to_owned() }
}

#[track_caller]
fn check(source: &str, edits: &[Edit], expected: &str) {
    let mut text = EditorText::from_source(source);
    text.apply(edits).expect("the edits fit the text");
    assert_eq!(text.to_source(), expected);
}

#[test]
fn crlf_file_stays_crlf() {
    check("one\r\ntwo\r\n", &[edit(3, 3, "\nand a half")], "one\r\nand a half\r\ntwo\r\n");
}

#[test]
fn byte_order_mark_stays_and_is_not_counted() {
    check("\u{feff}one\n", &[edit(0, 0, "x")], "\u{feff}xone\n");
}

#[test]
fn mixed_endings_stay_on_their_lines() {
    check("a\r\nb\nc\rd\r\n", &[edit(2, 3, "B")], "a\r\nB\nc\rd\r\n");
}

#[test]
fn deleted_breaks_take_their_endings_along() {
    check("a\r\nb\nc\rd\r\n", &[edit(1, 4, "")], "ac\rd\r\n");
}

#[test]
fn new_lines_in_a_mixed_file_end_as_most_do() {
    check("a\r\nb\r\nc\n", &[edit(1, 1, "\nx")], "a\r\nx\r\nb\r\nc\n");
}

#[test]
fn breaks_of_two_kinds_that_come_to_meet_stay_two() {
    check("a\rb\nc", &[edit(2, 3, "")], "a\r\rc");
}

proptest! {
    #[test]
    fn what_the_editor_holds_comes_back_from_the_file(
        source in "(a|é|😀|\n|\r\n|\r){0,24}",
        at in 0_usize..24,
        n_removed in 0_usize..24,
        insert in "(b|\n){0,6}",
    ) {
        let mut text = EditorText::from_source(&source);
        // Offsets are put where characters begin: in the middle of one an edit is refused.
        let n_units = |text: &str| u32::try_from(text.encode_utf16().count()).expect("short");
        let characters: Vec<char> = text.as_str().chars().collect();
        let from = at.min(characters.len());
        let to = (from + n_removed).min(characters.len());
        let offset = |n: usize| n_units(&characters[..n].iter().collect::<String>());
        text.apply(&[edit(offset(from), offset(to), &insert)]).expect("inside");
        let saved = text.to_source();
        let again = EditorText::from_source(&saved);
        prop_assert_eq!(again.as_str(), text.as_str(), "{:?}", saved);
    }

    #[test]
    fn opening_and_saving_changes_no_byte(source in "(\u{feff})?([a-zé😀]|\r\n|\n|\r)*") {
        prop_assert_eq!(EditorText::from_source(&source).to_source(), source);
    }

    #[test]
    fn an_undone_edit_leaves_the_file_as_it_was(
        lines in prop::collection::vec(("[a-z]{0,3}", prop_oneof!["\r\n", "\n"]), 1..8),
        at in 0_usize..100,
    ) {
        let source: String = lines.iter().map(|(line, end)| format!("{line}{end}")).collect();
        let mut text = EditorText::from_source(&source);
        let at = u32::try_from(at % (text.as_str().len() + 1)).expect("short");
        text.apply(&[edit(at, at, "new\nline")]).expect("inside");
        text.apply(&[edit(at, at + 8, "")]).expect("inside");
        // The line breaks outside the edit are each what they were.
        let before = EditorText::from_source(&source);
        prop_assert_eq!(text.as_str(), before.as_str());
        prop_assert_eq!(text.to_source(), source);
    }
}
