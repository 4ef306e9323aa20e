//! `galley import --from text`

use crate::test_blog::TestBlog;

const LETTER: &str = "A letter\n\n5 March 2020\n\nDear reader, this is a line.\n";

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let blog = TestBlog::new().with("letter.txt", LETTER);
    let before = blog.snapshot();
    let ran = blog.galley(&["import", "letter.txt", "--into", ".", "--dry-run"]);
    assert!(ran.stderr.contains("would import `A letter` as a-letter.md"), "{}", ran.stderr);
    ran.done();
    assert_eq!(blog.snapshot(), before);
}

#[test]
fn a_taken_name_gets_a_number_and_no_file_is_overwritten() {
    let blog = TestBlog::new().with("letter.txt", LETTER).with("posts/a-letter.md", "mine\n");
    blog.galley(&["import", "letter.txt", "--into", "."]).done();
    assert_eq!(blog.read("posts/a-letter.md"), "mine\n");
    assert!(blog.read("posts/a-letter-2.md").contains("Dear reader, this is a line."));
}

#[test]
fn what_is_no_text_is_refused() {
    let blog = TestBlog::new().with("a.bin", [0x66, 0xff, 0xfe]).with("empty.txt", " \n");
    blog.galley(&["import", "a.bin", "--into", "."]).fails(&["a.bin", "not UTF-8", "save it as"]);
    blog.galley(&["import", "empty.txt", "--into", "."]).fails(&["empty.txt", "no text"]);
    blog.galley(&["import", "none.txt", "--into", "."]).fails(&["none.txt", "cannot be read"]);
}
