//! Rendering the templates of a theme.
//!
//! A theme may come from anywhere: templates read nothing but what they are
//! given, a name that means nothing is an error, and a page that takes too many
//! steps is stopped.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value};

use crate::contents::contents;
use crate::markup::escape;
use crate::{Error, Result};

/// Steps a page may take. The longest honest page, an index of 10,000 posts on one
/// page, takes about a million; a loop in a loop in a loop takes more than this in seconds.
const FUEL: u64 = 5_000_000;

/// The templates of a theme and its parents.
///
/// Each has the name `theme/file.html`. A template that names another by its file alone
/// gets the nearest one: the child's, else the parent's. With the theme's name before it
/// a child reaches what it replaces: `{% extends "base/post.html" %}`.
pub(crate) struct Templates {
    theme: String,
    environment: Environment<'static>,
    /// Whose template is meant by a file's name alone.
    nearest: BTreeMap<String, String>,
    in_lists: Lengths,
    in_post: Lengths,
    /// Whether a template calls the one of a post.
    calls_post: bool,
}

/// Which of a post's lengths are spoken of. They change with nearly every edit: a list that
/// has none need not be made anew for a word more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lengths {
    pub(crate) minutes: bool,
    pub(crate) n_words: bool,
}

impl Lengths {
    /// Those that a template names; how it comes to the name does not matter, as it gets none
    /// that it does not name.
    fn named_in(source: &str) -> Self {
        Self { minutes: source.contains("minutes"), n_words: source.contains("n_words") }
    }

    fn and(self, other: Self) -> Self {
        let Self { minutes, n_words } = other;
        Self { minutes: self.minutes || minutes, n_words: self.n_words || n_words }
    }
}

