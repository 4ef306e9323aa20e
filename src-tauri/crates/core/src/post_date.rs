//! The date of a post, as precise as its author wrote it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

/// The date of a post, as precise as its author wrote it.
///
/// [`Display`](fmt::Display) writes a form that [`PostDate::parse`] reads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostDate {
    /// An instant, with the offset from UTC it was written in.
    Instant(Timestamp, Offset),
    /// Date and time without a zone: the blog's zone is meant.
    Local(DateTime),
    /// Only a day: its start in the blog's zone.
    Day(Date),
}

impl PostDate {
    /// Reads a date in one of the forms that blogs use, and nothing else:
    ///
    /// - `2024-01-02T03:04:05Z`, `2024-01-02T03:04:05+09:00` (RFC 3339)
    /// - `2024-01-02 03:04:05 +0900` (Jekyll)
    /// - `2024-01-02T03:04:05`, `2024-01-02 03:04`
    /// - `2024-01-02`
    /// - `Tue, 2 Jan 2024 03:04:05 +0900` (RFC 2822)
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if begins_with_day(text) {
            Self::parse_iso(&without_gap_before_offset(text))
        } else {
            let zoned = rfc2822::DateTimeParser::new().parse_zoned_datetime(text).ok()?;
            Some(Self::Instant(zoned.timestamp(), zoned.offset()))
        }
    }

    fn parse_iso(text: &str) -> Option<Self> {
        let pieces = Pieces::parse(text).ok()?;
        // A named zone would make the date depend on the machine's zone database.
        if pieces.time_zone_annotation().is_some() {
            return None;
        }
        match (pieces.time(), pieces.to_numeric_offset()) {
            (None, None) => Some(Self::Day(pieces.date())),
            (None, Some(_)) => None,
            (Some(time), None) => Some(Self::Local(pieces.date().to_datetime(time))),
            (Some(time), Some(offset)) => {
                let civil = pieces.date().to_datetime(time);
                Some(Self::Instant(offset.to_timestamp(civil).ok()?, offset))
            }
        }
    }

    /// The instant that is meant, in a blog of this zone.
    pub fn timestamp(&self, time_zone: &TimeZone) -> Timestamp {
        let civil = match *self {
            Self::Instant(instant, _) => return instant,
            Self::Local(civil) => civil,
            Self::Day(day) => DateTime::from(day),
        };
        // Only a civil time at the edges of jiff's range has no instant.
        let edge = if civil.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        time_zone.to_timestamp(civil).unwrap_or(edge)
    }

    /// The day to show to readers of a blog of this zone.
    ///
    /// A day that the author wrote stays that day: an offset was chosen with it. Only
    /// an instant in UTC, which programs write, is told in the blog's zone.
    pub fn civil_date(&self, time_zone: &TimeZone) -> Date {
        match *self {
            Self::Instant(instant, Offset::UTC) => time_zone.to_datetime(instant).date(),
            Self::Instant(instant, offset) => offset.to_datetime(instant).date(),
            Self::Local(civil) => civil.date(),
            Self::Day(day) => day,
        }
    }
}

impl fmt::Display for PostDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant(instant, Offset::UTC) => instant.fmt(f),
            Self::Instant(instant, offset) => instant.display_with_offset(*offset).fmt(f),
            Self::Local(civil) => civil.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

/// Whether a text begins like `2024-01-02`; shorter ISO forms are numbers to most readers.
fn begins_with_day(text: &str) -> bool {
    text.len() >= 10
        && text.bytes().take(10).enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Jekyll, Hexo and Ruby put a space between the time and its offset.
fn without_gap_before_offset(text: &str) -> String {
    match text.rsplit_once(' ') {
        Some((before, offset)) if offset.starts_with(['+', '-', 'Z', 'z']) => {
            format!("{}{offset}", before.trim_end())
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
