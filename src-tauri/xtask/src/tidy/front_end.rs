//! Rules about the front end that its own linter cannot know.

use super::Violation;
use super::tree::Tree;

const PACKAGES: &str = "ui/package.json";
const COMMANDS: &str = "src-tauri/src/ipc.rs";
const SEAM: &str = "ui/src/ipc/";
const BINDINGS: &str = "ui/src/ipc/bindings.ts";

/// The plain name is version 5 of the editor; version 6 has a scope of its own.
pub(super) fn editor_packages(tree: &Tree) -> Vec<Violation> {
    let Some(text) = tree.text(PACKAGES) else {
        return vec![Violation::whole(PACKAGES, "is missing")];
    };
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.trim_start().starts_with("\"codemirror\""))
        .map(|(index, _)| Violation::at(PACKAGES, index + 1, "is version 5 of the editor"))
        .collect()
}

/// A command that the front end never calls is a door that nobody guards.
pub(super) fn unused_commands(tree: &Tree) -> Vec<Violation> {
    let Some(commands) = tree.text(COMMANDS) else {
        return vec![Violation::whole(COMMANDS, "is missing")];
    };
    let seam: Vec<&str> = tree
        .files()
        .filter(|(path, _)| path.starts_with(SEAM) && *path != BINDINGS)
        .map(|(_, text)| text)
        .collect();
    let names: Vec<String> = command_names(commands).map(camel_case).collect();
    if names.is_empty() {
        return vec![Violation::whole(COMMANDS, "has no `collect_commands![…]`")];
    }
    names
        .iter()
        .filter(|name| !seam.iter().any(|text| calls(text, name)))
        .map(|name| Violation::whole(SEAM, format!("does not call `commands.{name}`")))
        .collect()
}

/// Whether the text calls the command, and not only one whose name begins alike.
fn calls(text: &str, name: &str) -> bool {
    let mut calls = text.split("commands.").skip(1);
    calls.any(|rest| {
        rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// The names in the list of commands, without their modules.
fn command_names(source: &str) -> impl Iterator<Item = &str> {
    let list = source.split_once("collect_commands![").map_or("", |(_, list)| list);
    let list = list.split_once(']').map_or("", |(list, _)| list);
    list.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .flat_map(|line| line.split(','))
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
}

fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        name.push_str(&first.to_uppercase());
        name.push_str(rest);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_editor_package_is_found() {
        let text = "{\n  \"dependencies\": {\n    \"@codemirror/view\": \"6\",\n    \"codemirror\": \"6\"\n";
        assert_eq!(editor_packages(&Tree::from([(PACKAGES, text)])).len(), 1);
    }

    #[test]
    fn a_command_that_the_seam_never_calls_is_found() {
        let list = "collect_commands![\n  post::post_open, // opens\n  post::post_edit,\n]";
        let tree = Tree::from([
            (COMMANDS, list),
            (BINDINGS, "commands.postEdit"),
            ("ui/src/ipc/a.ts", "commands.postOpen(1)"),
        ]);
        let message = "does not call `commands.postEdit`";
        assert_eq!(unused_commands(&tree), [Violation::whole(SEAM, message)]);
    }

    #[test]
    fn a_list_of_commands_that_cannot_be_read_is_no_success() {
        let tree = Tree::from([(COMMANDS, "generate_handler()")]);
        assert_eq!(unused_commands(&tree).len(), 1);
    }
}
