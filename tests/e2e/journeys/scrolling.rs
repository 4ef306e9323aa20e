//! Editor and preview scroll together, whatever stands in the post.

use galley_e2e::{TestBlog, Window, wait_for};
use serde_json::Value;

use crate::FIRST;

/// A picture that is much higher than the line that it stands on.
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"480\">\
    <rect width=\"640\" height=\"480\" fill=\"gray\"/></svg>";

/// A long post of everything whose height in the preview is not that of its lines. Each
/// line with something to see has its own number in it.
fn long_post() -> String {
    let mut lines: Vec<String> =
        ["---", "title: Long", "date: 2026-01-02", "---", ""].map(str::to_owned).into();
    let words = " of a paragraph that runs over more than one row".repeat(4);
    for section in 0..30 {
        let block: Vec<(&str, &str)> = match section % 6 {
            0 => vec![("![", "](picture.svg)")],
            1 => vec![("- ", " an item"); 9],
            2 => vec![("1. ", words.as_str()); 5],
            3 => [vec![("```text ", "")], vec![("", " code"); 25], vec![("```", "")]].concat(),
            4 => [vec![("| ", " | head |"), ("|", "")], vec![("| ", " | cell |"); 8]].concat(),
            _ => vec![("> - ", " an item in a quotation"); 6],
        };
        for part in [&[("", words.as_str())][..], &block] {
            for (before, after) in part {
                let n = lines.len() + 1;
                lines.push(match (*before, *after) {
                    ("```", "") => "```".to_owned(),
                    ("|", "") => "|---|---|".to_owned(),
                    _ => format!("{before}L{n}x{after}"),
                });
            }
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

fn long_blog() -> TestBlog {
    let blog = TestBlog::with_post(FIRST, &long_post());
    blog.write("posts/picture.svg", PICTURE);
    blog
}

/// The line at the top of the editor, with how much of it is above.
const EDITOR_LINE: &str = "
    const { view } = document.querySelector('.cm-content').cmTile.root;
    const top = view.scrollDOM.scrollTop - view.documentPadding.top;
    if (top <= 0) return 1;
    const block = view.lineBlockAtHeight(top);
    const share = block.height > 0 ? Math.min(1, (top - block.top) / block.height) : 0;
    return view.state.doc.lineAt(block.from).number + share;";

/// The same for the preview, read off the numbers in the text.
const PREVIEW_LINE: &str = "
    const marks = [];
    for (const element of document.querySelectorAll('[data-galley-body] :is(p, li, tr, .l, img)')) {
        const found = /L(\\d+)x/.exec(element.localName === 'img' ? element.alt : element.textContent);
        const { top, bottom, height } = element.getBoundingClientRect();
        if (found && height > 0) marks.push({ line: Number(found[1]), top, bottom });
    }
    const at = marks.findLastIndex(({ top }) => top <= 0);
    const last = marks[at];
    if (!last) return 1;
    // Within its line, or in the space between it and the next.
    if (last.bottom > 0) return last.line - last.top / (last.bottom - last.top);
    const next = marks[at + 1];
    return next ? last.line + 1 + (next.line - last.line - 1) * -last.bottom / (next.top - last.bottom) : last.line + 1;";

struct Panes<'w>(&'w Window);

impl Panes<'_> {
    fn editor_line(&self) -> f64 {
        self.0.script(EDITOR_LINE).as_f64().expect("a line")
    }

    fn preview_line(&self) -> f64 {
        self.0.preview().script(PREVIEW_LINE).as_f64().expect("a line")
    }

    /// Both lines once neither pane moves any more: twice the same, with frames between.
    fn at_rest(&self) -> (f64, f64) {
        let mut before = (Value::Null, Value::Null);
        wait_for("both panes to be at rest", || {
            self.0.async_script(
                "const done = arguments[0]; let n = 12;
                 const next = () => (n-- > 0 ? requestAnimationFrame(next) : done(true)); next();",
                Vec::new(),
            );
            let editor = self.0.script("return document.querySelector('.cm-scroller').scrollTop");
            let now = (editor, self.0.preview().script("return scrollY"));
            let same = now == before;
            before = now;
            if same { Ok(()) } else { Err(format!("{before:?}")) }
        });
        (self.editor_line(), self.preview_line())
    }
}

fn check(mut offsets: Vec<f64>, leader: &str) {
    offsets.sort_by(f64::total_cmp);
    let (median, worst) = (offsets[offsets.len() / 2], offsets[offsets.len() - 1]);
    assert!(offsets.len() >= 15, "{offsets:?}");
    assert!(median <= 1.0 && worst <= 3.0, "{leader} leads: {offsets:?}");
}

#[test]
fn both_panes_show_the_same_lines_whoever_leads() {
    let blog = long_blog();
    let window = Window::open(&blog);
    let panes = Panes(&window);

    let mut offsets = Vec::new();
    for step in 1..=18 {
        window.script(&format!(
            "const scroller = document.querySelector('.cm-scroller');
             scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * {step} / 20;"
        ));
        let (editor, preview) = panes.at_rest();
        offsets.push((editor - preview).abs());
    }
    check(offsets, "the editor");

    let mut offsets = Vec::new();
    for step in 1..=18 {
        window.preview().script(&format!(
            "scrollTo({{ top: (document.documentElement.scrollHeight - innerHeight) * {step} / 20, behavior: 'instant' }})"
        ));
        let (editor, preview) = panes.at_rest();
        offsets.push((editor - preview).abs());
    }
    check(offsets, "the preview");
}

#[test]
fn what_is_read_stays_when_a_picture_above_it_has_loaded() {
    let blog = long_blog();
    let window = Window::open(&blog);
    let panes = Panes(&window);
    window.preview().script("scrollTo({ top: 6000, behavior: 'instant' })");
    panes.at_rest();
    let before = panes.preview_line();
    // As if they had come only now.
    let grow = "for (const image of document.images) {
                    image.style.height = '900px';
                    image.style.width = '640px';
                }
                return document.images.length";
    assert!(window.preview().script(grow).as_u64().is_some_and(|n| n >= 5));
    panes.at_rest();
    let after = panes.preview_line();
    assert!((before - after).abs() < 0.2, "line {before} was at the top, now {after}");
}

#[test]
fn each_pane_scrolls_by_itself_when_asked() {
    let blog = long_blog();
    let window = Window::open(&blog);
    let panes = Panes(&window);
    window.part("scroll-together").click();
    window.part("scroll-together").wait_for_attribute("aria-pressed", "false");
    window.script("document.querySelector('.cm-scroller').scrollTop = 3000");
    let (editor, preview) = panes.at_rest();
    assert!(editor > 20.0 && preview < 6.0, "editor {editor}, preview {preview}");
}
