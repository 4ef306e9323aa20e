//! Setting front matter fields by `KEY=VALUE`, for scripts.

use galley_core::{Post, front_matter};

use crate::blog::Blog;
use crate::error::Error;
use crate::wire::FieldEdit;

/// What can be set, as the hint lists it.
const KEYS: &str = "title, date, draft (true or false), tags (separated by commas), slug, summary";

impl Blog {
    /// Sets fields of the front matter of the post that a path or a slug names, all or none.
    /// Only the fields' own bytes change; a field that has the value already stays as it is.
    /// Where the post's address changes, the old one becomes an alias, and the links of other
    /// posts follow.
    ///
    /// # Errors
    ///
    /// When an assignment names no field or the field cannot have the value, when the front
    /// matter cannot be changed safely, or when the file cannot be written.
    pub fn fields_set(&self, name: &str, assignments: &[String]) -> Result<(), Error> {
        let edits = assignments.iter().map(|it| parse(it)).collect::<Result<Vec<_>, _>>()?;
        let name = name.to_owned();
        self.ask(move |state| {
            let stored = state.find(&name)?;
            if let Some(reason) = stored.read_only {
                let (path, reason) = (stored.path, reason.to_string());
                return Err(Error::PostReadOnly { path, reason });
            }
            let mut source = stored.source.clone();
            for edit in edits {
                let edit: front_matter::FieldEdit = edit.try_into()?;
                if let front_matter::FieldEdit::Slug(Some(slug)) = &edit
                    && let Some(by) = state.other_with_slug(stored.id, slug)
                {
                    return Err(Error::SlugTaken { slug: slug.to_string(), by });
                }
                source = front_matter::edit(&source, &edit).map_err(|source| {
                    Error::EditFrontMatter { path: stored.path.clone(), source }
                })?;
            }
            if source == stored.source {
                return Ok(());
            }
            let before = Post::from_source(&stored.path, &stored.source);
            let after = Post::from_source(&stored.path, &source);
            let source = state
                .with_old_address(&before, &after, source)
                .map_err(|source| Error::EditFrontMatter { path: stored.path.clone(), source })?;
            let origin = state.origin;
            state.write_text(&stored, &source, origin)?;
            let (old, new) = (state.whereabouts(&before), state.whereabouts(&after));
            state.let_links_follow(stored.id, &old, &new)
        })
    }
}

fn parse(assignment: &str) -> Result<FieldEdit, Error> {
    let bad =
        |hint: &str| Error::BadField { assignment: assignment.to_owned(), hint: hint.to_owned() };
    let (key, value) = assignment
        .split_once('=')
        .ok_or_else(|| bad(&format!("write KEY=VALUE; the keys are {KEYS}")))?;
    let some = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let value = value.trim();
    Ok(match key.trim() {
        "title" => FieldEdit::Title(value.to_owned()),
        "date" => FieldEdit::Date(some(value)),
        "draft" => {
            FieldEdit::Draft(value.parse().map_err(|_| bad("`draft` is either true or false"))?)
        }
        "tags" => {
            let tags = value.split(',').map(str::trim).filter(|tag| !tag.is_empty());
            FieldEdit::Tags(tags.map(str::to_owned).collect())
        }
        "slug" => FieldEdit::Slug(some(value)),
        "summary" => FieldEdit::Summary(some(value)),
        _ => return Err(bad(&format!("the keys are {KEYS}"))),
    })
}
