//! What a browser sees in HTML, and whether that is safe to show.
//!
//! The tests of this crate and the fuzzer judge by it; it must not ask the renderer or its
//! sanitiser anything.

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// A tag, or the text between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seen {
    Tag { name: String, is_end: bool, attributes: Vec<(String, String)> },
    Text(String),
    Other,
}

/// Elements of ours for which a slash at the end of the tag says nothing.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

#[derive(Default)]
struct Sink {
    seen: RefCell<Vec<Seen>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut seen = self.seen.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                let mut attributes: Vec<_> = tag
                    .attrs
                    .iter()
                    .map(|a| (a.name.local.to_string(), a.value.to_string()))
                    .collect();
                attributes.sort();
                let is_end = tag.kind == TagKind::EndTag;
                seen.push(Seen::Tag { name: name.clone(), is_end, attributes });
                if tag.self_closing && !VOID.contains(&name.as_str()) {
                    // As MathML has it; the parser writes it out.
                    seen.push(Seen::Tag { name, is_end: true, attributes: Vec::new() });
                }
            }
            Token::CharacterTokens(text) => match seen.last_mut() {
                Some(Seen::Text(last)) => last.push_str(&text),
                _ => seen.push(Seen::Text(text.to_string())),
            },
            Token::EOFToken | Token::ParseError(_) => {}
            _ => seen.push(Seen::Other),
        }
        TokenSinkResult::Continue
    }
}

/// What a browser's tokenizer sees in `html`.
pub(crate) fn seen(html: &str) -> Vec<Seen> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(html.into());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.seen.take()
}

/// Why `html` is not safe to show.
pub(crate) fn danger(html: &str) -> Option<String> {
    const RUNS_OR_SENDS: &[&str] = &[
        "script",
        "style",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "form",
        "base",
        "meta",
        "link",
        "svg",
        "noscript",
        "template",
        "xmp",
        "plaintext",
        "title",
        "textarea",
        "select",
        "button",
        "mglyph",
        "malignmark",
        "annotation-xml",
    ];
    for token in seen(html) {
        match token {
            Seen::Tag { name, attributes, .. } => {
                if RUNS_OR_SENDS.contains(&name.as_str()) {
                    return Some(format!("element `{name}`"));
                }
                for (attribute, value) in attributes {
                    if attribute.starts_with("on")
                        || matches!(
                            attribute.as_str(),
                            "style" | "srcdoc" | "formaction" | "srcset"
                        )
                    {
                        return Some(format!("attribute `{attribute}` of `{name}`"));
                    }
                    let is_address = matches!(
                        attribute.as_str(),
                        "href" | "src" | "cite" | "poster" | "action" | "data"
                    );
                    let plain: String =
                        value.chars().filter(|c| *c > ' ').collect::<String>().to_lowercase();
                    let runs = ["javascript:", "vbscript:", "file:"]
                        .iter()
                        .any(|scheme| plain.starts_with(scheme));
                    let is_picture = name == "img"
                        && plain.starts_with("data:image/")
                        && !plain.starts_with("data:image/svg");
                    if is_address && (runs || (plain.starts_with("data:") && !is_picture)) {
                        return Some(format!("address `{value}`"));
                    }
                    if name == "input" && attribute == "type" && value != "checkbox" {
                        return Some("a form field".to_owned());
                    }
                }
            }
            Seen::Other => return Some("a comment or declaration".to_owned()),
            Seen::Text(_) => {}
        }
    }
    None
}
