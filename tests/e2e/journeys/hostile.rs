//! Documents that try to run code or to call out, each in the preview, in the frame with the
//! sanitiser switched off, and on its exported page, where no policy stands between.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use galley_e2e::{Key, TestBlog, Window, blank_window, wait_for};
use serde_json::{Value, json};

use crate::exporting::export_to;
use crate::{FIRST, FIRST_SOURCE};

/// A server on this machine that writes down what is asked of it.
pub(crate) struct Listener {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    pub(crate) fn start() -> Self {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = socket.local_addr().expect("it has one").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let ends = Arc::new(AtomicBool::new(false));
        let (log, end) = (asked.clone(), ends.clone());
        let thread = std::thread::spawn(move || {
            for stream in socket.incoming() {
                if end.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(mut stream) = stream else { continue };
                // Who says nothing is not waited for; the numbers are those of a slow machine.
                stream.set_read_timeout(Some(Duration::from_secs(2))).ok();
                let mut head = [0; 1024];
                let n = stream.read(&mut head).unwrap_or(0);
                let head = String::from_utf8_lossy(&head[..n]).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                log.lock().expect("nobody panics with it").push(path);
                stream
                    .write_all(
                        b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                    )
                    .ok();
            }
        });
        Self { port, asked, ends, thread: Some(thread) }
    }

