//! Serves the preview frame: the theme's page, the theme's files, and the
//! post's own pictures, each looked up by name in what the engine knows and
//! never by a path of the file system.
//!
//! The frame is sandboxed to an opaque origin and its policy runs one script:
//! ours, by a nonce that is fresh for each answer.

use galley_engine::PreviewFile;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder};

use crate::state::OpenBlogs;

pub(crate) const NAME: &str = "galley-preview";

const HTML: &str = "text/html; charset=utf-8";

/// Patches the page and reports what the author does in it.
const FRAME_SCRIPT: &str = concat!(
    include_str!("../../ui/src/preview/morph.js"),
    "\n",
    include_str!("../../ui/src/preview/frame.js")
);

/// Answers a request of the frame off the window's thread: one slow disk must
/// not hold up the typing.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub(crate) fn answer<R: tauri::Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let blogs = context.app_handle().state::<OpenBlogs>().inner().clone();
    let path = request.uri().path().to_owned();
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(respond(&blogs, &path));
    });
}

/// `/<blog>/<path in the preview>`
fn respond(blogs: &OpenBlogs, path: &str) -> Response<Vec<u8>> {
    let file = path.trim_start_matches('/').split_once('/').and_then(|(blog, path)| {
        let blog = blogs.get(blog.parse().ok()?).ok()?;
        blog.preview_file(path)
    });
    match file {
        Some(PreviewFile::Page { html, remote_images }) => page_response(&html, remote_images),
        Some(PreviewFile::Specimen { html, remote_images }) => response(StatusCode::OK)
            .header(header::CONTENT_TYPE, HTML)
            // Nothing is done in it, so it runs no script at all, whatever frame it is in.
            .header(header::CONTENT_SECURITY_POLICY, format!("{}; sandbox", policy(remote_images)))
            .header(header::REFERRER_POLICY, "no-referrer")
            .body(html.into_bytes()),
        Some(PreviewFile::Asset { media_type, bytes }) => response(StatusCode::OK)
            .header(header::CONTENT_TYPE, media_type)
            // An SVG opened by itself must not run anything either.
            .header(
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'",
            )
            .body(bytes),
        None => response(StatusCode::NOT_FOUND).body(Vec::new()),
    }
    .expect("the headers are valid")
}

fn page_response(page: &str, remote_images: bool) -> Result<Response<Vec<u8>>, tauri::http::Error> {
    let nonce = nonce();
    let policy = format!("{}; script-src 'nonce-{nonce}'", policy(remote_images));
    let script = format!("<script nonce=\"{nonce}\">{FRAME_SCRIPT}</script></body>");
    response(StatusCode::OK)
        .header(header::CONTENT_TYPE, HTML)
        .header(header::CONTENT_SECURITY_POLICY, policy)
        .header(header::REFERRER_POLICY, "no-referrer")
        .body(page.replacen("</body>", &script, 1).into_bytes())
}

/// What a page may load: the theme's and the post's own files, and no script.
fn policy(remote_images: bool) -> String {
    let elsewhere = if remote_images { " https: http:" } else { "" };
    format!(
        "default-src 'none'; style-src {NAME}: 'unsafe-inline'; \
         img-src {NAME}: data:{elsewhere}; font-src {NAME}: data:; \
         media-src {NAME}:{elsewhere}; \
         base-uri 'none'; form-action 'none'"
    )
}

fn response(status: StatusCode) -> tauri::http::response::Builder {
    Response::builder()
        .status(status)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
}

/// 128 random bits, in hexadecimal.
fn nonce() -> String {
    use std::hash::{BuildHasher, RandomState};
    // Each `RandomState` is keyed from the system's randomness.
    let half = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", half(), half())
}
