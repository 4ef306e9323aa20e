//! Typographic quotation marks, dashes and dots, by the customs of a language.
//!
//! Works on text alone: code, math and addresses never come here.

use crate::script;
use crate::signs::Signs;

/// Sets the punctuation of one run of text. Remembers which quotations are open.
#[derive(Debug)]
pub(crate) struct Punctuator {
    marks: &'static Marks,
    is_on: bool,
    /// The closing marks of the quotations now open, outermost first.
    open: Vec<Open>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    is_double: bool,
    close: &'static str,
}

/// The quotation marks of a language, each with the spaces it wants inside.
#[derive(Debug)]
pub(crate) struct Marks {
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
    /// What quotations of Chinese or Japanese text are put in.
    cjk: Option<(&'static str, &'static str)>,
    /// Whether `:;!?` keep off the word before them by a narrow space.
    is_spaced: bool,
}

const fn marks(
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
) -> Marks {
    Marks { double, single, cjk: None, is_spaced: false }
}

static ENGLISH: Marks = marks(("“", "”"), ("‘", "’"));
static GERMAN: Marks = marks(("„", "“"), ("‚", "‘"));
static SWISS: Marks = marks(("«", "»"), ("‹", "›"));
static SPANISH: Marks = marks(("«", "»"), ("“", "”"));
static POLISH: Marks = marks(("„", "”"), ("‚", "’"));
static NORDIC: Marks = marks(("”", "”"), ("’", "’"));
static NORWEGIAN: Marks = marks(("«", "»"), ("‘", "’"));
static DANISH: Marks = marks(("»", "«"), ("›", "‹"));
static RUSSIAN: Marks = marks(("«", "»"), ("„", "“"));
static FRENCH: Marks = Marks {
    double: ("«\u{202F}", "\u{202F}»"),
    single: ("‹\u{202F}", "\u{202F}›"),
    cjk: None,
    is_spaced: true,
};
static JAPANESE: Marks =
    Marks {
        double: ("“", "”"), single: ("‘", "’"), cjk: Some(("「", "」")), is_spaced: false
    };

/// The marks for a language tag; those of English for one not known here.
pub(crate) fn marks_of(language: &str) -> &'static Marks {
    let tag = language.to_ascii_lowercase().replace('_', "-");
    let primary = tag.split('-').next().unwrap_or_default();
    match primary {
        "de" if tag.contains("-ch") || tag.contains("-li") => &SWISS,
        "de" | "cs" | "sk" | "sl" | "bg" | "lt" | "et" | "is" | "hr" => &GERMAN,
        "fr" if tag.contains("-ch") => &SWISS,
        "fr" => &FRENCH,
        "es" | "it" | "el" | "ca" | "gl" => &SPANISH,
        "pt" if tag == "pt-pt" => &SPANISH,
        "pl" | "ro" | "hu" => &POLISH,
        "sv" | "fi" => &NORDIC,
        "nb" | "nn" | "no" => &NORWEGIAN,
        "da" => &DANISH,
        "ru" | "uk" | "be" => &RUSSIAN,
        "ja" => &JAPANESE,
        "zh" if ["tw", "hk", "mo", "hant"].iter().any(|region| tag.ends_with(region)) => &JAPANESE,
        _ => &ENGLISH,
    }
}

/// Nobody quotes deeper; who does gets the marks all the same.
const DEEPEST: usize = 16;

/// Words that lose their beginning in English; their mark is an apostrophe.
const CUT_WORDS: [&str; 7] = ["tis", "twas", "em", "til", "cause", "round", "bout"];

impl Punctuator {
    pub(crate) fn new(marks: &'static Marks, is_on: bool) -> Self {
        Self { marks, is_on, open: Vec::new() }
    }

    /// Whether it may change a text that has these signs.
    pub(crate) fn may_change(&self, signs: Signs) -> bool {
        let spaced = self.marks.is_spaced && signs.has(Signs::SPACED);
        self.is_on && (spaced || signs.has(Signs::PUNCTUATION))
    }

    /// Begins a run: no quotation is open.
    pub(crate) fn begin(&mut self) {
        self.open.clear();
    }

    /// Writes the text with its punctuation set. `before` and `after` are the characters around
    /// it, none at the start or end of a line; what is at `fixed` stays as it is.
    pub(crate) fn write(
        &mut self,
        text: &str,
        fixed: &[usize],
        before: Option<char>,
        after: Option<char>,
        smart: &mut String,
    ) {
        let is_spaced = self.marks.is_spaced;
        let may_change =
            |b: u8| matches!(b, b'"' | b'\'' | b'-' | b'.') || (b == b' ' && is_spaced);
        let mut fixed = fixed.iter().copied().peekable();
        let mut previous = before;
        let mut i = 0;
        while let Some(c) = text[i..].chars().next() {
            let rest = &text[i..];
            while fixed.next_if(|&f| f < i).is_some() {}
            if fixed.peek() == Some(&i) {
                smart.push(c);
                previous = Some(c);
                i += c.len_utf8();
                continue;
            }
            let next = |n: usize| rest[n..].chars().next().or(after);
            let n = match c {
                '"' => {
                    smart.push_str(self.quote(true, previous, next(1), rest));
                    1
                }
                '\'' => {
                    smart.push_str(self.quote(false, previous, next(1), rest));
                    1
                }
                '-' => dashes(rest, previous, after, smart),
                '.' => dots(rest, smart),
                ' ' if is_spaced
                    && next(1).is_some_and(|c| ":;!?".contains(c))
                    && previous.is_some_and(char::is_alphanumeric) =>
                {
                    smart.push('\u{202F}');
                    1
                }
                _ => {
                    // Up to what may change, or must not.
                    let end = fixed.peek().map_or(text.len(), |&f| f.min(text.len()));
                    let more = &text[i + c.len_utf8()..end.max(i + c.len_utf8())];
                    let n = more.bytes().position(may_change).unwrap_or(more.len());
                    smart.push_str(&rest[..c.len_utf8() + n]);
                    c.len_utf8() + n
                }
            };
            i += n;
            previous = text[..i].chars().next_back();
        }
    }

