//! Whether a post is out.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::PostDate;

/// Whether readers see a post; derived, never stored in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostStatus {
    /// Marked as a draft.
    Draft,
    /// Finished, with a date that has not come yet.
    Scheduled,
    /// Part of the exported site.
    Live,
}

impl PostStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Scheduled, Self::Live];

    /// The status at `now` of a post with this `draft` mark and `date`.
    ///
    /// A draft stays one whatever its date. A post without a date is live. A date
    /// without a zone is read in the blog's `time_zone`.
    pub fn of(draft: bool, date: Option<&PostDate>, now: Timestamp, time_zone: &TimeZone) -> Self {
        if draft {
            Self::Draft
        } else if date.is_some_and(|date| date.timestamp(time_zone) > now) {
            Self::Scheduled
        } else {
            Self::Live
        }
    }

    /// The status' word, as shown and as the command line takes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Live => "live",
        }
    }
}

impl fmt::Display for PostStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_follows_draft_and_date() {
        let now: Timestamp = "2024-08-05T12:00:00Z".parse().unwrap();
        let status = |draft, date: Option<&str>| {
            let date = date.map(|date| PostDate::parse(date).unwrap());
            PostStatus::of(draft, date.as_ref(), now, &TimeZone::UTC)
        };
        assert_eq!(status(true, Some("2020-01-01")), PostStatus::Draft);
        assert_eq!(status(false, None), PostStatus::Live);
        assert_eq!(status(false, Some("2024-08-05")), PostStatus::Live);
        assert_eq!(status(false, Some("2024-08-05T12:00:00Z")), PostStatus::Live);
        assert_eq!(status(false, Some("2024-08-05T12:00:01Z")), PostStatus::Scheduled);
        assert_eq!(status(false, Some("2024-08-06")), PostStatus::Scheduled);
    }
}
