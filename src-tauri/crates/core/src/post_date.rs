//! The date of a post, as precise as its author wrote it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
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
    /// Reads a date in one of the forms that blogs use, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().map(Self::Day).ok()
    }

    /// The instant that is meant, in a blog of this zone.
    pub fn timestamp(&self, time_zone: &TimeZone) -> Timestamp {
        let civil = match *self {
            Self::Instant(instant, _) => return instant,
            Self::Local(civil) => civil,
            Self::Day(day) => DateTime::from(day),
        };
        // Only a civil time at the very end of jiff's range has no instant.
        time_zone.to_timestamp(civil).unwrap_or(Timestamp::MAX)
    }

    /// The day to show: as written, and for an instant the day it is in its own offset.
    pub fn civil_date(&self, _time_zone: &TimeZone) -> Date {
        match *self {
            Self::Instant(instant, offset) => offset.to_datetime(instant).date(),
            Self::Local(civil) => civil.date(),
            Self::Day(day) => day,
        }
    }
}

impl fmt::Display for PostDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant(instant, offset) => write!(f, "{}", instant.display_with_offset(*offset)),
            Self::Local(civil) => write!(f, "{civil}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}
