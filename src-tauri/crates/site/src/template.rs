//! Rendering the templates of a theme.
//!
//! A theme may come from anywhere: templates read nothing but what they are
//! given, a name that means nothing is an error, and a page that takes too many
//! steps is stopped.

use std::error::Error as _;
use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value};

use crate::markup::escape;
use crate::{Error, Result};

/// Steps a page may take. The longest honest page, an index of 10,000 posts on one
/// page, takes about a million; a loop in a loop in a loop takes more than this in seconds.
const FUEL: u64 = 5_000_000;

/// The compiled templates of a theme.
pub(crate) struct Templates {
    theme: String,
    environment: Environment<'static>,
}

/// Declares each page template once: its name in the code and its file.
macro_rules! template_names {
    ($($(#[$doc:meta])+ $name:ident = $file:literal;)+) => {
        /// The templates that a theme must have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum TemplateName {
            $($(#[$doc])+ $name,)+
        }

        impl TemplateName {
            const ALL: &'static [Self] = &[$(Self::$name),+];

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
        Self { theme: theme.to_owned(), environment }
    }

    /// Compiles a template; its name is its path below `templates/`.
    pub(crate) fn add(&mut self, name: &str, source: &str) -> Result<()> {
        self.environment
            .add_template_owned(name.to_owned(), source.to_owned())
            .map_err(|error| template_error(&self.theme, name, error))
    }

    /// Whether the theme has every template that a site needs.
    pub(crate) fn check(&self) -> Result<()> {
        for name in TemplateName::ALL {
            if self.environment.get_template(name.file()).is_err() {
                let file = path_of(name.file());
                return Err(Error::TemplateMissing { theme: self.theme.clone(), file });
            }
        }
        Ok(())
    }

    pub(crate) fn render(&self, name: TemplateName, context: Value) -> Result<String> {
        let template = self.environment.get_template(name.file());
        template
            .and_then(|template| template.render(context))
            .map_err(|error| template_error(&self.theme, name.file(), error))
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

/// The error with the place it is at: the innermost template that has a line.
fn template_error(theme: &str, name: &str, error: minijinja::Error) -> Error {
    let mut place = (error.name().unwrap_or(name).to_owned(), error.line());
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(inner) = inner.downcast_ref::<minijinja::Error>()
            && let (Some(name), Some(line)) = (inner.name(), inner.line())
        {
            place = (name.to_owned(), Some(line));
        }
        cause = inner.source();
    }
    let (name, line) = place;
    Error::Template {
        theme: theme.to_owned(),
        file: path_of(&name),
        line: line.unwrap_or(1),
        source: Box::new(error),
    }
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
            templates.add(name, source).unwrap();
        }
        let context = minijinja::context! { post => minijinja::context! { title => "T" } };
        let error = templates.render(TemplateName::Index, context).unwrap_err();
        let cause = error.source().expect("the engine's own error");
        format!("{error}: {cause}")
    }

    #[test]
    fn a_name_that_means_nothing_is_an_error_with_its_place() {
        insta::assert_snapshot!(
            render_error(&[("index.html", "<p>\n{{ post.title }}\n{{ post.tilte }}\n")]),
            @"the template `templates/index.html` of the theme `Test` fails at line 3: undefined value: `post.tilte` is undefined (in index.html:3)"
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
            @r#"the template `templates/foot.html` of the theme `Test` fails at line 2: could not render include: error in "foot.html" (in base.html:3)"#
        );
    }

    #[test]
    fn a_page_without_end_is_stopped() {
        let loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
        insta::assert_snapshot!(render_error(&[("index.html", loops)]), @"the template `templates/index.html` of the theme `Test` fails at line 1: engine ran out of fuel (in index.html:1)");
    }
}
