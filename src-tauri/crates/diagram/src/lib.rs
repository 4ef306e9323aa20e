//! The text of a diagram, as Mermaid's authors know it, to a drawing for a page. Pure: the same
//! text gives the same bytes.
//!
//! [`merman`] reads the text and lays out. What it draws is read (`read`) and written anew
//! (`rewrite`) from the parts that draw, in the colours of the page (`paint`), with styles that
//! reach no further than the drawing (`sheet`); and then washed as any author's picture is. The
//! text can bring its own settings and styles, so nothing of the drawing is trusted.

mod contrast;
mod measure;
mod paint;
mod read;
mod rewrite;
mod sheet;

use std::fmt;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use merman::svg::{
    Presentation, RenderResourceLimitId, RenderResourcePolicy, ResourceLimitId, SvgPipeline,
    SvgRenderOptions,
};
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderError, RenderOutput,
    RenderRequest, Renderer, SvgEnvironment, SvgRequest,
};
use serde_json::json;

/// Longer texts are no diagram that anybody could read, and nor are longer lines, of which the
/// library reads some again and again.
const LONGEST: usize = 30_000;
const LONGEST_LINE: usize = 2_000;

/// A drawing for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    id: String,
    view_box: String,
    size: (u32, u32),
    title: Option<String>,
    description: Option<String>,
    inside: String,
    links: Vec<String>,
}

/// Why there is no drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagramError {
    /// The line of the text that cannot be read, from 1, if it is one.
    pub line: Option<u32>,
    /// What is wrong, without a final period.
    pub message: String,
}

impl fmt::Display for DiagramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DiagramError {}

impl From<&str> for DiagramError {
    fn from(message: &str) -> Self {
        Self { line: None, message: message.to_owned() }
    }
}

/// Draws a diagram.
pub fn draw(source: &str) -> Result<Diagram, DiagramError> {
    if source.len() > LONGEST || source.lines().any(|line| line.len() > LONGEST_LINE) {
        return Err("it is too long to be drawn".into());
    }
    let id = format!("d-{}", &blake3::hash(source.as_bytes()).to_hex()[..12]);
    // The library is young and its texts are anybody's; a diagram is not worth the post.
    let drawn = catch_unwind(AssertUnwindSafe(|| svg(&contrast::with_text_to_read(source), &id)));
    let svg = drawn.unwrap_or_else(|_| Err("it is not understood".into()))?;
    let unread = || DiagramError::from("it gives no picture");
    // The library writes on the colours of a series in black, and so may an author elsewhere.
    let svg =
        if source.contains(paint::BLACK) { svg } else { svg.replace(paint::BLACK, paint::TEXT) };
    let drawing = rewrite::rewrite(&svg, &id).ok_or_else(unread)?;
    let size = size_of(&drawing.view_box).ok_or_else(unread)?;
    let diagram = Diagram {
        inside: washed(&drawing.inside).ok_or_else(unread)?,
        view_box: drawing.view_box,
        title: drawing.title.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()),
        description: drawing.description.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()),
        links: drawing.links,
        size,
        id,
    };
    Ok(diagram)
}

impl Diagram {
    /// What the ids of its parts begin with, when it is the first of its kind on a page.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where its links lead, as the author wrote them.
    pub fn links(&self) -> &[String] {
        &self.links
    }

    /// The SVG element. `suffix` keeps its ids apart from those of the same diagram elsewhere on
    /// the page, and `name` is what it is called if its author gave it no name.
    pub fn svg(&self, suffix: &str, name: &str) -> String {
        let Self { id, view_box, size: (width, height), inside, .. } = self;
        let own_id = format!("{id}{suffix}");
        let name = escaped(self.title.as_deref().unwrap_or(name));
        // A picture is one thing to a screen reader; links in it have to be found.
        let role = if self.links.is_empty() { "img" } else { "group" };
        let mut svg = format!("<svg id=\"{own_id}\" role=\"{role}\" aria-label=\"{name}\"");
        if self.description.is_some() {
            let _ = write!(svg, " aria-describedby=\"{own_id}-about\"");
        }
        let _ = write!(
            svg,
            " viewBox=\"{view_box}\" width=\"{width}\" height=\"{height}\" \
             style=\"--width:{width}px\">"
        );
        if let Some(description) = &self.description {
            let _ = write!(svg, "<desc id=\"{own_id}-about\">{}</desc>", escaped(description));
        }
        if suffix.is_empty() {
            svg.push_str(inside);
        } else {
            svg.push_str(&inside.replace(id.as_str(), &own_id));
        }
        svg.push_str("</svg>");
        svg
    }
}

fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    quick_xml::escape::escape(text)
}

/// The inside of a drawing as it is left by who washes the pictures of authors.
fn washed(inside: &str) -> Option<String> {
    const ROOT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\">";
    let safe = galley_svg::safe_svg(format!("{ROOT}{inside}</svg>").as_bytes())?;
    let text = String::from_utf8(safe.bytes).ok()?;
    Some(text.strip_prefix(ROOT)?.strip_suffix("</svg>\n")?.to_owned())
}

/// Width and height in whole pixels.
fn size_of(view_box: &str) -> Option<(u32, u32)> {
    let numbers: Vec<f64> = view_box
        .split_ascii_whitespace()
        .map(|number| number.parse().ok().filter(|number: &f64| number.is_finite()))
        .collect::<Option<_>>()?;
    let [_, _, width, height] = numbers[..] else { return None };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in bounds")]
    let pixels = |length: f64| (1.0..=100_000.0).contains(&length).then(|| length.ceil() as u32);
    Some((pixels(width)?, pixels(height)?))
}

