//! Rules about the documents: they name what is there.

use super::Violation;
use super::tree::{Tree, has_extension};

pub(super) fn crates_are_named(tree: &Tree) -> Vec<Violation> {
    let document = "ARCHITECTURE.md";
    let Some(text) = tree.text(document) else {
        return vec![Violation::whole(document, "is missing")];
    };
    tree.files()
        .filter(|(path, _)| *path == "Cargo.toml" || path.ends_with("/Cargo.toml"))
        .filter_map(|(path, manifest)| Some((path, package_name(manifest)?)))
        .filter(|(_, name)| !text.contains(&format!("`{name}`")))
        .map(|(path, name)| Violation::whole(path, format!("{document} does not name `{name}`")))
        .collect()
}

/// The first `name` of a manifest is that of its package.
fn package_name(manifest: &str) -> Option<&str> {
    let package = manifest.split_once("[package]")?.1;
    package.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
}

/// Links from one file of the project to another; the web is not looked at.
pub(super) fn dead_links(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.sources().filter(|(path, _)| has_extension(path, &["md"])) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (index, line) in text.lines().enumerate() {
            for link in local_links(line) {
                let lost = resolve(folder, link).is_none_or(|target| !tree.holds(&target));
                // Pictures are no texts, so the tree does not hold them.
                if lost && !has_extension(link, &["png", "ico"]) {
                    let message = format!("links to `{link}`, which is not there");
                    violations.push(Violation::at(path, index + 1, message));
                }
            }
        }
    }
    violations
}

fn local_links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split([')', '#', ' ']).next()?;
        (!target.is_empty() && !target.contains(':')).then_some(target)
    })
}

/// The path from the root, or none if the link leads out of the project.
fn resolve(folder: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_the_architecture_leaves_out_is_found() {
        let tree = Tree::from([
            ("ARCHITECTURE.md", "`galley-core` is the domain.\n"),
            ("crates/core/Cargo.toml", "[package]\nname = \"galley-core\"\n"),
            ("crates/site/Cargo.toml", "[package]\nname = \"galley-site\"\n"),
            ("crates/none/Cargo.toml", "[workspace]\n"),
        ]);
        let found = crates_are_named(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "crates/site/Cargo.toml");
    }

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_found() {
        let text = "[a](../README.md) [b](gone.md#part) [c](https://example.org) [d](#here)\n";
        let tree = Tree::from([("docs/a.md", text), ("README.md", "\n")]);
        let message = "links to `gone.md`, which is not there";
        assert_eq!(dead_links(&tree), [Violation::at("docs/a.md", 1, message)]);
    }
}
