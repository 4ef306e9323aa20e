//! What the lexers know of each language.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A language.
#[derive(Debug)]
pub(crate) struct Grammar {
    /// For readers.
    pub(in crate::highlight) name: &'static str,
    /// What fences call it.
    pub(super) names: &'static [&'static str],
    pub(super) manner: Manner,
    pub(super) line_comment: &'static str,
    /// Whether `/* … */` is a comment.
    pub(super) block_comments: bool,
    pub(super) nested_comments: bool,
    keywords: &'static str,
    pub(super) constants: &'static [&'static str],
    pub(super) types: &'static [&'static str],
    /// Keywords that a function's name follows.
    functions: &'static [&'static str],
    /// Keywords that a type's name follows.
    definitions: &'static [&'static str],
    /// Whether a word like `This` names a type.
    pub(super) capitals_are_types: bool,
}

/// Languages of a manner write texts and numbers alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Go,
    Java,
    Json,
    Python,
    Rust,
    /// JavaScript and TypeScript.
    Script,
    Shell,
    Toml,
}

impl PartialEq for Grammar {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Grammar {}

/// The keywords of each language, by its name.
static KEYWORDS: LazyLock<HashMap<&str, HashSet<&str>>> =
    LazyLock::new(|| ALL.iter().map(|it| (it.name, it.keywords.split(' ').collect())).collect());

/// The keywords of one language. Nearly every word of a program is looked for among them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keywords(&'static HashSet<&'static str>);

impl Keywords {
    pub(super) fn have(self, word: &str) -> bool {
        self.0.contains(word)
    }
}

impl PartialEq for Keywords {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Keywords {}

impl Grammar {
    pub(super) fn keywords(&self) -> Keywords {
        Keywords(&KEYWORDS[self.name])
    }

    /// The class of a name after this keyword.
    pub(super) fn expected_after(&self, keyword: &str) -> &'static str {
        if self.functions.contains(&keyword) {
            "f"
        } else if self.definitions.contains(&keyword) {
            "t"
        } else {
            ""
        }
    }
}

/// What is common to most of those below.
const C_LIKE: Grammar = Grammar {
    name: "",
    names: &[],
    manner: Manner::Script,
    line_comment: "//",
    block_comments: true,
    nested_comments: false,
    keywords: "",
    constants: &["true", "false", "null"],
    types: &[],
    functions: &[],
    definitions: &[],
    capitals_are_types: true,
};

/// Those that are lexed.
pub(super) static ALL: [Grammar; 9] = [
    Grammar {
        name: "Rust",
        names: &["rust", "rs"],
        manner: Manner::Rust,
        nested_comments: true,
        keywords: "let fn pub mut if self match use for impl struct return in mod else as enum \
                   const while loop where trait type move async await dyn ref static unsafe \
                   break continue crate super extern union macro_rules yield u8 u16 u32 u64 u128 \
                   usize i8 i16 i32 i64 i128 isize f32 f64 bool char str",
        constants: &["true", "false"],
        functions: &["fn"],
        definitions: &["struct", "enum", "trait", "type", "union"],
        ..C_LIKE
    },
    Grammar {
        name: "Python",
        names: &["python", "py", "py3", "python3", "pyi"],
        manner: Manner::Python,
        line_comment: "#",
        block_comments: false,
        keywords: "def if for in return import from self not else is and or with as class elif \
                   try except while raise yield lambda pass assert break continue async await \
                   finally global nonlocal del cls",
        constants: &["True", "False", "None", "Ellipsis", "NotImplemented"],
        types: &[
            "int",
            "str",
            "list",
            "dict",
            "bool",
            "float",
            "set",
            "tuple",
            "bytes",
            "object",
            "complex",
            "frozenset",
            "bytearray",
        ],
        functions: &["def"],
        definitions: &["class"],
        ..C_LIKE
    },
    Grammar {
        name: "JavaScript",
        names: &["javascript", "js", "mjs", "cjs", "jsx", "node"],
        keywords: "const let return if function new await import from this for of async export \
                   else var class typeof in default extends while case switch break throw try \
                   catch finally static continue instanceof delete void yield do super debugger \
                   with",
        constants: &["true", "false", "null", "undefined", "NaN", "Infinity"],
        types: &["console"],
        functions: &["function"],
        definitions: &["class"],
        ..C_LIKE
    },
    Grammar {
        name: "TypeScript",
        names: &["typescript", "ts", "mts", "cts"],
        keywords: "const let return if function new await import from this for of async export \
                   else var class typeof in default extends while case switch break throw try \
                   catch finally static continue instanceof delete void yield do super debugger \
                   with interface type enum implements private public protected readonly declare \
                   namespace abstract as keyof infer is satisfies override unique asserts",
        constants: &["true", "false", "null", "undefined", "NaN", "Infinity"],
        types: &[
            "console", "string", "number", "boolean", "any", "unknown", "never", "object",
            "symbol", "bigint",
        ],
        functions: &["function"],
        definitions: &["class", "interface", "type", "enum"],
        ..C_LIKE
    },
    Grammar {
        name: "Bash",
        names: &["bash", "sh", "shell", "zsh", "console", "shell-session", "ksh"],
        manner: Manner::Shell,
        line_comment: "",
        block_comments: false,
        keywords: "if then else elif fi for in do done while until case esac function select time \
                   return local export declare readonly typeset",
        ..C_LIKE
    },
    Grammar {
        name: "TOML",
        names: &["toml"],
        manner: Manner::Toml,
        line_comment: "#",
        block_comments: false,
        constants: &["true", "false", "inf", "nan"],
        capitals_are_types: false,
        ..C_LIKE
    },
    Grammar {
        name: "JSON",
        names: &["json", "jsonc", "json5"],
        manner: Manner::Json,
        capitals_are_types: false,
        ..C_LIKE
    },
    Grammar {
        name: "Go",
        names: &["go", "golang"],
        manner: Manner::Go,
        keywords: "func if return for range type struct package import var const else case switch \
                   default defer go chan select interface map break continue fallthrough goto \
                   string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr byte \
                   rune float32 float64 complex64 complex128 bool error any",
        constants: &["true", "false", "nil", "iota"],
        functions: &["func"],
        definitions: &["type"],
        capitals_are_types: false,
        ..C_LIKE
    },
    Grammar {
        name: "Java",
        names: &["java"],
        manner: Manner::Java,
        keywords: "public private protected static final void class return new if else for while \
                   int long double float boolean char byte short this super import package try \
                   catch finally throw throws extends implements interface enum switch case \
                   default break continue abstract instanceof do synchronized volatile transient \
                   native assert record var yield sealed permits",
        definitions: &["class", "interface", "enum", "record"],
        ..C_LIKE
    },
];
