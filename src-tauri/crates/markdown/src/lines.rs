//! Lines of a text: where they start, how many there are.
//!
//! A line ends with LF, CRLF or a lone CR, as in CommonMark and in the editor.

use crate::bytes;

/// How many lines end in `text`.
pub(crate) fn count(text: &[u8]) -> u32 {
    let mut n = bytes::count(text, |b| b == b'\n');
    if bytes::holds(text, |b| b == b'\r') {
        n += text
            .iter()
            .enumerate()
            .filter(|&(i, &b)| b == b'\r' && text.get(i + 1) != Some(&b'\n'))
            .count();
    }
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Where the line that holds `offset` starts.
pub(crate) fn start_of(text: &[u8], offset: usize) -> usize {
    text[..offset].iter().rposition(|&b| b == b'\n' || b == b'\r').map_or(0, |i| i + 1)
}

/// Where the line after the one that holds `offset` starts, or the end of the text.
pub(crate) fn end_of(text: &[u8], offset: usize) -> usize {
    let Some(i) = text[offset..].iter().position(|&b| b == b'\n' || b == b'\r') else {
        return text.len();
    };
    let end = offset + i + 1;
    if text[end - 1] == b'\r' && text.get(end) == Some(&b'\n') { end + 1 } else { end }
}

/// Whether the line before the one starting at `line_start` is blank, or there is none.
pub(crate) fn is_blank_before(text: &[u8], line_start: usize) -> bool {
    if line_start == 0 {
        return true;
    }
    let mut end = line_start - 1;
    if text[end] == b'\n' && end > 0 && text[end - 1] == b'\r' {
        end -= 1;
    }
    text[start_of(text, end)..end].iter().all(|b| matches!(b, b' ' | b'\t'))
}

/// Turns offsets into line numbers; quick when they come nearly in order.
pub(crate) struct LineCounter<'a> {
    text: &'a [u8],
    has_cr: bool,
    /// Where the lines start from the one that holds the first offset.
    starts: Vec<usize>,
    /// No place is before it.
    floor: usize,
    /// Which of the starts is that of the line last asked for.
    current: usize,
    /// Which is that of the line that counts as the first.
    first: usize,
    /// The number of the line of the first of the starts.
    line: u32,
    /// The last place asked for: its offset and column, and its line.
    place: (usize, u32, usize),
}

impl<'a> LineCounter<'a> {
    /// Counts from `line`, the number of the line that holds `offset`; no line is before it.
    pub(crate) fn new(text: &'a str, offset: usize, line: u32) -> Self {
        let text = text.as_bytes();
        let has_cr = bytes::holds(text, |b| b == b'\r');
        let mut starts = Vec::with_capacity((text.len() - offset) / 24 + 1);
        starts.push(start_of(text, offset));
        if has_cr {
            let mut end = offset;
            while end < text.len() {
                end = end_of(text, end);
                if matches!(text[end - 1], b'\n' | b'\r') {
                    starts.push(end);
                }
            }
        } else {
            bytes::each(&text[offset..], b'\n', |i| starts.push(offset + i + 1));
        }
        let (current, first, place) = (0, 0, (0, 1, usize::MAX));
        Self { text, has_cr, starts, floor: offset, current, first, line, place }
    }

    /// How many lines end behind the first offset.
    pub(crate) fn n_lines(&self) -> u32 {
        u32::try_from(self.starts.len() - 1).unwrap_or(u32::MAX)
    }

    /// Counts from the line that holds `offset` on, which becomes line 0, and tells which one
    /// it was so far.
    pub(crate) fn begin(&mut self, offset: usize) -> u32 {
        self.seek(offset);
        self.first = self.current;
        self.floor = offset;
        self.line + u32::try_from(self.first).unwrap_or(u32::MAX)
    }

    /// The offset that is looked for in the place of this one.
    fn settled(&self, offset: usize) -> usize {
        // The parser places some text of definition lists before the list.
        let offset = offset.max(self.floor);
        // Within `\r\n` each half would be counted as an end.
        let is_within =
            self.has_cr && offset > self.floor && self.text[offset - 1..].starts_with(b"\r\n");
        offset - usize::from(is_within)
    }

    /// Goes to the line that holds `offset`.
    fn seek(&mut self, offset: usize) {
        let offset = self.settled(offset);
        if offset < self.starts[self.current] {
            let n_before = self.starts.partition_point(|&start| start <= offset);
            self.current = n_before.saturating_sub(1);
        }
        while self.starts.get(self.current + 1).is_some_and(|&start| start <= offset) {
            self.current += 1;
        }
    }

    /// The number of the line that holds `offset`, from 0 for the first.
    pub(crate) fn line_at(&mut self, offset: usize) -> u32 {
        self.seek(offset);
        u32::try_from(self.current - self.first).unwrap_or(u32::MAX)
    }

    /// The same, with the column there, from 1 and in characters.
    pub(crate) fn place_at(&mut self, offset: usize) -> (u32, u32) {
        let line = self.line_at(offset);
        let offset = self.settled(offset);
        // A line may have thousands of places: each is counted from the one before.
        let (from, column) = match self.place {
            (known, column, of_line) if of_line == self.current && known <= offset => {
                (known, column)
            }
            _ => (self.starts[self.current], 1),
        };
        // The first byte of each character: all but those that continue one.
        let between = bytes::count(&self.text[from..offset], |b| b & 0xC0 != 0x80);
        let column = column.saturating_add(u32::try_from(between).unwrap_or(u32::MAX));
        self.place = (offset, column, self.current);
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_line_end_counts_once() {
        assert_eq!(count(b"a\nb\r\nc\rd"), 3);
        assert_eq!(count(b""), 0);
    }

    #[test]
    fn an_end_of_two_bytes_counts_once_from_both_sides() {
        let mut lines = LineCounter::new("<b>\r\n<a>", 0, 0);
        for (offset, line) in [(5, 1), (4, 0), (0, 0), (4, 0), (5, 1), (8, 1), (3, 0)] {
            assert_eq!(lines.line_at(offset), line, "{offset}");
        }
    }

    #[test]
    fn blank_lines_are_seen_before_a_line() {
        assert!(is_blank_before(b"x", 0));
        assert!(is_blank_before(b"a\n \t\nb", 5));
        assert!(is_blank_before(b"a\r\n\r\nb", 5));
        assert!(!is_blank_before(b"a\r\nb", 3));
        assert!(is_blank_before(b"\nb", 1));
    }

    #[test]
    fn lines_are_counted_forwards_and_back() {
        let mut lines = LineCounter::new("a\nb\nc\n", 2, 10);
        assert_eq!([4, 2, 0, 6].map(|offset| lines.line_at(offset)), [1, 0, 0, 2]);
        assert_eq!(lines.begin(4), 11);
        assert_eq!([2, 4, 6].map(|offset| lines.line_at(offset)), [0, 0, 1]);
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let mut lines = LineCounter::new("a\néé!\r\nb", 0, 1);
        assert_eq!(lines.place_at(0), (0, 1));
        assert_eq!(lines.place_at(6), (1, 3));
        assert_eq!(lines.place_at(9), (2, 1));
        let mut lines = LineCounter::new("x\naé, ü, b", 0, 1);
        let places = [2, 3, 7, 11, 7, 2].map(|offset| lines.place_at(offset).1);
        assert_eq!(places, [1, 2, 5, 8, 5, 1], "forwards, and back");
    }
}
