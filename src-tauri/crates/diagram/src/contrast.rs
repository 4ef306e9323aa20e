//! Text on the colours that an author fills boxes with.
//!
//! The page's text is dark by day and bright by night, but a box that is filled with a colour
//! of its own is as bright by night as by day. So text on it gets a colour that stays, too.

use std::borrow::Cow;

/// Names that authors fill boxes with, which are dark.
const DARK: [&str; 14] = [
    "black",
    "blue",
    "brown",
    "crimson",
    "darkblue",
    "darkgreen",
    "darkred",
    "green",
    "indigo",
    "maroon",
    "navy",
    "purple",
    "red",
    "teal",
];

/// Names that say nothing of a colour.
const NONE: [&str; 4] = ["none", "transparent", "inherit", "currentcolor"];

/// The source, with a colour for the text wherever a style fills boxes and says nothing of text.
/// No line moves.
pub(crate) fn with_text_to_read(source: &str) -> Cow<'_, str> {
    if !source.contains("fill:") {
        return Cow::Borrowed(source);
    }
    source.split_inclusive('\n').map(with_color).collect::<String>().into()
}

fn with_color(line: &str) -> String {
    let styles = ["style ", "classDef "].iter().any(|word| line.trim_start().starts_with(word));
    let fill = line.split_once("fill:").map(|(_, rest)| rest.trim_start());
    let says_color = line.match_indices("color:").any(|(at, _)| !line[..at].ends_with('-'));
    let color = fill.filter(|_| styles && !says_color).and_then(text_on);
    let Some(color) = color else { return line.to_owned() };
    // Before the semicolon that may end it.
    let end = line.trim_end_matches([';', ' ', '\t', '\r', '\n']).len();
    format!("{},color:{color}{}", &line[..end], &line[end..])
}

/// Black or white, whichever is read better on the colour that `css` begins with.
fn text_on(css: &str) -> Option<&'static str> {
    let end = css.find(|c: char| !(c == '#' || c.is_ascii_alphanumeric())).unwrap_or(css.len());
    let color = css[..end].to_ascii_lowercase();
    let is_dark = match color.strip_prefix('#') {
        Some(digits) => luminance(digits)? < 0.18,
        None if color.is_empty() || NONE.contains(&&*color) => return None,
        None => DARK.contains(&&*color),
    };
    Some(if is_dark { "#fff" } else { "#000" })
}

/// How bright a colour in hexadecimal digits is, from 0 to 1.
fn luminance(digits: &str) -> Option<f64> {
    let at = |from: usize, n: usize| {
        let part = u8::from_str_radix(digits.get(from..from + n)?, 16).ok()?;
        let part = f64::from(if n == 1 { part * 17 } else { part }) / 255.0;
        Some(if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) })
    };
    let n = match digits.len() {
        3 | 4 => 1,
        6 | 8 => 2,
        _ => return None,
    };
    Some(0.2126 * at(0, n)? + 0.7152 * at(n, n)? + 0.0722 * at(2 * n, n)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filled_boxes_get_a_colour_for_their_text() {
        for (line, expected) in [
            ("  style a fill:#f9f,stroke:#333", "  style a fill:#f9f,stroke:#333,color:#000"),
            ("classDef b fill: #102030;\n", "classDef b fill: #102030,color:#fff;\n"),
            ("classDef b fill:navy", "classDef b fill:navy,color:#fff"),
            ("classDef b fill:#fff,color:red", "classDef b fill:#fff,color:red"),
            ("style a fill:none", "style a fill:none"),
            ("style a fill:#é", "style a fill:#é"),
            ("a[fill:#fff]", "a[fill:#fff]"),
        ] {
            assert_eq!(with_text_to_read(line), expected);
        }
    }
}
