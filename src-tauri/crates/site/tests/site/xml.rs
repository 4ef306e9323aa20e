//! XML read to the end, and refused where it is not well formed.

use quick_xml::Reader;
use quick_xml::events::Event;

/// An element that has no elements of its own.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// The names of the elements around it and its own, as `feed/entry/title`.
    pub(crate) path: String,
    attributes: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Leaf {
    /// The value of an attribute; empty if there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }
}

/// The leaves of a document, in order.
pub(crate) fn leaves(xml: &str) -> Vec<Leaf> {
    let mut reader = Reader::from_str(xml);
    let mut path: Vec<String> = Vec::new();
    let mut open: Option<Leaf> = None;
    let mut found = Vec::new();
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let start = match &event {
            Event::Start(start) | Event::Empty(start) => Some(start),
            _ => None,
        };
        if let Some(start) = start {
            path.push(start.name().as_ref().to_owned());
            let attributes = start.attributes().map(|attribute| {
                let attribute = attribute.expect("an attribute");
                let value = attribute
                    .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                    .expect("known references");
                (attribute.key.as_ref().to_owned(), value.into_owned())
            });
            let attributes = attributes.collect();
            open = Some(Leaf { path: path.join("/"), attributes, text: String::new() });
        }
        match event {
            Event::Empty(_) | Event::End(_) => {
                found.extend(open.take());
                path.pop();
            }
            Event::Text(text) => {
                if let Some(leaf) = &mut open {
                    leaf.text.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                let leaf = open.as_mut().expect("references only in text");
                let name: &str = &reference;
                let c = match reference.resolve_char_ref().expect("a character") {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(name)
                        .unwrap_or_else(|| panic!("`{name}` is known"))
                        .to_owned(),
                };
                leaf.text.push_str(&c);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The texts of the leaves at a path.
pub(crate) fn texts<'l>(leaves: &'l [Leaf], path: &str) -> Vec<&'l str> {
    leaves.iter().filter(|leaf| leaf.path == path).map(|leaf| &*leaf.text).collect()
}
