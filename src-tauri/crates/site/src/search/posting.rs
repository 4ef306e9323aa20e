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

    pub(super) fn as_str(&self) -> &str {
        &self.encoded
    }
}
