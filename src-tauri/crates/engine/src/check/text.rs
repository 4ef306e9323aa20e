//! Checks of a post's front matter and words.

use galley_core::{PostStatus, Problem, ProblemCode, Severity, front_matter};

use super::CheckedPost;

/// What authors leave where something is still to be written: "to come", as printers spell it
/// so that no word contains it, and what programmers write.
const PLACEHOLDERS: [&str; 5] = ["TK", "TKTK", "TKTKTK", "TODO", "FIXME"];

/// A post that is out, or about to be, without a summary of its author's own.
pub(super) fn summary(checked: &CheckedPost<'_>) -> Vec<Problem> {
    if checked.status == PostStatus::Draft || checked.post.summary.is_some() {
        return Vec::new();
    }
    let message = "there is no `summary`: search results and cards show the first words instead";
    vec![Problem::new(ProblemCode::SummaryMissing, 1, message)]
}

/// Dates that have not come yet, on a post that is no draft.
pub(super) fn dates(checked: &CheckedPost<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if checked.status == PostStatus::Scheduled
        && let Some(date) = &checked.post.date
    {
        let day = date.civil_date(checked.time_zone);
        let message = format!("the post is not part of the site before its date, {day}");
        problems.push(checked.in_front_matter("date", ProblemCode::DateFuture, message));
    }
    let updated = checked.post.updated.filter(|at| at.timestamp(checked.time_zone) > checked.now);
    if let Some(updated) = updated.filter(|_| checked.status == PostStatus::Live) {
        let day = updated.civil_date(checked.time_zone);
        let message = format!("the post is to have been changed on {day}, which has not come yet");
        let problem = checked.in_front_matter("updated", ProblemCode::DateFuture, message);
        problems.push(Problem { severity: Severity::Warning, ..problem });
    }
    problems
}

/// Headings more than one level below the one before. The page's title is the first level.
pub(super) fn headings(checked: &CheckedPost<'_>) -> Vec<Problem> {
    let mut above = 1;
    let mut problems = Vec::new();
    for heading in &checked.rendered.headings {
        if heading.level > above + 1 {
            let (level, missing) = (heading.level, above + 1);
            let text = &heading.text;
            let message = format!(
                "the heading “{text}” is of level {level}, and none of level {missing} is above it"
            );
            let problem = Problem::new(ProblemCode::HeadingJump, heading.line, message);
            problems.push(checked.in_file(problem));
        }
        above = heading.level;
    }
    problems
}

/// `TK` and `TODO` in the title, the summary and the words of the body; not in code. In a
/// draft they are as they should be.
pub(super) fn placeholders(checked: &CheckedPost<'_>) -> Vec<Problem> {
    let CheckedPost { post, source, options, status, .. } = checked;
    let problem = |word: &str, what: &str| {
        let code = ProblemCode::PlaceholderLeft;
        let severity = if *status == PostStatus::Draft { Severity::Note } else { code.severity() };
        let message = format!("`{word}` is left in the {what}");
        Problem { severity, ..Problem::new(code, 1, message) }
    };
    let mut problems = Vec::new();
    let fields = [("title", Some(&post.title)), ("summary", post.summary.as_ref())];
    for (key, text) in fields {
        if let Some((_, word)) = text.and_then(|text| placeholders_in(text).next()) {
            let found = problem(word, key);
            let (line, column) = checked.place_of(key);
            problems.push(Problem { line, column, ..found });
        }
    }
    let body = &source[post.body.clone()];
    if placeholders_in(body).next().is_none() {
        return problems;
    }
    for (start, words) in galley_markdown::prose(body, options) {
        for (at, word) in placeholders_in(words) {
            let Problem { code, severity, message, .. } = problem(word, "text");
            let placed = Problem::at(source, post.body.start + start + at, code, message);
            problems.push(Problem { severity, ..placed });
        }
    }
    problems
}

/// The placeholders of a text, each with the byte where it starts. They are words of their
/// own, and no part of an address.
fn placeholders_in(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let is_in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '@');
    let bytes = text.as_bytes();
    let starts = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'T' | b'F'));
    starts.filter_map(move |(at, _)| {
        let word = PLACEHOLDERS.into_iter().rfind(|word| text[at..].starts_with(word))?;
        let before = text[..at].chars().next_back();
        let mut after = text[at + word.len()..].chars();
        let ends = match (after.next(), after.next()) {
            // The end of a sentence.
            (Some('.'), next) => next.is_none_or(|next| !is_in_word(next)),
            (next, _) => next.is_none_or(|next| !is_in_word(next)),
        };
        (ends && before.is_none_or(|before| !is_in_word(before))).then_some((at, word))
    })
}

impl CheckedPost<'_> {
    /// A problem of the field with this key.
    fn in_front_matter(&self, key: &str, code: ProblemCode, message: String) -> Problem {
        let (line, column) = self.place_of(key);
        Problem { column, ..Problem::new(code, line, message) }
    }

    /// Where the field with this key stands; without it, the beginning of the file.
    fn place_of(&self, key: &str) -> (u32, u32) {
        let at = front_matter::place_of(self.source, key);
        at.map_or((1, 1), |at| galley_core::text_offset::line_and_column(self.source, at))
    }
}

#[cfg(test)]
mod tests {
    use super::placeholders_in;

    #[test]
    fn placeholders_are_words_of_their_own() {
        for (text, words) in [
            ("TK", &["TK"][..]),
            ("a date TK, a name (TKTK), and TODO: more.", &["TK", "TKTK", "TODO"]),
            ("The end is TK.", &["TK"]),
            ("FIXME!", &["FIXME"]),
            ("日本TK語 and é TK é", &["TK"]),
            ("KTKA ATK todo tk TODOS TK-421 TO DO", &[]),
            ("https://example.org/TODO a/TK/b x@TK.org TK.md", &[]),
        ] {
            let found: Vec<_> = placeholders_in(text).map(|(_, word)| word).collect();
            assert_eq!(found, words, "{text}");
        }
    }
}
