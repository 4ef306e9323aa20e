//! Writing systems, as far as rendering has to know them.

use crate::bytes;

/// Whether `c` is of a script that is written without spaces between words: Chinese,
/// Japanese, and their punctuation. Korean is not: it has spaces.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}'     // radicals
        | '\u{3000}'..='\u{30FF}'   // punctuation, Hiragana, Katakana
        | '\u{3105}'..='\u{312F}'   // Bopomofo
        | '\u{31A0}'..='\u{31FF}'   // Bopomofo and Katakana extensions
        | '\u{3200}'..='\u{4DBF}'   // enclosed forms, Han extension A
        | '\u{4E00}'..='\u{9FFF}'   // Han
        | '\u{F900}'..='\u{FAFF}'   // Han, compatibility
        | '\u{FE30}'..='\u{FE4F}'   // vertical punctuation
        | '\u{FF01}'..='\u{FF9F}'   // fullwidth forms, halfwidth Katakana
        | '\u{20000}'..='\u{323AF}' // Han extensions
    )
}

/// Whether `c` is punctuation of those scripts that can end a sentence or clause.
pub(crate) fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}' | '\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}'
        | '\u{FF01}' | '\u{FF08}' | '\u{FF09}' | '\u{FF0C}' | '\u{FF0E}' | '\u{FF1A}'
        | '\u{FF1B}' | '\u{FF1F}' | '\u{FF5E}')
}

/// Whether a text holds letters that are written from right to left.
pub(crate) fn has_right_to_left(text: &str) -> bool {
    // Such letters start at U+0590, whose first byte in UTF-8 is 0xD6.
    bytes::holds(text.as_bytes(), |b| b >= 0xD6) && text.chars().any(is_right_to_left)
}

fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{08FF}'     // Hebrew, Arabic, Syriac, Thaana, N'Ko and others
        | '\u{FB1D}'..='\u{FDFF}'   // presentation forms
        | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}'
    )
}
