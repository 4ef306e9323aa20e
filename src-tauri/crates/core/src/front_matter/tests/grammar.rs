//! Front matter as people might write it, piece by piece: each piece is a key with all
//! its lines, a comment, or a gap, so that a test knows which bytes belong to what.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::super::Format;

/// One key with all its lines, or a comment or a gap, with its line breaks.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The key by its plain name; empty for a comment, a gap or a table.
    pub(super) key: &'static str,
    pub(super) text: String,
}

/// A block of front matter in pieces.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) format: Format,
    pub(super) pieces: Vec<Piece>,
    /// The line break of the whole file.
    pub(super) eol: &'static str,
    pub(super) mark: &'static str,
}

impl Written {
    pub(super) fn head(&self) -> String {
        let fence = if self.format == Format::Toml { "+++" } else { "---" };
        format!("{}{fence}{}", self.mark, self.eol)
    }

    /// The text of some of its pieces.
    pub(super) fn text(&self, pieces: &[Piece]) -> String {
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        text.replace('\n', self.eol)
    }

    /// The closing fence and the body.
    pub(super) fn tail(&self) -> String {
        let fence = if self.format == Format::Toml { "+++" } else { "---" };
        format!("{fence}\n\nBody — text\n---\nx: 1\n").replace('\n', self.eol)
    }

    pub(super) fn source(&self) -> String {
        [self.head(), self.text(&self.pieces), self.tail()].concat()
    }
}

/// The keys that a block may have, in any order; the last ones mean nothing to Galley.
const KEYS: [&str; 12] = [
    "title", "date", "draft", "tags", "slug", "summary", "layout", "weight", "nested", "日本",
    "a key", "list",
];

pub(super) fn yaml() -> impl Strategy<Value = Written> {
    let keys = subsequence(&KEYS[..], 0..=KEYS.len()).prop_shuffle();
    let pieces = keys.prop_flat_map(|keys| {
        keys.into_iter().map(|key| (yaml_piece(key), between())).collect::<Vec<_>>()
    });
    written(Format::Yaml, pieces, select(vec!["\n", "\r\n", "\r"]))
}

pub(super) fn toml() -> impl Strategy<Value = Written> {
    let keys = subsequence(&KEYS[..], 0..=KEYS.len()).prop_shuffle();
    let pieces = (keys, vec(toml_table(), 0..3)).prop_flat_map(|(keys, tables)| {
        let fields: Vec<_> = keys.into_iter().map(|key| (toml_piece(key), between())).collect();
        (fields, Just(tables)).prop_map(|(fields, mut tables)| {
            // A table must not be opened twice.
            tables.dedup_by(|a, b| a.text == b.text);
            let tables = tables.into_iter().enumerate().map(|(n, table)| Piece {
                text: table.text.replace("table", &format!("table{n}")),
                ..table
            });
            fields.into_iter().chain(tables.map(|table| (table, Vec::new()))).collect::<Vec<_>>()
        })
    });
    written(Format::Toml, pieces, select(vec!["\n", "\r\n"]))
}

fn written(
    format: Format,
    pieces: impl Strategy<Value = Vec<(Piece, Vec<Piece>)>>,
    eol: impl Strategy<Value = &'static str>,
) -> impl Strategy<Value = Written> {
    (between(), pieces, eol, select(vec!["", "\u{feff}"])).prop_map(
        move |(first, pieces, eol, mark)| {
            let pieces =
                pieces.into_iter().flat_map(|(piece, after)| [vec![piece], after].concat());
            let mut pieces: Vec<_> = first.into_iter().chain(pieces).collect();
            // A rule, a gap and words with a space is prose for Galley, even before a colon;
            // taking a field away may bring the three together, and is refused then.
            if pieces.iter().any(|piece| piece.text.starts_with("a key")) {
                pieces.retain(|piece| piece.text != "\n");
            }
            Written { format, pieces, eol, mark }
        },
    )
}

/// Comments and gaps.
fn between() -> impl Strategy<Value = Vec<Piece>> {
    let texts = ["# a comment\n", "#\n", "# title: not this one\n", "\n"];
    vec(select(texts.to_vec()), 0..2).prop_map(|texts| {
        texts.into_iter().map(|text| Piece { key: "", text: text.to_owned() }).collect()
    })
}

