use super::*;
use crate::words::words;

fn fence(info: &str) -> (Option<&str>, Option<String>, Vec<RangeInclusive<usize>>) {
    let fence = Fence::parse(info);
    (fence.language, fence.title, fence.marked)
}

#[test]
fn fences_say_language_title_and_marked_lines() {
    let title = |t: &str| Some(t.to_owned());
    assert_eq!(fence(""), (None, None, vec![]));
    assert_eq!(fence("rust"), (Some("rust"), None, vec![]));
    assert_eq!(fence("rust,ignore"), (Some("rust"), None, vec![]));
    assert_eq!(fence("js {1,3-5}"), (Some("js"), None, vec![1..=1, 3..=5]));
    assert_eq!(fence("js{2}"), (Some("js"), None, vec![2..=2]));
    assert_eq!(
        fence("rust {4} title=\"src/main x.rs\""),
        (Some("rust"), title("src/main x.rs"), vec![4..=4])
    );
    assert_eq!(fence("js:a/b.js"), (Some("js"), title("a/b.js"), vec![]));
    assert_eq!(
        fence("rust,linenos,hl_lines=3-4 8,name=foo.rs"),
        (Some("rust"), title("foo.rs"), vec![3..=4, 8..=8])
    );
    assert_eq!(
        fence("go {linenos=table,hl_lines=[8,\"15-17\"],linenostart=199}"),
        (Some("go"), None, vec![8..=8, 15..=17])
    );
    assert_eq!(fence("{.python title='x.py'}"), (Some("python"), title("x.py"), vec![]));
    assert_eq!(fence("title=x"), (None, title("x"), vec![]));
}

#[test]
fn strange_fences_end() {
    for info in
        ["{{{{", "===", "{=", "a=\"", "hl_lines=[", "{1-}", ", , ,", "=,=", "{1 2 3", "é=é ü{ö"]
    {
        let _ = Fence::parse(info);
        let _ = Fence::parse(&info.repeat(1_000));
    }
}

fn figure(blocks: &mut CodeBlocks, text: &str) -> String {
    let mut html = String::new();
    blocks.figure(&Fence::parse("rust"), text, "", words("en"), &mut html);
    html
}

#[test]
fn an_edited_text_is_highlighted_as_if_it_were_new() {
    let lines = (0..100).map(|i| format!("let a{i} = \"{i}\"; /* x */\n"));
    let text = lines.collect::<Vec<_>>().concat();
    let edits = ["fn", "\n", "/*", "*/", "\"", "// "];
    let mut blocks = CodeBlocks::default();
    figure(&mut blocks, &text);
    for (i, edit) in edits.iter().enumerate() {
        for at in [0, 40, text.len() / 2, text.len() - 3, text.len()] {
            let mut edited = text.clone();
            edited.insert_str(at, edit);
            let fresh = figure(&mut CodeBlocks::default(), &edited);
            assert!(figure(&mut blocks, &edited) == fresh, "edit {i} at {at}");
        }
    }
}

#[test]
fn long_blocks_stay_plain() {
    let text = "let a = 1;\n".repeat(LONGEST / 11 + 1);
    let html = figure(&mut CodeBlocks::default(), &text);
    assert!(!html.contains("class=\"k\""));
    let line = format!("let a = \"{}\";\n", "x".repeat(5_000));
    let html = figure(&mut CodeBlocks::default(), &line);
    assert!(!html.contains("class=\"k\""));
}

#[test]
fn fences_say_where_numbers_begin() {
    let first = |info: &str| Fence::parse(info).numbered_from;
    assert_eq!(first("rust"), None);
    assert_eq!(first("rust,linenos=false"), None);
    for info in
        ["rust,linenos", "js showLineNumbers", "{.rust .numberLines}", "js lineNumbers=true"]
    {
        assert_eq!(first(info), Some(1), "of {info}");
    }
    for info in
        ["js showLineNumbers=7", "go {linenostart=7,linenos=table}", "go {linenos=1,linenostart=7}"]
    {
        assert_eq!(first(info), Some(7), "of {info}");
    }
    assert_eq!(Fence::parse("{.numberLines}").language, None, "it names no language");
}
