//! Changing where links lead, and no other byte of a text.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use crate::{Options, mask, math};

/// A link or picture as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// Where it stands, its text included.
    range: Range<usize>,
    target: String,
}

/// The text with the targets of its links and pictures changed: `change` gets each as its
/// reader would follow it, and answers with another or nothing.
///
/// A target is changed where it is written, in the link itself or in the definition that
/// it refers to. One that cannot be changed without changing something else stays.
pub fn retarget(
    text: &str,
    options: &Options,
    mut change: impl FnMut(&str) -> Option<String>,
) -> String {
    let mut text = text.to_owned();
    let mut before = places(&text, options);
    // From the last on, so that places before it stay where they are.
    for at in (0..before.len()).rev() {
        let Place { range, target } = before[at].clone();
        let Some(new) = change(&target).filter(|new| *new != target) else { continue };
        let edited = candidates(&text, &range, &target, &new).find_map(|edited| {
            let after = places(&edited, options);
            let as_wanted = after.len() == before.len()
                && after.iter().zip(&before).enumerate().all(|(n, (after, before))| {
                    let want = if n == at { &new } else { &before.target };
                    after.target == *want
                });
            as_wanted.then_some((edited, after))
        });
        if let Some((edited, after)) = edited {
            (text, before) = (edited, after);
        }
    }
    text
}

/// The text with `new` in the place of `target`, where that may be what the link leads to:
/// its last mention first, since a title after it is rarely an address.
fn candidates<'t>(
    text: &'t str,
    range: &Range<usize>,
    target: &'t str,
    new: &'t str,
) -> impl Iterator<Item = String> + 't {
    let start = range.start;
    let mentions: Vec<_> = text[range.clone()].rmatch_indices(target).map(|(at, _)| at).collect();
    mentions.into_iter().map(move |at| {
        let (before, after) = text.split_at(start + at);
        [before, new, &after[target.len()..]].concat()
    })
}

/// The links and pictures whose targets stand in the text, and its definitions.
fn places(text: &str, options: &Options) -> Vec<Place> {
    let masked =
        if options.math && options.is_galley() { math::mask(text) } else { Cow::Borrowed(text) };
    let mut extensions = options.extensions();
    let masked = if options.is_galley() {
        let (masked, has_colon) = mask::colons(masked);
        extensions.set(pulldown_cmark::Options::ENABLE_DEFINITION_LIST, has_colon);
        masked
    } else {
        masked
    };
    let parser = Parser::new_ext(&masked, extensions);
    let definitions = parser.reference_definitions().iter();
    let mut places: Vec<_> = definitions
        .map(|(_, definition)| Place {
            range: definition.span.clone(),
            target: definition.dest.to_string(),
        })
        .collect();
    places.extend(parser.into_offset_iter().filter_map(|(event, range)| match event {
        Event::Start(
            Tag::Link { link_type: LinkType::Inline | LinkType::Autolink, dest_url, .. }
            | Tag::Image { link_type: LinkType::Inline, dest_url, .. },
        ) => Some(Place { range, target: dest_url.to_string() }),
        _ => None,
    }));
    places.sort_by_key(|place| (place.range.start, place.range.end));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(text: &str) -> String {
        retarget(text, &Options::default(), |target| {
            target.strip_prefix("/old/").map(|rest| format!("/new/{rest}"))
        })
    }

    #[test]
    fn a_target_is_changed_where_it_is_written() {
        for (before, after) in [
            ("[a](/old/)", "[a](/new/)"),
            ("[/old/](/old/ \"/old/\") `(/old/)`", "[/old/](/new/ \"/old/\") `(/old/)`"),
            ("[a](</old/x y#z>)\r\n\r\n[b]( /old/ )", "[a](</new/x y#z>)\r\n\r\n[b]( /new/ )"),
            ("[![p](/old/p.png)](/old/)", "[![p](/new/p.png)](/new/)"),
            ("[a][b] and [b]\n\n[b]: /old/ 'T'\n", "[a][b] and [b]\n\n[b]: /new/ 'T'\n"),
            ("- é [a](/old/)\n\n> [b](/old/#c)", "- é [a](/new/)\n\n> [b](/new/#c)"),
        ] {
            assert_eq!(moved(before), after);
        }
    }

    #[test]
    fn nothing_else_changes() {
        for text in [
            "[a](/other/) /old/ `[b](/old/)` $x(/old/)$",
            "```\n[a](/old/)\n```\n",
            "<a href=\"/old/\">a</a>",
            "[a](/ol&#100;/)",
            "\\[a](/old/)",
        ] {
            assert_eq!(moved(text), text);
        }
    }
}
