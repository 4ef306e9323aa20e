//! The line of a body that is the post's title.

use std::ops::Range;

use crate::plain_text::strip_marks;

/// A line of a body that can be the post's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TitleLine {
    /// The title, without marks.
    pub(crate) text: String,
    /// The title's bytes in the body, with whatever marks it has.
    pub(crate) span: Range<usize>,
    /// Where the body goes on, if nothing stands before the title.
    pub(crate) body_start: Option<usize>,
}

/// A plain first line longer than this is a paragraph.
const MAX_PLAIN_CHARS: usize = 200;

/// The first `# heading` of a body, wherever it stands.
pub(crate) fn heading(body: &str) -> Option<TitleLine> {
    let mut fence: Option<&str> = None;
    let mut is_first = true;
    for (start, line) in lines(body) {
        let text = line.trim();
        match fence {
            Some(open) if closes(open, text) => fence = None,
            Some(_) => {}
            None => {
                if let Some(title) = heading_text(line) {
                    return title_line(body, start, line, title, is_first);
                }
                fence = fence_of(line);
            }
        }
        is_first &= text.is_empty();
    }
    None
}

/// A short first line that an empty line follows, in a text without marks.
pub(crate) fn plain(body: &str) -> Option<TitleLine> {
    let mut lines = lines(body).skip_while(|(_, line)| line.trim().is_empty());
    let (start, line) = lines.next()?;
    let stands_alone = lines.next().is_none_or(|(_, next)| next.trim().is_empty());
    let is_prose =
        !line.starts_with("    ") && !line.starts_with('\t') && !begins_block(line.trim());
    let fits = line.chars().count() <= MAX_PLAIN_CHARS;
    if stands_alone && is_prose && fits {
        title_line(body, start, line, line.trim(), true)
    } else {
        None
    }
}

/// The first line of a body, as a heading or plain, if it says `title`.
pub(crate) fn repeating(body: &str, title: &str) -> Option<TitleLine> {
    let (start, line) = lines(body).find(|(_, line)| !line.trim().is_empty())?;
    let found = match heading_text(line) {
        Some(text) => title_line(body, start, line, text, true),
        None => plain(body),
    };
    found.filter(|line| line.text == title)
}

fn title_line(
    body: &str,
    start: usize,
    line: &str,
    title: &str,
    is_first: bool,
) -> Option<TitleLine> {
    let text = strip_marks(title);
    // Before the title a line has only its mark, which a title cannot begin with.
    let title_start = start + line.find(title)?;
    let line_end = (start + line.len() + 1).min(body.len());
    (!text.is_empty()).then(|| TitleLine {
        text,
        span: title_start..title_start + title.len(),
        body_start: is_first.then_some(line_end),
    })
}

/// The text of a `# heading`, without the marks that open and close it.
fn heading_text(line: &str) -> Option<&str> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = line.trim_start_matches(' ').strip_prefix('#').filter(|_| indent < 4)?;
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    let text = rest.trim();
    let open = text.trim_end_matches('#');
    // Closing marks stand apart from the text: `C#` keeps its own.
    if open.len() < text.len() && (open.is_empty() || open.ends_with([' ', '\t'])) {
        Some(open.trim_end())
    } else {
        Some(text)
    }
}

/// The marks that open a fenced code block.
pub(crate) fn fence_of(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = text.len() - text.trim_start_matches(mark).len();
    // Code within a line may begin with three marks too, and ends on that line.
    let is_inline = mark == '`' && text[len..].contains('`');
    (len >= 3 && !is_inline).then(|| &text[..len])
}

/// Whether a line closes the fence that `open` opened.
pub(crate) fn closes(open: &str, line: &str) -> bool {
    let line = line.trim();
    line.starts_with(open) && line.trim_start_matches(&open[..1]).is_empty()
}

/// Whether a line begins something that is no paragraph.
fn begins_block(line: &str) -> bool {
    let is_break =
        line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
    let list_mark = line.split_once(' ').is_some_and(|(mark, _)| {
        let number = mark.trim_end_matches(['.', ')']);
        matches!(mark, "-" | "*" | "+")
            || number.len() < mark.len()
                && !number.is_empty()
                && number.bytes().all(|b| b.is_ascii_digit())
    });
    is_break
        || list_mark
        || fence_of(line).is_some()
        || line.starts_with(['#', '>', '|', '<', '{'])
        || line.starts_with("![")
        || line.starts_with("$$")
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line)
    })
}