/// The library, set up once.
struct Library {
    renderer: Renderer,
    environment: SvgEnvironment,
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let presentation = Presentation::new().with_theme(paint::theme()).resolve();
    // What a text may not set: what is ours to say, and what would need an engine that is not here.
    let locked = [
        "secure",
        "securityLevel",
        "startOnLoad",
        "maxTextSize",
        "maxEdges",
        "theme",
        "suppressErrorRendering",
        "themeCSS",
        "themeVariables",
        "darkMode",
        "fontFamily",
        "altFontFamily",
        "look",
        "layout",
        "htmlLabels",
        "dompurifyConfig",
        "defaultRenderer",
        "deterministicIds",
        "deterministicIDSeed",
        "handDrawnSeed",
        "arrowMarkerAbsolute",
        "useMaxWidth",
        "legacyMathML",
        "forceLegacyMathML",
    ];
    let config = json!({
        "securityLevel": "strict",
        "layout": "dagre",
        "flowchart": { "layout": "dagre" },
        // As wide as a page's text, so that its words are not drawn smaller than they are.
        "gantt": {
            "useWidth": 640, "fontSize": 14, "sectionFontSize": 14, "barHeight": 26, "barGap": 6,
            "leftPadding": 96, "rightPadding": 48,
        },
        "secure": locked,
    });
    let engine = Engine::new().with_site_config(MermaidConfig::from_value(config));
    let resources = [
        (RenderResourceLimitId::MaxSvgBytes, 4_000_000),
        (RenderResourceLimitId::MaxSvgElements, 40_000),
    ];
    let policy =
        resources.into_iter().fold(RenderResourcePolicy::constrained(), |policy, (id, most)| {
            policy.with_limit(ResourceLimitId::Render(id), most).expect("it is no fixed limit")
        });
    Library {
        renderer: Renderer::new()
            .with_engine(presentation.materialize_engine(engine))
            .with_parse_options(ParseOptions::strict()),
        environment: SvgEnvironment::deterministic()
            .with_text_measurement_policy(measure::policy())
            .with_resource_policy(policy),
    }
});

/// What the library draws.
fn svg(source: &str, id: &str) -> Result<String, DiagramError> {
    let request = SvgRequest {
        environment: LIBRARY.environment.clone(),
        options: SvgRenderOptions {
            diagram_id: Some(id.to_owned()),
            ..SvgRenderOptions::default()
        },
        pipeline: Some(SvgPipeline::resvg_safe()),
        ..SvgRequest::default()
    };
    let request = RenderRequest::svg(source, OperationControl::new(), request);
    match LIBRARY.renderer.render(request) {
        Ok(RenderOutput::Svg(Some(svg))) => Ok(svg.into_parts().0),
        Ok(_) | Err(RenderError::NoDiagram) => Err(no_diagram()),
        Err(error) => Err(error_of(source, &error)),
    }
}

fn no_diagram() -> DiagramError {
    "its first line names no kind of diagram".into()
}

/// What the library says, in the words of this project where it has some.
fn error_of(source: &str, error: &RenderError) -> DiagramError {
    // Longer messages quote the source.
    const LONGEST: usize = 120;
    let error = match error {
        RenderError::Parse(error) => error,
        RenderError::ResourceLimitExceeded(_) => return "it is too much to be drawn".into(),
        error => {
            return DiagramError { line: None, message: first_line(&error.to_string(), LONGEST) };
        }
    };
    let details = error.terminal_diagnostic_details();
    let message = match details.code.as_str() {
        "merman.parse.no_diagram_detected" => return no_diagram(),
        "merman.parse.unsupported_diagram" => {
            let kind = details.diagram_type.unwrap_or_default();
            format!("diagrams of the kind `{kind}` are not drawn here")
        }
        _ => {
            let message = error.terminal_safe_message();
            let prefix = details.diagram_type.map(|kind| format!("Diagram parse error ({kind}): "));
            let message = prefix
                .and_then(|it| message.strip_prefix(&it).map(str::to_owned))
                .unwrap_or(message);
            first_line(&message, LONGEST)
        }
    };
    let spanned = details.span.and_then(|span| line_at(source, span.start));
    let line = spanned.or_else(|| quoted_line(source, &message));
    DiagramError { line, message }
}

/// The first line of a message, without what it goes on with where it is too long.
fn first_line(message: &str, longest: usize) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches(['.', ':', ' ']);
    let is_long = line.len() > longest;
    // A list of all that could have stood there helps nobody.
    let line = line.split("; expected").next().filter(|_| is_long).unwrap_or(line);
    line.chars().take(longest).collect()
}

/// The line that a message quotes.
fn quoted_line(source: &str, message: &str) -> Option<u32> {
    let is_quoted = |line: &str| !line.trim().is_empty() && message.ends_with(line.trim());
    let at = source.lines().position(is_quoted)?;
    u32::try_from(at + 1).ok()
}

/// The line that a byte is on.
fn line_at(source: &str, byte: usize) -> Option<u32> {
    let before = source.as_bytes().get(..byte)?;
    u32::try_from(before.iter().filter(|&&b| b == b'\n').count() + 1).ok()
}
