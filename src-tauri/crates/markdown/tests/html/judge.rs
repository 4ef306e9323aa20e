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
    let mut drawing = None;
    for token in seen(html) {
        if drawing.is_none()
            && let Seen::Tag { name, is_end: false, attributes } = &token
            && name == "svg"
            && let Some((_, id)) = attributes.iter().find(|(name, _)| name == "id")
            && id.starts_with("d-")
        {
            drawing = Some((id.clone(), String::new()));
        }
        if let Some((id, css)) = &mut drawing {
            if let Some(danger) = danger_in_drawing(&token, id, css) {
                return Some(danger);
            }
            if matches!(&token, Seen::Tag { name, is_end: true, .. } if name == "svg") {
                drawing = None;
            }
            continue;
        }
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

/// Why a part of a drawing of ours is not safe. `css` is the style sheet as far as it was read.
fn danger_in_drawing(token: &Seen, id: &str, css: &mut String) -> Option<String> {
    const DRAWS: &[&str] = &[
        "svg",
        "a",
        "circle",
        "clippath",
        "defs",
        "desc",
        "ellipse",
        "g",
        "line",
        "lineargradient",
        "marker",
        "mask",
        "path",
        "pattern",
        "polygon",
        "polyline",
        "radialgradient",
        "rect",
        "stop",
        "style",
        "text",
        "tspan",
        "use",
    ];
    let is_own = |rest: &str| {
        rest.starts_with('#') && rest.split(')').next().is_some_and(|name| name.contains(id))
    };
    let fetches =
        |css: &str| css.contains(['\\', '@', '"', '\'']) || !css.split("url(").skip(1).all(is_own);
    match token {
        Seen::Text(text) => {
            let is_sheet = css.starts_with("<style>");
            if is_sheet {
                css.push_str(text);
            }
            None
        }
        Seen::Tag { name, is_end: true, .. } if name == "style" => {
            let sheet = css.trim_start_matches("<style>").to_owned();
            css.clear();
            let rules = sheet.split('}').filter(|rule| !rule.is_empty());
            let mut selectors = rules.flat_map(|rule| {
                rule.split_once('{').map_or("", |(selectors, _)| selectors).split(',')
            });
            let own = format!("#{id}");
            let reaches_out = |selector: &str| match selector.strip_prefix(&own) {
                Some(rest) => {
                    rest.starts_with(|c: char| !matches!(c, ' ' | '.' | '>'))
                        || rest.contains(['+', '~', ':'])
                }
                None => true,
            };
            let moves = sheet.contains("position") || sheet.contains("content");
            (fetches(&sheet) || moves || selectors.any(reaches_out))
                .then(|| format!("the style sheet `{sheet}`"))
        }
        Seen::Tag { name, is_end: false, attributes } => {
            if !DRAWS.contains(&name.as_str()) {
                return Some(format!("element `{name}` in a drawing"));
            }
            if name == "style" {
                css.push_str("<style>");
            }
            let bad = attributes.iter().find(|(attribute, value)| match attribute.as_str() {
                "id" | "aria-describedby" => !value.contains(id),
                "href" if name == "a" => {
                    let plain: String = value.chars().filter(|c| *c > ' ').collect();
                    let scheme =
                        plain.split(['/', '?', '#']).next().and_then(|it| it.split_once(':'));
                    scheme.is_some_and(|(scheme, _)| {
                        !["http", "https", "mailto"].contains(&scheme.to_lowercase().as_str())
                    })
                }
                "href" => !is_own(value),
                attribute => {
                    attribute.starts_with("on") || fetches(value) && attribute != "aria-label"
                }
            });
            bad.map(|(attribute, value)| format!("`{attribute}={value}` in a drawing"))
        }
        Seen::Tag { .. } => None,
        Seen::Other => Some("a comment in a drawing".to_owned()),
    }
}
