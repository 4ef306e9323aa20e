//! Where time enters: the only code of the engine that reads a clock.

use std::time::Instant;

use jiff::Timestamp;

/// Tells the time, or, under test, a time that never moves.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always this moment.
    Fixed(Timestamp),
}

impl Clock {
    /// The current moment.
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => at,
        }
    }

    /// A reading of the monotonic clock, for deadlines.
    pub(crate) fn instant() -> Instant {
        Instant::now()
    }
}
