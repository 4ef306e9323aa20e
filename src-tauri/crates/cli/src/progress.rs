//! How far an export has come: one line of the terminal, written over and over and gone in
//! the end. What is no terminal never sees it.

use std::io::{self, IsTerminal, Stderr, Write};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use galley_engine::Observer;
use galley_engine::wire::{ExportStep, Progress};

/// Often enough for the eye, and too seldom to cost anything. What is done sooner shows nothing.
const BETWEEN: Duration = Duration::from_millis(100);

/// The line, as long as there is somebody to read it.
pub(crate) struct ProgressLine(Option<Arc<Mutex<Line<Stderr>>>>);

impl ProgressLine {
    /// On standard error, if that is a terminal and `is_wanted`.
    pub(crate) fn begin(is_wanted: bool) -> Self {
        let is_read = is_wanted && io::stderr().is_terminal();
        Self(is_read.then(|| Arc::new(Mutex::new(Line::begin(io::stderr(), Instant::now())))))
    }

    /// What an export tells.
    pub(crate) fn observer(&self) -> Observer {
        let Some(line) = self.0.clone() else { return Observer::default() };
        Observer::new(move |progress| {
            line.lock().unwrap_or_else(PoisonError::into_inner).show(progress, Instant::now());
            ControlFlow::Continue(())
        })
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if let Some(line) = &self.0 {
            line.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}

struct Line<W> {
    out: W,
    /// When it was written last, or begun.
    at: Instant,
    /// How many characters are on the terminal.
    width: usize,
}

impl<W: Write> Line<W> {
    fn begin(out: W, now: Instant) -> Self {
        Self { out, at: now, width: 0 }
    }

    fn show(&mut self, progress: Progress, now: Instant) {
        if now.duration_since(self.at) >= BETWEEN {
            self.at = now;
            self.put(&words_for(progress));
        }
    }

    fn clear(&mut self) {
        if self.width > 0 {
            self.put("");
            self.write("\r");
        }
    }

    /// Writes over what is there. Spaces, since not every terminal knows how to clear a line.
    fn put(&mut self, words: &str) {
        let width = words.chars().count();
        let rest = self.width.saturating_sub(width);
        self.write(&format!("\r{words}{}", " ".repeat(rest)));
        self.width = width;
    }

    fn write(&mut self, text: &str) {
        // A closed terminal is no reason to stop.
        self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).ok();
    }
}

fn words_for(Progress { step, done, total }: Progress) -> String {
    let what = match step {
        ExportStep::Posts => "Rendering posts",
        ExportStep::Pictures => "Making pictures ready",
        ExportStep::Pages => "Making pages",
        ExportStep::Files => "Comparing files",
        ExportStep::Placing => "Putting files into place",
    };
    format!("{what}: {} of {}", grouped(done), grouped(total))
}

/// A number with its thousands apart.
fn grouped(n: u32) -> String {
    let digits = n.to_string();
    let begins = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    let groups = digits
        .char_indices()
        .map(|(at, digit)| if begins(at) { format!(",{digit}") } else { digit.to_string() });
    groups.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(done: u32) -> Progress {
        Progress { step: ExportStep::Pages, done, total: 12_345 }
    }

    fn written(line: &Line<Vec<u8>>) -> &str {
        std::str::from_utf8(&line.out).expect("text")
    }

    #[test]
    fn the_line_is_written_over_and_gone_in_the_end() {
        let begun = Instant::now();
        let mut line = Line::begin(Vec::new(), begun);
        line.show(pages(1_000), begun + BETWEEN);
        line.show(pages(999), begun + BETWEEN * 2);
        line.clear();
        let blank = " ".repeat("Making pages: 999 of 12,345".len());
        assert_eq!(
            written(&line),
            format!("\rMaking pages: 1,000 of 12,345\rMaking pages: 999 of 12,345  \r{blank}\r")
        );
    }

    #[test]
    fn it_is_written_ten_times_a_second_at_most() {
        let begun = Instant::now();
        let mut line = Line::begin(Vec::new(), begun);
        for n in 0..1_000 {
            line.show(pages(n), begun + Duration::from_millis(n.into()));
        }
        assert_eq!(written(&line).matches('\r').count(), 9);
    }

    #[test]
    fn what_is_done_at_once_shows_nothing() {
        let begun = Instant::now();
        let mut line = Line::begin(Vec::new(), begun);
        line.show(pages(12_345), begun + BETWEEN / 2);
        line.clear();
        assert_eq!(written(&line), "");
    }

    #[test]
    fn thousands_are_apart() {
        let numbers = [0, 12, 999, 1_000, 99_999, 1_234_567];
        assert_eq!(numbers.map(grouped), ["0", "12", "999", "1,000", "99,999", "1,234,567"]);
    }
}
