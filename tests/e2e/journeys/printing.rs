//! A post on paper: as a PDF, and by the system's dialog.

use std::fs;
use std::path::Path;
use std::process::Command;

use galley_e2e::{TestBlog, Window, wait_for};

use crate::exporting::export_to;
use crate::hostile::Listener;
use crate::keeping::run_command;
use crate::{FIRST, FIRST_SOURCE};

/// A person presses these to export the post.
const EXPORT: &[char] = &['\u{e009}', '\u{e008}', 's'];

#[test]
fn a_post_becomes_a_pdf_with_all_that_is_on_its_page() {
    let blog = TestBlog::sample();
    let window = Window::open(&blog);
    let post = window.post("the-galleys-of-a-wednesday-in-march.md");
    post.click();
    post.wait_for_attribute("aria-selected", "true");

    let file = blog.beside("galleys.pdf");
    window.press(EXPORT);
    window.part("export-pdf").click();
    wait_for("a path that ends as the file will", || match window.part("export-path").value() {
        path if path.ends_with("/the-galleys-of-a-wednesday-in-march.pdf") => Ok(()),
        path => Err(path),
    });
    export_to(&window, "export-post", &file);

    let pdf = fs::read(&file).expect("the PDF");
    assert!(pdf.starts_with(b"%PDF-"), "{:?}", &pdf[..pdf.len().min(20)]);
    let about = told_by(Command::new("pdfinfo").arg(&file));
    assert!(about.contains("The galleys of a Wednesday in March"), "{about}");
    assert!(about.contains("(A4)"), "{about}");
    let text = text_of(&file);
    assert!(text.contains("The galleys of a Wednesday in March"), "{text}");
    let beside = fs::read_dir(file.parent().expect("a folder")).expect("the folder");
    let left: Vec<_> = beside.map(|entry| entry.expect("an entry").file_name()).collect();
    let is_left_over = |name: &std::ffi::OsString| name.to_string_lossy().ends_with(".tmp");
    assert!(!left.iter().any(is_left_over), "{left:?}");
}

/// Not even of a blog whose author lets everything through to the exported page.
#[test]
fn nothing_runs_and_nobody_is_asked_while_a_post_is_printed() {
    let listener = Listener::start();
    let there = format!("http://127.0.0.1:{}", listener.port);
    let paragraphs = "Words that fill the page.\n\n".repeat(200);
    let post = format!(
        "---\ntitle: Hostile\n---\n\n\
         <script>document.body.textContent = 'A script ran.'; new Image().src = '{there}/script'</script>\n\n\
         <img src=\"{there}/picture\" onerror=\"document.body.textContent = 'A script ran.'\">\n\n\
         <iframe src=\"{there}/frame\"></iframe>\n\n\
         <meta http-equiv=\"refresh\" content=\"0;url={there}/refresh\">\n\n\
         <link rel=\"preconnect\" href=\"{there}\">\n\n\
         <style>@import url({there}/style); p {{ background: url({there}/background) }}</style>\n\n\
         <object data=\"{there}/object\"></object>\n\n\
         {paragraphs}\
         ![A picture far down](galley.png)\n\n\
         The end of it.\n"
    );
    let blog = TestBlog::with_post(FIRST, &post);
    blog.write("blog.toml", "title = \"Field Notes\"\nlanguage = \"en\"\nraw_html = \"all\"\n");
    blog.write("posts/galley.png", include_bytes!("../../../posts/images/marked-galley.png"));
    let window = Window::open(&blog);
    let file = blog.beside("hostile.pdf");
    window.press(EXPORT);
    export_to(&window, "export-post", &file);

    let text = text_of(&file);
    assert!(text.contains("Hostile") && text.contains("The end of it."), "{text}");
    assert!(!text.contains("A script ran."), "{text}");
    assert_eq!(listener.asked(), Vec::<String>::new());
    // One that would wait for a reader to come near is there as well.
    let pictures = told_by(Command::new("pdfimages").arg("-list").arg(&file));
    assert!(pictures.lines().count() > 2, "{pictures}");
}

#[test]
fn a_file_that_is_there_is_replaced_only_after_a_yes() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    let file = blog.beside("mine.pdf");
    fs::write(&file, "mine").expect("a file in a temporary folder");
    window.press(EXPORT);
    window.part("export-path").fill(file.to_str().expect("a path in UTF-8"));
    window.part("export-run").click();
    window.part("export-force").wait_until_shown();
    assert_eq!(fs::read(&file).expect("the file"), b"mine");

    window.part("export-force").click();
    window.part("export-done").wait_for_text("Exported");
    assert!(fs::read(&file).expect("the file").starts_with(b"%PDF-"));
}

#[test]
fn a_pdf_that_cannot_be_written_is_named_and_leaves_nothing() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    let folder = blog.beside("no-folder");
    window.press(EXPORT);
    let file = folder.join("post.pdf");
    window.part("export-path").fill(file.to_str().expect("a path in UTF-8"));
    window.part("export-run").click();
    window.part("export-dialog").wait_for_text("post.pdf");
    window.select("[data-testid=export-dialog] [role=alert]").wait_until_shown();
    assert!(!folder.exists());
    // The window is as ready as before.
    let file = blog.beside("post.pdf");
    export_to(&window, "export-post", &file);
    assert!(file.exists());
}

#[test]
fn a_post_is_shown_in_the_print_dialog_of_the_system() {
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    window.press(EXPORT);
    window.part("export-print").click();
    window.close_dialog("Print");
    // Whoever changes his mind writes on, and may print again.
    window.editor().go_to_end().type_text("\nOn.");
    window.preview().wait_for_text("On.");
    run_command(&window, "Print this post");
    window.close_dialog("Print");
}

/// What one of the tools for PDF says.
fn told_by(tool: &mut Command) -> String {
    let output = tool.output().unwrap_or_else(|error| panic!("{tool:?}: {error}"));
    assert!(output.status.success(), "{tool:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn text_of(pdf: &Path) -> String {
    told_by(Command::new("pdftotext").arg(pdf).arg("-"))
}
