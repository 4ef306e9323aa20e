//! One field of a post changes and no other byte does, in every way in which the
//! corpus writes front matter.

mod corpus;
mod exceptions;
mod fields;
mod lines;
mod through_the_engine;

use std::fmt::Write as _;

use galley_core::front_matter::{edit, parse, split};

use corpus::{Sample, samples};
use exceptions::{BOUND, REFUSED, SEVERAL_LINES};
use fields::{FIELDS, Field, value};
use lines::{Change, change, trailing_comment};

/// What a change came to that did no harm.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Refused(String),
    OneLine,
    SeveralLines(String),
}

#[test]
fn the_corpus_is_as_varied_as_its_names_say() {
    let samples = samples();
    assert!(samples.len() >= 110, "{} samples", samples.len());
    let source =
        |name: &str| &samples.iter().find(|sample| sample.name == name).expect(name).source;
    for name in ["hugo/toml-crlf", "jekyll/crlf", "odd/bom-and-crlf"] {
        assert!(!source(name).replace("\r\n", "").contains('\n'), "{name} has its line breaks");
    }
    for name in ["hugo/toml-bom", "odd/bom-and-crlf", "odd/bom-alone"] {
        assert!(source(name).starts_with('\u{feff}'), "{name} has its mark");
    }
    assert!(!source("odd/carriage-returns-alone").contains('\n'));
    assert!(!source("zola/no-final-newline").ends_with('\n'));
    let mixed = source("odd/mixed-line-breaks");
    assert!(mixed.contains("\r\n") && mixed.replace("\r\n", "").contains('\n'));
}

