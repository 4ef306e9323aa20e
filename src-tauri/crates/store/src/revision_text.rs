//! How a revision's text is kept small: as what differs from an earlier one.
//!
//! Autosave makes a revision a second while the author types; kept whole, an
//! evening on a long post would fill gigabytes. Each difference refers to one
//! whole text, never to another difference, so reading a revision is one look-up.

/// A text given by its difference from a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Difference<'text> {
    /// Bytes at the start that both share.
    pub(crate) prefix: usize,
    /// Bytes at the end that both share.
    pub(crate) suffix: usize,
    /// What lies between.
    pub(crate) middle: &'text str,
}

/// Below this a difference saves nothing worth a second look-up.
const WORTH_IT: usize = 1024;

/// The difference of `text` from `whole`, if keeping it saves at least half.
pub(crate) fn difference<'text>(whole: &str, text: &'text str) -> Option<Difference<'text>> {
    if text.len() < WORTH_IT {
        return None;
    }
    let shared = whole.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    let prefix = text.floor_char_boundary(shared);
    let (whole_rest, text_rest) = (&whole.as_bytes()[prefix..], &text.as_bytes()[prefix..]);
    let shared =
        whole_rest.iter().rev().zip(text_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let suffix = text.len() - text.ceil_char_boundary(text.len() - shared);
    let middle = &text[prefix..text.len() - suffix];
    (middle.len() <= text.len() / 2).then_some(Difference { prefix, suffix, middle })
}

/// The text that differs from `whole` by this; `None` if it cannot be `whole`'s.
pub(crate) fn restore(whole: &str, difference: Difference<'_>) -> Option<String> {
    let Difference { prefix, suffix, middle } = difference;
    let head = whole.get(..prefix)?;
    let tail = whole.get(whole.len().checked_sub(suffix)?..)?;
    Some([head, middle, tail].concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_typed_letter_costs_one_letter() {
        let before = "Ünïcödé ".repeat(500);
        let mut after = before.clone();
        after.insert(before.len() / 2, '語');
        let difference = difference(&before, &after).expect("nearly everything is shared");
        assert_eq!(difference.middle, "語");
        assert_eq!(restore(&before, difference).as_deref(), Some(after.as_str()));
    }

    #[test]
    fn a_short_or_a_different_text_is_kept_whole() {
        assert_eq!(difference("a short text", "a short text, changed"), None);
        assert_eq!(difference(&"a".repeat(5000), &"b".repeat(5000)), None);
    }

    #[test]
    fn a_difference_from_some_other_text_is_refused() {
        let foreign = Difference { prefix: 10, suffix: 0, middle: "" };
        assert_eq!(restore("short", foreign), None);
        let inside_a_letter = Difference { prefix: 1, suffix: 0, middle: "" };
        assert_eq!(restore("é", inside_a_letter), None);
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back(
            head in "[aé語😀\n]{0,40}",
            old in "[aé語😀\n]{0,20}",
            new in "[aé語😀\n]{0,20}",
            tail in "[aé語😀\n]{0,40}",
            n_repeats in 1_usize..60,
        ) {
            let (head, tail) = (head.repeat(n_repeats), tail.repeat(n_repeats));
            let (before, after) = (format!("{head}{old}{tail}"), format!("{head}{new}{tail}"));
            if let Some(difference) = difference(&before, &after) {
                prop_assert_eq!(restore(&before, difference), Some(after));
            }
        }
    }
}
