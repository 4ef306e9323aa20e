//! Where the corpus asks for something that is not done with one line, and why.
//! Each entry must be true: one that is no longer needed fails the tests.

use super::fields::{FIELDS, Field, Field::*};

/// Why a field is not changed, in the words that the error must have.
pub(super) struct Refusal {
    pub(super) sample: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) says: &'static str,
}

const fn all(sample: &'static str, says: &'static str) -> Refusal {
    Refusal { sample, fields: &FIELDS, says }
}

const fn some(sample: &'static str, fields: &'static [Field], says: &'static str) -> Refusal {
    Refusal { sample, fields, says }
}

pub(super) const REFUSED: &[Refusal] = &[
    // JSON is only read.
    all("hugo/json-bom-empty", JSON),
    all("hugo/json-crlf-tabs", JSON),
    all("hugo/json-one-line", JSON),
    all("hugo/json-plain", JSON),
    all("odd/broken-json", JSON),
    // What cannot be read cannot be changed safely; the line is where the author has to look.
    all("odd/broken-colon-in-title", "cannot be read at line 2"),
    all("odd/broken-hash-at-bracket", "cannot be read at line 3"),
    all("odd/broken-list-at-root", "cannot be read at line 2"),
    all("odd/broken-no-map", "cannot be read at line 2"),
    all("odd/broken-open-bracket", "cannot be read at line 4"),
    all("odd/broken-open-quote", "cannot be read at line 2"),
    all("odd/broken-tab-indent", "cannot be read at line 4"),
    all("odd/broken-timestamp-type", "cannot be read at line 3"),
    all("odd/broken-toml-repeated-key", "cannot be read at line 3"),
    all("odd/broken-toml-value", "cannot be read at line 2"),
    all("odd/broken-undefined-alias", "cannot be read at line 2"),
    all("odd/broken-yaml-directive", "cannot be read at line 3"),
    all("odd/unclosed", "cannot be read at line 1"),
    all("odd/unclosed-toml", "cannot be read at line 1"),
    some(
        "odd/unclosed-with-heading",
        &[Date, Draft, Tags, Slug, Summary, Aliases],
        "cannot be read at line 1",
    ),
    // Another key says by an alias what this one says.
    some("odd/anchored-title", &[Title], ENTANGLED),
    some("odd/title-by-alias", &[Tags], ENTANGLED),
    // A key between braces has no line of its own to be added as.
    some("astro/flow-root", &[Date, Slug, Summary, Aliases], ENTANGLED),
    some("astro/flow-root-over-lines", &[Date, Tags, Slug, Summary, Aliases], ENTANGLED),
];

const JSON: &str = "front matter in JSON cannot be changed in place";
const ENTANGLED: &str = "cannot be changed without touching its neighbours";

/// Fields of which more than one line changes, and why that is right.
pub(super) const SEVERAL_LINES: &[(&str, &[Field], &str)] = &[
    ("hugo/toml-crlf", &[Summary], OVER_LINES),
    ("hugo/toml-multi-line-literal", &[Summary], OVER_LINES),
    ("hugo/toml-multi-line-summary", &[Summary], OVER_LINES),
    ("jekyll/crlf", &[Summary], OVER_LINES),
    ("jekyll/excerpt-folded-strip", &[Summary], OVER_LINES),
    ("jekyll/excerpt-keep-newlines", &[Summary], OVER_LINES),
    ("jekyll/excerpt-literal-block", &[Summary], OVER_LINES),
    ("jekyll/title-folded", &[Title], OVER_LINES),
    ("jekyll/title-plain-over-lines", &[Title], OVER_LINES),
    ("odd/block-with-comment", &[Title], OVER_LINES),
    ("odd/block-with-indent-indicator", &[Summary], OVER_LINES),
    ("odd/double-quoted-over-lines", &[Title], OVER_LINES),
    ("odd/tags-mixed-shapes", &[Tags], "an item that is no text cannot be a tag"),
    ("odd/tags-of-several-lines", &[Tags], "an item over several lines has no line to stay on"),
];

const OVER_LINES: &str = "the text stands on several lines and is replaced by one";

/// Fields that can be changed but not taken away, and why.
pub(super) const BOUND: &[(&str, Field, &str)] = &[
    ("astro/flow-root", Tags, "between braces a key has no line of its own"),
    ("zola/taxonomies-dotted", Tags, "the line names the table too"),
    ("zola/taxonomies-inline", Tags, "between braces a key has no line of its own"),
];
