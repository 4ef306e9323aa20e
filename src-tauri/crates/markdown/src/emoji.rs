//! Emoji by their names between colons, as on GitHub: `:tada:`.

use std::borrow::Cow;

use crate::run::Text;
use crate::signs::Signs;

/// The longest name that there is has 40 bytes or so.
const LONGEST: usize = 64;

/// Puts the emoji in place of the names in a text.
pub(crate) fn replace(text: &mut Text<'_>) {
    if !text.signs.has(Signs::COLON) {
        return;
    }
    let mut replaced = String::new();
    let mut fixed = Vec::new();
    let mut moved = text.fixed.iter().copied().peekable();
    let mut done = 0;
    let mut at = 0;
    while let Some(start) = text.chars[at..].find(':').map(|i| at + i) {
        at = start + 1;
        let Some(name) = name(&text.chars[at..]) else { continue };
        let end = at + name.len() + 1;
        // `10:100:30` is a time, and an escaped colon is meant as one.
        let follows_word =
            text.chars[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        let is_fixed = text.fixed.iter().any(|fixed| (start..end).contains(fixed));
        let Some(emoji) = emojis::get_by_shortcode(name).filter(|_| !follows_word && !is_fixed)
        else {
            continue;
        };
        let shift = |fixed: usize, replaced: &String| fixed - done + replaced.len();
        while let Some(before) = moved.next_if(|&it| it < start) {
            fixed.push(shift(before, &replaced));
        }
        replaced.push_str(&text.chars[done..start]);
        replaced.push_str(emoji.as_str());
        (done, at) = (end, end);
    }
    if done == 0 {
        return;
    }
    fixed.extend(moved.map(|it| it - done + replaced.len()));
    replaced.push_str(&text.chars[done..]);
    text.chars = Cow::Owned(replaced);
    text.fixed = fixed;
}

/// What stands before the next colon, if it can be a name.
fn name(text: &str) -> Option<&str> {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-');
    let end = text.bytes().take(LONGEST).position(|b| !is_name(b))?;
    (end > 0 && text.as_bytes()[end] == b':').then(|| &text[..end])
}
