//! The front matter of a fresh post.

use std::fmt::Write as _;

use super::field::Field;
use super::read::one_line;
use super::spelling::{Value, line};
use super::yaml::{self, Quotes};
use super::{Format, NewPost};

/// The front matter of a fresh post: a YAML block with its fences and a final line break.
pub fn write(post: &NewPost) -> String {
    let mut block = String::from("---\n");
    for (field, value) in values(post) {
        block.push_str(&line(Format::Yaml, field.key(), &value.spell(Format::Yaml, "")));
        block.push('\n');
    }
    if !post.aliases.is_empty() {
        // Paths are long: one on each line.
        writeln!(block, "{}:", Field::Aliases.key()).expect(TAKES_ALL);
        for alias in &post.aliases {
            writeln!(block, "  - {}", yaml::text(&one_line(alias), Quotes::Least))
                .expect(TAKES_ALL);
        }
    }
    block.push_str("---\n");
    block
}

const TAKES_ALL: &str = "a string takes all that is written";

fn values(post: &NewPost) -> Vec<(Field, Value)> {
    let text = |text: &String| Value::Text(one_line(text));
    let tags: Vec<_> = post.tags.iter().map(|tag| one_line(tag)).collect();
    let mut values = vec![(Field::Title, text(&post.title))];
    values.extend(post.date.iter().map(|date| (Field::Date, Value::Date(one_line(date)))));
    values.extend(post.draft.then_some((Field::Draft, Value::Boolean(true))));
    values.extend(post.slug.iter().map(|slug| (Field::Slug, Value::Text(slug.to_string()))));
    values.extend((!tags.is_empty()).then_some((Field::Tags, Value::Texts(tags))));
    values.extend(
        post.summary.iter().map(|summary| (Field::Summary, Value::Text(summary.trim().to_owned()))),
    );
    values.extend(post.language.iter().map(|language| (Field::Language, text(language))));
    values
}
