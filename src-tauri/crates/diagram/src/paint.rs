//! The colours that a diagram is drawn in: those of the page it stands on.
//!
//! The drawing library mixes colours, which it can only do with numbers. So it is given a
//! number for each part that a colour plays, and what it drew is searched for the numbers.

use merman::svg::{HostTheme, HostThemeAppearance, ThemeRole};

/// For each part of a diagram the number that stands for its colour, and the name that the
/// page calls it by. The numbers are bright, so that the library writes on them in black.
const PARTS: [(ThemeRole, &str, &str); 22] = [
    (ThemeRole::Canvas, "#fef101", "ground"),
    (ThemeRole::Surface, "#fef102", "box"),
    (ThemeRole::SurfaceAlt, "#fef103", "box-2"),
    (ThemeRole::SurfaceMuted, "#fef104", "box-3"),
    (ThemeRole::Text, TEXT, "text"),
    (ThemeRole::SubtleText, "#fef106", "text-2"),
    (ThemeRole::Border, "#fef107", "edge"),
    (ThemeRole::Line, "#fef108", "line"),
    (ThemeRole::EdgeLabelBackground, "#fef109", "ground"),
    (ThemeRole::ClusterBackground, "#fef10a", "group"),
    (ThemeRole::ClusterBorder, "#fef10b", "edge-2"),
    (ThemeRole::NoteBackground, "#fef10c", "note"),
    (ThemeRole::NoteBorder, "#fef10d", "edge-2"),
    (ThemeRole::NoteText, "#fef10e", "text"),
    (ThemeRole::ActorBackground, "#fef10f", "box"),
    (ThemeRole::ActorBorder, "#fef110", "edge"),
    (ThemeRole::ActorText, "#fef111", "text"),
    (ThemeRole::ActivationBackground, "#fef112", "box-3"),
    (ThemeRole::ActivationBorder, "#fef113", "edge"),
    (ThemeRole::Error, "#fef114", "mark"),
    (ThemeRole::Warning, "#fef115", "mark"),
    (ThemeRole::Success, "#fef116", "line"),
];

/// The numbers of the colours of a series, of which there are as many as the library asks for.
const SERIES: [&str; 12] = [
    "#fef121", "#fef122", "#fef123", "#fef124", "#fef125", "#fef126", "#fef127", "#fef128",
    "#fef129", "#fef12a", "#fef12b", "#fef12c",
];

/// What the library makes of the colour of lines, to write on it.
const ON_LINE: &str = "#010ef7";

/// The same black, as it writes it at times.
const ON_SERIES: &str = "rgb(0, 0, 0)";

/// The black in which the library writes on the colours of a series.
pub(crate) const BLACK: &str = "#000000";

/// The number of the colour of text.
pub(crate) const TEXT: &str = "#fef105";

/// How many colours of a series a page has; then they begin again.
const N_SERIES: usize = 8;

/// The theme for the drawing library.
pub(crate) fn theme() -> HostTheme {
    let mut theme = HostTheme::new().with_appearance(HostThemeAppearance::Light);
    for (role, number, _) in PARTS {
        theme = theme.try_with_role(role, number).expect("a colour");
    }
    theme.try_with_series_palette(SERIES).expect("colours")
}

/// A value with the page's colours in place of the numbers.
pub(crate) fn of_page(value: &str) -> String {
    let value = in_hex(&without_lightness(value)).replace(ON_LINE, "var(--diagram-ground)");
    let value = value.replace(ON_SERIES, "var(--diagram-text)");
    let mut out = String::with_capacity(value.len());
    let mut rest = value.as_str();
    while let Some(at) = rest.find("#fef1") {
        out.push_str(&rest[..at]);
        let number = rest.get(at..at + 7).and_then(|number| Some((number, name(number)?)));
        if let Some((number, name)) = number {
            out.push_str("var(--diagram-");
            out.push_str(&name);
            out.push(')');
            rest = &rest[at + number.len()..];
        } else {
            out.push('#');
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    out
}

/// Browsers write the numbers of a style in decimals, and so does the library at times.
fn in_hex(value: &str) -> String {
    const START: &str = "rgb(254, 241, ";
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find(START) {
        let number = &rest[at + START.len()..];
        let last = number.find(')').and_then(|end| Some((end, number[..end].parse::<u8>().ok()?)));
        let Some((end, last)) = last else { break };
        out.push_str(&rest[..at]);
        out.push_str(&format!("#fef1{last:02x}"));
        rest = &number[end + 1..];
    }
    out + rest
}

/// A lighter or darker one of our numbers is the number itself: a page has its own shades.
fn without_lightness(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find("hsl(") {
        let inner = &rest[at + 4..];
        let Some(end) = inner.find(')') else { break };
        let hue = inner[..end].split(',').next().and_then(|hue| hue.trim().parse::<f64>().ok());
        out.push_str(&rest[..at]);
        match hue.and_then(number_of_hue) {
            Some(number) => out.push_str(&number),
            None => out.push_str(&rest[at..=at + 4 + end]),
        }
        rest = &inner[end + 1..];
    }
    out + rest
}

/// The number that has a hue. They differ in blue alone, so each has one of its own.
fn number_of_hue(hue: f64) -> Option<String> {
    (0..=u8::MAX).find_map(|blue| {
        let blue_part = f64::from(blue);
        let own = 60.0 * (241.0 - blue_part) / (254.0 - blue_part);
        ((own - hue).abs() < 1e-6).then(|| format!("#fef1{blue:02x}"))
    })
}

fn name(number: &str) -> Option<String> {
    let part = PARTS.iter().find(|(_, known, _)| *known == number);
    part.map(|(_, _, name)| (*name).to_owned()).or_else(|| {
        let at = SERIES.iter().position(|known| *known == number)?;
        Some((at % N_SERIES + 1).to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_names() {
        assert_eq!(of_page("#fef105"), "var(--diagram-text)");
        assert_eq!(of_page("1px solid #fef108"), "1px solid var(--diagram-line)");
        assert_eq!(of_page("rgb(254, 241, 5) rgb(254, 241,"), "var(--diagram-text) rgb(254, 241,");
        assert_eq!(of_page("hsl(56.4383561644, 99.1%, 66.7%)"), "var(--diagram-3)");
        assert_eq!(of_page("hsl(120, 50%, 50%) hsl("), "hsl(120, 50%, 50%) hsl(");
        assert_eq!(of_page("#fef129"), "var(--diagram-1)");
        assert_eq!(of_page("#f00 #fef1 #fef1ff"), "#f00 #fef1 #fef1ff");
    }
}
