//! Colours as theme makers write them.

/// A colour without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub(crate) [u8; 3]);

/// The colours of one card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colours {
    /// The ground.
    pub paper: Colour,
    /// The title.
    pub ink: Colour,
    /// The smaller texts.
    pub soft: Colour,
    /// What catches the eye.
    pub accent: Colour,
    /// Areas and lines beside the text.
    pub shade: Colour,
}

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let digits = digits.chars().map(|digit| digit.to_digit(16)).collect::<Option<Vec<_>>>()?;
        let byte = |high: u32, low: u32| u8::try_from(high * 16 + low).ok();
        let bytes: Vec<u8> = match digits.len() {
            3 => digits.iter().map(|digit| byte(*digit, *digit)).collect::<Option<_>>()?,
            6 => digits.chunks(2).map(|two| byte(two[0], two[1])).collect::<Option<_>>()?,
            _ => return None,
        };
        bytes.try_into().ok().map(Self)
    }

    /// This colour under so many of the [`LEVELS`] of another.
    pub(crate) fn under(self, over: Self, level: u8) -> Self {
        let mix = |under: u8, over: u8| {
            let (level, full) = (u16::from(level), u16::from(LEVELS));
            let mixed = u16::from(under) * (full - level) + u16::from(over) * level;
            u8::try_from((mixed + full / 2) / full).expect("between two bytes")
        };
        Self([0, 1, 2].map(|part| mix(self.0[part], over.0[part])))
    }

    /// How far apart two colours are.
    pub(crate) fn distance(self, other: Self) -> u32 {
        let parts = self.0.iter().zip(other.0);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    }
}

/// Of how many steps an edge is: more than the eye sees at this size only make the file larger.
pub(crate) const LEVELS: u8 = 7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_in_style_sheets() {
        assert_eq!(Colour::parse("#1a7f5a"), Some(Colour([0x1a, 0x7f, 0x5a])));
        assert_eq!(Colour::parse("#FFc"), Some(Colour([0xff, 0xff, 0xcc])));
        for other in ["", "#", "1a7f5a", "#1a7f5", "#1a7f5a00", "#ggg", "red", "#é1"] {
            assert_eq!(Colour::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_mixture_is_between_its_colours() {
        let (black, white) = (Colour([0; 3]), Colour([255; 3]));
        assert_eq!(black.under(white, 0), black);
        assert_eq!(black.under(white, LEVELS), white);
        assert_eq!(black.under(white, 3), Colour([109; 3]));
    }
}
