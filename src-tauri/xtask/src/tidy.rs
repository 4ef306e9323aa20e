//! The invariants of ARCHITECTURE.md that no compiler knows.
//!
//! Each rule is a function from the project's texts (`Tree`) or from Cargo's
//! view of the packages (`Packages`) to violations, so that a test can plant one.

mod dependencies;
mod documents;
mod front_end;
mod rust;
mod text;
mod tree;

use anyhow::Result;
use std::fmt;
use std::path::Path;

use dependencies::Packages;
use tree::Tree;

/// One rule and the places that break it.
pub(crate) struct Verdict {
    /// The rule as a sentence.
    pub(crate) rule: &'static str,
    pub(crate) violations: Vec<Violation>,
}

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    path: String,
    /// Counted from one; none where the rule is about the whole file.
    line: Option<usize>,
    message: String,
}

impl Violation {
    fn whole(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, message: message.into() }
    }

    fn at(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

type TextRule = (&'static str, fn(&Tree) -> Vec<Violation>);

const TEXT_RULES: &[TextRule] = &[
    ("files end lines with LF, without trailing blanks, the last one too", text::line_endings),
    ("a file has at most 500 lines", text::length),
    ("what is left to do has the number of an issue", text::unnumbered_to_dos),
    ("no file names a place of one machine", text::machine_paths),
    ("each Rust file begins by saying what it is for", rust::heads),
    ("domain types are not serialisable", rust::serialisable_domain),
    ("nothing but the window tests opens a connection", rust::connections),
    ("no test waits for a fixed time", rust::fixed_waits),
    ("ARCHITECTURE.md names each crate", documents::crates_are_named),
    ("the links between documents lead somewhere", documents::dead_links),
    ("the editor comes from the scoped packages", front_end::editor_packages),
    ("each command has its place in the front end's seam", front_end::unused_commands),
];

type PackageRule = (&'static str, fn(&Packages) -> Vec<Violation>);

const PACKAGE_RULES: &[PackageRule] = &[
    ("crates depend on each other in one direction", dependencies::direction),
    ("each outside power has one owner", dependencies::owners),
    ("the pure crates have no way to the outside", dependencies::purity),
    ("the command line needs neither a window nor a network", dependencies::headless),
];

/// Holds every rule against the project at `root`.
pub(crate) fn verdicts(root: &Path) -> Result<Vec<Verdict>> {
    let tree = Tree::read(root)?;
    let packages = Packages::of_project()?;
    let of_texts =
        TEXT_RULES.iter().map(|(rule, check)| Verdict { rule, violations: check(&tree) });
    let of_packages =
        PACKAGE_RULES.iter().map(|(rule, check)| Verdict { rule, violations: check(&packages) });
    Ok(of_texts.chain(of_packages).collect())
}