fn blank() -> impl Strategy<Value = &'static str> {
    select(vec!["", " ", "  "])
}

/// A comment behind a value, or none, and the end of the line.
fn line_end() -> impl Strategy<Value = &'static str> {
    select(vec!["\n", " # why\n", "   # a: \"b\" [c]\n", "  \n"])
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,8}",
        1 => select(vec!["été", "日本語", "🚀", "שלום", "re\u{301}"]).prop_map(str::to_owned),
    ]
}

/// A text without anything that needs quotes.
fn words() -> impl Strategy<Value = String> {
    vec(word(), 1..5).prop_map(|words| format!("The {}", words.join(" ")))
}

/// A text in quotes that both formats read alike, and what may stand between them.
fn quoted() -> impl Strategy<Value = String> {
    prop_oneof![
        "([a-zé日🚀#:,\\[\\]{} -]|\\\\\"|\\\\\\\\|\\\\t|\\\\u00e9){0,12}"
            .prop_map(|text| format!("\"x{text}\"")),
        "[a-zé日🚀#:,\\[\\]{} \\\\\"-]{0,12}".prop_map(|text| format!("'x{text}'")),
    ]
}

fn tag() -> impl Strategy<Value = String> {
    prop_oneof![word(), quoted()]
}

/// The value of a field that must be of a certain kind.
fn yaml_scalar(key: &str) -> BoxedStrategy<String> {
    match key {
        "date" => select(vec![
            "2024-08-05",
            "2024-08-05 10:00:00 +0900",
            "'2024-08-05T10:00:00Z'",
            "\"2024-08-05\"",
        ])
        .prop_map(str::to_owned)
        .boxed(),
        "draft" => select(vec!["true", "no", "'yes'", "False"]).prop_map(str::to_owned).boxed(),
        "slug" => "[a-z]{1,6}(-[a-z]{1,3})?".prop_map(|slug| format!("a{slug}")).boxed(),
        "weight" => select(vec!["1.10", "0x1F", "01234", "~", "1e3", "12:30:45"])
            .prop_map(str::to_owned)
            .boxed(),
        _ => prop_oneof![words(), quoted()].boxed(),
    }
}

fn yaml_piece(key: &'static str) -> BoxedStrategy<Piece> {
    let spelt = match key {
        "a key" => select(vec!["a key", "\"a key\"", "'a key'"]),
        "title" => select(vec!["title", "\"title\"", "Title"]),
        key => select(vec![key]),
    };
    let head = (spelt, blank()).prop_map(|(key, gap)| format!("{key}{gap}:"));
    let line = (blank(), yaml_scalar(key), line_end())
        .prop_map(|(gap, value, end)| format!(" {gap}{value}{end}"));
    let value = match key {
        "date" | "draft" | "slug" | "weight" | "layout" => line.boxed(),
        "title" | "summary" => prop_oneof![
            3 => line,
            1 => yaml_block_scalar(),
            1 => select(vec!["\n", " ~\n", " # none\n"]).prop_map(str::to_owned),
            1 => (words(), words()).prop_map(|(a, b)| format!(" {a}\n    {b}\n")),
            1 => yaml_scalar(key).prop_map(|value| format!("\n  {value}\n")),
        ]
        .boxed(),
        "nested" => prop_oneof![
            (yaml_scalar("title"), line_end(), vec(tag(), 0..3)).prop_map(|(title, end, tags)| {
                let tags: String = tags.iter().map(|tag| format!("      - {tag}\n")).collect();
                format!("\n    # inside\n    title: {title}{end}    tags:\n{tags}    deep:\n        draft: true\n")
            }),
            (blank(), quoted()).prop_map(|(gap, text)| format!(" {{{gap}title: {text}, draft: no}}\n")),
        ]
        .boxed(),
        _ => yaml_list().boxed(),
    };
    (head, value).prop_map(move |(head, value)| Piece { key, text: head + &value }).boxed()
}

