//! How wide text is, whatever face shows it.
//!
//! Boxes are drawn around text that no face is at hand to measure: each theme, and each
//! reader's machine, has its own. So letters are as wide as in Helvetica, whose widths most
//! faces for screens have more or less, and boxes get some room to spare.

use std::sync::Arc;

use merman::svg::{
    DeterministicTextMeasurer, MeasurementProfileId, TextMeasurementPolicy, TextMeasurementProfile,
    TextMeasurementProfileIdentity, TextStyle,
};
use unicode_width::UnicodeWidthChar;

/// Widths of the printable characters of ASCII, in thousandths of the size.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// What other faces may need more.
const SLACK: f64 = 1.06;

/// The measurer for the drawing library.
pub(crate) fn policy() -> TextMeasurementPolicy {
    let id = MeasurementProfileId::new("galley").expect("a plain word");
    let identity = TextMeasurementProfileIdentity::new(id, "1").expect("a plain number");
    let measurer = DeterministicTextMeasurer { char_width_factor: 0.0, line_height_factor: 0.0 };
    let backend: Arc<_> = measurer.with_width_callback(width);
    TextMeasurementPolicy::uniform(TextMeasurementProfile::new(identity, backend))
}

/// The width of a line of text in pixels.
fn width(text: &str, style: &TextStyle) -> f64 {
    let thousandths: f64 = text.chars().map(advance).sum();
    let is_bold = style.font_weight.as_deref().is_some_and(|weight| {
        weight.starts_with("bold") || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)
    });
    thousandths / 1000.0 * style.font_size * SLACK * if is_bold { 1.07 } else { 1.0 }
}

fn advance(c: char) -> f64 {
    if let Some(width) = (c as usize).checked_sub(0x20).and_then(|at| ASCII.get(at)) {
        return f64::from(*width);
    }
    match c.width() {
        None | Some(0) => 0.0,
        Some(1) => 600.0,
        // Pictures are wider than the letters of East Asia.
        Some(_) if c >= '\u{1F000}' => 1250.0,
        Some(_) => 1000.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_widths_of_their_own() {
        let of = |text: &str| width(text, &TextStyle::default()) / 16.0 / SLACK;
        assert!((of("Wil") - (0.944 + 0.222 + 0.222)).abs() < 1e-9);
        assert!((of("日本") - 2.0).abs() < 1e-9);
        assert!((of("e\u{301}") - of("e")).abs() < 1e-9);
        assert!(of("é") > 0.5);
        let bold = TextStyle { font_weight: Some("bold".to_owned()), ..TextStyle::default() };
        assert!(width("a", &bold) > width("a", &TextStyle::default()));
    }
}
