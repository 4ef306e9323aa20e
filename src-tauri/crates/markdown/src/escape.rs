//! Text made safe to stand in HTML.

/// Writes `text` so that it can stand between tags or in an attribute in double quotes.
pub(crate) fn escape(html: &mut String, text: &str) {
    let mut done = 0;
    for (i, b) in text.bytes().enumerate() {
        let entity = match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[done..i]);
        html.push_str(entity);
        done = i + 1;
    }
    html.push_str(&text[done..]);
}

/// `text`, escaped.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(&mut html, text);
    html
}
