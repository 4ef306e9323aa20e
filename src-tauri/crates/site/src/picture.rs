//! What a page says of a picture beside its address, so that nothing moves when it comes and
//! no reader gets more of it than they can see.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::address::relative;
use crate::asset::PlacedPicture;
use crate::markup::{Tag, rewrite_tags};

/// How wide a column of text is at most, in CSS pixels: pictures stand in it.
///
/// A theme that shows them wider gets one meant for this width, which a fine screen has
/// doubled already.
const COLUMN: u32 = 736;

/// Gives the pictures that are the post's own files their size and the addresses of their
/// smaller versions. What the author wrote stays; other pictures stay as they are.
///
/// Each element is looked at alone: pieces of a body, joined, are the body.
pub(crate) fn dressed<'h, 'p>(
    html: &'h str,
    page: &str,
    picture: impl Fn(&str) -> Option<&'p PlacedPicture>,
) -> Cow<'h, str> {
    rewrite_tags(html, |tag| {
        let source = tag.is("img").then(|| tag.get("src")).flatten()?;
        Some(tag.with_more(&attributes(tag, picture(&source)?, page)))
    })
}

fn attributes(tag: &Tag<'_>, picture: &PlacedPicture, page: &str) -> String {
    let PlacedPicture { width, height, sizes } = picture;
    let mut more = String::new();
    let pixels = |name| tag.get(name).map(|value| value.trim().parse::<u32>().ok());
    let shown_width = match (pixels("width"), pixels("height")) {
        (None, None) => {
            let _ = write!(more, " width=\"{width}\" height=\"{height}\"");
            *width
        }
        (Some(Some(shown)), None) => {
            let _ = write!(more, " height=\"{}\"", proportional(shown, *height, *width));
            shown
        }
        (None, Some(Some(shown))) => {
            let shown_width = proportional(shown, *width, *height);
            let _ = write!(more, " width=\"{shown_width}\"");
            shown_width
        }
        (shown, _) => shown.flatten().unwrap_or(*width),
    };
    if !sizes.is_empty() && tag.get("srcset").is_none() {
        let address =
            |(width, place): &(u32, String)| format!("{} {width}w", relative(page, place));
        let candidates: Vec<_> = sizes.iter().map(address).collect();
        let _ = write!(more, " srcset=\"{}\"", candidates.join(", "));
        if tag.get("sizes").is_none() {
            let column = shown_width.min(COLUMN);
            let _ = write!(more, " sizes=\"(min-width: {column}px) {column}px, 100vw\"");
        }
    }
    if tag.get("decoding").is_none() {
        more.push_str(" decoding=\"async\"");
    }
    more
}

/// `length` of a picture that is scaled as `of` to `by`; at least a pixel.
fn proportional(length: u32, of: u32, by: u32) -> u32 {
    let (length, of, by) = (u64::from(length), u64::from(of), u64::from(by.max(1)));
    u32::try_from((length * of + by / 2) / by).unwrap_or(u32::MAX).max(1)
}

/// A whole body whose pictures are not fetched before they come near, but for the first,
/// which is likely to be seen at once.
///
/// Only for a page that is whole: the preview, which shows pieces as they change, has its
/// pictures at hand and fetches none late.
pub(crate) fn deferred(html: &str) -> Cow<'_, str> {
    let mut n_before = 0;
    rewrite_tags(html, |tag| {
        tag.is("img").then_some(())?;
        n_before += 1;
        let waits = n_before > 1 && tag.get("loading").is_none();
        waits.then(|| tag.with_more(" loading=\"lazy\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str) -> String {
        let sizes = vec![(480, "p/my photo.jpg.480w.webp".into()), (900, "p/x.webp".into())];
        let photo = PlacedPicture { width: 900, height: 600, sizes };
        let icon = PlacedPicture { width: 16, height: 16, sizes: vec![] };
        let picture = |address: &str| match address {
            "./my%20photo.jpg" | "my%20photo.jpg" => Some(&photo),
            "icon.png" => Some(&icon),
            _ => None,
        };
        dressed(html, "p/index.html", picture).into_owned()
    }

    #[test]
    fn a_picture_has_its_size_and_its_smaller_versions() {
        assert_eq!(
            check("<p><img src=\"./my%20photo.jpg\" alt=\"A\"></p>"),
            "<p><img src=\"./my%20photo.jpg\" alt=\"A\" width=\"900\" height=\"600\" \
             srcset=\"my%20photo.jpg.480w.webp 480w, x.webp 900w\" \
             sizes=\"(min-width: 736px) 736px, 100vw\" decoding=\"async\"></p>"
        );
        assert_eq!(
            check("<img src=icon.png>"),
            "<img src=icon.png width=\"16\" height=\"16\" decoding=\"async\">"
        );
    }

    #[test]
    fn what_the_author_wrote_stays() {
        assert_eq!(
            check("<img width=\"300\" src=\"my%20photo.jpg\" decoding=\"sync\" srcset=\"a 2x\"/>"),
            "<img width=\"300\" src=\"my%20photo.jpg\" decoding=\"sync\" srcset=\"a 2x\" height=\"200\"/>"
        );
        let html = check("<img height=\"20\" src=\"my%20photo.jpg\">");
        assert!(html.contains(" width=\"30\" "), "{html}");
        assert!(html.contains(" sizes=\"(min-width: 30px) 30px, 100vw\""), "{html}");
        let html = check("<img width=\"50%\" src=\"my%20photo.jpg\">");
        assert!(!html.contains("height"), "{html}");
        for other in ["<img src=\"drawing.svg\">", "<img src=\"https://e.org/icon.png\">", "<img>"]
        {
            assert_eq!(check(other), other);
        }
    }

    #[test]
    fn only_the_first_picture_is_fetched_at_once() {
        assert_eq!(
            deferred("<img src=a><p><img src=b /><img loading=\"eager\" src=c></p>"),
            "<img src=a><p><img src=b loading=\"lazy\" /><img loading=\"eager\" src=c></p>"
        );
        assert!(matches!(deferred("<p>x <img src=a></p>"), Cow::Borrowed(_)));
    }
}