fn yaml_block_scalar() -> impl Strategy<Value = String> {
    let head = select(vec!["|", ">", "|-", ">-", "|+", ">+", "|2", ">2-", "| # why"]);
    let lines = vec(select(vec!["words", "  deeper", "# no comment", "a: b", "- c", "---"]), 1..4);
    (head, lines, any::<bool>()).prop_map(|(head, lines, has_gap)| {
        let gap = if has_gap { "\n" } else { "" };
        format!(" {head}\n  first\n{gap}  {}\n", lines.join("\n  "))
    })
}

fn yaml_list() -> impl Strategy<Value = String> {
    let on_lines = (select(vec!["", "  ", "    "]), vec((tag(), line_end()), 1..4), line_end());
    let on_lines = on_lines.prop_map(|(indent, items, end)| {
        let items: Vec<_> =
            items.iter().map(|(tag, end)| format!("{indent}- {tag}{end}")).collect();
        format!("{end}{}", items.join(&format!("{indent}# between\n")))
    });
    let between_brackets = (vec(tag(), 0..4), blank(), line_end()).prop_map(|(tags, gap, end)| {
        format!(" [{gap}{}{gap}]{end}", tags.join(&format!("{gap}, ")))
    });
    let over_lines =
        vec((tag(), select(vec![",\n", ", # why\n", " ,\n"])), 1..4).prop_map(|tags| {
            let items: String = tags.iter().map(|(tag, end)| format!("  {tag}{end}")).collect();
            format!(" [\n{items}  ]\n")
        });
    prop_oneof![on_lines, between_brackets, over_lines]
}

fn toml_piece(key: &'static str) -> BoxedStrategy<Piece> {
    let spelt = match key {
        "日本" => "\"日本\"",
        "a key" => "'a key'",
        key => key,
    };
    let head = (select(vec!["", "  "]), blank(), blank())
        .prop_map(move |(indent, before, after)| format!("{indent}{spelt}{before}={after}"));
    let value = match key {
        "date" => select(vec![
            "2024-08-05",
            "2024-08-05T10:00:00Z",
            "2024-08-05 10:00:00",
            "'2024-08-05 10:00:00 +0900'",
        ])
        .prop_map(str::to_owned)
        .boxed(),
        "draft" => select(vec!["true", "false"]).prop_map(str::to_owned).boxed(),
        "slug" => "[a-z]{1,6}".prop_map(|slug| format!("\"a{slug}\"")).boxed(),
        "weight" => select(vec!["1_000", "0xDEAD", "6.6e-34", "inf", "07:32:00"])
            .prop_map(str::to_owned)
            .boxed(),
        "nested" => quoted().prop_map(|text| format!("{{ title = {text}, draft = true }}")).boxed(),
        "tags" | "list" => toml_array().boxed(),
        "summary" => prop_oneof![
            quoted(),
            vec(word(), 1..4)
                .prop_map(|words| format!("\"\"\"\n{}\n# no comment\n\"\"\"", words.join("\n"))),
            vec(word(), 1..4).prop_map(|words| format!("'''{}'''", words.join("\ntitle = "))),
        ]
        .boxed(),
        _ => quoted().boxed(),
    };
    (head, value, line_end())
        .prop_map(move |(head, value, end)| Piece { key, text: format!("{head}{value}{end}") })
        .boxed()
}

fn toml_array() -> impl Strategy<Value = String> {
    let on_one_line = (vec(quoted(), 0..4), blank())
        .prop_map(|(tags, gap)| format!("[{gap}{}{gap}]", tags.join(&format!("{gap}, "))));
    let over_lines = (vec(quoted(), 1..4), any::<bool>()).prop_map(|(tags, has_last_comma)| {
        let comma = if has_last_comma { "," } else { "" };
        format!("[\n  # first\n  {}{comma}\n]", tags.join(", # why\n  "))
    });
    prop_oneof![on_one_line, over_lines]
}

fn toml_table() -> impl Strategy<Value = Piece> {
    let header = select(vec!["[table]", "[table.inside]", "[[table]]", "[ table ] # why"]);
    (header, quoted()).prop_map(|(header, text)| Piece {
        key: "",
        text: format!("\n{header}\ntitle = {text}\n# comment\ndraft = true\n"),
    })
}
