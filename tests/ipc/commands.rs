//! Commands on the mock runtime: wiring, argument names and the shape of errors.

use std::path::Path;

use galley_desktop::{Arguments, Closing, OpenBlogs};
use serde_json::{Value, json};
use tauri::test::{
    INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets,
};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager as _, WebviewWindow};

/// A window without a screen, on a data folder and a blog of its own.
struct Shell {
    _app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    folder: tempfile::TempDir,
}

impl Shell {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let ipc = galley_desktop::builder::<MockRuntime>();
        let app = mock_builder()
            .invoke_handler(ipc.invoke_handler())
            .build(mock_context(noop_assets()))
            .expect("the mock runtime starts");
        ipc.mount_events(&app);
        let arguments = Arguments { blog: None, data_dir: Some(folder.path().join("data")) };
        app.manage(Closing::default());
        app.manage(OpenBlogs::new(arguments, std::sync::Arc::new(|_| {})));
        let window = tauri::WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
            .build()
            .expect("the mock window opens");
        Self { _app: app, window, folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: tauri::ipc::CallbackFn(0),
            error: tauri::ipc::CallbackFn(1),
            url: "tauri://localhost".parse().expect("an address"),
            body: tauri::ipc::InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request)
            .map(|body| body.deserialize().expect("the answer is JSON"))
    }
}

#[test]
fn a_post_is_made_typed_into_and_found_on_disk() {
    let shell = Shell::new();
    let folder = shell.path("notes");
    let opened = shell
        .call("blog_create", json!({ "path": folder, "title": "Notes" }))
        .expect("the blog is made");
    assert_eq!(opened["blog"]["title"], "Notes");
    let blog = &opened["blog"]["id"];
    let post = shell
        .call("post_create", json!({ "blog": blog, "title": "A / B" }))
        .expect("the post is made");
    let (id, cursor) = (&post["summary"]["id"], &post["cursor"]);
    assert_eq!(post["summary"]["path"], "a-b.md");
    let edit = json!({
        "blog": blog, "post": id, "version": 1, "render": true, "cursor": cursor, "scroll": 0, "restore": false,
        "edits": [{ "from": cursor, "to": cursor, "insert": "Hello *you*.\n" }],
    });
    let edited = shell.call("post_edit", json!({ "edit": edit })).expect("the edit fits");
    assert_eq!(edited["patch"]["blocks"][0]["html"], "<p>Hello <em>you</em>.</p>\n");
    shell.call("post_save", json!({ "blog": blog, "post": id })).expect("the post is saved");
    let lost = shell.call("posts_keep", json!({ "blog": blog })).expect("all is kept");
    assert_eq!(lost, json!([]));
    let on_disk = std::fs::read_to_string(Path::new(&folder).join("posts/a-b.md"));
    assert!(on_disk.expect("the file is there").ends_with("Hello *you*.\n"));
}

#[test]
fn a_check_answers_with_files_places_and_posts() {
    let shell = Shell::new();
    let folder = shell.path("notes");
    std::fs::create_dir_all(Path::new(&folder).join("posts")).expect("the folder can be made");
    let post = "---\ntitle: A\nsummary: S\n---\n\nSee [b](b.md).\n";
    std::fs::write(Path::new(&folder).join("posts/a.md"), post).expect("the post can be written");
    let opened = shell.call("blog_open", json!({ "path": folder })).expect("it is a blog");
    let found = shell.call("blog_check", json!({ "blog": opened["blog"]["id"] }));
    let found = found.expect("it is looked through");
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found[0]["file"], "posts/a.md");
    assert_eq!(found[0]["post"], opened["posts"][0]["id"]);
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&json!(6), &json!(5)));
    assert_eq!(
        (&found[0]["code"], &found[0]["severity"]),
        (&json!("link-broken"), &json!("warning"))
    );
}

#[test]
fn a_blog_opened_twice_is_one_blog_with_what_was_typed() {
    let shell = Shell::new();
    let folder = shell.path("notes");
    let create = json!({ "path": folder, "title": "Notes" });
    let first = shell.call("blog_create", create).expect("the blog is made");
    let blog = &first["blog"]["id"];
    let post = shell.call("post_create", json!({ "blog": blog, "title": "A" })).expect("a post");
    let edit = json!({
        "blog": blog, "post": post["summary"]["id"], "version": 1, "render": false, "cursor": 0,
        "scroll": 0, "restore": false, "edits": [{ "from": 0, "to": 0, "insert": "\n" }],
    });
    shell.call("post_edit", json!({ "edit": edit })).expect("the edit fits");
    let again = shell.call("blog_open", json!({ "path": folder })).expect("it is there");
    assert_eq!(again["blog"]["id"], *blog);
    assert_eq!(again["open"]["version"], 1);
}

#[test]
fn a_site_is_staged_put_and_remembered() {
    let shell = Shell::new();
    let (folder, out) = (shell.path("notes"), shell.path("site"));
    let create = json!({ "path": folder, "title": "Notes" });
    let opened = shell.call("blog_create", create).expect("the blog is made");
    let blog = &opened["blog"]["id"];
    let stage = json!({
        "blog": blog, "folder": out, "force": false, "progress": "__CHANNEL__:0",
    });
    let put = json!({ "blog": blog, "progress": "__CHANNEL__:1" });
    assert_eq!(shell.call("site_put", put.clone()).expect_err("nothing waits")["code"], "notFound");

    let changes = shell.call("site_stage", stage.clone()).expect("the site is rendered");
    assert!(changes["new"].as_array().expect("a list").contains(&json!("index.html")));
    shell.call("site_drop", json!({ "blog": blog })).expect("it is given up");
    assert!(!Path::new(&out).exists());

    shell.call("site_stage", stage).expect("the site is rendered");
    let exported = shell.call("site_put", put).expect("the site is put into place");
    assert_eq!(exported["nNew"].as_u64(), changes["new"].as_array().map(|it| it.len() as u64));
    assert!(Path::new(&out).join("index.html").exists());
    let places = json!({ "blog": blog, "post": null });
    assert_eq!(shell.call("export_places", places).expect("places")["folder"], out.as_str());
}

