//! The path in a terminal's line, and the old address that a path stands for.

/// The path that a line like `$ cat posts/hello.md` shows.
pub(super) fn shown_path(line: &str) -> Option<String> {
    let (prompt, command) = line.split_once(['$', '%', '#', '❯'])?;
    // Before the sign may stand who and where, but no sentence.
    let is_prompt = prompt.split_whitespace().count() <= 2;
    let argument = command.trim().strip_prefix("cat ").filter(|_| is_prompt)?;
    let path = unquoted(argument.trim());
    (!path.is_empty()).then_some(path)
}

/// A path without the quotes and backslashes that the shell wanted.
fn unquoted(argument: &str) -> String {
    for quote in ['"', '\''] {
        if let Some(inside) = argument.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote))
        {
            return inside.to_owned();
        }
    }
    let mut path = String::with_capacity(argument.len());
    let mut escaped = false;
    for c in argument.chars() {
        escaped = c == '\\' && !escaped;
        if !escaped {
            path.push(c);
        }
    }
    path
}

/// The URL path under which a blog that keeps folders in its addresses served a file.
pub(super) fn alias_of(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let stem = ["md", "markdown", "txt", "text", "html", "htm"]
        .iter()
        .find_map(|extension| path.strip_suffix(extension)?.strip_suffix('.'))
        .unwrap_or(path);
    let parts = stem.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let mut alias = String::from("/");
    for part in parts {
        alias.push_str(part);
        alias.push('/');
    }
    alias
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_terminal_show_a_path() {
        for (line, path) in [
            ("$ cat a/-/b.md", Some("a/-/b.md")),
            ("me@host ~/blog % cat 'my post.txt'", Some("my post.txt")),
            (r"me@host:~$ cat my\ post.md ", Some("my post.md")),
            ("# cat \"x.md\"", Some("x.md")),
            ("$ catalogue", None),
            ("It cost me only $ cat food", None),
            ("$ cat ", None),
            ("cat a.md", None),
        ] {
            assert_eq!(shown_path(line).as_deref(), path, "{line}");
        }
    }

    #[test]
    fn an_alias_is_the_path_without_extension() {
        assert_eq!(alias_of("post/a-/-b.md"), "/post/a-/-b/");
        assert_eq!(alias_of("./x.v2.html"), "/x.v2/");
        assert_eq!(alias_of("/../a//b"), "/a/b/");
        assert_eq!(alias_of(r"folder\post.txt"), "/folder/post/");
    }
}
