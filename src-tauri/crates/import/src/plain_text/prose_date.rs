//! Dates as people write them above a text.

use galley_core::PostDate;
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that may stand beside a date without saying another thing.
const FILLERS: [&str; 7] = ["of", "the", "on", "posted", "published", "written", "date"];

/// The shortest form of a month or weekday, as in `Aug`.
const MIN_ABBREVIATION: usize = 3;

/// Reads a line that is a date and nothing else.
///
/// `August 5, 2024`, `5 August 2024`, `Mon, Aug 5th 2024`, `2024년 8월 5일`, `2024年8月5日`,
/// and the forms of [`PostDate::parse`]. Not `8/5/2024`, which means two days.
pub(super) fn prose_date(line: &str) -> Option<PostDate> {
    PostDate::parse(line).or_else(|| numbered(line)).or_else(|| spelt(line))
}

/// Year, month and day as numbers, each with its East Asian sign.
fn numbered(line: &str) -> Option<PostDate> {
    let compact: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let (year, rest) = compact.split_once(['年', '년'])?;
    let (month, rest) = rest.split_once(['月', '월'])?;
    let day = rest.strip_suffix(['日', '일'])?;
    date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn spelt(line: &str) -> Option<PostDate> {
    let lower = line.to_lowercase();
    let (mut year, mut month, mut day) = (None, None, None);
    for word in lower.split([' ', '\t', ',', '.', ':']).filter(|word| !word.is_empty()) {
        let found = if let Some(number) = position(&MONTHS, word) {
            month.replace(number).is_none()
        } else if let Some(number) = year_of(word) {
            year.replace(number).is_none()
        } else if let Some(number) = day_of(word) {
            day.replace(number).is_none()
        } else {
            position(&WEEKDAYS, word).is_some() || FILLERS.contains(&word)
        };
        if !found {
            return None;
        }
    }
    date(year?, i8::try_from(month?).ok()?, day?)
}

/// Which name a word is or abbreviates, from 1.
fn position(names: &[&str], word: &str) -> Option<usize> {
    let is_meant = |name: &&str| name.starts_with(word) && word.len() >= MIN_ABBREVIATION;
    names.iter().position(is_meant).map(|index| index + 1)
}

fn year_of(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok())?.filter(|year| *year > 999)
}

fn day_of(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    digits.unwrap_or(word).parse().ok()
}

fn date(year: i16, month: i8, day: i8) -> Option<PostDate> {
    Date::new(year, month, day).ok().map(PostDate::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_people_are_read() {
        for line in [
            "August 5, 2024",
            "  5 August 2024 ",
            "Aug 5th, 2024",
            "Monday, August 5, 2024",
            "Posted on the 5th of August, 2024.",
            "Date: 2024 August 5",
            "2024-08-05",
            "2024年8月5日",
            "2024년 8월 5일",
        ] {
            assert_eq!(prose_date(line), PostDate::parse("2024-08-05"), "{line}");
        }
        assert_eq!(prose_date("Sept 9 1999"), PostDate::parse("1999-09-09"));
    }

    #[test]
    fn other_lines_are_no_dates() {
        for line in [
            "",
            "August",
            "August 2024",
            "5 August",
            "8/5/2024",
            "August 5, 2024 was hot",
            "August 32, 2024",
            "February 30, 2024",
            "May 5 6 2024",
            "the",
            "2024",
            "Au 5 2024",
        ] {
            assert_eq!(prose_date(line), None, "{line}");
        }
    }
}