/// Declares each page template once: its name in the code and its file.
macro_rules! template_names {
    ($($(#[$doc:meta])+ $name:ident = $file:literal;)+) => {
        /// The templates that pages are made with; a theme or its parents have them all.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum TemplateName {
            $($(#[$doc])+ $name,)+
        }

        impl TemplateName {
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];

            fn file(self) -> &'static str {
                match self {
                    $(Self::$name => $file,)+
                }
            }
        }
    };
}

template_names! {
    /// A page of the list of posts.
    Index = "index.html";
    /// A post.
    Post = "post.html";
    /// An undated page.
    Page = "page.html";
    /// A page of the posts with one tag.
    Tag = "tag.html";
    /// The list of tags.
    Tags = "tags.html";
    /// The list of years.
    Archive = "archive.html";
    /// The posts of a year.
    Year = "year.html";
    /// A page of the posts of one author.
    Author = "author.html";
    /// The list of authors.
    Authors = "authors.html";
    /// A page of the parts of one series.
    Series = "series.html";
    /// The list of series.
    AllSeries = "all-series.html";
    /// The page to search the site.
    Search = "search.html";
    /// What a server shows for an address that leads nowhere.
    NotFound = "404.html";
}

impl Templates {
    pub(crate) fn new(theme: &str) -> Self {
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder().keep_trailing_newline(true).build();
        environment.set_syntax(syntax.expect("the usual delimiters"));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(write_value);
        environment.add_filter("parts", |title: &str| Value::from_safe_string(parts(title)));
        environment.add_filter("contents", |html: &str| contents(html));
        Self {
            theme: theme.to_owned(),
            environment,
            nearest: BTreeMap::new(),
            in_lists: Lengths::default(),
            in_post: Lengths::default(),
            calls_post: false,
        }
    }

    /// Compiles a template of `theme`, the path below `templates/` given; it stands before
    /// one of the same path that is there.
    pub(crate) fn add(&mut self, theme: &str, file: &str, source: &str) -> Result<()> {
        let name = format!("{theme}/{file}");
        self.environment
            .add_template_owned(name.clone(), source.to_owned())
            .map_err(|error| template_error(&name, error))?;
        self.nearest.insert(file.to_owned(), name);
        let lengths = Lengths::named_in(source);
        if file == TemplateName::Post.file() {
            self.in_post = self.in_post.and(lengths);
        } else {
            self.in_lists = self.in_lists.and(lengths);
            self.calls_post |= source.contains(TemplateName::Post.file());
        }
        Ok(())
    }

    /// The lengths that lists of posts are given: those that a template names which is not the
    /// one of a post.
    pub(crate) fn in_lists(&self) -> Lengths {
        if self.calls_post { self.in_lists.and(self.in_post) } else { self.in_lists }
    }

    /// Lets templates find each other; to be called when all are added.
    pub(crate) fn link(&mut self) {
        let nearest = self.nearest.clone();
        self.environment.set_path_join_callback(move |name, _| {
            nearest.get(name).map_or_else(|| name.to_owned().into(), |name| name.clone().into())
        });
    }

    /// Whether the theme or a parent has the template.
    #[cfg(test)]
    pub(crate) fn has(&self, name: TemplateName) -> bool {
        self.nearest.contains_key(name.file())
    }

    pub(crate) fn render(&self, name: TemplateName, context: Value) -> Result<String> {
        let Some(name) = self.nearest.get(name.file()) else {
            let file = path_of(name.file());
            return Err(Error::TemplateMissing { theme: self.theme.clone(), file });
        };
        let template = self.environment.get_template(name);
        template
            .and_then(|template| template.render(context))
            .map_err(|error| template_error(name, error))
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("theme", &self.theme).finish_non_exhaustive()
    }
}

/// Escapes as little as HTML needs: the engine's own escaping writes `/` as a
/// reference, which no address survives in readable form.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => Ok(out.write_str(&escape(text))?),
        _ if value.kind() == ValueKind::None => Ok(()),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// Cuts a title at ` / ` into pieces that are only broken when they must be.
fn parts(title: &str) -> String {
    let parts: Vec<_> = title.split(" / ").map(escape).collect();
    let [before @ .., last] = &parts[..] else { return String::new() };
    if before.is_empty() {
        return last.to_string();
    }
    // The no-break space keeps the slash with its word.
    let mut spans: Vec<_> =
        before.iter().map(|part| format!("<span class=\"part\">{part}&nbsp;/</span>")).collect();
    spans.push(format!("<span class=\"part\">{last}</span>"));
    spans.join(" ")
}

/// The error of rendering `page`, with the place it is at, the innermost template that
/// has a line, and the templates that led there.
fn template_error(page: &str, error: minijinja::Error) -> Error {
    let mut places: Vec<(String, usize)> = Vec::new();
    let mut next = Some(&error);
    while let Some(at) = next {
        if let Some(line) = at.line() {
            let place = (at.name().unwrap_or(page).to_owned(), line);
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        next = at.source().and_then(|cause| cause.downcast_ref::<minijinja::Error>());
    }
    let (name, line) = places.pop().unwrap_or_else(|| (page.to_owned(), 1));
    let mut from: Vec<_> = places
        .iter()
        .rev()
        .map(|(name, line)| format!("{}:{line}", path_of(split_name(name).1)))
        .collect();
    // What a page extends is not called by it, so the page itself is in no error.
    if name != page && places.iter().all(|(name, _)| name != page) {
        from.push(path_of(split_name(page).1));
    }
    let (theme, file) = split_name(&name);
    let (theme, file) = (theme.to_owned(), path_of(file));
    Error::Template { theme, file, line, from, source: Box::new(error) }
}

/// A template's theme and file.
fn split_name(name: &str) -> (&str, &str) {
    name.split_once('/').unwrap_or(("", name))
}

fn path_of(template: &str) -> String {
    format!("templates/{template}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_cut_at_its_slashes() {
        assert_eq!(parts("and/or a </title>"), "and/or a &lt;/title&gt;");
        insta::assert_snapshot!(
            parts("one & two / three / four"),
            @r#"<span class="part">one &amp; two&nbsp;/</span> <span class="part">three&nbsp;/</span> <span class="part">four</span>"#
        );
    }

    fn render_error(files: &[(&str, &str)]) -> String {
        let mut templates = Templates::new("Test");
        templates.environment.set_fuel(Some(10_000));
        for (name, source) in files {
            templates.add("test", name, source).unwrap();
        }
        templates.link();
        let context = minijinja::context! { post => minijinja::context! { title => "T" } };
        let error = templates.render(TemplateName::Index, context).unwrap_err();
        let cause = error.source().expect("the engine's own error");
        format!("{error}: {cause}")
    }

    #[test]
    fn a_name_that_means_nothing_is_an_error_with_its_place() {
        insta::assert_snapshot!(
            render_error(&[("index.html", "<p>\n{{ post.title }}\n{{ post.tilte }}\n")]),
            @"the template `templates/index.html` of the theme `test` fails at line 3: undefined value: `post.tilte` is undefined (in test/index.html:3)"
        );
    }

    #[test]
    fn the_place_is_in_the_file_where_the_mistake_is() {
        insta::assert_snapshot!(
            render_error(&[
                ("index.html", "{% extends \"base.html\" %}\n{% block main %}{% endblock %}"),
                ("base.html", "<p>\n\n{% include \"foot.html\" %}{% block main %}{% endblock %}"),
                ("foot.html", "\n{{ nothing }}"),
            ]),
            @r#"the template `templates/foot.html` of the theme `test` fails at line 2, reached from `templates/base.html:3`, `templates/index.html`: could not render include: error in "test/foot.html" (in test/base.html:3)"#
        );
    }

    #[test]
    fn a_page_without_end_is_stopped() {
        let loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
        insta::assert_snapshot!(render_error(&[("index.html", loops)]), @"the template `templates/index.html` of the theme `test` fails at line 1: engine ran out of fuel (in test/index.html:1)");
    }
}
