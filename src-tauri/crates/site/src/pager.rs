//! Lists that are cut into pages.

use std::ops::Range;

use crate::address::{INDEX, relative};
use crate::context::Pager;
use crate::plan::PAGES_FOLDER;

/// A page of a list that is cut into pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListPage {
    /// From 1.
    number: usize,
    n_pages: usize,
    per_page: usize,
}

impl ListPage {
    /// The pages of a list of `n` entries; at least one.
    pub(crate) fn all(n: usize, per_page: u32) -> impl Iterator<Item = Self> {
        // No limit is asked for by 0.
        let per_page =
            usize::try_from(per_page).ok().filter(|&size| size > 0).unwrap_or(usize::MAX);
        let n_pages = n.div_ceil(per_page).max(1);
        (1..=n_pages).map(move |number| Self { number, n_pages, per_page })
    }

    /// Its path, for a list whose first page is the index of `folder`.
    pub(crate) fn path(self, folder: &str) -> String {
        page_path(folder, self.number)
    }

    /// Which entries of a list of `n` it shows.
    pub(crate) fn range(self, n: usize) -> Range<usize> {
        let start = (self.number - 1).saturating_mul(self.per_page).min(n);
        start..start.saturating_add(self.per_page).min(n)
    }

    /// What its template is told.
    pub(crate) fn context(self, folder: &str, from: &str) -> Pager {
        let address = |number| relative(from, &page_path(folder, number));
        Pager {
            number: self.number,
            n_pages: self.n_pages,
            newer: (self.number > 1).then(|| address(self.number - 1)),
            older: (self.number < self.n_pages).then(|| address(self.number + 1)),
        }
    }
}

fn page_path(folder: &str, number: usize) -> String {
    let slash = if folder.is_empty() { "" } else { "/" };
    match number {
        1 => format!("{folder}{slash}{INDEX}"),
        _ => format!("{folder}{slash}{PAGES_FOLDER}/{number}/{INDEX}"),
    }
}
