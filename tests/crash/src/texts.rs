//! Texts that tell their versions apart: each line that is written is unlike any other.

use fastrand::Rng;

/// Words of several scripts, so that offsets in UTF-16, UTF-8 and characters differ.
const WORDS: &[&str] = &[
    "galley",
    "proof",
    "Zeile",
    "Bücher",
    "mañana",
    "naïve",
    "Ελλάδα",
    "слово",
    "原稿",
    "校正",
    "😀",
    "*stress*",
    "`code`",
    "[link](https://example.org)",
    "set",
    "type",
    "print",
    "press",
    "ink",
];

/// Where the lines of a session come from.
#[derive(Debug)]
pub(crate) struct Lines {
    rng: Rng,
    session: u64,
    n: u64,
}

impl Lines {
    /// Lines that no other session writes.
    pub(crate) fn new(seed: u64, session: u64) -> Self {
        Self { rng: Rng::with_seed(seed ^ session.rotate_left(32)), session, n: 0 }
    }

    /// A line with its line feed.
    pub(crate) fn line(&mut self) -> String {
        self.n += 1;
        let mut line = format!("s{}n{}", self.session, self.n);
        for _ in 0..self.rng.usize(1..12) {
            line.push(' ');
            line.push_str(self.rng.choice(WORDS).expect("there are words"));
        }
        line.push('\n');
        line
    }

    /// Several paragraphs, `n_bytes` long or a little more.
    pub(crate) fn paragraphs(&mut self, n_bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < n_bytes {
            text.push_str(&self.line());
            if self.rng.u8(..4) == 0 {
                text.push('\n');
            }
        }
        text
    }

    /// A whole file with front matter.
    pub(crate) fn post(&mut self, title: &str, n_bytes: usize) -> String {
        let body = self.paragraphs(n_bytes);
        format!(
            "---\ntitle: {title}\ndate: 2024-03-0{}\ntags: [crash]\n---\n\n{body}",
            self.n % 9 + 1
        )
    }

    /// A choice among what follows.
    pub(crate) fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }
}

/// A text as an editor holds it: without the file's byte order mark and with line feeds only.
pub(crate) fn as_edited(file: &str) -> String {
    file.strip_prefix('\u{feff}').unwrap_or(file).replace("\r\n", "\n")
}

/// Whether a text is the fresh post of this title: whole, and nothing written in it yet.
pub(crate) fn is_fresh(text: &str, title: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    matches!(
        lines[..],
        ["---", found, date, "draft: true", "---", "", "", ""]
            if found == format!("title: {title}") && date.starts_with("date: ")
    )
}

/// Where the body begins, in bytes.
pub(crate) fn body_start(text: &str) -> usize {
    text.find("\n---\n").map_or(0, |at| at + "\n---\n\n".len()).min(text.len())
}

/// Whether each line of `part` is a line of `whole`.
pub(crate) fn is_contained(part: &str, whole: &str) -> bool {
    let lines: std::collections::HashSet<&str> = whole.lines().collect();
    part.lines().all(|line| lines.contains(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_writes_the_same_and_another_session_writes_other_lines() {
        let text = |session| Lines::new(7, session).post("A", 500);
        assert_eq!(text(1), text(1));
        assert!(!is_contained(&text(1), &text(2)));
    }

    #[test]
    fn a_cut_fresh_post_is_not_a_fresh_post() {
        let fresh = "---\ntitle: A\ndate: 2024-01-02\ndraft: true\n---\n\n\n";
        assert!(is_fresh(fresh, "A"));
        assert!(!is_fresh(&fresh[..fresh.len() - 1], "A"));
        assert!(!is_fresh("", "A"));
    }
}