    /// The paths that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panics with it").clone()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        // It waits for somebody to come.
        std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

struct Document {
    name: String,
    text: String,
}

/// All documents, calling out to `listener`.
fn documents(listener: &Listener) -> Vec<Document> {
    let all = include_str!("../../fixtures/hostile/documents.txt");
    let host = format!("127.0.0.1:{}", listener.port);
    let documents: Vec<Document> = all
        .split("%%% ")
        .skip(1)
        .map(|document| {
            let (name, text) = document.split_once('\n').expect("a name and a text");
            let text = text
                .replace("HOSTNAME", &host)
                .replace("HOST", &format!("http://{host}"))
                .replace("{NUL}", "\0")
                .replace("{SOH}", "\u{1}");
            Document { name: name.to_owned(), text }
        })
        .collect();
    assert!(documents.len() >= 150, "{} documents", documents.len());
    documents
}

/// A post with the document, and words that must stay.
fn post(name: &str, text: &str) -> String {
    format!("---\ntitle: {name}\ndate: 2024-01-02\n---\n\nFirst words.\n\n{text}\n\nLast words.\n")
}

/// Presses all that can be pressed and would stay in the page, then says what ran.
const PRESS: &str = "
    for (const element of document.querySelectorAll('a, area, b, button, div, input, summary, rect, text, math, mi, video, audio, marquee')) {
        const href = element.getAttribute('href') ?? element.getAttribute('xlink:href') ?? '';
        if (/^\\s*(https?|mailto|\\/\\/)/i.test(href)) continue;
        if (/^(submit|image)$/.test(element.type)) continue;
        for (const type of ['pointerenter', 'mouseover', 'focus', 'wheel', 'scroll', 'cut', 'beforeinput', 'animationstart', 'toggle'])
            element.dispatchEvent(new Event(type, { bubbles: true }));
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
    return window.ran ?? null;";

#[test]
fn nothing_of_a_hostile_document_runs_or_calls_out_in_the_preview() {
    let listener = Listener::start();
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    for Document { name, text } in documents(&listener) {
        let source = post(&name, &text);
        let version = window.editor().replace_all(&source);
        window.wait(
            &format!("the preview of {name}"),
            &format!("Number(document.querySelector('[data-testid=preview]').dataset.version) >= {version}"),
        );
        let preview = window.preview();
        assert_eq!(preview.script(PRESS), json!(null), "{name} ran in the preview");
        assert!(preview.text().contains("First words."), "{name}: {}", preview.text());
    }
    assert_eq!(window.script("return window.ran ?? null"), json!(null));
    assert_eq!(listener.asked(), Vec::<String>::new(), "the preview asked somebody");
}

#[test]
fn the_frame_holds_off_what_no_sanitiser_has_seen() {
    let listener = Listener::start();
    let blog = TestBlog::with_post(FIRST, FIRST_SOURCE);
    let window = Window::open(&blog);
    let texts: Vec<Value> =
        documents(&listener).iter().map(|document| json!([document.name, document.text])).collect();
    let preview = window.preview();
    for part in texts.chunks(20) {
        let script = format!(
            "const body = document.querySelector('[data-galley-body]');
             for (const [name, html] of {}) {{
                 body.innerHTML = html;
                 // Scripts put in as text never run; those made anew would.
                 for (const dead of body.querySelectorAll('script')) {{
                     const script = document.createElement('script');
                     for (const {{ name, value }} of dead.attributes) script.setAttribute(name, value);
                     script.textContent = dead.textContent;
                     dead.replaceWith(script);
                 }}
                 (() => {{ {PRESS} }})();
                 if (window.ran) return name;
             }}
             return null;",
            json!(part)
        );
        assert_eq!(preview.script(&script), json!(null), "ran in the frame");
    }
    // What was put in last has had the time to fail.
    window.editor().go_to_end().type_text("Unmoved.");
    window.preview().wait_until_current();
    assert_eq!(preview.script("return window.ran ?? null"), json!(null));
    assert_eq!(listener.asked(), Vec::<String>::new(), "the frame asked somebody");
}

#[test]
fn nothing_of_a_hostile_document_runs_on_its_exported_page() {
    let listener = Listener::start();
    let blog = TestBlog::empty();
    let documents = documents(&listener);
    for (i, Document { name, text }) in documents.iter().enumerate() {
        blog.write(&format!("posts/t{i}.md"), post(name, text));
    }
    let out = blog.beside("out");
    {
        let window = Window::open(&blog);
        window.press(&[Key::Control.into(), Key::Shift.into(), 'e']);
        export_to(&window, "export-site", &out);
    }
    // The blank window has no policy for pages of the file system: there a script does run.
    let reader = blank_window(&blog);
    let unsafe_page = blog.beside("unsafe.html");
    fs::write(&unsafe_page, "<b onclick=\"ran=1\">press</b>").expect("a page");
    reader.go_to(&format!("file://{}", unsafe_page.display()));
    assert_eq!(reader.script(PRESS), json!(1), "what runs is noticed");
    for (i, Document { name, .. }) in documents.iter().enumerate() {
        let page = out.join(format!("t{i}/index.html"));
        reader.go_to(&format!("file://{}", page.display()));
        assert_eq!(reader.script(PRESS), json!(null), "{name} ran on its page");
        let text = reader.script("return document.body.innerText");
        assert!(text.as_str().is_some_and(|text| text.contains("First words.")), "{name}: {text}");
    }
    // A page may show a picture or play a film from elsewhere, as its author asked; no more.
    let is_media = |path: &String| [".png", ".mp3", ".vtt"].iter().any(|end| path.ends_with(end));
    let wrong: Vec<String> = listener.asked().into_iter().filter(|path| !is_media(path)).collect();
    assert_eq!(wrong, Vec::<String>::new(), "a page asked for more than pictures");
}

#[test]
fn pictures_from_elsewhere_wait_until_the_author_allows_them() {
    let listener = Listener::start();
    let image = format!("![a picture](http://127.0.0.1:{}/x.png)", listener.port);
    let blog = TestBlog::with_post(FIRST, &post("Pictures", &image));
    let window = Window::open(&blog);
    window.part("remote-images").wait_until_shown();
    assert_eq!(listener.asked(), Vec::<String>::new());

    window.part("remote-images").click();
    wait_for("the picture to be asked for", || match listener.asked() {
        asked if asked.iter().any(|path| path == "/x.png") => Ok(()),
        asked => Err(format!("{asked:?}")),
    });
    window.part("remote-images").wait_until_hidden();
    window.preview().wait_for_text("Last words.");
}
