//! Every link and every file that a page names is there: what a reader would find
//! out by clicking everything, from a folder as well as below a path of a server.

use std::collections::HashSet;

use galley_site::{Content, Site};

use super::{blog, render, sample_blog, text};

/// Follows `address` from the page at `from`; nothing for an address that leads elsewhere.
fn follow(from: &str, address: &str) -> Option<String> {
    if address.contains(':') || address.starts_with("//") {
        return None;
    }
    let path = address.split(['#', '?']).next().unwrap();
    if path.is_empty() {
        return Some(from.to_owned());
    }
    assert!(!path.starts_with('/'), "`{address}` on `{from}` works only at the top of a server");
    let mut parts: Vec<_> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "`{address}` on `{from}` leads out of the site"),
            "." => {}
            part => parts.push(part),
        }
    }
    Some(percent_decoded(&parts.join("/")))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = (*first == b'%').then(|| std::str::from_utf8(&tail[..2]).unwrap());
        if let Some(digits) = digits {
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The values of an attribute in HTML that this program wrote: always in double quotes.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Links of the site that lead to nothing, as `page -> address`.
fn broken(site: &Site) -> Vec<String> {
    let paths: HashSet<_> = site.files.iter().map(|file| &*file.path).collect();
    let mut broken = Vec::new();
    let mut n_links = 0;
    for file in &site.files {
        let Content::Bytes(bytes) = &file.content else { continue };
        let is_page = file.path.split('.').next_back() == Some("html");
        if !is_page {
            continue;
        }
        let html = std::str::from_utf8(bytes).unwrap();
        let refresh = html.split("content=\"0; url=").skip(1).map(|r| r.split('"').next().unwrap());
        for address in values(html, "href").into_iter().chain(values(html, "src")).chain(refresh) {
            n_links += 1;
            let Some(target) = follow(&file.path, address) else { continue };
            let fragment = address.split_once('#').map(|(_, fragment)| percent_decoded(fragment));
            let is_there = paths.contains(&*target)
                && fragment.is_none_or(|fragment| {
                    fragment == "content" || values(text(site, &target), "id").contains(&&*fragment)
                });
            if !is_there {
                broken.push(format!("{} -> {address}", file.path));
            }
        }
    }
    assert!(n_links > 100, "the checker saw only {n_links} links");
    broken
}

#[test]
fn every_link_of_the_sample_leads_somewhere() {
    let site = render(&sample_blog());
    assert_eq!(broken(&site), Vec::<String>::new());
    assert_eq!(site.problems, []);
}

#[test]
fn every_link_of_every_kind_of_page_leads_somewhere() {
    for base_url in [true, false] {
        let site = render(&blog("letters", base_url));
        assert_eq!(broken(&site), Vec::<String>::new());
        assert_eq!(site.problems, []);
        for page in
            ["archive", "archive/2023", "authors/first-author", "series/by-the-sea", "search"]
        {
            let path = format!("{page}/index.html");
            let is_linked = |file: &galley_site::OutputFile| {
                let Content::Bytes(bytes) = &file.content else { return false };
                let Ok(html) = std::str::from_utf8(bytes) else { return false };
                let leads = |to: &&str| follow(&file.path, to).as_ref() == Some(&path);
                file.path.contains("index.html")
                    && file.path != path
                    && values(html, "href").iter().any(leads)
            };
            assert!(site.files.iter().any(is_linked), "some page leads to {path}");
        }
    }
}

#[test]
fn only_the_links_that_are_reported_lead_nowhere() {
    let site = render(&blog("small", false));
    let first = "first/index.html";
    assert_eq!(
        broken(&site),
        [
            format!("{first} -> missing.md"),
            format!("{first} -> draft.md"),
            format!("{first} -> files/none.pdf")
        ]
    );
    let problems: Vec<_> = site
        .problems
        .iter()
        .map(|found| format!("{} {}: {}", found.path, found.problem.code, found.problem.message))
        .collect();
    insta::assert_snapshot!(problems.join("\n"), @r#"
    first.md link-broken: the link `missing.md` leads to nothing in this site
    first.md link-broken: the link `draft.md` leads to nothing in this site
    first.md link-broken: the link `files/none.pdf` leads to nothing in this site
    hostile.md alias-taken: the alias `../../outside` cannot be the path of a page
    "#);
}

#[test]
fn the_checker_sees_a_broken_link() {
    let mut site = render(&sample_blog());
    site.files.retain(|file| file.path != "welcome/index.html");
    assert!(broken(&site).iter().any(|link| link == "index.html -> welcome/index.html"));
}

#[test]
fn old_addresses_of_the_imported_post_lead_to_it() {
    let site = render(&sample_blog());
    let slug = "first-loop-i-ever-wrote-i-mapped-the-disk-by-hand-once-the-merge-was-final";
    let old = "post/first-loop-i-ever-wrote-/-i-mapped-the-disk-by-hand-once-/-the-merge-was-final";
    for file in [format!("{old}.md/index.html"), format!("{old}/index.html")] {
        let html = text(&site, &file);
        let address = html.split("content=\"0; url=").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(follow(&file, address).unwrap(), format!("{slug}/index.html"));
    }
}
