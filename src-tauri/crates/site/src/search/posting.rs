//! In which documents a word stands, in few letters.

use super::Weight;

/// The documents of one word, each as the distance from the one before.
#[derive(Debug, Default)]
pub(super) struct Postings {
    encoded: String,
    /// The number after that of the last document.
    next: usize,
}

/// The digits, of 6 bits: 5 of the number, the lowest first, and whether more follow.
pub(super) const DIGITS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What each digit stands for; more than any does for all other bytes.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 64 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
};

impl Postings {
    /// Adds a document, whose number is above all before.
    pub(super) fn add(&mut self, document: usize, weight: Weight) {
        let mut rest = (document - self.next) * 4 + weight as usize;
        loop {
            let more = usize::from(rest >= 32) * 32;
            self.encoded.push(char::from(DIGITS[rest % 32 + more]));
            rest /= 32;
            if more == 0 {
                break;
            }
        }
        self.next = document + 1;
    }

    /// The documents that [`as_str`](Self::as_str) says; nothing if it is damaged.
    pub(super) fn read(encoded: &str) -> Option<Vec<(usize, Weight)>> {
        let mut documents = Vec::new();
        let (mut next, mut value, mut shift) = (0_usize, 0_usize, 0);
        for byte in encoded.bytes() {
            let digit = usize::from(VALUES[usize::from(byte)]);
            value |= (digit % 32).checked_shl(shift)?;
            shift += 5;
            match digit {
                0..32 => {
                    let document = next.checked_add(value / 4)?;
                    documents.push((document, Weight::ALL[value % 4]));
                    (next, value, shift) = (document + 1, 0, 0);
                }
                32..64 => {}
                _ => return None,
            }
        }
        (shift == 0).then_some(documents)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.encoded
    }
}
