//! The words of a text, the same as `search.js` makes of a query.
//!
//! Chinese, Japanese, Korean and Thai are written without spaces, or with endings
//! that no reader would type: there, each two letters side by side are a word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that are taken two by two, from and to.
pub(super) const WIDE: [(u32, u32); 17] = [
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x312F),
    (0x3130, 0x318F),
    (0x31A0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
];

/// Longer ones are addresses and the like; their start is enough to find them.
const MAX_LETTERS: usize = 40;

/// Gives each word of the text to `take`, again where it stands again.
pub(super) fn words(text: &str, mut take: impl FnMut(&str)) {
    let mut lower = String::new();
    // Most words are plain letters, and a long blog has millions: only the others are folded.
    for run in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()) {
        if !run.is_ascii() {
            folded_words(&fold(run), &mut take);
        } else if !run.is_empty() {
            let word = &run[..run.len().min(MAX_LETTERS)];
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            take(&lower);
        }
    }
}

fn folded_words(folded: &str, take: &mut impl FnMut(&str)) {
    let mut rest = folded;
    while let Some(start) = rest.find(is_letter) {
        rest = &rest[start..];
        let is_wide_run = rest.chars().next().is_some_and(is_wide);
        let is_end = |c| !is_letter(c) || is_wide(c) != is_wide_run;
        let (run, after) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
        rest = after;
        if is_wide_run {
            pairs(run, take);
        } else {
            let end = run.char_indices().nth(MAX_LETTERS).map_or(run.len(), |(at, _)| at);
            take(&run[..end]);
        }
    }
}

/// Each two letters side by side, and the last alone: a reader may look for one letter.
fn pairs(run: &str, take: &mut impl FnMut(&str)) {
    let starts: Vec<_> = run.char_indices().map(|(at, _)| at).collect();
    for (at, &start) in starts.iter().enumerate() {
        take(&run[start..starts.get(at + 2).copied().unwrap_or(run.len())]);
    }
}

/// The letters that decide which part holds a word: those that a reader has typed when
/// the search begins to look for whatever begins so.
pub(super) fn key(word: &str) -> impl Iterator<Item = char> {
    let n = if word.chars().next().is_some_and(is_wide) { 1 } else { 2 };
    word.chars().take(n)
}

/// Upper and lower case, and letters with and without accents, are the same.
fn fold(text: &str) -> String {
    // Taken apart first: `℃` becomes a capital letter.
    let lower = text.nfkd().collect::<String>().to_lowercase();
    lower.chars().map(|c| if c == 'ς' { 'σ' } else { c }).filter(|&c| !is_accent(c)).nfc().collect()
}

/// The accents of Latin, Greek and Cyrillic. Marks of other scripts are letters of theirs.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_wide(c: char) -> bool {
    WIDE.iter().any(|&(from, to)| (from..=to).contains(&u32::from(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(
            found("Crème-brûlée, ΣΊΣΥΦΟΣ & İstanbul"),
            ["creme", "brulee", "σισυφοσ", "istanbul"]
        );
        assert_eq!(found("ﬁne Ｗｉｄｅ"), ["fine", "wide"]);
        assert_eq!(found("हिन्दी"), ["हिन्दी"]);
        assert_eq!(found("Don’t—STOP, 20 ℃"), ["don", "t", "stop", "20", "c"]);
        assert_eq!(found(&"Ab".repeat(30)), ["ab".repeat(20)]);
    }

    #[test]
    fn scripts_without_spaces_are_taken_two_by_two() {
        assert_eq!(found("日本語 text"), ["日本", "本語", "語", "text"]);
        assert_eq!(found("Rustで書く"), ["rust", "で書", "書く", "く"]);
    }
}