#[test]
fn a_change_touches_its_field_alone_or_is_refused() {
    let mut wrong = String::new();
    let (mut refused, mut several) = (Vec::new(), Vec::new());
    for sample in samples() {
        for field in FIELDS {
            match outcome(&sample, field) {
                Ok(Outcome::OneLine) => {}
                Ok(Outcome::Refused(why)) => refused.push((sample.name.clone(), field, why)),
                Ok(Outcome::SeveralLines(diff)) => several.push((sample.name.clone(), field, diff)),
                Err(why) => writeln!(wrong, "{} {field:?}: {why}", sample.name).expect("memory"),
            }
        }
    }
    let listed = REFUSED
        .iter()
        .flat_map(|entry| entry.fields.iter().map(|field| (entry.sample, *field, entry.says)));
    wrong.extend(differences("is refused", &refused, &listed.collect::<Vec<_>>()));
    let listed = SEVERAL_LINES
        .iter()
        .flat_map(|(sample, fields, _)| fields.iter().map(|field| (*sample, *field, "")));
    wrong.extend(differences("changes several lines", &several, &listed.collect::<Vec<_>>()));
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Where what was met is not what is listed; a listed text must be part of the one met.
fn differences(
    what: &str,
    met: &[(String, Field, String)],
    listed: &[(&str, Field, &str)],
) -> Vec<String> {
    let is_listed = |(name, field, text): &&(String, Field, String)| {
        listed.iter().any(|entry| (entry.0, entry.1) == (name, *field) && text.contains(entry.2))
    };
    let is_met = |entry: &&(&str, Field, &str)| {
        met.iter().any(|(name, field, _)| (entry.0, entry.1) == (name, *field))
    };
    let unlisted = met.iter().filter(|met| !is_listed(met));
    let unmet = listed.iter().filter(|entry| !is_met(entry));
    unlisted
        .map(|(name, field, text)| format!("{name} {field:?} {what} and is not listed:\n{text}\n"))
        .chain(unmet.map(|(name, field, _)| format!("{name} {field:?} is listed, not: {what}\n")))
        .collect()
}

#[test]
fn a_value_set_again_changes_nothing() {
    for Sample { name, source } in samples() {
        let before = parse(&source).front_matter;
        for field in FIELDS {
            let now = field.back(&source, &before);
            if let Some(Ok(same)) = now.map(|now| edit(&source, &now)) {
                assert_eq!(same, source, "{name} says its {field:?} already");
            }
            let other = field.other(&before);
            if let Ok(once) = edit(&source, &other) {
                assert_eq!(edit(&once, &other).as_ref(), Ok(&once), "{name}: {other:?} twice");
            }
        }
    }
}

#[test]
fn a_field_that_is_taken_away_takes_its_lines_alone() {
    let (mut n_taken, mut refused) = (0, Vec::new());
    for Sample { name, source } in samples() {
        for (field, none) in FIELDS.into_iter().filter_map(|field| Some((field, field.none()?))) {
            let Ok(new) = edit(&source, &none) else {
                refused.push((name.clone(), field));
                continue;
            };
            if new == source {
                assert!(Field::is_said(&none, &source), "{name} keeps its {field:?}");
                continue;
            }
            let own = field.lines(&source).expect("only what is there can be taken away");
            let changed = change(&source, &new);
            let end = changed.at + changed.went.len();
            assert_eq!(changed.came, [] as [&str; 0], "{name} without {field:?}\n{changed}");
            assert!(changed.at >= own.start && end <= own.end, "{name}: {field:?}\n{changed}");
            let (before, after) = (parse(&source), parse(&new));
            assert_eq!(source[before.body], new[after.body], "{name}: the body stays");
            let (before, after) = (before.front_matter, after.front_matter);
            assert_eq!(field.others(&before), field.others(&after), "{name} without {field:?}");
            n_taken += 1;
        }
    }
    let is_refused_altogether = |(name, field): &(String, Field)| {
        REFUSED.iter().any(|entry| entry.sample == name && entry.fields.contains(field))
    };
    refused.retain(|refusal| !is_refused_altogether(refusal));
    let bound: Vec<_> = BOUND.iter().map(|(name, field, _)| ((*name).to_owned(), *field)).collect();
    assert_eq!(refused, bound, "those that cannot be taken away are listed with their reasons");
    assert!(n_taken > 100, "only {n_taken} fields are taken away");
}

/// How many changes can be taken back to the byte, at least. The others come back to the
/// value: a text of several lines on one, a `draft: false` where there was no word of it.
const TAKEN_BACK_TO_THE_BYTE: usize = 630;

#[test]
fn a_change_can_be_taken_back() {
    let (mut n_bytes, mut values) = (0, String::new());
    for Sample { name, source } in samples() {
        let before = parse(&source).front_matter;
        for field in FIELDS {
            let Some(back) = field.back(&source, &before) else { continue };
            let Ok(changed) = edit(&source, &field.plain(&before)) else { continue };
            let restored = edit(&changed, &back)
                .unwrap_or_else(|error| panic!("{name}: {back:?} after a change: {error}"));
            let after = parse(&restored).front_matter;
            assert_eq!(after, before, "{name}: {field:?} is back\n{restored}");
            if restored == source {
                n_bytes += 1;
            } else {
                let diff = change(&source, &restored);
                write!(values, "{name} {field:?} comes back as\n{diff}").expect("memory");
            }
        }
    }
    assert!(n_bytes >= TAKEN_BACK_TO_THE_BYTE, "only {n_bytes} come back to the byte:\n{values}");
}

/// Changes one field of one file, and says what became of it or what is wrong with it.
fn outcome(sample: &Sample, field: Field) -> Result<Outcome, String> {
    let source = sample.source.as_str();
    let before = parse(source);
    let asked = field.other(&before.front_matter);
    let new = match edit(source, &asked) {
        Ok(new) => new,
        Err(error) => return Ok(Outcome::Refused(error.to_string())),
    };
    let after = parse(&new);
    let changed = change(source, &new);
    let wrong = if !Field::is_said(&asked, &new) {
        Some("the field does not say what was asked for")
    } else if field.others(&before.front_matter) != field.others(&after.front_matter) {
        Some("another field changed")
    } else {
        misplaced(source, field, &new, &changed)
    };
    if let Some(wrong) = wrong {
        return Err(format!("{wrong}\n--- before\n{source}\n--- after\n{new}"));
    }
    // A list may need a comma after its last item before it can have another.
    let n_came = if field == Field::Tags { 2 } else { 1 };
    let is_several = changed.went.len() > 1 || changed.came.len() > n_came;
    let is_new_block = split(source).format.is_none();
    Ok(if is_several && !is_new_block {
        Outcome::SeveralLines(changed.to_string())
    } else {
        Outcome::OneLine
    })
}

/// What is wrong with the place of a change, if anything.
fn misplaced(source: &str, field: Field, new: &str, changed: &Change<'_>) -> Option<&'static str> {
    let (body, new_body) = (parse(source).body, parse(new).body);
    let is_title_line = |lines: &[&str]| lines.len() == 1 && lines[0].starts_with('#');
    if field == Field::Title && is_title_line(&changed.went) {
        return (!is_title_line(&changed.came)).then_some("more than the heading changed");
    }
    if split(source).format.is_none() {
        let (mark, text) = source.split_at(source.len() - source.trim_start_matches(MARK).len());
        let is_kept = new.starts_with(mark) && new.ends_with(text);
        return (!is_kept).then_some("a new block replaced text");
    }
    if source[body] != new[new_body] {
        return Some("the body changed");
    }
    let Some(own) = field.lines(source) else {
        let is_one_line = changed.went.is_empty() && changed.came.len() == 1;
        return (!is_one_line).then_some("a new key is more or less than one line");
    };
    if changed.at < own.start || changed.at + changed.went.len() > own.end {
        return Some("lines outside of the field changed");
    }
    let [went, came] = [&changed.went, &changed.came].map(|lines| lines.first());
    if let (Some(went), Some(came)) = (went, came)
        && changed.at == own.start
    {
        let key = went[..went.find(value(went)).unwrap_or(0)].trim_end();
        let has_comment = trailing_comment(went).is_none_or(|comment| came.contains(comment));
        return (!came.starts_with(key) || !has_comment)
            .then_some("the key's line lost its beginning or its comment");
    }
    None
}

const MARK: char = '\u{feff}';
