//! How far an export has come, for whoever wants to know and may end it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Error, Result};

/// Hears how far an export has come, from many threads at once. If it breaks, the export ends.
pub type Observer<'o> = &'o (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Of how many that is done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// What an export does, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Pages are rendered and compared with those that are there.
    Pages,
    /// All other files are compared.
    Files,
    /// What differs is put into place. Only a break before the first stops that.
    Placing,
}

/// Hears nothing and ends nothing.
pub fn nobody(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Counts the parts of one step.
pub(crate) struct Counter<'o> {
    observer: Observer<'o>,
    step: Step,
    total: usize,
    done: AtomicUsize,
}

impl<'o> Counter<'o> {
    pub(crate) fn begin(observer: Observer<'o>, step: Step, total: usize) -> Result<Self> {
        let counter = Self { observer, step, total, done: AtomicUsize::new(0) };
        counter.tell(0)?;
        Ok(counter)
    }

    /// One more is done.
    pub(crate) fn count(&self) -> Result<()> {
        self.tell(self.done.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn tell(&self, done: usize) -> Result<()> {
        let Self { observer, step, total, .. } = *self;
        match observer(Progress { step, done, total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Ended),
        }
    }
}
