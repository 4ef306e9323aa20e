//! What the head of a file says of its picture.

use crate::decode::MOST_PIXELS;
use crate::parts::Parts;

/// What a page has to know of a picture to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Width as it is seen, in pixels.
    pub width: u32,
    /// Height as it is seen, in pixels.
    pub height: u32,
    /// The widths in which it is offered beside the file itself, rising; none if the file
    /// itself has to do.
    pub widths: Vec<u32>,
}

/// The widths that pictures are offered in: a phone, a column of text, both on finer screens.
const STEPS: [u32; 4] = [480, 960, 1440, 1920];

/// `WebP` knows none higher.
const HIGHEST: u32 = 16_383;

/// Looks at a file, or at its beginning. None if it shows no picture that has pixels, or if
/// what is there does not tell yet.
pub fn look(bytes: &[u8]) -> Option<Look> {
    if let Some(parts) = Parts::of(bytes) {
        return Some(of_parts(&parts));
    }
    let size = imagesize::blob_size(bytes).ok()?;
    let number = |n| u32::try_from(n).ok().filter(|n| *n > 0);
    Some(Look { width: number(size.width)?, height: number(size.height)?, widths: Vec::new() })
}

pub(crate) fn of_parts(parts: &Parts) -> Look {
    let (width, height) = parts.seen_size();
    let is_small = u64::from(width) * u64::from(height) <= MOST_PIXELS;
    let widths = if parts.is_plain && is_small { widths(width, height) } else { Vec::new() };
    Look { width, height, widths }
}

/// The steps below the picture's width, and its own width unless it is above all steps.
///
/// A step close to the whole width would cost a file and save nobody anything.
fn widths(width: u32, height: u32) -> Vec<u32> {
    if width <= STEPS[0] {
        return Vec::new();
    }
    let widest = width.min(STEPS[STEPS.len() - 1]);
    let mut widths: Vec<u32> =
        STEPS.into_iter().filter(|step| step * 5 <= widest * 4).chain([widest]).collect();
    widths.retain(|step| height_at((width, height), *step) <= HIGHEST);
    widths
}

/// The height that a picture of this size has when it is so wide.
pub(crate) fn height_at((width, height): (u32, u32), new_width: u32) -> u32 {
    let (width, height, new) = (u64::from(width), u64::from(height), u64::from(new_width));
    u32::try_from((height * new + width / 2) / width).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_width_is_above_the_pictures_own() {
        assert_eq!(widths(480, 10), []);
        assert_eq!(widths(500, 10), [500]);
        assert_eq!(widths(1000, 10), [480, 1000]);
        assert_eq!(widths(1200, 10), [480, 960, 1200]);
        assert_eq!(widths(6000, 4000), [480, 960, 1440, 1920]);
        assert_eq!(widths(1000, 30_000), [480], "higher than the format allows");
        for width in 1..3000 {
            let widths = widths(width, 100);
            assert!(widths.iter().all(|step| *step <= width), "{width}");
            assert!(widths.is_sorted_by(|a, b| a < b), "{width}");
        }
    }

    #[test]
    fn heights_keep_the_proportion() {
        assert_eq!(height_at((4000, 3000), 480), 360);
        assert_eq!(height_at((3, 2), 2), 1);
        assert_eq!(height_at((10_000, 1), 480), 1);
    }
}
