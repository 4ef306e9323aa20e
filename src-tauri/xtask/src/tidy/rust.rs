//! Rules about Rust sources that lints cannot hold.

use super::Violation;
use super::tree::Tree;

/// The one place in the window tests that lets time pass, between two looks at a
/// condition with a deadline.
const WAITS_WITH_A_DEADLINE: &str = "tests/e2e/src/deadline.rs";

/// The tests of a module, in a file beside it, are for what the module is for.
pub(super) fn heads(tree: &Tree) -> Vec<Violation> {
    tree.rust()
        .filter(|(path, text)| !text.starts_with("//!") && !path.ends_with("/tests.rs"))
        .map(|(path, _)| Violation::whole(path, "does not begin with `//!`"))
        .collect()
}

/// A public type of the domain that derives serde would make the format of a file
/// or a message part of the domain.
pub(super) fn serialisable_domain(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in in_folder(tree, "src-tauri/crates/core/src/") {
        let mut derived_at = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("#[derive(") && line.contains("erialize") {
                derived_at = Some(index + 1);
            } else if !line.starts_with("#[") && !line.starts_with("//") {
                let public = line.starts_with("pub struct") || line.starts_with("pub enum");
                if let Some(number) = derived_at.take()
                    && public
                {
                    violations.push(Violation::at(path, number, "derives serde on a domain type"));
                }
            }
        }
    }
    violations
}

pub(super) fn connections(tree: &Tree) -> Vec<Violation> {
    let outside = in_folder(tree, "src-tauri/").filter(|(path, _)| !path.contains("/xtask/"));
    forbidden(outside, &["std::net", "tokio::net", "TcpStream", "UdpSocket"])
}

pub(super) fn fixed_waits(tree: &Tree) -> Vec<Violation> {
    let tests = in_folder(tree, "tests/").filter(|(path, _)| *path != WAITS_WITH_A_DEADLINE);
    forbidden(tests, &["sleep("])
}

fn in_folder<'a>(tree: &'a Tree, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    tree.rust().filter(move |(path, _)| path.starts_with(folder))
}

fn forbidden<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
    words: &[&str],
) -> Vec<Violation> {
    files
        .flat_map(|(path, text)| {
            text.lines().enumerate().map(move |(index, line)| (path, index + 1, line))
        })
        .filter_map(|(path, number, line)| {
            let word = words.iter().find(|word| line.contains(**word))?;
            Some(Violation::at(path, number, format!("uses `{word}`")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_head_is_found() {
        let bare = "fn main() {}\n";
        let tree = Tree::from([("a.rs", "//! Says.\n"), ("a/tests.rs", bare), ("b.rs", bare)]);
        assert_eq!(heads(&tree), [Violation::whole("b.rs", "does not begin with `//!`")]);
    }

    #[test]
    fn a_public_type_of_the_domain_must_not_derive_serde() {
        let public = "#[derive(Debug, Serialize)]\n#[serde(rename)]\npub struct Post;\n";
        let private = "#[derive(Deserialize)]\nstruct Written;\n";
        let tree = Tree::from([
            ("src-tauri/crates/core/src/post.rs", public),
            ("src-tauri/crates/core/src/front_matter.rs", private),
            ("src-tauri/crates/engine/src/wire.rs", public),
        ]);
        let found = serialisable_domain(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "src-tauri/crates/core/src/post.rs");
    }

    #[test]
    fn a_connection_in_the_app_is_found() {
        let text = "use std::net::TcpListener;\n";
        let tree =
            Tree::from([("src-tauri/crates/site/src/a.rs", text), ("tests/e2e/src/b.rs", text)]);
        assert_eq!(connections(&tree).len(), 1);
    }

    #[test]
    fn a_fixed_wait_in_a_test_is_found() {
        let text = "thread::sleep(second);\n";
        let tree = Tree::from([("tests/suite/a.rs", text), (WAITS_WITH_A_DEADLINE, text)]);
        assert_eq!(fixed_waits(&tree).len(), 1);
    }
}
