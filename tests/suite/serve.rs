//! `galley serve`: the site at an address of this machine, anew after each change.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::test_blog::TestBlog;

/// Longer than anything here takes on a busy machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// A running `galley serve`.
struct Serving {
    process: Child,
    port: u16,
}

/// What the server answered.
struct Answer {
    code: u16,
    head: String,
    body: String,
}

impl Serving {
    fn of(blog: &TestBlog, more: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_galley"))
            .args(["serve", ".", "--port", "0", "--open", "no", "--data-dir"])
            .arg(blog.data())
            .args(more)
            .current_dir(blog.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("galley starts");
        let mut address = String::new();
        let stdout = process.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut address).expect("it prints its address");
        let port = address.trim().strip_prefix("http://127.0.0.1:");
        let port = port.and_then(|rest| rest.strip_suffix('/')).and_then(|port| port.parse().ok());
        Self { process, port: port.unwrap_or_else(|| panic!("no address: {address:?}")) }
    }

    /// Asks for something just so; no client tidies the path up first.
    fn ask(&self, request: &str, host: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(DEADLINE)).expect("a timeout can be set");
        let asked = format!("{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(asked.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let code = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a code");
        Answer { code, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &format!("127.0.0.1:{}", self.port))
    }

    /// Waits until a page says something.
    #[track_caller]
    fn wait_for(&self, path: &str, says: impl Fn(&Answer) -> bool) -> Answer {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if says(&answer) {
                return answer;
            }
            assert!(began.elapsed() < DEADLINE, "{path}: {}\n{}", answer.head, answer.body);
            // The server tells of the next change, whichever it is.
            self.get(&format!("/.galley/changes?since={}", version_in(&answer.body)));
        }
    }

    /// Ends it as Ctrl-C does, and answers with its exit code and what it said.
    fn end(mut self) -> (Option<i32>, String) {
        let interrupt = ["-INT", &self.process.id().to_string()].map(str::to_owned);
        assert!(Command::new("kill").args(interrupt).status().expect("kill runs").success());
        let mut said = String::new();
        let mut stderr = self.process.stderr.take().expect("it is piped");
        stderr.read_to_string(&mut said).expect("it speaks UTF-8");
        (self.process.wait().expect("it ends").code(), said)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Only one that a failed test left.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The version that a page waits for the next of.
fn version_in(html: &str) -> &str {
    let after = html.split("data-since=\"").nth(1).unwrap_or("0\"");
    after.split('"').next().unwrap_or("0")
}

fn blog() -> TestBlog {
    TestBlog::new()
        .with(
            "posts/a b.md",
            "---\ntitle: A\ndate: 2020-01-02\n---\n\n![A dot](dot.png) First words.\n",
        )
        .with("posts/later.md", "---\ntitle: Later\ndate: 2020-01-01\ndraft: true\n---\n\nSoon.\n")
        .with("posts/dot.png", "no picture")
}

#[test]
fn pages_and_files_are_shown_with_their_types() {
    let blog = blog();
    let before = blog.snapshot();
    let serving = Serving::of(&blog, &[]);
    let page = serving.get("/a-b/");
    assert_eq!(page.code, 200, "{}", page.head);
    assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
    assert!(page.body.contains("First words.") && page.body.contains("/.galley/reload.js"));
    for (path, code, media_type) in [
        ("/", 200, "text/html"),
        ("/a-b/dot.png", 200, "image/png"),
        ("/theme/style.css", 200, "text/css"),
        ("/feed.xml", 200, "application/xml"),
        ("/.galley/reload.js", 200, "text/javascript"),
        ("/later/", 404, "text/html"),
        ("/blog.toml", 404, "text/html"),
        ("/../blog.toml", 404, "text/html"),
        ("/%2e%2e/posts/later.md", 404, "text/html"),
        ("/theme/../../blog.toml", 404, "text/html"),
        ("/..%2fblog.toml", 404, "text/html"),
    ] {
        let answer = serving.get(path);
        let is_typed = answer.head.contains(&format!("content-type: {media_type}"));
        assert!(answer.code == code && is_typed, "{path}: {}", answer.head);
    }
    let moved = serving.get("/a-b");
    assert!(moved.code == 302 && moved.head.contains("location: /a-b/"), "{}", moved.head);
    let here = format!("localhost:{}", serving.port);
    let head = serving.ask("HEAD /a-b/", &here);
    assert!(head.code == 200 && head.body.is_empty(), "{}", head.head);
    assert_eq!(serving.ask("POST /a-b/", &here).code, 405);
    assert_eq!(serving.ask("GET /a-b/", "example.org").code, 403, "under another name");
    let (code, said) = serving.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(blog.snapshot() == before, "serving writes nothing into the blog");
}

#[test]
fn drafts_are_shown_when_asked_for() {
    let blog = blog();
    let serving = Serving::of(&blog, &["--drafts"]);
    assert!(serving.get("/later/").body.contains("Soon."));
}

#[test]
fn a_change_is_told_and_shown() {
    let blog = blog();
    let serving = Serving::of(&blog, &[]);
    assert_eq!(version_in(&serving.get("/a-b/").body), "1");
    // One that waits already, as a page in a browser does.
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| serving.get("/.galley/changes?since=1").code);
        let post = "---\ntitle: A\ndate: 2020-01-02\n---\n\nOther words.\n";
        fs::write(blog.path("posts/a b.md"), post).expect("the post can be written");
        serving.wait_for("/a-b/", |page| page.body.contains("Other words."));
        assert_eq!(waiting.join().expect("it was answered"), 200);
    });
    let _blog = blog.with("blog.toml", "title = \"Another name\"\n");
    serving.wait_for("/", |page| page.body.contains("Another name"));
}

