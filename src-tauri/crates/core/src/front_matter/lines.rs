//! Where lines begin and end, whichever of the three line breaks they have: an editor
//! shows a lone `\r` as a break too, and YAML takes it for one.

/// Where the line that holds `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    // Between `\r` and `\n` the line has not ended.
    let is_within_break = text[at..].starts_with('\n') && before.ends_with('\r');
    let before = if is_within_break { &before[..at - 1] } else { before };
    before.rfind(['\n', '\r']).map_or(0, |found| found + 1)
}

/// Where the line that holds `at` ends, its line break included.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let Some(found) = text[at..].find(['\n', '\r']) else { return text.len() };
    let end = at + found;
    end + if text[end..].starts_with("\r\n") { 2 } else { 1 }
}

/// The lines of a text without their breaks.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let end = line_end(text, at);
        let line = (at < text.len()).then(|| text[at..end].trim_end_matches(['\n', '\r']));
        at = end;
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_break_ends_a_line() {
        let text = "a\nbc\r\nd\r\re";
        assert_eq!(lines(text).collect::<Vec<_>>(), ["a", "bc", "d", "", "e"]);
        let (starts, ends) = ([0, 0, 2, 2, 2, 2, 6, 6, 8, 9], [2, 2, 6, 6, 6, 6, 8, 8, 9, 10]);
        for at in 0..10 {
            assert_eq!(line_start(text, at), starts[at], "the line of byte {at} begins");
            assert_eq!(line_end(text, at), ends[at], "the line of byte {at} ends");
        }
        assert_eq!((line_start(text, 10), line_end(text, 10)), (9, 10));
        assert_eq!(lines("").count(), 0);
        assert_eq!(lines("\n").collect::<Vec<_>>(), [""]);
    }
}
