//! Which signs a text has that mean something, seen in one look.
//!
//! Addresses, marks, emoji, references, quotation marks, what HTML wants escaped: each rule
//! looks only into the texts that have its signs, and most texts have none at all.

/// The signs of a text, as a set. A rule's sign being there does not yet mean that the rule
/// finds what it looks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs(u16);

impl Signs {
    /// `&`, `<` and `>`.
    pub(crate) const MARKUP: Self = Self(ANGLE);
    /// A `[`.
    pub(crate) const BRACKET: Self = Self(OPENING);
    /// A `:`.
    pub(crate) const COLON: Self = Self(NAME);
    /// `@`, `:/` or `ww`.
    pub(crate) const ADDRESS: Self = Self(AT | SCHEME | WWW);
    /// `==`, `**` or `~~`.
    pub(crate) const PAIR: Self = Self(EQUALS | STARS | TILDES);
    /// A quotation mark, `--` or `..`.
    pub(crate) const PUNCTUATION: Self = Self(QUOTE | HYPHENS | DOTS);
    /// A space at the end or before one of `:;!?`, which some languages keep off a word.
    pub(crate) const SPACED: Self = Self(SPACE_BEFORE);

    /// The signs of a text.
    pub(crate) fn of(text: &str) -> Self {
        let (mut signs, mut possible) = (0, SINGLE);
        for byte in text.bytes() {
            signs |= MEANINGS[usize::from(byte)] & possible;
            possible = POSSIBLE_BEHIND[usize::from(byte)];
        }
        // What follows the text may be the second of the two.
        Self(signs | possible & SPACE_BEFORE)
    }

    /// Whether one of those is among them.
    pub(crate) fn has(self, those: Self) -> bool {
        self.0 & those.0 != 0
    }

    /// These and those.
    pub(crate) fn and(self, those: Self) -> Self {
        Self(self.0 | those.0)
    }
}

const ANGLE: u16 = 1;
const OPENING: u16 = 1 << 1;
const NAME: u16 = 1 << 2;
const AT: u16 = 1 << 3;
const QUOTE: u16 = 1 << 4;
/// The signs of one byte; the others are of two.
const SINGLE: u16 = ANGLE | OPENING | NAME | AT | QUOTE;
const SCHEME: u16 = 1 << 5;
const WWW: u16 = 1 << 6;
const EQUALS: u16 = 1 << 7;
const STARS: u16 = 1 << 8;
const TILDES: u16 = 1 << 9;
const HYPHENS: u16 = 1 << 10;
const DOTS: u16 = 1 << 11;
const SPACE_BEFORE: u16 = 1 << 12;

/// The signs that a byte is, or is the second byte of.
static MEANINGS: [u16; 256] = {
    let mut meanings = [0; 256];
    let bytes: [(&[u8], u16); 13] = [
        (b"&<>", ANGLE),
        (b"[", OPENING),
        (b":", NAME),
        (b"@", AT),
        (b"\"'", QUOTE),
        (b"/", SCHEME),
        (b"w", WWW),
        (b"=", EQUALS),
        (b"*", STARS),
        (b"~", TILDES),
        (b"-", HYPHENS),
        (b".", DOTS),
        (b":;!?", SPACE_BEFORE),
    ];
    // What is made while compiling knows no `for`.
    let mut n = 0;
    while n < bytes.len() {
        let (bytes, sign) = bytes[n];
        let mut i = 0;
        while i < bytes.len() {
            meanings[bytes[i] as usize] |= sign;
            i += 1;
        }
        n += 1;
    }
    meanings
};

/// The signs that there can be behind a byte: those of one byte, and those that it begins.
static POSSIBLE_BEHIND: [u16; 256] = {
    let mut possible = [SINGLE; 256];
    possible[b':' as usize] |= SCHEME;
    possible[b'w' as usize] |= WWW;
    possible[b'=' as usize] |= EQUALS;
    possible[b'*' as usize] |= STARS;
    possible[b'~' as usize] |= TILDES;
    possible[b'-' as usize] |= HYPHENS;
    possible[b'.' as usize] |= DOTS;
    possible[b' ' as usize] |= SPACE_BEFORE;
    possible
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_is_seen_wherever_it_stands() {
        let all = [
            Signs::MARKUP,
            Signs::BRACKET,
            Signs::COLON,
            Signs::ADDRESS,
            Signs::PAIR,
            Signs::PUNCTUATION,
            Signs::SPACED,
        ];
        for (text, expected) in [
            ("plain text, one - or two. A = b * c ~ d w/o", vec![]),
            ("a & b", vec![0]),
            ("[a", vec![1]),
            ("10:30", vec![2]),
            ("https://", vec![2, 3]),
            ("www.", vec![3]),
            ("a@b", vec![3]),
            ("a==", vec![4]),
            ("**a", vec![4]),
            ("~~", vec![4]),
            ("it's", vec![5]),
            ("a -- b", vec![5]),
            ("...", vec![5]),
            ("Vraiment ?", vec![6]),
            ("Vraiment ", vec![6]),
            ("a=-=b*-*c", vec![]),
        ] {
            for text in [text.to_owned(), format!("é{}{text}", "x".repeat(40))] {
                let signs = Signs::of(&text);
                let seen: Vec<_> = (0..all.len()).filter(|&i| signs.has(all[i])).collect();
                assert_eq!(seen, expected, "of {text:?}");
            }
        }
    }
}
