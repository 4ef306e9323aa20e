//! A change of one field of any source harms nothing, or is refused.

use galley_core::front_matter::{self, FieldEdit, Format, edit, parse};
use galley_core::{FrontMatter, Post, PostDate, PostPath, Slug};

/// Holds the promises against an input: a line that names a field by its first letter
/// and says its new value, as in `tnew title`, and then a source.
pub fn holds(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let (order, source) = input.split_once('\n').unwrap_or(("", input));
    let before = parse(source);
    assert!(source.get(before.body.clone()).is_some(), "the body is a part of the source");
    assert!(before.problems.iter().all(|problem| problem.line > 0 && problem.column > 0));

    let Some(change) = change(order) else { return };
    let Ok(new) = edit(source, &change) else { return };
    let after = parse(&new);
    assert_eq!(
        others(&change, &before.front_matter),
        others(&change, &after.front_matter),
        "the other fields say what they said\n{source:?}\n{new:?}"
    );
    assert!(is_said(&change, &new), "the field says what was asked for\n{source:?}\n{new:?}");
    // What is taken away may still be said by a key's twin or synonym.
    let again = edit(&new, &change);
    assert!(is_removal(&change) || again.as_ref() == Ok(&new), "said again\n{new:?}\n{again:?}");
    assert_eq!(source.starts_with('\u{feff}'), new.starts_with('\u{feff}'), "the mark stays");

    let split = front_matter::split(source);
    let is_title_line =
        matches!(change, FieldEdit::Title(_)) && before.front_matter.title.is_none();
    if split.format.is_none() && !is_title_line {
        assert!(new.ends_with(source.trim_start_matches('\u{feff}')), "all is body and stays");
    } else if !is_title_line {
        assert_eq!(source[before.body], new[after.body], "the body stays\n{source:?}\n{new:?}");
    }
    assert!(split.format != Some(Format::Json) || new == source || is_title_line);
}

fn change(order: &str) -> Option<FieldEdit> {
    let value = order.get(1..)?.trim();
    let some = || Some(value.to_owned()).filter(|value| !value.is_empty());
    Some(match order.as_bytes()[0] {
        b't' => FieldEdit::Title(value.to_owned()),
        b'd' => FieldEdit::Date(some()),
        b'h' => FieldEdit::Draft(value.is_empty()),
        b'k' => FieldEdit::Tags(value.split(';').map(str::to_owned).collect()),
        b'a' => FieldEdit::Aliases(value.split(';').map(str::to_owned).collect()),
        b'u' => FieldEdit::Slug(Slug::parse(value).ok()),
        b's' => FieldEdit::Summary(some().map(|text| text.replace("\\n", "\n"))),
        _ => return None,
    })
}

fn others(change: &FieldEdit, front_matter: &FrontMatter) -> FrontMatter {
    let mut others = front_matter.clone();
    match change {
        FieldEdit::Title(_) => others.title = None,
        FieldEdit::Date(_) => others.date = None,
        FieldEdit::Draft(_) => others.draft = false,
        FieldEdit::Slug(_) => others.slug = None,
        FieldEdit::Summary(_) => others.summary = None,
        FieldEdit::Aliases(_) => others.aliases.clear(),
        FieldEdit::Tags(_) => {
            others.tags.clear();
            // Zola's table means tags as long as it holds some.
            others.extra.retain(|key| !key.eq_ignore_ascii_case("taxonomies"));
        }
    }
    others
}

fn is_removal(change: &FieldEdit) -> bool {
    match change {
        FieldEdit::Title(_) | FieldEdit::Draft(_) => false,
        FieldEdit::Date(date) => date.is_none(),
        FieldEdit::Slug(slug) => slug.is_none(),
        FieldEdit::Summary(text) => text.as_ref().is_none_or(|text| text.trim().is_empty()),
        FieldEdit::Tags(texts) | FieldEdit::Aliases(texts) => {
            texts.iter().all(|text| text.trim().is_empty())
        }
    }
}

fn one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

fn distinct(texts: &[String]) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for text in texts.iter().map(|text| one_line(text)).filter(|text| !text.is_empty()) {
        if !distinct.contains(&text) {
            distinct.push(text);
        }
    }
    distinct
}

fn is_said(change: &FieldEdit, source: &str) -> bool {
    let front_matter = parse(source).front_matter;
    match change {
        _ if is_removal(change) => true,
        FieldEdit::Title(title) if one_line(title).is_empty() => front_matter.title.is_none(),
        // A title may be the first heading.
        FieldEdit::Title(title) => {
            let path = PostPath::parse("post.md").expect("it is a path");
            Post::from_source(&path, source).title == one_line(title)
        }
        FieldEdit::Date(date) => front_matter.date == date.as_deref().and_then(PostDate::parse),
        FieldEdit::Draft(draft) => front_matter.draft == *draft,
        FieldEdit::Tags(tags) => front_matter.tags == distinct(tags),
        FieldEdit::Aliases(aliases) => front_matter.aliases == distinct(aliases),
        FieldEdit::Slug(slug) => front_matter.slug == *slug,
        FieldEdit::Summary(summary) => {
            front_matter.summary.as_deref() == summary.as_deref().map(str::trim)
        }
    }
}
