use insta::assert_debug_snapshot;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn written(text: &str) -> String {
    PostDate::parse(text).map_or_else(|| "(none)".to_owned(), |date| date.to_string())
}

#[test]
fn the_forms_that_blogs_use_are_read() {
    assert_eq!(written("2024-08-05"), "2024-08-05");
    assert_eq!(written("  2024-08-05 "), "2024-08-05");
    assert_eq!(written("2024-08-05T14:30"), "2024-08-05T14:30:00");
    assert_eq!(written("2024-08-05 14:30:15.5"), "2024-08-05T14:30:15.5");
    assert_eq!(written("2024-08-05T14:30:00Z"), "2024-08-05T14:30:00Z");
    assert_eq!(written("2024-08-05T14:30:00+09:00"), "2024-08-05T14:30:00+09:00");
    assert_eq!(written("2024-08-05 14:30:00 +0900"), "2024-08-05T14:30:00+09:00");
    assert_eq!(written("2024-08-05 14:30 -0330"), "2024-08-05T14:30:00-03:30");
    assert_eq!(written("2024-08-05 14:30:00 Z"), "2024-08-05T14:30:00Z");
    assert_eq!(written("Mon, 5 Aug 2024 14:30:00 +0900"), "2024-08-05T14:30:00+09:00");
}

#[test]
fn other_texts_are_no_dates() {
    for text in [
        "",
        "today",
        "20240805",
        "2024",
        "2024-08",
        "2024-8-5",
        "2024-13-01",
        "2023-02-29",
        "August 5, 2024",
        "05.08.2024",
        "2024-08-05 25:00",
        "2024-08-05Z",
        "2024-08-05 x",
        "2024-08-05T14:30[Europe/Paris]",
        "+002024-08-05",
        "2024-08-05T14:30:00 CEST",
    ] {
        assert_eq!(PostDate::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_date_without_zone_is_in_the_blogs_zone() {
    let seoul = Offset::constant(9).to_time_zone();
    let at = |text| PostDate::parse(text).unwrap().timestamp(&seoul).to_string();
    assert_eq!(at("2024-08-05"), "2024-08-04T15:00:00Z");
    assert_eq!(at("2024-08-05 14:30"), "2024-08-05T05:30:00Z");
    assert_eq!(at("2024-08-05T14:30:00Z"), "2024-08-05T14:30:00Z");
}

#[test]
fn the_day_shown_is_the_day_written() {
    let seoul = Offset::constant(9).to_time_zone();
    let day = |text, zone: &TimeZone| PostDate::parse(text).unwrap().civil_date(zone);
    assert_eq!(day("2024-08-05T01:00:00+09:00", &TimeZone::UTC), date(2024, 8, 5));
    assert_eq!(day("2024-08-05T20:00:00Z", &TimeZone::UTC), date(2024, 8, 5));
    assert_eq!(day("2024-08-05T20:00:00Z", &seoul), date(2024, 8, 6));
    assert_eq!(day("2024-08-05", &seoul), date(2024, 8, 5));
}

#[test]
fn edges_of_the_calendar_have_an_instant() {
    let west = Offset::constant(-25).to_time_zone();
    assert_debug_snapshot!(
        PostDate::Day(Date::MAX).timestamp(&west),
        @"9999-12-30T22:00:00.999999999Z"
    );
    assert_eq!(
        PostDate::Day(Date::MIN).timestamp(&Offset::constant(25).to_time_zone()),
        Timestamp::MIN
    );
}

proptest! {
    #[test]
    fn display_and_parse_are_inverse(seconds in -62_000_000_000_i64..253_000_000_000, minutes in -720_i32..840) {
        let instant = Timestamp::from_second(seconds).unwrap();
        let offset = Offset::from_seconds(minutes * 60).unwrap();
        let civil = offset.to_datetime(instant);
        for date in [PostDate::Instant(instant, offset), PostDate::Local(civil), PostDate::Day(civil.date())] {
            prop_assert_eq!(PostDate::parse(&date.to_string()), Some(date));
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[-0-9T: +Zz.\\[\\]]{0,40}|.{0,40}") {
        let _ = PostDate::parse(&text);
    }
}
