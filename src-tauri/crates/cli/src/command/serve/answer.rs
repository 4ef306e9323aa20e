//! Answering a browser.

use std::io::Cursor;
use std::time::Duration;

use galley_engine::{Served, ServedFile};
use tiny_http::{Header, Method, Request, Response};

use super::{Desk, page};

/// Where pages wait for a change; no file of a site is hidden.
pub(super) const CHANGES: &str = "/.galley/changes";
/// The script that waits.
pub(super) const SCRIPT: &str = "/.galley/reload.js";

/// How long a page waits before it asks again: less than what a browser gives up after.
const WAIT: Duration = Duration::from_secs(25);

type Bytes = Response<Cursor<Vec<u8>>>;

/// Answers one request. A browser that went away is no fault.
pub(super) fn answer(desk: &Desk, request: Request) {
    let response = response_to(desk, &request);
    request.respond(response).ok();
}

fn response_to(desk: &Desk, request: &Request) -> Bytes {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(405, "only GET and HEAD\n").with_header(header("Allow", "GET, HEAD"));
    }
    if !is_for_this_machine(request) {
        return plain(403, "this site is shown to this machine alone\n");
    }
    let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
    match path {
        CHANGES => {
            let version = query.strip_prefix("since=").and_then(|it| it.parse().ok()).unwrap_or(0);
            let changed = desk.wait_for_change(version, WAIT);
            plain(if changed { 200 } else { 204 }, "")
        }
        SCRIPT => file(200, "text/javascript; charset=utf-8", page::RELOAD.as_bytes().to_vec()),
        _ => page_at(desk, path),
    }
}

/// A page or file of the site; above pages what is wrong, and in them the script that waits.
fn page_at(desk: &Desk, path: &str) -> Bytes {
    let (version, site, fault) = {
        let shown = desk.lock();
        (shown.version, shown.site.clone(), shown.fault.clone())
    };
    let Some(site) = site else {
        let html = fault.as_ref().map_or_else(String::new, page::of_fault);
        return html_file(500, &html, version, None);
    };
    let (code, found) = match site.find(path) {
        Some(Served::File(found)) => (200, found),
        Some(Served::Folder(address)) => {
            return match Header::from_bytes("Location", address) {
                Ok(location) => plain(302, "").with_header(location),
                // No browser asks like that.
                Err(()) => plain(400, "the address is not percent-encoded\n"),
            };
        }
        None => match site.not_found() {
            Some(found) => (404, found),
            None => return plain(404, "there is no such page\n"),
        },
    };
    let ServedFile { media_type, bytes } = found;
    if !media_type.starts_with("text/html") {
        return file(code, media_type, bytes);
    }
    match String::from_utf8(bytes) {
        Ok(html) => html_file(code, &html, version, fault.as_ref()),
        // A page of the author's own in an old encoding goes out as it is.
        Err(error) => file(code, media_type, error.into_bytes()),
    }
}

/// Any page of the web can have this machine's browser ask this server under a name of its
/// own, and read the answer: drafts are not for everybody.
fn is_for_this_machine(request: &Request) -> bool {
    let host = request.headers().iter().find(|header| header.field.equiv("Host"));
    host.is_none_or(|host| {
        let host = host.value.as_str();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        matches!(name, "127.0.0.1" | "localhost")
    })
}

fn html_file(
    code: u16,
    html: &str,
    version: u64,
    fault: Option<&galley_engine::wire::Error>,
) -> Bytes {
    let html = page::with_additions(html, version, fault);
    file(code, "text/html; charset=utf-8", html.into_bytes())
}

fn plain(code: u16, text: &str) -> Bytes {
    file(code, "text/plain; charset=utf-8", text.as_bytes().to_vec())
}

fn file(code: u16, media_type: &str, bytes: Vec<u8>) -> Bytes {
    Response::from_data(bytes)
        .with_status_code(code)
        .with_header(header("Content-Type", media_type))
        .with_header(header("Cache-Control", "no-store"))
        .with_header(header("X-Content-Type-Options", "nosniff"))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("printable ASCII")
}
