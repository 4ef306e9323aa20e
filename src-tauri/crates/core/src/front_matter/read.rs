//! From the entries of a block to the fields of a post.

use super::FrontMatter;
use super::field::{Field, PUBLISHED, boolean};
use super::node::{Entry, Node, Shape};
use crate::{PostDate, Problem, ProblemCode, Slug};

/// A problem and the byte of the block where it is.
type Placed = (usize, ProblemCode, String);

/// Reads the fields, with the problems at their bytes in the block.
pub(super) fn fields(block: &[Entry]) -> (FrontMatter, Vec<Placed>) {
    let mut reader = Reader { block, problems: Vec::new() };
    let front_matter = FrontMatter {
        title: reader.text(Field::Title),
        date: reader.date(Field::Date),
        updated: reader.date(Field::Updated),
        draft: reader.draft(),
        slug: reader.slug(),
        tags: reader.texts(Field::Tags, true),
        authors: reader.authors(),
        series: reader.series(),
        summary: reader.summary(),
        cover: reader.cover(),
        aliases: reader.texts(Field::Aliases, false),
        language: reader.text(Field::Language),
        extra: reader.extra(),
    };
    reader.report_repeated_keys();
    let mut problems = reader.problems;
    problems.sort_by_key(|(at, ..)| *at);
    (front_matter, problems)
}

/// A text on one line, as titles and tags are.
pub(super) fn one_line(text: &str) -> String {
    let lines: Vec<_> =
        text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Problems of a block, placed in the source whose front matter it is.
pub(super) fn placed(source: &str, inner_start: usize, problems: Vec<Placed>) -> Vec<Problem> {
    let at = |(at, code, message): Placed| Problem::at(source, inner_start + at, code, message);
    problems.into_iter().map(at).collect()
}

/// Texts on one line each, without empty ones and repetitions.
fn distinct(found: Vec<&str>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::with_capacity(found.len());
    for text in found.into_iter().map(one_line) {
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

struct Reader<'block> {
    block: &'block [Entry],
    problems: Vec<Placed>,
}

impl<'block> Reader<'block> {
    fn find(&self, field: Field) -> Option<&'block Entry> {
        let found = field.find(self.block)?;
        Some(&found.siblings[found.index])
    }

    fn text(&mut self, field: Field) -> Option<String> {
        let entry = self.find(field)?;
        match &entry.node.shape {
            Shape::Scalar(text) => Some(one_line(text)).filter(|text| !text.is_empty()),
            Shape::Nothing => None,
            Shape::List(_) | Shape::Table(_) => self.wrong_shape(entry, "a text"),
        }
    }

    /// Unlike a title, a summary may have several lines.
    fn summary(&mut self) -> Option<String> {
        self.text(Field::Summary)?;
        let text = self.find(Field::Summary)?.node.scalar()?;
        Some(text.trim().replace("\r\n", "\n"))
    }

    fn date(&mut self, field: Field) -> Option<PostDate> {
        let text = self.text(field)?;
        let date = PostDate::parse(&text);
        if date.is_none() {
            let entry = self.find(field)?;
            let message = format!("`{text}` is not a date that can be read");
            self.problems.push((entry.node.span.start, ProblemCode::DateUnknown, message));
        }
        date
    }

    fn draft(&mut self) -> bool {
        let Some(entry) = self.find(Field::Draft) else { return false };
        match boolean(&entry.node) {
            Some(value) => value != entry.key.eq_ignore_ascii_case(PUBLISHED),
            None if entry.node.shape == Shape::Nothing => false,
            None => {
                self.wrong_shape::<()>(entry, "`true` or `false`");
                false
            }
        }
    }

    fn slug(&mut self) -> Option<Slug> {
        let text = self.text(Field::Slug)?;
        match Slug::parse(&text) {
            Ok(slug) => Some(slug),
            Err(error) => {
                let entry = self.find(Field::Slug)?;
                let slug = Slug::from_title(&text);
                let message = match &slug {
                    Some(slug) => format!("{error}; `{slug}` is used instead"),
                    None => error.to_string(),
                };
                self.problems.push((entry.node.span.start, ProblemCode::SlugInvalid, message));
                slug
            }
        }
    }

    fn texts(&mut self, field: Field, split_at_commas: bool) -> Vec<String> {
        let Some(entry) = self.find(field) else { return Vec::new() };
        let found: Vec<&str> = match &entry.node.shape {
            Shape::Nothing => Vec::new(),
            Shape::Scalar(text) if split_at_commas => text.split(',').collect(),
            Shape::Scalar(text) => vec![text],
            Shape::List(items) => {
                if items.iter().any(|item| matches!(item.shape, Shape::List(_) | Shape::Table(_))) {
                    self.wrong_shape::<()>(entry, "a list of texts");
                }
                items.iter().filter_map(Node::scalar).collect()
            }
            Shape::Table(_) => {
                self.wrong_shape::<()>(entry, "a list of texts");
                Vec::new()
            }
        };
        distinct(found)
    }

    /// Some programs write a table for each author, with more than the name.
    fn authors(&mut self) -> Vec<String> {
        let Some(entry) = self.find(Field::Authors) else { return Vec::new() };
        let name = |node: &'block Node| match &node.shape {
            Shape::Table(table) => table.iter().find(|entry| entry.key == "name")?.node.scalar(),
            _ => node.scalar(),
        };
        let nodes = match &entry.node.shape {
            Shape::Nothing => return Vec::new(),
            Shape::List(items) => items.iter().collect(),
            Shape::Scalar(_) | Shape::Table(_) => vec![&entry.node],
        };
        let names: Vec<_> = nodes.iter().filter_map(|node| name(node)).collect();
        if names.len() < nodes.len() {
            self.wrong_shape::<()>(entry, "a name or a list of names");
        }
        distinct(names)
    }

    /// A post belongs to one series; where a list is written, the first counts.
    fn series(&mut self) -> Option<String> {
        let entry = self.find(Field::Series)?;
        if let Shape::List(items) = &entry.node.shape {
            return items.first()?.scalar().map(one_line).filter(|text| !text.is_empty());
        }
        self.text(Field::Series)
    }

    /// Some themes put the picture into a table or a list.
    fn cover(&mut self) -> Option<String> {
        let entry = self.find(Field::Cover)?;
        let node = match &entry.node.shape {
            Shape::List(items) => items.first()?,
            Shape::Table(table) => {
                let names = ["image", "src", "url", "path"];
                &table.iter().find(|entry| names.contains(&&*entry.key))?.node
            }
            Shape::Scalar(_) | Shape::Nothing => &entry.node,
        };
        node.scalar().map(one_line).filter(|text| !text.is_empty())
    }

    fn extra(&self) -> Vec<String> {
        let unknown = |entry: &&Entry| Field::of(entry).is_none();
        self.block.iter().filter(unknown).map(|entry| entry.key.clone()).collect()
    }

    fn report_repeated_keys(&mut self) {
        for (n, entry) in self.block.iter().enumerate() {
            if self.block[..n].iter().any(|before| before.key == entry.key) {
                let message =
                    format!("the key `{}` is written twice; the last one counts", entry.key);
                self.problems.push((
                    entry.key_span.start,
                    ProblemCode::FrontMatterRepeatedKey,
                    message,
                ));
            }
        }
    }

    fn wrong_shape<T>(&mut self, entry: &Entry, wanted: &str) -> Option<T> {
        let message = format!("`{}` is not {wanted}", entry.key);
        self.problems.push((entry.key_span.start, ProblemCode::FieldShape, message));
        None
    }
}
