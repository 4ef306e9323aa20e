//! A file's text as the editor holds it: line feeds only, without a byte order
//! mark, and yet able to become the file's exact bytes again.
//!
//! `CodeMirror` counts every line break as one unit. A file may hold any mix of
//! `\n`, `\r\n` and `\r`; which one each line had is remembered here, so that a
//! save changes the lines that the author changed and no others.

use galley_core::{ApplyEditError, Edit, text_edit};

#[cfg(test)]
mod tests;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// How one line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Lf,
    CrLf,
    Cr,
}

impl Ending {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
        }
    }
}

/// The endings of all lines: one for most files, a list for mixed ones.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Endings {
    Same(Ending),
    Each(Vec<Ending>),
}

/// A file's text with its line breaks folded to `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EditorText {
    text: String,
    endings: Endings,
    byte_order_mark: bool,
}

impl EditorText {
    /// Takes a file's text apart.
    pub(crate) fn from_source(source: &str) -> Self {
        let (byte_order_mark, source) = match source.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) => (true, rest),
            None => (false, source),
        };
        if !source.contains('\r') {
            let endings = Endings::Same(Ending::Lf);
            return Self { text: source.to_owned(), endings, byte_order_mark };
        }
        let mut text = String::with_capacity(source.len());
        let mut each = Vec::new();
        let mut rest = source;
        while let Some(at) = rest.find(['\r', '\n']) {
            let ending = match &rest.as_bytes()[at..] {
                [b'\r', b'\n', ..] => Ending::CrLf,
                [b'\r', ..] => Ending::Cr,
                _ => Ending::Lf,
            };
            text.push_str(&rest[..at]);
            text.push('\n');
            each.push(ending);
            rest = &rest[at + ending.as_str().len()..];
        }
        text.push_str(rest);
        let same = each.windows(2).all(|pair| pair[0] == pair[1]);
        let endings = if same { Endings::Same(each[0]) } else { Endings::Each(each) };
        Self { text, endings, byte_order_mark }
    }

    /// The text as the editor shows it.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as the file holds it.
    pub(crate) fn to_source(&self) -> String {
        let mut source = String::with_capacity(self.text.len() + 3);
        if self.byte_order_mark {
            source.push(BYTE_ORDER_MARK);
        }
        match &self.endings {
            Endings::Same(Ending::Lf) => source.push_str(&self.text),
            Endings::Same(ending) => source.push_str(&self.text.replace('\n', ending.as_str())),
            Endings::Each(each) => {
                let mut endings = each.iter();
                for line in self.text.split_inclusive('\n') {
                    let Some(line) = line.strip_suffix('\n') else {
                        source.push_str(line);
                        break;
                    };
                    source.push_str(line);
                    // A lone `\r` that comes to stand before a `\n` would become one break with it.
                    let ending = match endings.next().copied().unwrap_or(Ending::Lf) {
                        Ending::Lf if source.ends_with('\r') => Ending::Cr,
                        ending => ending,
                    };
                    source.push_str(ending.as_str());
                }
            }
        }
        source
    }

    /// Carries out a batch of the editor's edits; new lines end as most do.
    ///
    /// # Errors
    ///
    /// When an edit lies outside the text or inside a character; the text is
    /// then untouched.
    pub(crate) fn apply(&mut self, edits: &[Edit]) -> Result<(), ApplyEditError> {
        if let Endings::Same(_) = self.endings {
            return text_edit::apply(&mut self.text, edits);
        }
        let before = self.text.clone();
        text_edit::apply(&mut self.text, edits)?;
        self.endings = self.endings_after(&before, edits);
        Ok(())
    }

    /// The endings once `edits` have turned `before` into the present text.
    fn endings_after(&self, before: &str, edits: &[Edit]) -> Endings {
        let Endings::Each(each) = &self.endings else {
            return self.endings.clone();
        };
        let usual = most_common(each);
        let mut units = before.encode_utf16();
        let mut at = 0;
        let mut line = 0;
        let mut count_to = |to: u32| {
            let breaks = units.by_ref().take((to - at) as usize);
            at = to;
            breaks.filter(|unit| *unit == u16::from(b'\n')).count()
        };
        let mut after = Vec::with_capacity(each.len());
        for edit in edits {
            let kept = count_to(edit.from.get());
            after.extend_from_slice(&each[line..line + kept]);
            line += kept + count_to(edit.to.get());
            after.extend(edit.insert.matches('\n').map(|_| usual));
        }
        after.extend_from_slice(&each[line..]);
        Endings::Each(after)
    }
}

fn most_common(endings: &[Ending]) -> Ending {
    let count = |ending: Ending| endings.iter().filter(|each| **each == ending).count();
    [Ending::Lf, Ending::CrLf, Ending::Cr]
        .into_iter()
        .max_by_key(|ending| count(*ending))
        .unwrap_or(Ending::Lf)
}
