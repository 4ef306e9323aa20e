//! `sitemap.xml` and `robots.txt`: what search engines are told.

use rayon::prelude::*;

use crate::address::{INDEX, absolute};
use crate::output::OutputFile;
use crate::page::{GroupKind, archive_page};
use crate::plan::{Plan, is_live};
use crate::xml::{document, text};

/// The sitemap's path within the site.
pub(crate) const SITEMAP: &str = "sitemap.xml";
/// The robots' file.
pub(crate) const ROBOTS: &str = "robots.txt";

/// What one sitemap may hold, by the protocol of sitemaps.org.
const LIMITS: Limits = Limits { addresses: 50_000, bytes: 50_000_000 };

/// How much a file may hold.
#[derive(Debug, Clone, Copy)]
struct Limits {
    addresses: usize,
    bytes: usize,
}

/// The bytes of an entry besides its address, at most; a day and all the elements.
const ENTRY_BYTES: usize = 100;

/// The sitemap, in more than one file if it is long. Addresses in it have to be
/// absolute, so there is none without a base URL.
pub(crate) fn sitemap(plan: &Plan) -> Vec<OutputFile> {
    match &plan.base {
        Some(base) => split(base, &addresses(plan, base), LIMITS),
        None => Vec::new(),
    }
}

/// Where the files of the [`sitemap`] go.
pub(crate) fn paths(plan: &Plan) -> Vec<String> {
    match &plan.base {
        Some(base) => paths_of(chunks(&addresses(plan, base), LIMITS).len()),
        None => Vec::new(),
    }
}

/// The paths of a sitemap of so many chunks: the only one, or an index and the parts.
fn paths_of(n_chunks: usize) -> Vec<String> {
    let n_parts = if n_chunks == 1 { 0 } else { n_chunks };
    std::iter::once(SITEMAP.to_owned()).chain((0..n_parts).map(part)).collect()
}

/// The path of a part of the sitemap.
fn part(number: usize) -> String {
    format!("sitemap-{}.xml", number + 1)
}

fn split(base: &str, addresses: &[Address], limits: Limits) -> Vec<OutputFile> {
    let chunks = chunks(addresses, limits);
    if let [only] = chunks[..] {
        return vec![file(SITEMAP.to_owned(), "urlset", "url", only)];
    }
    let newest = |chunk: &[Address]| chunk.iter().filter_map(|(_, day)| day.clone()).max();
    let parts: Vec<_> = chunks
        .iter()
        .enumerate()
        .map(|(number, chunk)| (absolute(base, &part(number)), newest(chunk)))
        .collect();
    let index = file(SITEMAP.to_owned(), "sitemapindex", "sitemap", &parts);
    let parts = chunks.iter().enumerate();
    std::iter::once(index)
        .chain(parts.map(|(number, chunk)| file(part(number), "urlset", "url", chunk)))
        .collect()
}

/// Cuts the addresses into stretches that each fit into a file; one if there are none.
fn chunks(addresses: &[Address], limits: Limits) -> Vec<&[Address]> {
    let mut chunks = Vec::new();
    let (mut start, mut n_bytes) = (0, ENTRY_BYTES * 2);
    for (at, (address, _)) in addresses.iter().enumerate() {
        // An ampersand is written as five bytes, the only character of an address that grows.
        let own = address.len() + 4 * address.matches('&').count() + ENTRY_BYTES;
        if at > start && (at - start == limits.addresses || n_bytes + own > limits.bytes) {
            chunks.push(&addresses[start..at]);
            (start, n_bytes) = (at, ENTRY_BYTES * 2);
        }
        n_bytes += own;
    }
    chunks.push(&addresses[start..]);
    chunks
}

/// Every robot may read everything.
pub(crate) fn robots(plan: &Plan) -> String {
    let welcome = "User-agent: *\nAllow: /\n";
    match &plan.base {
        Some(base) => format!("{welcome}\nSitemap: {}\n", absolute(base, SITEMAP)),
        None => welcome.to_owned(),
    }
}

/// An address and the day it was last changed.
type Address = (String, Option<String>);

fn addresses(plan: &Plan, base: &str) -> Vec<Address> {
    let time_zone = &plan.config.time_zone;
    let mut addresses = vec![(absolute(base, INDEX), None)];
    addresses.par_extend(plan.posts.par_iter().filter(|it| is_live(&it.post)).map(|planned| {
        let date = planned.post.updated.or(planned.post.date);
        let day = date.map(|date| date.civil_date(time_zone).to_string());
        (absolute(base, &planned.page), day)
    }));
    addresses.extend(plan.pages.iter().map(|page| (absolute(base, &page.page), None)));
    let mut list = |page: &str| addresses.push((absolute(base, page), None));
    if !plan.years.is_empty() {
        list(&archive_page());
    }
    plan.years.iter().for_each(|year| list(&year.page()));
    for kind in GroupKind::ALL {
        let groups = plan.groups(kind);
        if !groups.is_empty() {
            list(&kind.page());
        }
        groups.all().iter().for_each(|group| list(&group.page()));
    }
    addresses
}

fn file(path: String, root: &str, element: &str, addresses: &[Address]) -> OutputFile {
    let written = document(|xml| {
        xml.create_element(root)
            .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
            .write_inner_content(|xml| {
                for (address, day) in addresses {
                    xml.create_element(element).write_inner_content(|xml| {
                        text(xml, "loc", address)?;
                        day.as_ref().map_or(Ok(()), |day| text(xml, "lastmod", day))
                    })?;
                }
                Ok(())
            })?;
        Ok(())
    });
    OutputFile::text(path, written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Content;

    fn size(file: &OutputFile) -> usize {
        match &file.content {
            Content::Bytes(bytes) => bytes.len(),
            Content::Copy(_) | Content::Card(_) => 0,
        }
    }

    #[test]
    fn a_long_sitemap_is_split_at_both_limits() {
        let address =
            |n: usize| (format!("https://example.org/a&b/{n:04}/"), Some("2024-01-02".to_owned()));
        let addresses: Vec<_> = (0..100).map(address).collect();
        let n_files = |limits| split("https://example.org", &addresses, limits).len();
        assert_eq!(n_files(Limits { addresses: 100, bytes: 1_000_000 }), 1);
        assert_eq!(
            n_files(Limits { addresses: 99, bytes: 1_000_000 }),
            3,
            "an index and two parts"
        );
        let files =
            split("https://example.org", &addresses, Limits { addresses: 99, bytes: 2_000 });
        assert!(files.len() > 8);
        let paths: Vec<_> = files.iter().map(|file| &*file.path).collect();
        assert_eq!(paths, paths_of(files.len() - 1), "what is claimed is what is written");
        assert!(files[1..].iter().all(|file| size(file) <= 2_000));
        let Content::Bytes(index) = &files[0].content else { panic!("a text") };
        let index = std::str::from_utf8(index).unwrap();
        assert_eq!(index.matches("<loc>https://example.org/sitemap-").count(), files.len() - 1);
        assert_eq!(index.matches("<lastmod>2024-01-02</lastmod>").count(), files.len() - 1);
        let all: String = files[1..]
            .iter()
            .map(|file| match &file.content {
                Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Content::Copy(_) | Content::Card(_) => String::new(),
            })
            .collect();
        assert_eq!(all.matches("<url>").count(), 100, "each address once");
    }
}