    /// What a straight quotation mark becomes.
    fn quote(
        &mut self,
        is_double: bool,
        previous: Option<char>,
        next: Option<char>,
        rest: &str,
    ) -> &'static str {
        let is_open = self.open.iter().any(|open| open.is_double == is_double);
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !is_double {
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            if is_digit(previous) && is_digit(next) {
                return "'";
            }
            if is_letter(previous) && is_letter(next) && !previous.is_some_and(script::is_cjk) {
                return "’";
            }
            if !is_letter(previous) && is_cut_word(&rest[1..]) {
                return "’";
            }
        }
        let opens = next.is_some_and(|c| !c.is_whitespace())
            && previous.is_none_or(|c| {
                c.is_whitespace() || opens_after(c) || (!is_open && script::is_cjk(c))
            });
        if opens {
            let (open, close) = match (self.marks.cjk, is_double) {
                (Some(marks), true) if next.is_some_and(script::is_cjk) => marks,
                (_, true) => self.marks.double,
                (_, false) => self.marks.single,
            };
            if self.open.len() < DEEPEST {
                self.open.push(Open { is_double, close });
            }
            return open;
        }
        if let Some(at) = self.open.iter().rposition(|open| open.is_double == is_double) {
            let close = self.open[at].close;
            self.open.truncate(at);
            return close;
        }
        // Feet and inches, minutes and seconds.
        if previous.is_some_and(|c| c.is_ascii_digit()) {
            return if is_double { "\"" } else { "'" };
        }
        if is_double { self.marks.double.1 } else { "’" }
    }
}

/// Whether a quotation can open right after `c`.
fn opens_after(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '<'
            | '/'
            | '='
            | '-'
            | '–'
            | '—'
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '"'
            | '\''
            | '「'
            | '『'
            | '（'
            | '：'
            | '，'
            | '。'
            | '、'
            | '\u{A0}'
    )
}

fn is_cut_word(rest: &str) -> bool {
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        // The '90s.
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return digits == 2 && rest[2..].starts_with('s');
    }
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    CUT_WORDS.iter().any(|word| rest[..end].eq_ignore_ascii_case(word))
}

/// Two hyphens are an en dash, three an em dash; arrows and rows of hyphens stay.
fn dashes(rest: &str, previous: Option<char>, after: Option<char>, smart: &mut String) -> usize {
    let n = rest.bytes().take_while(|&b| b == b'-').count();
    let next = rest[n..].chars().next().or(after);
    let is_arrow = previous == Some('<') || next == Some('>');
    match n {
        2 if !is_arrow => smart.push('–'),
        3 if !is_arrow => smart.push('—'),
        _ => smart.push_str(&rest[..n]),
    }
    n
}

/// Three dots are one sign; more of them stay.
fn dots(rest: &str, smart: &mut String) -> usize {
    let n = rest.bytes().take_while(|&b| b == b'.').count();
    if n == 3 {
        smart.push('…');
    } else {
        smart.push_str(&rest[..n]);
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smart(language: &str, text: &str, fixed: &[usize]) -> String {
        let mut smart = String::new();
        Punctuator::new(marks_of(language), true).write(text, fixed, None, None, &mut smart);
        smart
    }

    fn check(language: &str, text: &str, expected: &str) {
        let smart = smart(language, text, &[]);
        assert_eq!(smart, expected, "for {language}");
    }

    #[test]
    fn quotation_marks_follow_the_language() {
        check("en", r#""It's 'fine'," she said."#, "“It’s ‘fine’,” she said.");
        check("en-GB", r#"("a")"#, "(“a”)");
        check("de", r#""Ja", sagte er. 'So'"#, "„Ja“, sagte er. ‚So‘");
        check("de-CH", r#""Ja""#, "«Ja»");
        check("fr", r#"Il dit "oui" !"#, "Il dit «\u{202F}oui\u{202F}»\u{20}!");
        check("fr", "Vraiment ?", "Vraiment\u{202F}?");
        check("sv", r#""ja""#, "”ja”");
        check("ja", r#"彼は"はい"と"yes"を"#, "彼は「はい」と“yes”を");
        check("xx", r#""a""#, "“a”");
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotations() {
        check("en", "the '90s, 'tis rock 'n' roll, dogs'", "the ’90s, ’tis rock ‘n’ roll, dogs’");
        check("en", r#"6'2" tall"#, r#"6'2" tall"#);
        check("en", r#"a 24" screen"#, r#"a 24" screen"#);
    }

    #[test]
    fn dashes_and_dots() {
        check("en", "a -- b---c ... d", "a – b—c … d");
        check("en", "--> <-- ---- .... -", "--> <-- ---- .... -");
    }

    #[test]
    fn what_is_fixed_stays() {
        assert_eq!(smart("en", r#"a "b""#, &[2]), "a \"b”");
    }
}
