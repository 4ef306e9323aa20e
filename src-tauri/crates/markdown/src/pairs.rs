//! Marks in pairs that the parser leaves as text: `==highlighted==`, and `**` and `~~`
//! beside Chinese or Japanese punctuation.
//!
//! CommonMark does not let `**` end behind punctuation when a letter follows, which rests on
//! spaces between words. Where there are none, `**「重要」**です` is meant as a mark all the same.

use std::borrow::Cow;

use pulldown_cmark::Event;

use crate::run::{Inline, Text};
use crate::script;

/// A mark: what stands for it in the text, and its element.
struct Kind {
    sign: &'static str,
    start: &'static str,
    end: &'static str,
    /// Whether it is one beside Chinese and Japanese only: elsewhere the parser knows it.
    is_cjk: bool,
}

const KINDS: [Kind; 3] = [
    Kind { sign: "==", start: "<mark>", end: "</mark>", is_cjk: false },
    Kind { sign: "**", start: "<strong>", end: "</strong>", is_cjk: true },
    Kind { sign: "~~", start: "<del>", end: "</del>", is_cjk: true },
];

/// A sign in a run that may begin or end a mark.
struct Sign {
    kind: &'static Kind,
    /// Which element of the run it is in, and where.
    inline: usize,
    at: usize,
    can_open: bool,
    can_close: bool,
}

/// What becomes of a sign.
struct Tag {
    inline: usize,
    at: usize,
    html: &'static str,
}

/// Makes elements of the pairs in a run.
pub(crate) fn pair(run: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let mut tags = matched(&run);
    if tags.is_empty() {
        return run;
    }
    tags.sort_by_key(|tag| (tag.inline, tag.at));
    let mut tags = tags.into_iter().peekable();
    let mut paired = Vec::with_capacity(run.len() + 4);
    for (i, inline) in run.into_iter().enumerate() {
        let Inline::Text(text) = inline else {
            paired.push(inline);
            continue;
        };
        let mut done = 0;
        while let Some(tag) = tags.next_if(|tag| tag.inline == i) {
            if done < tag.at {
                paired.push(Inline::Text(text.slice(done..tag.at)));
            }
            paired.push(Inline::Mark(tag.html));
            done = tag.at + 2;
        }
        if done == 0 {
            paired.push(Inline::Text(text));
        } else if done < text.chars.len() {
            paired.push(Inline::Text(text.slice(done..text.chars.len())));
        }
    }
    paired
}

/// The tags that the signs of a run make. A pair begins and ends in the same element.
fn matched(run: &[Inline<'_>]) -> Vec<Tag> {
    // More open signs than this are no marks.
    const MANY: usize = 64;
    let mut tags = Vec::new();
    // For each element now open, the signs in it that wait for their end.
    let mut waiting: Vec<Vec<Sign>> = vec![Vec::new()];
    for (i, inline) in run.iter().enumerate() {
        match inline {
            Inline::Event(Event::Start(_), _) => waiting.push(Vec::new()),
            Inline::Event(Event::End(_), _) if waiting.len() > 1 => {
                waiting.pop();
            }
            Inline::Text(text) => {
                for sign in signs(run, i, text) {
                    let open = waiting.last_mut().expect("the run itself is open");
                    let begin = open
                        .iter()
                        .rposition(|it| std::ptr::eq(it.kind, sign.kind) && sign.can_close);
                    if let Some(begin) = begin {
                        let Sign { kind, inline, at, .. } = open[begin];
                        tags.push(Tag { inline, at, html: kind.start });
                        tags.push(Tag { inline: i, at: sign.at, html: kind.end });
                        open.truncate(begin);
                    } else if sign.can_open && open.len() < MANY {
                        open.push(sign);
                    }
                }
            }
            _ => {}
        }
    }
    tags
}

/// The signs in one text of a run.
fn signs<'r>(run: &'r [Inline<'_>], i: usize, text: &'r Text<'_>) -> impl Iterator<Item = Sign> {
    let chars: &str = &text.chars;
    // Behind or before another element stands something, whatever it is.
    let neighbour = |there: Option<&Inline<'_>>| match there {
        None | Some(Inline::Event(Event::SoftBreak | Event::HardBreak, _)) => None,
        Some(_) => Some('x'),
    };
    let before = i.checked_sub(1).and_then(|i| neighbour(run.get(i)));
    let after = neighbour(run.get(i + 1));
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = chars.get(at..)?;
            let next = rest.find(['=', '*', '~'])?;
            let start = at + next;
            let sign = chars[start..].chars().next()?;
            let n = chars[start..].bytes().take_while(|&b| char::from(b) == sign).count();
            at = start + n;
            let kind = KINDS.iter().find(|kind| kind.sign.starts_with(sign))?;
            let is_fixed = text.fixed.iter().any(|&fixed| (start..at).contains(&fixed));
            if n != 2 || is_fixed {
                continue;
            }
            let previous = chars[..start].chars().next_back().or(before);
            let following = chars[at..].chars().next().or(after);
            let is_near = |c: Option<char>| c.is_some_and(script::is_cjk);
            if kind.is_cjk && !is_near(previous) && !is_near(following) {
                continue;
            }
            let is_text = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            // `a==b` is an author speaking of code.
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            return Some(Sign {
                kind,
                inline: i,
                at: start,
                can_open: is_text(following) && (kind.is_cjk || !is_word(previous)),
                can_close: is_text(previous) && (kind.is_cjk || !is_word(following)),
            });
        }
    })
}

impl Text<'_> {
    /// A part of the text.
    pub(crate) fn slice<'e>(&self, range: std::ops::Range<usize>) -> Text<'e> {
        let fixed = self.fixed.iter().filter(|fixed| range.contains(fixed));
        Text {
            fixed: fixed.map(|fixed| fixed - range.start).collect(),
            offset: self.offset + range.start,
            signs: self.signs,
            chars: Cow::Owned(self.chars[range].to_owned()),
        }
    }
}
