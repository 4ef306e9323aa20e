use proptest::prelude::*;

use super::*;

fn edit(from: u32, to: u32, insert: &str) -> Edit {
    Edit { from: Utf16Offset::new(from), to: Utf16Offset::new(to), insert: insert.to_owned() }
}

fn applied(text: &str, edits: &[Edit]) -> Result<String, ApplyEditError> {
    let mut text = text.to_owned();
    apply(&mut text, edits).map(|()| text)
}

#[test]
fn offsets_count_utf16_code_units() {
    // One unit each: a, é, 日. Two units: 🚀.
    assert_eq!(applied("aé日🚀z", &[edit(3, 5, "!")]).unwrap(), "aé日!z");
    assert_eq!(applied("aé日🚀z", &[edit(5, 5, "!")]).unwrap(), "aé日🚀!z");
    assert_eq!(applied("", &[edit(0, 0, "x")]).unwrap(), "x");
}

#[test]
fn a_batch_is_in_coordinates_of_the_text_before() {
    let edits = [edit(0, 1, "XY"), edit(2, 2, "-"), edit(4, 6, "")];
    assert_eq!(applied("abcdef", &edits).unwrap(), "XYb-cd");
}

#[test]
fn edits_that_do_not_fit_leave_the_text_alone() {
    for (edits, why) in [
        (vec![edit(3, 1, "")], ApplyEditError::OutOfOrder { n: 0 }),
        (vec![edit(3, 4, ""), edit(1, 1, "")], ApplyEditError::OutOfOrder { n: 1 }),
        (vec![edit(0, 0, "x"), edit(6, 6, "")], ApplyEditError::BeyondEnd { n: 1 }),
        (vec![edit(0, u32::MAX, "")], ApplyEditError::BeyondEnd { n: 0 }),
        (vec![edit(2, 2, "")], ApplyEditError::SplitCharacter { n: 0 }),
        (vec![edit(1, 2, "")], ApplyEditError::SplitCharacter { n: 0 }),
    ] {
        let mut text = "a🚀bc".to_owned();
        assert_eq!(apply(&mut text, &edits), Err(why), "{edits:?}");
        assert_eq!(text, "a🚀bc");
    }
}

#[test]
fn a_far_place_is_found_across_strides() {
    let head = "aé日🚀".repeat(500);
    let n = u32::try_from(head.encode_utf16().count()).unwrap();
    assert_eq!(applied(&(head.clone() + "end"), &[edit(n, n + 3, "!")]).unwrap(), head + "!");
}

#[test]
fn differences_are_small() {
    let old = "# Title\n\nThe quick brown fox.\n\nSame.\n\nLast line.\n";
    let new = "# Title\n\nThe quick red fox!\n\nSame.\n\nLast line.\nAnd one more.\n";
    assert_eq!(
        diff(old, new),
        [edit(19, 24, "red"), edit(28, 29, "!"), edit(49, 49, "And one more.\n")]
    );
    assert_eq!(diff("same", "same"), []);
    assert_eq!(diff("🚀🎉", "🚀🎊"), [edit(2, 4, "🎊")], "halves of characters stay together");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a b\\n]{0,60}",
        "(one |two |three\\.\\n|\\n|é|日本|🚀|\r\n){0,40}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn applying_a_difference_gives_the_new_text(old in text(), new in text()) {
        let edits = diff(&old, &new);
        prop_assert_eq!(applied(&old, &edits), Ok(new));
        for pair in edits.windows(2) {
            prop_assert!(pair[0].to <= pair[1].from, "sorted and disjoint");
        }
    }

    #[test]
    fn one_edit_is_what_the_editor_would_do(text in text(), from: u32, to: u32, insert in ".{0,8}") {
        let units: Vec<u16> = text.encode_utf16().collect();
        let n = u32::try_from(units.len()).unwrap() + 1;
        let (from, to) = (from % n, to % n);
        let (from, to) = (from.min(to), from.max(to));
        let mut expected = units.clone();
        expected.splice(from as usize..to as usize, insert.encode_utf16());
        let whole = |at: u32| !matches!(units.get(at as usize), Some(0xDC00..=0xDFFF));
        match applied(&text, &[edit(from, to, &insert)]) {
            Ok(edited) => prop_assert_eq!(edited.encode_utf16().collect::<Vec<_>>(), expected),
            Err(error) => {
                prop_assert_eq!(error, ApplyEditError::SplitCharacter { n: 0 });
                prop_assert!(!whole(from) || !whole(to));
            }
        }
    }
}
