//! SVG pictures without what could run code or fetch something.
//!
//! A page that shows a picture runs nothing of it. But the picture has an address, and opened
//! there it is a document of the site whose scripts may do all that the site's may. So a
//! picture is written anew from what is known to be harmless; no byte of its source gets by
//! unread, and what another parser would make of the source is no matter.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

mod allowed;
mod entity;

use allowed::{Address, Target, is_element, is_safe_address, is_safe_css, is_silent, target_of};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Stands for a picture that cannot be read.
const EMPTY: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n";

/// A picture that is safe at its own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeSvg {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was left out because it could do harm, each kind once, as it is written in the
    /// file: `<script>`, `onload`. What other programs keep in a file for themselves goes
    /// without mention.
    pub removed: Vec<String>,
}

/// Whether a file is an SVG picture, by its name.
pub fn is_svg(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"))
}

/// What is shown of an author's file: its bytes, an SVG picture made safe, an empty one if that
/// cannot be.
pub fn safe_file(file: &Path, bytes: Vec<u8>) -> Vec<u8> {
    if is_svg(file) {
        safe_svg(&bytes).map_or_else(|| EMPTY.to_vec(), |picture| picture.bytes)
    } else {
        bytes
    }
}

/// Whether a link of a picture can be gone to: it runs nothing.
pub fn is_safe_link(target: &str) -> bool {
    is_safe_address(Address::Link, target)
}

/// Writes an SVG picture anew, from what is harmless in it; none if `source` is no SVG, is
/// broken, or is not in UTF-8, so that nobody knows what a browser would make of it.
pub fn safe_svg(source: &[u8]) -> Option<SafeSvg> {
    let source = std::str::from_utf8(source).ok()?;
    let source = entity::expanded(source.trim_start_matches('\u{feff}'))?;
    let mut reader = NsReader::from_str(&source);
    reader.config_mut().check_comments = true;
    let mut picture = Picture::default();
    loop {
        let (namespace, event) = reader.read_resolved_event().ok()?;
        let in_svg = namespace == ResolveResult::Bound(quick_xml::name::Namespace(SVG));
        match event {
            Event::Start(tag) => picture.start(&reader, &tag, in_svg, false)?,
            Event::Empty(tag) => picture.start(&reader, &tag, in_svg, true)?,
            Event::End(_) => picture.end(),
            Event::Text(text) => picture.text(&text.xml10_content()),
            Event::CData(text) => picture.text(&text.xml10_content()),
            Event::GeneralRef(reference) => picture.text(&character(&reference)?),
            Event::Comment(text) => picture.comment(&text.into_inner()),
            Event::PI(_) => picture.removed("<?…?>"),
            // Both say what the writing anew has made true or needless.
            Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => return picture.done(),
        }
    }
}

/// A picture as far as it has been written.
#[derive(Debug, Default)]
struct Picture {
    out: String,
    /// The elements that are open, by the names they were written with.
    open: Vec<&'static str>,
    /// How many elements deep we are in one that is left out.
    n_left_out: usize,
    /// The style sheet that is being read.
    css: Option<String>,
    removed: Vec<String>,
    has_root: bool,
    /// Where another namespace can be declared, and whether one is needed.
    after_namespace: usize,
    has_xlink: bool,
}

impl Picture {
    /// None if it cannot be a picture.
    fn start(
        &mut self,
        reader: &NsReader<&[u8]>,
        tag: &BytesStart<'_>,
        in_svg: bool,
        is_empty: bool,
    ) -> Option<()> {
        if self.n_left_out > 0 {
            self.n_left_out += usize::from(!is_empty);
            return Some(());
        }
        let name = tag.local_name().into_inner();
        let element = in_svg.then(|| is_element(name)).flatten();
        let Some(element) = element else {
            // The root decides what the file is.
            self.has_root.then_some(())?;
            if !is_silent(in_svg, name) {
                self.removed(&format!("<{name}>"));
            }
            self.n_left_out = usize::from(!is_empty);
            return Some(());
        };
        let is_root = self.open.is_empty();
        if is_root && (self.has_root || element != "svg") {
            return None;
        }
        let attributes = self.attributes(reader, tag, element)?;
        let Some(attributes) = attributes else {
            self.n_left_out = usize::from(!is_empty);
            return Some(());
        };
        self.has_root = true;
        let _ = write!(self.out, "<{element}");
        if is_root {
            let _ = write!(self.out, " xmlns=\"{SVG}\"");
            self.after_namespace = self.out.len();
        }
        self.out.push_str(&attributes);
        self.has_xlink |= attributes.contains(" xlink:");
        if is_empty {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            self.open.push(element);
            self.css = (element == "style").then(String::new);
        }
        Some(())
    }

