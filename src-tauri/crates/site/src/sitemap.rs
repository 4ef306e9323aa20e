//! `sitemap.xml` and `robots.txt`: what search engines are told.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::address::{INDEX, absolute};
use crate::output::OutputFile;
use crate::page::TAGS_PAGE;
use crate::plan::{Plan, is_live};

/// Writes XML to memory.
pub(crate) type Xml = Writer<Vec<u8>>;

/// The sitemap's path within the site.
pub(crate) const SITEMAP: &str = "sitemap.xml";
/// The robots' file.
pub(crate) const ROBOTS: &str = "robots.txt";

/// How many addresses one sitemap may hold, by the protocol of sitemaps.org.
const MAX_ADDRESSES: usize = 50_000;

/// The sitemap, in more than one file if it is long. Addresses in it have to be
/// absolute, so there is none without a base URL.
pub(crate) fn sitemap(plan: &Plan<'_>) -> Vec<OutputFile> {
    let Some(base) = &plan.base else { return Vec::new() };
    let addresses = addresses(plan, base);
    let chunks: Vec<_> = addresses.chunks(MAX_ADDRESSES).collect();
    if let [only] = chunks[..] {
        return vec![file(SITEMAP.to_owned(), "urlset", "url", only)];
    }
    let name = |number: usize| format!("sitemap-{}.xml", number + 1);
    let parts = (0..chunks.len()).map(|number| (absolute(base, &name(number)), None));
    let index = file(SITEMAP.to_owned(), "sitemapindex", "sitemap", &parts.collect::<Vec<_>>());
    let parts = chunks.iter().enumerate();
    std::iter::once(index)
        .chain(parts.map(|(number, part)| file(name(number), "urlset", "url", part)))
        .collect()
}

/// Every robot may read everything.
pub(crate) fn robots(plan: &Plan<'_>) -> String {
    let welcome = "User-agent: *\nAllow: /\n";
    match &plan.base {
        Some(base) => format!("{welcome}\nSitemap: {}\n", absolute(base, SITEMAP)),
        None => welcome.to_owned(),
    }
}

/// An address and the day it was last changed.
type Address = (String, Option<String>);

fn addresses(plan: &Plan<'_>, base: &str) -> Vec<Address> {
    let time_zone = &plan.blog.config.time_zone;
    let mut addresses = vec![(absolute(base, INDEX), None)];
    for planned in plan.posts.iter().filter(|planned| is_live(planned.post)) {
        let date = planned.post.updated.or(planned.post.date);
        let day = date.map(|date| date.civil_date(time_zone).to_string());
        addresses.push((absolute(base, &planned.page), day));
    }
    addresses.extend(plan.pages.iter().map(|page| (absolute(base, &page.page), None)));
    if !plan.tags.is_empty() {
        addresses.push((absolute(base, TAGS_PAGE), None));
    }
    let tags = plan.tags.iter();
    addresses.extend(tags.map(|tag| (absolute(base, &format!("{}/{INDEX}", tag.folder)), None)));
    addresses
}

fn file(path: String, root: &str, element: &str, addresses: &[Address]) -> OutputFile {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    write_addresses(&mut xml, root, element, addresses).expect("a vector takes all");
    let mut text = String::from_utf8(xml.into_inner()).expect("only text was written");
    text.push('\n');
    OutputFile::text(path, text)
}

fn write_addresses(
    xml: &mut Xml,
    root: &str,
    element: &str,
    addresses: &[Address],
) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element(root)
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|xml| {
            for (address, day) in addresses {
                xml.create_element(element).write_inner_content(|xml| {
                    xml.create_element("loc").write_text_content(BytesText::new(address))?;
                    if let Some(day) = day {
                        xml.create_element("lastmod").write_text_content(BytesText::new(day))?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    Ok(())
}

/// Text without the characters that XML cannot hold in any form.
pub(crate) fn xml_text(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| allowed(c)).collect())
    }
}
