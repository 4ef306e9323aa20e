//! What the drawing library drew, read: the parts that draw, and the style sheet.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::rewrite::rounded;

/// Elements that draw. HTML reads none of them otherwise than XML does.
const ELEMENTS: &[&str] = &[
    "a",
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "text",
    "tspan",
    "use",
];

/// Attributes of shape, place and paint; `id`, `class`, `style` and links are looked at by
/// themselves.
const ATTRIBUTES: &[&str] = &[
    "alignment-baseline",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-size",
    "font-style",
    "font-weight",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "mask",
    "offset",
    "opacity",
    "orient",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "rotate",
    "rx",
    "ry",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// A drawing's parts.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    pub view_box: String,
    /// Its name, as the author gave it.
    pub title: Option<String>,
    /// What it shows, in the author's words.
    pub description: Option<String>,
    /// What is inside of its root.
    pub inside: String,
    /// Where its links lead.
    pub links: Vec<String>,
}

/// A step through the drawing.
#[derive(Debug)]
pub(crate) enum Step {
    Start { element: &'static str, attributes: Vec<(String, String)>, is_empty: bool },
    Text(String),
    End(&'static str),
}

impl Step {
    pub(crate) fn attributes(&self) -> &[(String, String)] {
        match self {
            Self::Start { attributes, .. } => attributes,
            _ => &[],
        }
    }
}

/// A drawing as far as it has been read.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub drawing: Drawing,
    pub steps: Vec<Step>,
    pub css: String,
    /// The elements that are open, root included.
    open: Vec<Open>,
    has_root: bool,
}

/// What an open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Root,
    Part(&'static str),
    Style,
    Title,
    Description,
    /// Left out with all that is in it.
    Gone,
}

impl Read {
    /// Reads all of an SVG file; none if that cannot be.
    pub(crate) fn all(&mut self, svg: &str) -> Option<()> {
        let mut reader = Reader::from_str(svg);
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => self.start(&tag, false)?,
                Event::Empty(tag) => self.start(&tag, true)?,
                Event::End(_) => {
                    if let Open::Part(element) = self.open.pop()? {
                        self.steps.push(Step::End(element));
                    }
                }
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                    Some(c) => self.text(c.encode_utf8(&mut [0; 4])),
                    None => self.text(resolve_predefined_entity(&reference.xml10_content())?),
                },
                Event::Eof => return (self.has_root && self.open.is_empty()).then_some(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Option<()> {
        let name = tag.local_name().into_inner().to_owned();
        let is_in_root = self.open == [Open::Root];
        let open = match name.as_str() {
            "svg" if !self.has_root => Open::Root,
            _ if !self.has_root => return None,
            _ if self.open.contains(&Open::Gone) => Open::Gone,
            // What stands for a label; as a group it cuts nothing off that is a little wider.
            "svg" => Open::Part("g"),
            "style" => Open::Style,
            "title" if is_in_root => Open::Title,
            "desc" if is_in_root => Open::Description,
            _ => ELEMENTS
                .iter()
                .find(|known| **known == name)
                .map_or(Open::Gone, |it| Open::Part(it)),
        };
        self.has_root = true;
        if matches!(open, Open::Root | Open::Part(_)) {
            let mut attributes = Vec::new();
            for attribute in tag.attributes() {
                let attribute = attribute.ok()?;
                let key = attribute.key.local_name().into_inner();
                if fits(key, &name) {
                    let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
                    attributes.extend(kept(key, value.into_owned(), open));
                }
            }
            match open {
                Open::Part("g") if name == "svg" => {
                    self.steps.push(Step::Start {
                        element: "g",
                        attributes: moved(&attributes),
                        is_empty,
                    });
                }
                Open::Part(element) => {
                    if is_row(tag) {
                        align_left(&mut attributes);
                    }
                    self.steps.push(Step::Start { element, attributes, is_empty });
                }
                _ => {
                    let view_box = attributes.into_iter().find(|(name, _)| name == "viewBox");
                    self.drawing.view_box = rounded(&view_box?.1);
                }
            }
        }
        if !is_empty {
            self.open.push(open);
        }
        Some(())
    }

    fn text(&mut self, text: &str) {
        match self.open.last() {
            Some(Open::Part("text" | "tspan")) => self.steps.push(Step::Text(text.to_owned())),
            Some(Open::Style) => self.css.push_str(text),
            Some(Open::Title) => self.drawing.title.get_or_insert_default().push_str(text),
            Some(Open::Description) => {
                self.drawing.description.get_or_insert_default().push_str(text);
            }
            // Between elements there is nothing but layout.
            _ => {}
        }
    }
}

/// Whether an attribute of a place or a size means anything on an element. The library writes
/// some where they do not, which HTML does not allow.
fn fits(attribute: &str, element: &str) -> bool {
    let elements: &[&str] = match attribute {
        "cx" | "cy" => &["circle", "ellipse", "radialGradient"],
        "d" => &["path"],
        "dx" | "dy" | "rotate" => &["text", "tspan"],
        "height" | "width" => &["mask", "pattern", "rect", "svg", "use"],
        "points" => &["polygon", "polyline"],
        "r" => &["circle", "radialGradient"],
        "rx" | "ry" => &["ellipse", "rect"],
        "viewBox" => &["marker", "pattern", "svg"],
        "x" | "y" => &["mask", "pattern", "rect", "svg", "text", "tspan", "use"],
        _ => return true,
    };
    elements.contains(&element)
}

/// Whether it is a row of a class, which begins at the left.
fn is_row(tag: &BytesStart<'_>) -> bool {
    let classes = tag.try_get_attribute("data-merman-source-classes").ok().flatten();
    classes.is_some_and(|classes| {
        ["members-group", "methods-group"].iter().any(|group| classes.value.contains(group))
    })
}

/// Lets a text begin at the left of its label, in whose middle it is.
fn align_left(attributes: &mut Vec<(String, String)>) {
    attributes.retain(|(name, _)| name != "x" && name != "text-anchor");
    for (name, value) in attributes {
        if name == "style" {
            *value = value.replace("text-anchor:middle", "text-anchor:start");
        }
    }
}

/// The place of a drawing within the drawing, as an attribute of a group.
fn moved(attributes: &[(String, String)]) -> Vec<(String, String)> {
    let of = |name: &str| {
        attributes.iter().find(|(known, _)| known == name).map_or("0", |(_, value)| value.as_str())
    };
    match (of("x"), of("y")) {
        ("0", "0") => Vec::new(),
        (x, y) => vec![("transform".to_owned(), format!("translate({x} {y})"))],
    }
}

/// An attribute that stays, by the name it has in HTML.
fn kept(name: &str, value: String, element: Open) -> Option<(String, String)> {
    let name = match name {
        "href" if element == Open::Part("a") => {
            galley_svg::is_safe_link(&value).then_some("href")?
        }
        "href" if element == Open::Part("use") => value.starts_with('#').then_some("href")?,
        "id" | "class" | "style" => name,
        _ => ATTRIBUTES.iter().find(|known| **known == name)?,
    };
    // What is invalid draws nothing, and a reader of HTML would complain.
    let is_broken = value.is_empty() || value.contains("NaN") || value.contains("Infinity");
    (!is_broken || name == "class").then(|| (name.to_owned(), value))
}