#[test]
fn a_post_is_exported_over_a_file_only_if_that_is_said() {
    let shell = Shell::new();
    let create = json!({ "path": shell.path("notes"), "title": "Notes" });
    let opened = shell.call("blog_create", create).expect("the blog is made");
    let blog = &opened["blog"]["id"];
    let post = shell.call("post_create", json!({ "blog": blog, "title": "A" })).expect("a post");
    let export = |replace: bool| {
        let file = shell.path("a.html");
        let id = &post["summary"]["id"];
        let export = json!({
            "blog": blog, "post": id, "file": file, "format": "html", "replace": replace,
        });
        shell.call("post_export", export)
    };
    export(false).expect("nothing is there");
    assert_eq!(export(false).expect_err("something is there")["code"], "alreadyExists");
    export(true).expect("it is replaced");
}

#[test]
fn what_is_not_there_is_not_printed() {
    let shell = Shell::new();
    let error = shell.call("post_print", json!({ "blog": 99, "post": 7 }));
    assert_eq!(error.expect_err("there is no such blog")["code"], "notFound");
    let pdf = shell.path("a.pdf");
    let export = json!({ "blog": 99, "post": 7, "file": pdf, "format": "pdf", "replace": false });
    assert_eq!(shell.call("post_export", export).expect_err("no blog")["code"], "notFound");
    assert!(!Path::new(&pdf).exists());
}

#[test]
fn a_theme_is_listed_shown_put_on_and_taken_off() {
    let shell = Shell::new();
    let folder = shell.path("notes");
    let create = json!({ "path": folder, "title": "Notes" });
    let opened = shell.call("blog_create", create).expect("the blog is made");
    let blog = &opened["blog"]["id"];
    let config = || std::fs::read_to_string(Path::new(&folder).join("blog.toml")).expect("a file");
    let before = config();

    let themes = shell.call("theme_list", json!({ "blog": blog })).expect("there are themes");
    let terminal = themes.as_array().expect("a list").iter().find(|it| it["id"] == "terminal");
    let settings = &terminal.expect("it is built in")["settings"];
    assert_eq!(settings[0]["kind"], json!({ "type": "number", "min": 50.0, "max": 100.0 }));
    assert_eq!((&settings[1]["name"], &settings[1]["value"]), (&json!("prompt"), &json!("$")));

    let chosen = |columns: u32| {
        let settings = json!([{ "name": "columns", "value": columns }]);
        json!({ "blog": blog, "theme": "terminal", "settings": settings, "post": null })
    };
    let specimen = shell.call("theme_specimen", chosen(60)).expect("it is rendered");
    let dark = specimen["dark"].as_str().expect("an address");
    assert!(dark.starts_with("galley-preview://localhost/"), "{dark}");
    assert_eq!(shell.call("theme_use", chosen(7)).expect_err("too few")["code"], "badInput");
    assert_eq!(config(), before);
    let worn = shell.call("theme_use", chosen(60)).expect("it is put on");
    assert_eq!(worn["theme"], "terminal");
    assert!(config().contains("theme = \"terminal\"\n") && config().contains("columns = 60\n"));
    shell.call("theme_close", json!({ "blog": blog })).expect("the gallery is closed");
    let undone = shell.call("theme_undo", json!({ "blog": blog })).expect("it is taken off");
    assert_eq!((undone["theme"].as_str(), config()), (Some("quiet"), before));
}

#[test]
fn an_error_says_what_could_not_be_done_and_what_to_do() {
    let shell = Shell::new();
    let error = shell
        .call("blog_open", json!({ "path": shell.folder.path() }))
        .expect_err("the folder holds no posts");
    assert_eq!(error["code"], "notABlog");
    assert!(error["message"].as_str().expect("a text").contains("is not a blog"), "{error}");
    assert!(error["hint"].is_string() && error["causes"].is_array(), "{error}");
}

#[test]
fn a_closed_blog_answers_with_an_error() {
    let shell = Shell::new();
    let error = shell.call("post_list", json!({ "blog": 4_000_000 })).expect_err("no such blog");
    assert_eq!(error["code"], "notFound");
}

#[test]
fn a_post_that_is_not_there_is_not_found() {
    let shell = Shell::new();
    let create = json!({ "path": shell.path("notes"), "title": "Notes" });
    let blog = &shell.call("blog_create", create).expect("the blog is made")["blog"]["id"];
    for (command, wanted) in [
        ("post_open", json!({ "blog": blog, "post": 4_000_000 })),
        ("post_remove", json!({ "blog": blog, "post": 4_000_000 })),
    ] {
        let error = shell.call(command, wanted).expect_err("there is no such post");
        assert_eq!(error["code"], "notFound", "{command}: {error}");
        assert!(error["hint"].is_string(), "{command}: {error}");
    }
}

#[test]
fn links_that_start_programs_are_refused() {
    let shell = Shell::new();
    let error = shell.call("link_open", json!({ "href": "file:///etc/passwd" }));
    assert_eq!(error.expect_err("not a page")["code"], "badInput");
}
