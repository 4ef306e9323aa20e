//! Looking at many bytes at once.
//!
//! A search that may end at any byte looks at them one by one. These end at no byte of a part,
//! which lets the compiler compare as many at a time as the processor can.

/// How many bytes are such ones.
pub(crate) fn count(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> usize {
    // As many as a counter of one byte can take.
    let count = |part: &[u8]| part.iter().fold(0_u8, |n, &b| n + u8::from(is_one(b)));
    bytes.chunks(255).map(|part| usize::from(count(part))).sum()
}

/// Whether one of the bytes is such a one.
pub(crate) fn holds(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(256).any(|part| part.iter().fold(0_u8, |n, &b| n | u8::from(is_one(b))) != 0)
}

/// Whether two bytes that follow each other are such ones.
pub(crate) fn holds_pair(bytes: &[u8], is_pair: impl Fn(u8, u8) -> bool) -> bool {
    let seconds = bytes.get(1..).unwrap_or_default();
    bytes.iter().zip(seconds).fold(0_u8, |n, (&a, &b)| n | u8::from(is_pair(a, b))) != 0
}

/// Tells where the bytes are that are this one, in their order.
pub(crate) fn each(bytes: &[u8], one: u8, mut tell: impl FnMut(usize)) {
    let (words, rest) = bytes.as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        // Zero where it is.
        let other = u64::from_le_bytes(*word) ^ (u64::from(one) * 0x0101_0101_0101_0101);
        let low = 0x7F7F_7F7F_7F7F_7F7F;
        // The highest bit of each byte that is zero, and of no other.
        let mut found = !(((other & low) + low) | other | low);
        while found != 0 {
            tell(n * 8 + found.trailing_zeros() as usize / 8);
            found &= found - 1;
        }
    }
    for (i, _) in rest.iter().enumerate().filter(|(_, b)| **b == one) {
        tell(words.len() * 8 + i);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_counts_at_any_distance() {
        for n in [0, 1, 15, 16, 254, 255, 256, 511, 600] {
            let bytes = ["a".repeat(n), "b".repeat(n), "a".to_owned()].concat().into_bytes();
            assert_eq!(count(&bytes, |b| b == b'a'), n + 1);
            assert_eq!(holds(&bytes, |b| b == b'b'), n > 0);
            assert_eq!(holds_pair(&bytes, |a, b| (a, b) == (b'b', b'a')), n > 0);
            assert!(!holds_pair(&bytes, |a, b| (a, b) == (b'c', b'a')));
            let mut found = Vec::new();
            each(&bytes, b'a', |i| found.push(i));
            assert_eq!(found, (0..n).chain([2 * n]).collect::<Vec<_>>());
        }
    }
}
