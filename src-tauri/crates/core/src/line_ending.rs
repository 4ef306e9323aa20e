//! Which line break a text uses.

/// The break of the first line; LF in a text of one line.
pub(crate) fn first_break(source: &str) -> &'static str {
    match source.find(['\n', '\r']) {
        Some(at) if source[at..].starts_with("\r\n") => "\r\n",
        Some(at) if source[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::first_break;

    #[test]
    fn the_first_break_is_the_texts() {
        for (text, eol) in
            [("", "\n"), ("a", "\n"), ("a\nb\r\n", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb", "\r")]
        {
            assert_eq!(first_break(text), eol, "{text:?}");
        }
    }
}
