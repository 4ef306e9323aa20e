//! A site that is rendered and compared, and waits for a yes.
//!
//! Nothing of it is in place until then, so what an author is shown is what will happen, and
//! saying yes renders nothing again. A blog has at most one: whoever asks anew has given the
//! one before up.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use galley_site::Staged;
use galley_site::writer::WriteReport;
use jiff::Timestamp;

use super::left_site::LeftSite;
use super::{SiteExport, count, exported, size};
use crate::blog::Blog;
use crate::error::Error;
use crate::observer::Observer;
use crate::wire;

/// The setting that says where the site went last.
const SITE_PLACE: &str = "sitePlace";

/// A site beside its place.
pub(crate) struct StagedSite {
    pub(super) staged: Staged,
    pub(super) folder: PathBuf,
    /// What the export before left.
    pub(super) left: LeftSite,
    /// From when on it would be another site though nothing changed.
    pub(super) until: Option<Timestamp>,
    pub(super) problems: Vec<wire::FileProblem>,
}

impl StagedSite {
    fn changes(&self) -> Result<wire::SiteChanges, Error> {
        let WriteReport { new, changed, unchanged, n_others, removed, kept, n_bytes } =
            self.staged.changes()?;
        Ok(wire::SiteChanges {
            path: self.folder.to_string_lossy().into_owned(),
            new,
            changed,
            removed,
            kept,
            n_unchanged: count(unchanged.len() + n_others),
            n_bytes: size(n_bytes),
            problems: self.problems.clone(),
        })
    }

    /// Puts it into its place. Answers with what is left there, too.
    pub(super) fn put(self, observer: &Observer) -> Result<(wire::Exported, LeftSite), Error> {
        let Self { staged, folder, left, problems, .. } = self;
        let (differs, is_whole) = (staged.differs(), staged.is_whole());
        let (report, memory) = staged.put_in_place(&|progress| observer.of_site(progress))?;
        let left = if differs { left.left(memory, is_whole) } else { left.untouched(memory) };
        Ok((exported(&folder, report, problems), left))
    }
}

/// The site that waits for a yes, if one does.
#[derive(Clone, Default)]
pub(crate) struct Staging(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// Who asked last: nobody wants what was asked for before.
    turn: AtomicU32,
    site: Mutex<Option<StagedSite>>,
}

impl Staging {
    /// Gives up what was asked for before. Answers with whose turn it is.
    fn begin(&self) -> u32 {
        let mut site = self.site();
        let turn = self.0.turn.fetch_add(1, Ordering::SeqCst) + 1;
        *site = None;
        turn
    }

    fn is_turn(&self, turn: u32) -> bool {
        self.0.turn.load(Ordering::SeqCst) == turn
    }

    /// Keeps the site, unless it is wanted no more.
    fn keep(&self, turn: u32, staged: StagedSite) -> Result<(), Error> {
        let mut site = self.site();
        if !self.is_turn(turn) {
            return Err(Error::Site(galley_site::Error::Ended));
        }
        *site = Some(staged);
        Ok(())
    }

    /// Gives up what was asked for: what is being rendered ends, and what waits is removed.
    pub(crate) fn clear(&self) {
        self.begin();
    }

    fn site(&self) -> std::sync::MutexGuard<'_, Option<StagedSite>> {
        self.0.site.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Blog {
    /// Renders the site and says what an export into `folder` would change there, which then
    /// waits for [`site_put`](Self::site_put). What is open is saved first.
    pub fn site_stage(
        &self,
        folder: &Path,
        export: &SiteExport,
    ) -> Result<wire::SiteChanges, Error> {
        let staging = self.staging().clone();
        let turn = staging.begin();
        let observer = {
            let staging = staging.clone();
            export.observer.clone().while_wanted(move || staging.is_turn(turn))
        };
        let staged = self.stage(folder, &SiteExport { observer, ..export.clone() })?;
        let changes = staged.changes()?;
        staging.keep(turn, staged)?;
        Ok(changes)
    }

    /// Puts the site that waits into its place.
    pub fn site_put(&self, observer: &Observer) -> Result<wire::Exported, Error> {
        let staged = self.staging().site().take().ok_or(Error::NothingStaged)?;
        let (exported, left) = staged.put(observer)?;
        self.left().keep(left);
        let place = serde_json::to_string(&exported.path).expect("a text is JSON");
        self.ask(move |state| Ok(state.store.set_setting(SITE_PLACE, &place)?))?;
        Ok(exported)
    }

    /// Gives up the site that waits or is being rendered: the folder is as it was.
    pub fn site_drop(&self) {
        self.staging().clear();
    }

    /// What an export into `folder` would change there; nothing waits for a yes.
    pub fn site_compare(
        &self,
        folder: &Path,
        export: &SiteExport,
    ) -> Result<wire::SiteChanges, Error> {
        self.stage(folder, export)?.changes()
    }

    /// The first page of the site where it went last.
    pub fn site_page(&self) -> Result<PathBuf, Error> {
        let place = self.ask(|state| state.site_place())?;
        let page = place.ok_or(Error::NothingStaged)?.join("index.html");
        match page.metadata() {
            Ok(_) => Ok(page),
            Err(source) => Err(Error::ReadFile { path: page, source }),
        }
    }
}

impl crate::blog::State {
    /// Where the site went last.
    pub(super) fn site_place(&self) -> Result<Option<PathBuf>, Error> {
        let json = self.store.setting(SITE_PLACE)?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }
}
