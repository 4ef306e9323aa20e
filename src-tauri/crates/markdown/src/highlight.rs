//! Highlighted code: a few classes, whose colours are the theme's.
//!
//! Grammars name hundreds of scopes; readers tell a handful of colours apart. Each scope
//! is one of [`CLASSES`] or plain. A grammar takes longer for a line of code than the
//! parser for a page of prose, so the languages that blogs quote most have lexers.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::escape::{escape, escaped};

use lexer::{LexedLanguage, Lexer};

mod lexer;

/// The classes of highlighted code, and what each is for.
///
/// Besides these, each line is a `span.l`, a marked one a `span.l.hl`.
pub const CLASSES: [(&str, &str); 9] = [
    ("c", "comment"),
    ("k", "keyword, storage, tag"),
    ("s", "string"),
    ("n", "number, constant, escape"),
    ("f", "function"),
    ("t", "type"),
    ("a", "attribute"),
    ("i", "inserted line of a diff"),
    ("d", "deleted line of a diff"),
];

/// A plain stylesheet for [`CLASSES`], for pages without a theme.
pub const fn stylesheet() -> &'static str {
    "\
.code .c { color: light-dark(#6a6458, #a39c8d); font-style: italic }
.code .k { font-weight: 600 }
.code .s { color: light-dark(#9a3412, #f0ac74) }
.code .n, .code .a { color: light-dark(#1d4ed8, #93b4f8) }
.code .f { color: light-dark(#6b21a8, #cfa6f5) }
.code .t { color: light-dark(#0f6b57, #63cbb6) }
.code .i { color: light-dark(#166534, #86d9a0) }
.code .d { color: light-dark(#b91c1c, #f59a9a) }
.code .l { display: block; min-height: 1lh }
.code .hl { background: light-dark(#fff3c4, #4a3f16) }
"
}

/// Beginnings of scopes and the class of what they name; the longest that fits counts.
/// An empty class is plain text.
const SCOPES: [(&str, &str); 52] = [
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("keyword", "k"),
    ("keyword.operator", ""),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical.python", "k"),
    ("storage", "k"),
    ("storage.type.numeric", "n"),
    ("storage.type.string", "s"),
    ("variable.language", "k"),
    ("entity.name.tag", "k"),
    ("markup.heading", "k"),
    ("entity.name.section", "k"),
    ("string", "s"),
    ("markup.raw", "s"),
    ("string.unquoted", ""),
    ("string.unquoted.plain.out.yaml", "s"),
    ("string.unquoted.plain.in.yaml", "s"),
    ("string.unquoted.heredoc", "s"),
    ("constant", "n"),
    ("constant.character.escape", "n"),
    ("constant.other.symbol", "n"),
    ("entity.name.constant", "n"),
    ("support.constant", "n"),
    ("entity.name.function", "f"),
    ("variable.function", "f"),
    ("support.function", "f"),
    ("support.macro", "f"),
    ("entity.name.macro", "f"),
    ("meta.function-call.identifier", "f"),
    ("entity.name.type", "t"),
    ("entity.name.class", "t"),
    ("entity.name.struct", "t"),
    ("entity.name.enum", "t"),
    ("entity.name.union", "t"),
    ("entity.name.trait", "t"),
    ("entity.name.interface", "t"),
    ("entity.name.namespace", "t"),
    ("entity.name.impl", "t"),
    ("entity.other.inherited-class", "t"),
    ("support.type", "t"),
    ("support.type.property-name", "k"),
    ("support.class", "t"),
    ("entity.other.attribute-name", "a"),
    ("variable.annotation", "a"),
    ("meta.annotation.identifier", "a"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    // Code within a string is code.
    ("meta.interpolation", ""),
    ("meta.embedded", ""),
    ("meta.template.expression", ""),
    ("source", ""),
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static CLASS_OF_SCOPE: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    let mut scopes: Vec<_> = SCOPES
        .iter()
        .map(|(scope, class)| (Scope::new(scope).expect("scopes are short and few"), *class))
        .collect();
    // The longest first: the first that fits counts.
    scopes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    scopes
});

/// Other names that authors give to languages.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("csharp", "cs"),
    ("c++", "cpp"),
    ("c#", "cs"),
    ("fsharp", "f#"),
    ("docker", "dockerfile"),
    ("objc", "objective-c"),
    ("patch", "diff"),
    ("vim", "viml"),
];

/// A language that can be highlighted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Language {
    /// One that blogs quote much.
    Lexed(&'static LexedLanguage),
    /// One of the many others.
    Parsed(&'static SyntaxReference),
}

impl Language {
    /// The language of that name or file extension.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        lexer::find(&lower).map(Self::Lexed).or_else(|| Self::find_grammar(&lower))
    }

    fn find_grammar(lower: &str) -> Option<Self> {
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == lower);
        let syntax = SYNTAXES.find_syntax_by_token(other.map_or(lower, |(_, token)| token))?;
        (syntax.name != SYNTAXES.find_syntax_plain_text().name).then_some(Self::Parsed(syntax))
    }

    /// Its name for readers.
    pub(crate) fn name(self) -> String {
        let name = match self {
            Self::Lexed(language) => return language.name.to_owned(),
            Self::Parsed(syntax) => &syntax.name,
        };
        // "Bourne Again Shell (bash)" is called by what is in the parentheses.
        let short = name.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        match short {
            Some((short, _)) if short.chars().all(|c| c.is_ascii_lowercase()) => {
                short[..1].to_uppercase() + &short[1..]
            }
            _ => name.clone(),
        }
    }

    pub(crate) fn start(self) -> State {
        match self {
            Self::Lexed(language) => State::Lexed(Lexer::new(language)),
            Self::Parsed(syntax) => {
                State::Parsed { parse: ParseState::new(syntax), scopes: ScopeStack::new() }
            }
        }
    }
}

/// Where a highlighter is in a text, between two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Lexed(Lexer),
    Parsed { parse: ParseState, scopes: ScopeStack },
}

impl State {
    /// Highlights the next line, given with its line end; gives HTML without it.
    pub(crate) fn line(&mut self, line: &str, classes: &mut ClassCache) -> String {
        // All look ahead through a line again and again: a long one is data, not code.
        const LONGEST: usize = 2_000;
        let shown = line.trim_end_matches(['\n', '\r']);
        if line.len() > LONGEST {
            return escaped(shown);
        }
        let mut spans = Spans::default();
        match self {
            Self::Lexed(lexer) => lexer.line(shown, |text, class| spans.push(text, || class)),
            Self::Parsed { parse, scopes } => {
                let Ok(ops) = parse.parse_line(line, &SYNTAXES) else { return escaped(shown) };
                let mut done = 0;
                for (end, op) in ops {
                    let end = end.min(shown.len());
                    spans.push(&shown[done..end], || classes.class(scopes));
                    done = end;
                    // A grammar that pops more than it pushed spoils one block's colours, no more.
                    let _ = scopes.apply(&op);
                }
                spans.push(&shown[done..], || classes.class(scopes));
            }
        }
        spans.end();
        spans.html
    }
}

/// Writes text in spans. Spaces between two of a class are inside, others outside.
#[derive(Default)]
struct Spans<'a> {
    html: String,
    class: &'static str,
    spaces: Vec<&'a str>,
}

impl<'a> Spans<'a> {
    fn push(&mut self, text: &'a str, class: impl FnOnce() -> &'static str) {
        let (text, spaces) = text.split_at(text.trim_end().len());
        if !text.is_empty() {
            self.enter(class());
            escape(&mut self.html, text);
        }
        self.spaces.push(spaces);
    }

    fn enter(&mut self, class: &'static str) {
        let is_other = class != self.class;
        if is_other && !self.class.is_empty() {
            self.html.push_str("</span>");
        }
        self.html.extend(self.spaces.drain(..));
        if is_other && !class.is_empty() {
            self.html.push_str("<span class=\"");
            self.html.push_str(class);
            self.html.push_str("\">");
        }
        self.class = class;
    }

    fn end(&mut self) {
        self.enter("");
    }
}

/// The classes of scopes already seen.
#[derive(Debug, Default)]
pub(crate) struct ClassCache {
    seen: HashMap<Scope, Option<&'static str>>,
}

impl ClassCache {
    /// The class of text in these scopes: that of the innermost one that has any.
    fn class(&mut self, scopes: &ScopeStack) -> &'static str {
        let of_scope = |scope: &Scope| {
            *self.seen.entry(*scope).or_insert_with(|| {
                let fits = |(prefix, _): &&(Scope, &'static str)| prefix.is_prefix_of(*scope);
                CLASS_OF_SCOPE.iter().find(fits).map(|(_, class)| *class)
            })
        };
        scopes.as_slice().iter().rev().find_map(of_scope).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn lines(language: &str, text: &str) -> Vec<String> {
        let language = Language::find(language).expect("a known language");
        let mut state = language.start();
        let mut classes = ClassCache::default();
        text.split_inclusive('\n').map(|line| state.line(line, &mut classes)).collect()
    }

    #[test]
    fn every_class_in_use_is_documented() {
        let documented: BTreeSet<_> = CLASSES.iter().map(|(class, _)| *class).collect();
        let used: BTreeSet<_> = SCOPES.iter().map(|(_, class)| *class).collect();
        assert_eq!(used.into_iter().filter(|c| !c.is_empty()).collect::<BTreeSet<_>>(), documented);
        for class in documented {
            assert!(stylesheet().contains(&format!(".{class}")), "{class} has no style");
        }
    }

    #[test]
    fn code_has_few_classes() {
        assert_eq!(
            lines("rust", "fn main() { // hi\n    let s: String = \"a\\n\".into(); }\n"),
            [
                "<span class=\"k\">fn</span> <span class=\"f\">main</span>() { \
                 <span class=\"c\">// hi</span>",
                "    <span class=\"k\">let</span> s: <span class=\"t\">String</span> = \
                 <span class=\"s\">&quot;a</span><span class=\"n\">\\n</span>\
                 <span class=\"s\">&quot;</span>.<span class=\"f\">into</span>(); }",
            ]
        );
        assert_eq!(
            lines("yaml", "jvm:\n  heap: 4g # x\n  max: 6\n"),
            [
                "<span class=\"k\">jvm</span>:",
                "  <span class=\"k\">heap</span>: <span class=\"s\">4g</span> \
                 <span class=\"c\"># x</span>",
                "  <span class=\"k\">max</span>: <span class=\"n\">6</span>",
            ]
        );
    }

    #[test]
    fn languages_go_by_many_names() {
        let known = "rust rs python py javascript js typescript ts tsx jsx bash sh shell console go \
                     golang c cpp c++ csharp java kotlin swift ruby php html css scss json jsonc toml \
                     yaml yml sql diff patch dockerfile docker makefile lua haskell elixir r svelte \
                     vue nix zig markdown md xml ini graphql f# perl";
        for name in known.split_whitespace() {
            assert!(Language::find(name).is_some(), "{name} is unknown");
        }
        assert!(Language::find("text").is_none() && Language::find("nosuch").is_none());
        assert_eq!(Language::find("bash").expect("known").name(), "Bash");
    }
}
