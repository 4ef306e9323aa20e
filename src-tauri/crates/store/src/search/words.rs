//! What counts as a word, for the index, the query and the snippet alike.
//!
//! SQLite's tokenizer takes a run of Chinese, Japanese or Korean for one long
//! word, so that no part of it is found. Here each letter of a script that puts
//! no spaces between words is a word, and a query for several of them is a
//! phrase: any length is found, without a dictionary.

use std::ops::Range;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The words of `text`, as byte ranges, in order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = letters.find(|&(_, letter)| is_word_letter(letter))?;
        let mut end = start + first.len_utf8();
        if stands_alone(first) {
            return Some(start..end);
        }
        while let Some((at, letter)) =
            letters.next_if(|&(_, letter)| is_word_letter(letter) && !stands_alone(letter))
        {
            end = at + letter.len_utf8();
        }
        Some(start..end)
    })
}

/// Appends `word` as it is compared: lower case, without diacritics.
pub(crate) fn push_folded(word: &str, folded: &mut String) {
    for letter in word.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else if stands_alone(letter) {
            // Taking the dots from kana would make another syllable.
            folded.push(letter);
        } else {
            for lower in letter.to_lowercase() {
                decompose_canonical(lower, |part| match part {
                    '\u{300}'..='\u{36f}' => {}
                    'ς' => folded.push('σ'),
                    part => folded.push(part),
                });
            }
        }
    }
}

/// `text` as the index takes it: its folded words with spaces between.
pub(crate) fn folded_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / 8);
    for word in words(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        push_folded(&text[word], &mut folded);
    }
    folded
}

fn is_word_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || (!letter.is_ascii() && (letter.is_alphanumeric() || is_combining_mark(letter)))
}

/// Whether the letter's script puts no spaces between words (or, as Korean,
/// glues particles to them).
fn stands_alone(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}'       // Thai, Lao
        | '\u{1000}'..='\u{109f}'     // Myanmar
        | '\u{1780}'..='\u{17ff}'     // Khmer
        | '\u{3005}'..='\u{3007}'     // 々〆〇
        | '\u{3041}'..='\u{30ff}'     // Hiragana, Katakana
        | '\u{3105}'..='\u{312f}'     // Bopomofo
        | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'     // Han
        | '\u{ac00}'..='\u{d7a3}'     // Hangul
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'     // half-width Katakana
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(folded_words(text), expected, "words of {text:?}");
    }

    #[test]
    fn words_are_lower_case_without_diacritics() {
        check("Café CRÈME, naïve—Ærø!", "cafe creme naive ærø");
        check("Ελλάς Ёлка İstanbul", "ελλασ елка istanbul");
        check("e\u{301}te\u{301}", "ete");
    }

    #[test]
    fn letters_of_scripts_without_spaces_are_words() {
        check("全文検索 in Galley", "全 文 検 索 in galley");
        check("Rustとがっこう", "rust と が っ こ う");
        check("한국어를", "한 국 어 를");
        check("ไทย", "ไ ท ย");
    }

    #[test]
    fn marks_and_emoji_are_no_words() {
        check("*** # 😀 \"x\" -- C++", "x c");
        check("", "");
    }
}
