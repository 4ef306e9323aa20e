//! Bringing two edits of one text together.

use std::ops::Range;

use similar::{MergeResolution, TextMerge};

use crate::line_ending::first_break;

/// Two edits of one text, brought together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Both edits where they do not overlap; where they do, mine.
    pub text: String,
    /// Where they overlap, in order; empty if nothing was lost.
    pub conflicts: Vec<Conflict>,
}

/// A place that both sides changed differently, in bytes of each text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What stood there.
    pub base: Range<usize>,
    /// What I made of it.
    pub mine: Range<usize>,
    /// What they made of it.
    pub theirs: Range<usize>,
    /// Where mine stands in [`Merge::text`].
    pub merged: Range<usize>,
}

impl Merge {
    /// Adds whole lines: one side's last line may lack a break that it now needs.
    fn push_lines(&mut self, lines: &str, eol: &str) {
        if !(self.text.is_empty() || lines.is_empty() || self.text.ends_with(['\n', '\r'])) {
            self.text.push_str(eol);
        }
        self.text.push_str(lines);
    }

    /// The merged text, if the two edits did not overlap.
    pub fn clean(&self) -> Option<&str> {
        self.conflicts.is_empty().then_some(&*self.text)
    }
}

/// Merges two edits of `base`, line by line.
///
/// Nothing is decided by time: where both sides changed the same lines differently
/// the place is a conflict, and both texts can be had from it.
pub fn three_way(base: &str, mine: &str, theirs: &str) -> Merge {
    let regions = TextMerge::from_lines(base, mine, theirs);
    let base_at = line_starts(|n| regions.base_line(n));
    let mine_at = line_starts(|n| regions.ours_line(n));
    let theirs_at = line_starts(|n| regions.theirs_line(n));
    let bytes = |at: &[usize], lines: Range<usize>| at[lines.start]..at[lines.end];
    let mut merge = Merge { text: String::with_capacity(mine.len()), conflicts: Vec::new() };
    let eol = first_break(mine);
    for region in regions.regions() {
        let mine_range = bytes(&mine_at, region.ours_range());
        let theirs_range = bytes(&theirs_at, region.theirs_range());
        let start = merge.text.len();
        match region.resolution() {
            MergeResolution::Theirs => merge.push_lines(&theirs[theirs_range.clone()], eol),
            _ => merge.push_lines(&mine[mine_range.clone()], eol),
        }
        if region.is_conflict() {
            merge.conflicts.push(Conflict {
                base: bytes(&base_at, region.base_range()),
                mine: mine_range,
                theirs: theirs_range,
                merged: start..merge.text.len(),
            });
        }
    }
    merge
}

/// The byte where each line begins, and where the text ends.
fn line_starts<'text>(line: impl Fn(usize) -> Option<&'text str>) -> Vec<usize> {
    let mut starts = vec![0];
    let mut end = 0;
    for line in (0..).map_while(line) {
        end += line.len();
        starts.push(end);
    }
    starts
}

#[cfg(test)]
mod tests;
