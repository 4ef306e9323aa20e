//! The words of a text that its readers read as words.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::Options;

/// The stretches of `text` that are neither code nor mathematics nor HTML, each with the byte
/// where it starts. Link targets and comments are none either.
pub fn prose<'t>(text: &'t str, options: &Options) -> impl Iterator<Item = (usize, &'t str)> {
    let mut is_code = false;
    Parser::new_ext(text, options.extensions()).into_offset_iter().filter_map(
        move |(event, range)| {
            match event {
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => is_code = true,
                Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => is_code = false,
                Event::Text(_) if !is_code => return Some((range.start, text.get(range)?)),
                _ => {}
            }
            None
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_math_html_and_addresses_are_no_prose() {
        let text = "# One `a`\n\ntwo *three* [four](b) ![five](c) $d$\n\n\
                    <!-- e -->\n\n    f\n\n```\ng\n```\n\n<i>six</i> <!-- h -->\n";
        let found: Vec<_> = prose(text, &Options::default()).collect();
        for (start, words) in &found {
            assert_eq!(&text[*start..*start + words.len()], *words);
        }
        let words: Vec<_> = found.iter().map(|(_, words)| words.trim()).collect();
        let words: Vec<_> = words.into_iter().filter(|words| !words.is_empty()).collect();
        assert_eq!(words, ["One", "two", "three", "four", "five", "six"]);
    }
}
