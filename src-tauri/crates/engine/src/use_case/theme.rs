//! The themes that a blog can wear, and putting one on.
//!
//! `blog.toml` is the author's: it is changed in place, never replaced when somebody else wrote
//! it meanwhile, and the way back is to the very bytes from before.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use galley_core::{BlogConfig, Problem, ProblemCode, SettingValue};
use galley_site::Theme;

use crate::blog::{Blog, CONFIG_FILE, State, read_config};
use crate::error::Error;
use crate::wire;

/// Where a blog has its own themes.
const THEMES_FOLDER: &str = "themes";

/// `blog.toml` before and after another theme was put on.
#[derive(Debug, Clone)]
pub(crate) struct FormerConfig {
    /// None if there was no such file.
    before: Option<String>,
    after: String,
}

impl Blog {
    /// Every theme that the blog can wear, in the order in which to show them: those that come
    /// with Galley, then the blog's own.
    ///
    /// A theme that is broken is among them, with what is wrong.
    ///
    /// # Errors
    ///
    /// When the folder of themes cannot be read.
    pub fn themes(&self) -> Result<Vec<wire::Theme>, Error> {
        // The gallery opens anew: the blog has moved on since the last time.
        self.gallery().clear();
        let config = self.ask(|state| Ok(state.config.clone()))?;
        let names = Theme::names(&self.folder().join(THEMES_FOLDER))?;
        Ok(names.into_iter().map(|(id, own)| listed(self.folder(), &config, id, own)).collect())
    }

    /// Drops what is kept for the gallery.
    pub fn themes_close(&self) {
        self.gallery().clear();
    }

    /// Has the blog wear a theme, with these of its settings: says so in `blog.toml`.
    ///
    /// # Errors
    ///
    /// When the theme is broken or does not offer that, or `blog.toml` cannot be changed.
    pub fn theme_use(
        &self,
        theme: &str,
        settings: &[wire::ThemeChoice],
    ) -> Result<wire::Blog, Error> {
        // A theme that cannot show the blog is not put on.
        self.try_theme(theme, settings)?;
        let theme = theme.to_owned();
        let settings: Vec<(String, SettingValue)> =
            settings.iter().map(|it| (it.name.clone(), (&it.value).into())).collect();
        self.ask(move |state| {
            let before = state.config_text()?;
            let now = before.as_deref().unwrap_or_default();
            let after = BlogConfig::with_theme(now, &theme, &settings)
                .map_err(|source| Error::EditConfig { source })?;
            state.put_config(before.as_deref(), Some(&after))?;
            // Of several changes of one theme, the way back is to before the first.
            let first = state.former_config.take().filter(|it| Some(&it.after) == before.as_ref());
            let is_worn = theme == state.config.theme;
            let before = match first {
                Some(first) if is_worn => first.before,
                _ => before,
            };
            state.former_config = Some(FormerConfig { before, after });
            state.wear()
        })
    }

    /// Has the blog wear what it did before the last [`theme_use`](Self::theme_use): `blog.toml`
    /// is what it was, to the byte.
    ///
    /// # Errors
    ///
    /// When somebody changed `blog.toml` since.
    pub fn theme_undo(&self) -> Result<wire::Blog, Error> {
        self.ask(|state| {
            let former = state.former_config.clone().ok_or(Error::ConfigChanged)?;
            state.put_config(Some(&former.after), former.before.as_deref())?;
            state.former_config = None;
            state.wear()
        })
    }
}

impl State {
    /// The text of `blog.toml`, if there is one.
    fn config_text(&self) -> Result<Option<String>, Error> {
        let path = self.folder.join(CONFIG_FILE);
        match fs::read(&path) {
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| Error::NotUtf8 { path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::ReadFile { path, source }),
        }
    }

    /// Replaces `blog.toml`, if it is still what is known of it.
    fn put_config(&self, known: Option<&str>, text: Option<&str>) -> Result<(), Error> {
        if self.config_text()?.as_deref() != known {
            return Err(Error::ConfigChanged);
        }
        if known == text {
            return Ok(());
        }
        let path = self.folder.join(CONFIG_FILE);
        match text {
            Some(text) => Ok(galley_mirror::atomic_write::write(&path, text.as_bytes())?),
            None => fs::remove_file(&path).map_err(|source| Error::RemoveFile { path, source }),
        }
    }

    /// Puts on the theme that `blog.toml` names now. What else it says is read when the blog
    /// is opened, all of it together.
    fn wear(&mut self) -> Result<wire::Blog, Error> {
        let (config, mut problems) = read_config(&self.folder)?;
        let (theme, of_settings) = read_theme(&self.folder, &config)?;
        problems.extend(of_settings);
        self.config.theme = config.theme;
        self.config.theme_settings = config.theme_settings;
        self.config_problems = problems;
        self.theme = Arc::new(theme);
        self.n_worn += 1;
        Ok(self.view())
    }
}

/// A theme as it is, with nothing chosen.
pub(super) fn find_theme(folder: &Path, name: &str) -> Result<Theme, Error> {
    let theme = Theme::find(name, &folder.join(THEMES_FOLDER))?;
    theme.ok_or_else(|| Error::NoSuchTheme { name: name.to_owned() })
}

/// The theme the blog wears, as its author set it, and what is wrong with those settings.
pub(crate) fn read_theme(
    folder: &Path,
    config: &BlogConfig,
) -> Result<(Theme, Vec<Problem>), Error> {
    let mut theme = find_theme(folder, &config.theme)?;
    let mut problems = theme.choose(&config.theme_settings);
    for problem in problems.iter_mut().filter(|it| it.code == ProblemCode::ConfigUnknownKey) {
        let place = (problem.line, problem.column);
        let setting = config.theme_settings.iter().find(|it| (it.line, it.column) == place);
        if let Some(message) = setting.and_then(|it| left_behind(folder, &config.theme, &it.name)) {
            problem.message = message;
        }
    }
    Ok((theme, problems))
}

/// What to say of a setting that other themes know: it was chosen for one that was worn before.
fn left_behind(folder: &Path, worn: &str, setting: &str) -> Option<String> {
    let names = Theme::names(&folder.join(THEMES_FOLDER)).ok()?;
    let knows = |theme: &Theme| theme.chosen().any(|(name, ..)| name == setting);
    let owners: Vec<_> = names
        .into_iter()
        .filter(|(id, _)| find_theme(folder, id).is_ok_and(|theme| knows(&theme)))
        .map(|(id, _)| format!("`{id}`"))
        .collect();
    let owners = (!owners.is_empty()).then(|| owners.join(", "))?;
    Some(format!(
        "the theme `{worn}` has no setting `{setting}`, which is for {owners}: \
         it does nothing here and can be removed"
    ))
}

fn listed(folder: &Path, config: &BlogConfig, id: String, own: bool) -> wire::Theme {
    let in_use = id == config.theme;
    match find_theme(folder, &id) {
        Ok(mut theme) => {
            theme.choose(&config.theme_settings);
            wire::Theme {
                name: theme.name().to_owned(),
                description: theme.description().map(str::to_owned),
                settings: theme.chosen().map(Into::into).collect(),
                error: None,
                id,
                own,
                in_use,
            }
        }
        Err(error) => wire::Theme {
            name: id.clone(),
            description: None,
            settings: Vec::new(),
            error: Some(error.into()),
            id,
            own,
            in_use,
        },
    }
}

#[cfg(test)]
mod tests;
