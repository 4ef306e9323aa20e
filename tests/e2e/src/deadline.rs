//! Waiting for something to become true, and no longer than for that.

use std::fmt::Display;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Generous, because two cores may be compiling besides: a test that passes never
/// waits this long, and one that fails may take its time.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Between two looks, at least. Short enough not to be felt.
const BETWEEN_LOOKS: Duration = Duration::from_millis(15);

/// How many times as long as the look itself took, on a machine that is busy: the app answers
/// a look before it draws, so one that is asked all the time never comes to draw.
const REST: u32 = 3;

/// Looks until there is an answer.
///
/// Panics with `what` was waited for, and what was last seen, when the deadline
/// has passed.
pub fn wait_for<T, S: Display>(what: &str, mut look: impl FnMut() -> Result<T, S>) -> T {
    let begun = Instant::now();
    loop {
        let looked = Instant::now();
        match look() {
            Ok(answer) => return answer,
            Err(seen) if begun.elapsed() > DEADLINE => {
                panic!("waited {} s for {what}; last seen: {seen}", DEADLINE.as_secs())
            }
            Err(_) => sleep(BETWEEN_LOOKS.max(looked.elapsed() * REST)),
        }
    }
}
