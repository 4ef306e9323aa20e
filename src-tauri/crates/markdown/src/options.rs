//! How a text is rendered.

use galley_core::RawHtml;

/// How a text is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Options {
    /// Which Markdown.
    pub dialect: Dialect,
    /// How much of an author's HTML stays.
    pub raw_html: RawHtml,
    /// The language of the text as a tag such as `de` or `pt-BR`: it decides quotation
    /// marks and the words that rendering adds.
    pub language: String,
    /// Whether straight quotes, `--` and `...` become typographic ones.
    /// In the Galley dialect only.
    pub smart_punctuation: bool,
    /// Whether `$…$` and `$$…$$` are mathematics. In the Galley dialect only.
    pub math: bool,
    /// Whether elements within a block say by `data-line` how many lines below the block's
    /// first they start. In the Galley dialect only, for a preview that scrolls along.
    pub positions: bool,
    /// Whether the words of code have classes by what they are. Without, code is found in the
    /// text as ever and looks plain: for who wants to know of a text, not to show it.
    pub highlight: bool,
}

/// Which Markdown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// GFM, alerts, footnotes, heading ids, a table of contents, smart punctuation, math,
    /// highlighted words and code, emoji, figures and cards for films.
    /// `tests/fixtures/markdown/galley.txt` describes it.
    #[default]
    Galley,
    /// CommonMark 0.31.2 and nothing else.
    CommonMark,
    /// CommonMark with GitHub's tables, strikethrough, task lists, autolinks and tag filter.
    Gfm,
}

impl Options {
    /// The parser's extensions, without the definition lists of a text that may have some.
    /// Listed one by one: its `all()` holds some that contradict
    /// each other.
    pub(crate) fn extensions(&self) -> pulldown_cmark::Options {
        use pulldown_cmark::Options as Extension;
        let gfm = Extension::ENABLE_TABLES
            | Extension::ENABLE_STRIKETHROUGH
            | Extension::ENABLE_TASKLISTS;
        match self.dialect {
            Dialect::CommonMark => Extension::empty(),
            Dialect::Gfm => gfm,
            Dialect::Galley => {
                let mut extensions = gfm | Extension::ENABLE_FOOTNOTES | Extension::ENABLE_GFM;
                extensions.set(Extension::ENABLE_MATH, self.math);
                extensions
            }
        }
    }

    pub(crate) fn is_galley(&self) -> bool {
        self.dialect == Dialect::Galley
    }

    pub(crate) fn is_safe(&self) -> bool {
        self.raw_html == RawHtml::Safe
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dialect: Dialect::Galley,
            raw_html: RawHtml::Safe,
            language: "en".to_owned(),
            smart_punctuation: true,
            math: true,
            positions: false,
            highlight: true,
        }
    }
}
