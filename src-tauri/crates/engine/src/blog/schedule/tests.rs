use std::time::{Duration, Instant};

use galley_core::PostId;

use super::{Due, Schedule};

const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn post() -> PostId {
    PostId::new(1)
}

#[test]
fn first_keystroke_of_a_burst_sets_the_journal_deadline() {
    let start = Instant::now();
    let mut schedule = Schedule::default();
    schedule.edited(post(), start);
    schedule.edited(post(), start + ms(150));
    assert_eq!(schedule.take_due(start + ms(199)), []);
    assert_eq!(schedule.take_due(start + ms(200)), [Due::Journal(post())]);
}

#[test]
fn file_is_written_a_second_after_the_last_keystroke() {
    let start = Instant::now();
    let mut schedule = Schedule::default();
    schedule.edited(post(), start);
    schedule.edited(post(), start + ms(900));
    assert_eq!(schedule.take_due(start + ms(1_000)), [Due::Journal(post())]);
    assert_eq!(schedule.wait(start + ms(1_000)), Some(ms(900)));
    assert_eq!(schedule.take_due(start + ms(1_900)), [Due::Save(post())]);
    assert_eq!(schedule.wait(start + ms(1_900)), None);
}

#[test]
fn file_follows_somebody_who_never_pauses() {
    let start = Instant::now();
    let mut schedule = Schedule::default();
    for beat in 0..=19 {
        schedule.edited(post(), start + ms(beat * 500));
        assert!(!schedule.take_due(start + ms(beat * 500)).contains(&Due::Save(post())));
    }
    assert!(schedule.take_due(start + ms(10_000)).contains(&Due::Save(post())));
}

#[test]
fn failed_saves_are_tried_again_ever_more_slowly() {
    let start = Instant::now();
    let mut schedule = Schedule::default();
    let mut waits = Vec::new();
    for _ in 0..6 {
        schedule.save_failed(post(), start);
        waits.push(schedule.wait(start).map(|wait| wait.as_secs()));
    }
    assert_eq!(waits, [2, 4, 8, 16, 30, 30].map(Some));
    schedule.edited(post(), start);
    assert_eq!(schedule.take_due(start + ms(1_000)), [Due::Journal(post())]);
}