#[test]
fn a_broken_theme_is_said_above_the_last_good_site() {
    let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../site/builtin_themes");
    let whole = fs::read_to_string(themes.join("base/templates/post.html")).expect("a template");
    let theme = "name = \"Mine\"\nparent = \"quiet\"\n[engine]\nmin = 1\nmax = 1\n";
    let blog = blog()
        .with("blog.toml", "title = \"Notes\"\ntheme = \"mine\"\n")
        .with("themes/mine/theme.toml", theme)
        .with("themes/mine/templates/post.html", &whole);
    let serving = Serving::of(&blog, &[]);
    let template = blog.path("themes/mine/templates/post.html");
    fs::write(&template, format!("{whole}\n{{{{ nothing_of_this_name }}}}\n")).expect("written");
    let page = serving.wait_for("/a-b/", |page| page.body.contains("role=\"alert\""));
    assert_eq!(page.code, 200);
    for part in ["templates/post.html", "line", "nothing_of_this_name", "First words."] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    fs::write(&template, &whole).expect("the template can be written");
    serving.wait_for("/a-b/", |page| !page.body.contains("role=\"alert\""));
    let (_, said) = serving.end();
    assert!(said.contains("templates/post.html"), "{said}");
}

#[test]
fn a_theme_that_never_worked_is_said_on_a_page_of_its_own() {
    let blog =
        blog().with("blog.toml", "theme = \"mine\"\n").with("themes/mine/theme.toml", "name = 1\n");
    let serving = Serving::of(&blog, &[]);
    let page = serving.get("/a-b/");
    assert_eq!(page.code, 500);
    assert!(page.body.contains("theme.toml") && page.body.contains("reload.js"), "{}", page.body);
}

#[test]
fn what_is_no_blog_is_not_served() {
    let blog = TestBlog::nothing().with("notes.txt", "words");
    blog.galley(&["serve", ".", "--open", "no"]).fails(&["is not a blog"]);
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let port = taken.local_addr().expect("it has an address").port().to_string();
    let blog = TestBlog::new();
    blog.galley(&["serve", ".", "--open", "no", "--port", &port]).fails(&[&port, "--port"]);
}
