//! Where in a post's file an address of its page was written.

use std::collections::HashMap;
use std::collections::VecDeque;

use galley_core::text_offset::line_and_column;
use galley_core::{ByteOffset, Post, front_matter};
use galley_markdown::Rendered;

/// The addresses of a post with their places in the file, which are given out in the order of
/// the text: the second time an address is asked for is its second place.
pub(crate) struct Places<'a> {
    post: &'a Post,
    source: &'a str,
    by_address: HashMap<String, VecDeque<(u32, u32)>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(post: &'a Post, source: &'a str, rendered: &Rendered) -> Self {
        let links = rendered.links.iter().map(|it| (&it.target, it.line, it.column));
        let images = rendered.images.iter().map(|it| (&it.target, it.line, it.column));
        let mut by_address: HashMap<String, VecDeque<_>> = HashMap::new();
        for (target, line, column) in links.chain(images) {
            let place = (line + post.body_line - 1, column);
            by_address.entry(decoded(target)).or_default().push_back(place);
        }
        Self { post, source, by_address }
    }

    /// Line and column of the first place of this address that was not given out.
    pub(crate) fn first(&self, address: &str) -> (u32, u32) {
        let place = self.by_address.get(&decoded(address)).and_then(VecDeque::front).copied();
        place.unwrap_or_else(|| self.outside_links(address))
    }

    /// Line and column of the next place of this address. One that no link and no picture has
    /// stands in the front matter, or somewhere in HTML.
    pub(crate) fn take(&mut self, address: &str) -> (u32, u32) {
        let decoded = decoded(address);
        if let Some(places) = self.by_address.get_mut(&decoded) {
            // A picture's address can stand in its tag twice.
            let place = if places.len() > 1 { places.pop_front() } else { places.front().copied() };
            return place.expect("no address is without a place");
        }
        self.outside_links(address)
    }

    fn outside_links(&self, address: &str) -> (u32, u32) {
        let decoded = decoded(address);
        let body = &self.source[self.post.body.clone()];
        let in_body = body.find(address).or_else(|| body.find(&decoded));
        let at = in_body.map(|at| ByteOffset::new(self.post.body.start + at));
        let is_cover = self.post.cover.as_deref() == Some(address);
        let at = at.or_else(|| front_matter::place_of(self.source, "cover").filter(|_| is_cover));
        at.map_or((self.post.body_line, 1), |at| line_and_column(self.source, at))
    }
}

/// The one form of an address that is written with and without percent-encoding.
fn decoded(address: &str) -> String {
    percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use galley_core::PostPath;
    use galley_markdown::Options;

    use super::*;

    #[test]
    fn each_address_is_found_where_it_was_written() {
        let source = "---\ntitle: T\ncover: c.png\n---\n\nÄ [a](a.md) [a](a.md)\n\n\
                      ![é](é%20é.png)\n<b>x</b> <img src=\"raw.png\">\n\n[r]\n\n[r]: r.md\n";
        let post = Post::from_source(&PostPath::parse("p.md").unwrap(), source);
        let rendered = galley_markdown::render(&source[post.body.clone()], &Options::default());
        let mut places = Places::new(&post, source, &rendered);
        let found = ["a.md", "a.md", "%C3%A9%20%C3%A9.png", "raw.png", "r.md", "c.png", "gone"]
            .map(|address| places.take(address));
        assert_eq!(found, [(6, 3), (6, 13), (8, 1), (9, 10), (11, 1), (3, 8), (5, 1)]);
    }
}