    /// The attributes that stay, as they are written; none if they make the element one that
    /// has to go. None at all if they cannot be read.
    #[expect(clippy::option_option, reason = "whether it can be read, and whether it stays")]
    fn attributes(
        &mut self,
        reader: &NsReader<&[u8]>,
        tag: &BytesStart<'_>,
        element: &str,
    ) -> Option<Option<String>> {
        let mut out = String::new();
        for attribute in tag.attributes() {
            let attribute = attribute.ok()?;
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
            let Some(name) = attribute_name(reader, &attribute) else { continue };
            let target = target_of(element, &name);
            if target == Target::Animated && !allowed::may_be_animated(&value) {
                self.removed(&format!("<{element} {name}=\"{value}\">"));
                return Some(None);
            }
            let is_safe = match target {
                Target::Address(kind) => is_safe_address(kind, &value),
                Target::Code => false,
                Target::Style => is_safe_css(&value),
                Target::Animated | Target::Other => !value.contains('(') || is_safe_css(&value),
            };
            if is_safe {
                let _ = write!(out, " {name}=\"{}\"", escape(&*value));
            } else {
                self.removed(&name);
            }
        }
        Some(Some(out))
    }

    fn end(&mut self) {
        if self.n_left_out > 0 {
            self.n_left_out -= 1;
            return;
        }
        if let Some(css) = self.css.take() {
            if is_safe_css(&css) {
                self.out.push_str(&escape(&*css));
            } else {
                self.removed("<style>");
            }
        }
        if let Some(element) = self.open.pop() {
            let _ = write!(self.out, "</{element}>");
        }
    }

    fn text(&mut self, text: &str) {
        if self.n_left_out > 0 || self.open.is_empty() {
            return;
        }
        match &mut self.css {
            Some(css) => css.push_str(text),
            None => self.out.push_str(&escape(text)),
        }
    }

    /// Comments stay, since some name the licence; not those that HTML would read otherwise.
    fn comment(&mut self, text: &str) {
        let is_plain = !text.contains(['<', '>']) && !text.ends_with('-');
        if self.n_left_out == 0 && self.css.is_none() && is_plain {
            let _ = write!(self.out, "<!--{text}-->");
        }
    }

    fn removed(&mut self, what: &str) {
        if !self.removed.iter().any(|known| known == what) {
            self.removed.push(what.to_owned());
        }
    }

    fn done(mut self) -> Option<SafeSvg> {
        if self.has_xlink {
            self.out.insert_str(self.after_namespace, &format!(" xmlns:xlink=\"{XLINK}\""));
        }
        let is_whole = self.has_root && self.open.is_empty() && self.n_left_out == 0;
        self.out.push('\n');
        is_whole.then(|| SafeSvg { bytes: self.out.into_bytes(), removed: self.removed })
    }
}

/// The name to write an attribute with; none for other programs' own.
fn attribute_name(reader: &NsReader<&[u8]>, attribute: &Attribute<'_>) -> Option<String> {
    if attribute.key.as_namespace_binding().is_some() {
        return None;
    }
    let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
    let local = local.into_inner();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !local.chars().all(plain) || !local.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    match namespace {
        ResolveResult::Unbound => Some(local.to_owned()),
        ResolveResult::Bound(it) if it.into_inner() == XLINK => Some(format!("xlink:{local}")),
        // What addresses would be relative to.
        ResolveResult::Bound(it) if it.into_inner() == XML && local != "base" => {
            Some(format!("xml:{local}"))
        }
        _ => None,
    }
}

/// The text that a reference stands for. Entities of the file's own have been expanded.
fn character(reference: &BytesRef<'_>) -> Option<Cow<'static, str>> {
    if let Some(c) = reference.resolve_char_ref().ok()? {
        return Some(c.to_string().into());
    }
    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).map(Cow::Borrowed)
}

#[cfg(test)]
mod tests;
