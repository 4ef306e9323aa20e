//! Who hears how far long work has come, and may end it.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::error::Error;
use crate::wire::{ExportStep, Progress};

type Hear = dyn Fn(Progress) -> ControlFlow<()> + Send + Sync;

/// Hears how far an export has come, from many threads at once; if it breaks, the export ends
/// and has written nothing. By default nobody listens.
#[derive(Clone, Default)]
pub struct Observer(Option<Arc<Hear>>);

impl Observer {
    /// Has this hear each hundredth of each step.
    pub fn new(hear: impl Fn(Progress) -> ControlFlow<()> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(move |progress| {
            if is_news(progress) { hear(progress) } else { ControlFlow::Continue(()) }
        })))
    }

    /// The same, but that it ends once `is_wanted` says no.
    pub(crate) fn while_wanted(self, is_wanted: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(
            move |progress| {
                if is_wanted() { self.hear(progress) } else { ControlFlow::Break(()) }
            },
        )))
    }

    fn hear(&self, progress: Progress) -> ControlFlow<()> {
        self.0.as_ref().map_or(ControlFlow::Continue(()), |hear| hear(progress))
    }

    /// Says that so many are done.
    pub(crate) fn tell(&self, step: ExportStep, done: usize, total: usize) -> Result<(), Error> {
        match self.hear(Progress { step, done: count(done), total: count(total) }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Site(galley_site::Error::Ended)),
        }
    }

    /// Says how far the site has come.
    pub(crate) fn of_site(&self, progress: galley_site::Progress) -> ControlFlow<()> {
        let galley_site::Progress { step, done, total } = progress;
        let step = match step {
            galley_site::Step::Pages => ExportStep::Pages,
            galley_site::Step::Files => ExportStep::Files,
            galley_site::Step::Placing => ExportStep::Placing,
        };
        self.hear(Progress { step, done: count(done), total: count(total) })
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer(somebody)" } else { "Observer(nobody)" })
    }
}

/// Whether a bar moves. Nobody reads ten thousand figures.
fn is_news(Progress { done, total, .. }: Progress) -> bool {
    let hundredth = |done: u32| u64::from(done) * 100 / u64::from(total.max(1));
    done == 0 || hundredth(done) > hundredth(done - 1)
}

/// Counts on the wire are `u32`; nobody has more.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn each_hundredth_is_heard_and_the_first_and_the_last() {
        for (total, n_heard) in [(0, 1), (1, 2), (7, 8), (100, 101), (100_000, 101)] {
            let heard = Arc::new(Mutex::new(Vec::new()));
            let hears = heard.clone();
            let observer = Observer::new(move |progress| {
                hears.lock().unwrap().push(progress.done);
                ControlFlow::Continue(())
            });
            (0..=total).for_each(|done| observer.tell(ExportStep::Pages, done, total).unwrap());
            let heard = heard.lock().unwrap();
            assert_eq!(heard.len(), n_heard, "of {total}");
            assert_eq!(heard.last().map(|done| *done as usize), Some(total));
        }
    }

    #[test]
    fn what_nobody_wants_ends_between_hundredths_too() {
        let observer = Observer::default().while_wanted(|| false);
        assert!(matches!(
            observer.tell(ExportStep::Pages, 5, 10_000),
            Err(Error::Site(galley_site::Error::Ended))
        ));
    }
}
