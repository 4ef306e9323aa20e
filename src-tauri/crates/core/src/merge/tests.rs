use proptest::prelude::*;

use super::*;

const BASE: &str = "# Title\n\nOne.\n\nTwo.\n\nThree.\n";

#[test]
fn edits_of_different_lines_are_both_kept() {
    let mine = BASE.replace("One.", "One, mine.");
    let theirs = BASE.replace("Three.", "Three, theirs.") + "\nFour.\n";
    let merge = three_way(BASE, &mine, &theirs);
    assert_eq!(merge.clean(), Some("# Title\n\nOne, mine.\n\nTwo.\n\nThree, theirs.\n\nFour.\n"));
}

#[test]
fn edits_of_the_same_line_are_a_conflict_with_both_texts() {
    let mine = BASE.replace("Two.", "Two, mine.");
    let theirs = BASE.replace("Two.", "Two, theirs.").replace("# Title", "# New title");
    let merge = three_way(BASE, &mine, &theirs);
    assert_eq!(merge.clean(), None);
    assert_eq!(merge.text, "# New title\n\nOne.\n\nTwo, mine.\n\nThree.\n");
    let [conflict] = &*merge.conflicts else { panic!("one conflict: {:?}", merge.conflicts) };
    assert_eq!(&BASE[conflict.base.clone()], "Two.\n");
    assert_eq!(&mine[conflict.mine.clone()], "Two, mine.\n");
    assert_eq!(&theirs[conflict.theirs.clone()], "Two, theirs.\n");
    assert_eq!(&merge.text[conflict.merged.clone()], "Two, mine.\n");
}

#[test]
fn an_edit_and_a_deletion_of_one_line_are_a_conflict() {
    let merge = three_way(BASE, &BASE.replace("Two.\n\n", ""), &BASE.replace("Two.", "2."));
    assert_eq!(merge.conflicts.len(), 1);
}

#[test]
fn the_same_edit_twice_is_one_edit() {
    let both = BASE.replace("Two.", "2.");
    assert_eq!(three_way(BASE, &both, &both).clean(), Some(&*both));
}

#[test]
fn lines_are_not_joined_where_a_side_ends_without_a_break() {
    let merge = three_way("a\nb\n", "a\nb", "a\nb\nc\n");
    assert!(!merge.text.contains("bc"), "{:?}", merge.text);
    let merge = three_way("a\r\nb\r\n", "a\r\nb\r\nmine\r\n", "theirs\r\na\r\nb\r\n");
    assert_eq!(merge.clean(), Some("theirs\r\na\r\nb\r\nmine\r\n"));
}

fn text() -> impl Strategy<Value = String> {
    "(a\n|b\n|c\r\n|日\n|\n|x|\r){0,12}"
}

/// As the merge sees them: a lone carriage return ends a line too.
fn lines(text: &str) -> Vec<&str> {
    text.split(['\r', '\n']).collect()
}

proptest! {
    #[test]
    fn one_sided_edits_merge_to_that_side(base in text(), edited in text()) {
        for (mine, theirs) in [(&edited, &base), (&base, &edited), (&edited, &edited)] {
            let merge = three_way(&base, mine, theirs);
            prop_assert_eq!(merge.clean(), Some(&*edited));
        }
    }

    #[test]
    fn conflicts_point_at_both_texts(base in text(), mine in text(), theirs in text()) {
        let merge = three_way(&base, &mine, &theirs);
        let mut end = 0;
        for Conflict { base: in_base, mine: in_mine, theirs: in_theirs, merged } in &merge.conflicts {
            prop_assert!(base.get(in_base.clone()).is_some());
            prop_assert!(theirs.get(in_theirs.clone()).is_some());
            prop_assert!(merge.text[merged.clone()].ends_with(&mine[in_mine.clone()]));
            prop_assert_ne!(&mine[in_mine.clone()], &theirs[in_theirs.clone()]);
            prop_assert!(end <= merged.start);
            end = merged.end;
        }
        let mirrored = three_way(&base, &theirs, &mine);
        prop_assert_eq!(merge.conflicts.len(), mirrored.conflicts.len(), "neither side is preferred");
        if merge.conflicts.is_empty() {
            prop_assert_eq!(merge.text, mirrored.text);
        }
    }

    #[test]
    fn every_line_of_both_sides_is_kept_or_was_removed_by_the_other(base in text(), mine in text(), theirs in text()) {
        let merge = three_way(&base, &mine, &theirs);
        if let Some(text) = merge.clean() {
            let (base, text) = (lines(&base), lines(text));
            for line in lines(&mine).iter().filter(|line| !base.contains(line)) {
                prop_assert!(text.contains(line), "my new line {line:?} is in {text:?}");
            }
        }
    }
}
