//! One post as one file that needs nothing else: styles, faces and pictures are in
//! it, each once, and the page says itself that nothing may be fetched.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use galley_svg::safe_file;

use crate::Result;
use crate::address::{absolute, decode, is_external, join};
use crate::blog::{SiteBlog, SitePost};
use crate::link::{Links, Target};
use crate::markup::{Piece, Tag, escape, pieces};
use crate::render::{post_page_with, prose};
use crate::theme::{STATIC_FOLDER, Theme};

mod base64;
mod stylesheet;

/// Renders a post as one file.
///
/// `read` is asked for the bytes of each picture the body shows, by the name the
/// post calls it by; a picture without bytes, and one on another server, is
/// replaced by its description. Links to the rest of the site lead to the base URL
/// of the blog's settings; without one they are plain text.
pub fn single_file(
    blog: &SiteBlog<'_>,
    post: &SitePost,
    theme: &Theme,
    read: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> Result<String> {
    let html = post.html.text()?;
    let mut pictures = Pictures::count(&html);
    let (page, own_page) = post_page_with(blog, post, theme, true, |links, _| {
        let cover = post.cover.as_deref().filter(|cover| !is_external(cover));
        let cover = cover.and_then(|name| pictures.url(name, || read(name)));
        (prose("", &body(&html, links, &mut pictures, read)), None, cover)
    })?;
    let base = blog.config.base_url.as_deref().map(|base| base.trim_end_matches('/'));
    let frame = Frame { theme, base, page: &own_page };

    // The body is the author's and done; what is around it is the theme's.
    let body_at = page.find(PROSE).unwrap_or(page.len());
    let body_end = page.rfind("</article>").filter(|&end| end >= body_at).unwrap_or(page.len());
    let text = strip_tags(&page);
    let before = frame.inline(&page[..body_at], &text);
    let after = frame.inline(&page[body_end..], &text);
    let before = before.replacen("</head>", &format!("{}</head>", pictures.style()), 1);
    Ok(format!("{before}{}{after}", &page[body_at..body_end]))
}

/// How the body's element begins.
const PROSE: &str = "<div class=\"prose\"";

/// The body with its pictures in it.
fn body(
    html: &str,
    links: &Links<'_>,
    pictures: &mut Pictures,
    read: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in pieces(&links.dressed(html)) {
        match piece {
            Piece::Tag(tag) if tag.is("img") => out.push_str(&picture(&tag, pictures, read)),
            Piece::Tag(tag) if tag.is("a") => out.push_str(&body_link(&tag, links)),
            // What is left to fetch is fetched by nobody.
            Piece::Tag(tag) if ["source", "track", "link"].iter().any(|e| tag.is(e)) => {}
            Piece::Tag(tag) => out.push_str(tag.raw()),
            Piece::Other(other) => out.push_str(other),
        }
    }
    out
}

/// A link within the post or to elsewhere stays; one to the site needs its address.
fn body_link(tag: &Tag<'_>, links: &Links<'_>) -> String {
    let Some(address) = tag.get("href") else { return tag.raw().to_owned() };
    match (links.target(&address), &links.plan.base) {
        (Target::Elsewhere | Target::Here, _) => tag.raw().to_owned(),
        (Target::File { path, suffix, .. }, Some(base)) => {
            tag.with("href", &(absolute(base, &path) + &suffix))
        }
        _ => tag.without("href"),
    }
}

fn picture(
    tag: &Tag<'_>,
    pictures: &mut Pictures,
    read: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> String {
    let Some(name) = tag.get("src") else { return tag.raw().to_owned() };
    if name.starts_with("data:") {
        return tag.raw().to_owned();
    }
    let end = name.find(['?', '#']).unwrap_or(name.len());
    let file = (!is_external(&name)).then(|| decode(&name[..end])).flatten();
    let Some(file) = file else { return described(tag) };
    let Some(url) = pictures.url(&file, || read(&file)) else { return described(tag) };
    // The picture's other sizes are not in the file.
    ["srcset", "sizes"].iter().fold(tag.with("src", &url), |html, attribute| {
        match pieces(&html).next() {
            Some(Piece::Tag(tag)) => tag.without(attribute),
            _ => html,
        }
    })
}

/// What is around the body.
struct Frame<'a> {
    theme: &'a Theme,
    base: Option<&'a str>,
    /// The page's path within the site.
    page: &'a str,
}

/// Allows the page what is in it, and nothing else.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:; base-uri 'none'; form-action 'none'\">\n";

impl Frame<'_> {
    fn inline(&self, html: &str, text: &str) -> String {
        let mut out = String::with_capacity(html.len());
        for piece in pieces(html) {
            match piece {
                Piece::Tag(tag) if tag.is("link") => out.push_str(&self.link(&tag, text)),
                Piece::Tag(tag) if tag.is("a") => out.push_str(&self.anchor(&tag)),
                Piece::Tag(tag) if tag.is("meta") && tag.get("charset").is_some() => {
                    // First of all: what comes before a policy is not bound by it.
                    let _ = write!(out, "{}\n{}", tag.raw(), POLICY.trim_end());
                }
                // The post's cover: it is in the file already.
                Piece::Tag(tag) if tag.is("img") && has_data(&tag) => out.push_str(tag.raw()),
                Piece::Tag(tag) if tag.is("img") => {
                    let source = tag.get("src").and_then(|source| self.theme_file(&source));
                    match source {
                        Some((path, bytes)) => {
                            out.push_str(&tag.with("src", &data_url(&path, bytes)));
                        }
                        None => out.push_str(&described(&tag)),
                    }
                }
                Piece::Tag(tag) => out.push_str(tag.raw()),
                Piece::Other(other) => out.push_str(other),
            }
        }
        out
    }

    fn link(&self, tag: &Tag<'_>, text: &str) -> String {
        let rel = tag.get("rel").unwrap_or_default();
        let file = tag.get("href").and_then(|address| self.theme_file(&address));
        match (&*rel, file) {
            ("stylesheet", Some((path, bytes))) => {
                let css = String::from_utf8_lossy(bytes);
                let read = |path: &str| self.theme.static_file(path);
                let css = stylesheet::inline(&css, &path, text, read);
                // The end tag would end the element wherever it stands.
                format!("<style>\n{}\n</style>", css.replace("</style", "<\\/style").trim())
            }
            ("icon", Some((path, bytes))) => tag.with("href", &data_url(&path, bytes)),
            ("canonical", _) => tag.raw().to_owned(),
            _ => String::new(),
        }
    }

    /// The theme's file that an address on the page leads to.
    fn theme_file(&self, address: &str) -> Option<(String, &[u8])> {
        let path = address.trim_start_matches("../");
        path.starts_with(STATIC_FOLDER)
            .then(|| self.theme.static_file(path))
            .flatten()
            .map(|bytes| (path.to_owned(), bytes))
    }

    fn anchor(&self, tag: &Tag<'_>) -> String {
        let Some(address) = tag.get("href") else { return tag.raw().to_owned() };
        if address.starts_with('#') || is_external(&address) {
            return tag.raw().to_owned();
        }
        let folder = self.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = decode(&address).and_then(|path| join(folder, &path));
        match (self.base, path) {
            (Some(base), Some(path)) => tag.with("href", &absolute(base, &path)),
            _ => tag.without("href"),
        }
    }
}

