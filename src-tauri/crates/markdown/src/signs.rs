//! Which signs a text has that mean something, seen in one look.
//!
//! Addresses, marks, emoji, references, quotation marks, what HTML wants escaped: each rule
//! looks only into the texts that have its signs, and most texts have none at all.

/// The signs of a text, as a set. A rule's sign being there does not yet mean that the rule
/// finds what it looks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// Those of one byte.
    single: u8,
    /// Those of two.
    pairs: u8,
}

impl Signs {
    /// `&`, `<` and `>`.
    pub(crate) const MARKUP: Self = Self { single: ANGLE, pairs: 0 };
    /// A `[`.
    pub(crate) const BRACKET: Self = Self { single: OPENING, pairs: 0 };
    /// A `:`.
    pub(crate) const COLON: Self = Self { single: NAME, pairs: 0 };
    /// `@`, `:/` or `ww`.
    pub(crate) const ADDRESS: Self = Self { single: AT, pairs: SCHEME | WWW };
    /// `==`, `**` or `~~`.
    pub(crate) const PAIR: Self = Self { single: 0, pairs: EQUALS | STARS | TILDES };
    /// A quotation mark, `--` or `..`.
    pub(crate) const PUNCTUATION: Self = Self { single: QUOTE, pairs: HYPHENS | DOTS };
    /// A space at the end or before one of `:;!?`, which some languages keep off a word.
    pub(crate) const SPACED: Self = Self { single: 0, pairs: SPACE_BEFORE };

    /// The signs of a text.
    pub(crate) fn of(text: &str) -> Self {
        let (mut single, mut pairs, mut before) = (0, 0, 0);
        for byte in text.bytes() {
            let meaning = MEANINGS[usize::from(byte)];
            single |= meaning.single;
            pairs |= meaning.second & before;
            before = meaning.first;
        }
        // What follows the text may be the second of the two.
        Self { single, pairs: pairs | before & SPACE_BEFORE }
    }

    /// Whether one of those is among them.
    pub(crate) fn has(self, those: Self) -> bool {
        self.single & those.single | self.pairs & those.pairs != 0
    }

    /// These and those.
    pub(crate) fn and(self, those: Self) -> Self {
        Self { single: self.single | those.single, pairs: self.pairs | those.pairs }
    }
}

/// What a byte means: by itself, as the first of two and as the second.
#[derive(Clone, Copy)]
struct Meaning {
    single: u8,
    first: u8,
    second: u8,
}

const ANGLE: u8 = 1;
const OPENING: u8 = 1 << 1;
const NAME: u8 = 1 << 2;
const AT: u8 = 1 << 3;
const QUOTE: u8 = 1 << 4;

const SCHEME: u8 = 1;
const WWW: u8 = 1 << 1;
const EQUALS: u8 = 1 << 2;
const STARS: u8 = 1 << 3;
const TILDES: u8 = 1 << 4;
const HYPHENS: u8 = 1 << 5;
const DOTS: u8 = 1 << 6;
const SPACE_BEFORE: u8 = 1 << 7;

static MEANINGS: [Meaning; 256] = {
    let mut meanings = [Meaning { single: 0, first: 0, second: 0 }; 256];
    let single: [(&[u8], u8); 5] =
        [(b"&<>", ANGLE), (b"[", OPENING), (b":", NAME), (b"@", AT), (b"\"'", QUOTE)];
    let pairs: [(u8, &[u8], u8); 8] = [
        (b':', b"/", SCHEME),
        (b'w', b"w", WWW),
        (b'=', b"=", EQUALS),
        (b'*', b"*", STARS),
        (b'~', b"~", TILDES),
        (b'-', b"-", HYPHENS),
        (b'.', b".", DOTS),
        (b' ', b":;!?", SPACE_BEFORE),
    ];
    // What is made while compiling knows no `for`.
    let mut n = 0;
    while n < single.len() {
        let (bytes, sign) = single[n];
        let mut i = 0;
        while i < bytes.len() {
            meanings[bytes[i] as usize].single |= sign;
            i += 1;
        }
        n += 1;
    }
    let mut n = 0;
    while n < pairs.len() {
        let (first, seconds, sign) = pairs[n];
        meanings[first as usize].first |= sign;
        let mut i = 0;
        while i < seconds.len() {
            meanings[seconds[i] as usize].second |= sign;
            i += 1;
        }
        n += 1;
    }
    meanings
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