/// Pictures by name, and those shown more than once.
///
/// A picture shown twice would be in the file twice. Its bytes go to a style rule
/// instead, which replaces the content of each place.
#[derive(Debug, Default)]
struct Pictures {
    uses: HashMap<String, usize>,
    urls: HashMap<String, Option<String>>,
    shared: BTreeMap<usize, String>,
}

impl Pictures {
    fn count(html: &str) -> Self {
        let mut uses = HashMap::new();
        for piece in pieces(html) {
            if let Piece::Tag(tag) = piece
                && tag.is("img")
                && let Some(name) = tag.get("src")
                && let Some(name) = decode(&name)
            {
                *uses.entry(name.into_owned()).or_insert(0) += 1;
            }
        }
        Self { uses, ..Self::default() }
    }

    fn url(&mut self, name: &str, read: impl FnOnce() -> Option<Vec<u8>>) -> Option<String> {
        if let Some(known) = self.urls.get(name) {
            return known.clone();
        }
        let url = read().map(|bytes| data_url(name, &safe_file(Path::new(name), bytes)));
        // A mark costs as much as a tiny picture.
        let is_shared = self.uses.get(name).is_some_and(|&n| n > 1);
        let url = match url {
            Some(url) if is_shared && url.len() > 512 => {
                let number = self.shared.len() + 1;
                self.shared.insert(number, url);
                Some(shared_mark(number))
            }
            url => url,
        };
        self.urls.insert(name.to_owned(), url.clone());
        url
    }

    fn style(&self) -> String {
        if self.shared.is_empty() {
            return String::new();
        }
        let mut style = String::from("<style>\n");
        for (number, url) in &self.shared {
            let mark = shared_mark(*number);
            let _ = writeln!(style, "img[src=\"{mark}\"] {{ content: url(\"{url}\"); }}");
        }
        style.push_str("</style>\n");
        style
    }
}

/// An empty picture that is different for each number. In an address a space is none.
fn shared_mark(number: usize) -> String {
    format!(
        "data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%20id=%27p{number}%27/%3E"
    )
}

fn has_data(picture: &Tag<'_>) -> bool {
    picture.get("src").is_some_and(|source| source.starts_with("data:"))
}

/// A picture that cannot be shown, as its description.
fn described(tag: &Tag<'_>) -> String {
    let source = tag.get("src").unwrap_or_default();
    let text = tag.get("alt").filter(|text| !text.is_empty()).unwrap_or_else(|| source.clone());
    format!("<span class=\"absent\" title=\"{}\">{}</span>", escape(&source), escape(&text))
}

fn data_url(name: &str, bytes: &[u8]) -> String {
    format!("data:{};base64,{}", media_type(name, bytes), base64::encode(bytes))
}

fn media_type(name: &str, bytes: &[u8]) -> &'static str {
    // A picture may be in the file in a smaller form than its name says.
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return "image/webp";
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("svg") => "image/svg+xml",
        Some("ico") => "image/x-icon",
        Some("bmp") => "image/bmp",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("ttf") => "font/ttf",
        Some("otf") => "font/otf",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        Some("mp3") => "audio/mpeg",
        Some("ogg") => "audio/ogg",
        _ => "application/octet-stream",
    }
}

/// The characters a reader may see; more than those does no harm.
fn strip_tags(html: &str) -> String {
    pieces(html)
        .filter_map(|piece| match piece {
            Piece::Other(text) if !text.starts_with("</") => Some(text),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
