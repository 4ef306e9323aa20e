//! Themes of a blog's own: found, set, and refused without harm when they are broken.

use crate::test_blog::TestBlog;

const THEME: &str = "
name = \"Loud\"
parent = \"quiet\"
stylesheets = [\"loud.css\"]

[engine]
min = 1
max = 1

[settings.shout]
type = \"choice\"
default = \"high\"
choices = [\"high\", \"low\"]

[settings.tint]
type = \"colour\"
default = \"#112233\"
";

fn blog() -> TestBlog {
    TestBlog::new()
        .with("blog.toml", "theme = \"loud\"\n")
        .with("posts/a.md", "# First\n\nText.\n")
        .with("themes/loud/theme.toml", THEME)
        .with("themes/loud/static/loud.css", "p { color: var(--setting-tint) }\n")
        .with(
            "themes/loud/templates/404.html",
            "{% extends \"base/404.html\" %}{% block main %}{{ theme.settings.shout }}{% endblock %}",
        )
}

#[test]
fn a_theme_in_the_blog_has_its_own_and_its_parents_files() {
    let blog = blog();
    blog.galley(&["export", "--out", "site"]).done();
    assert!(
        blog.read("site/404.html").contains(">\nhigh\n</main>"),
        "{}",
        blog.read("site/404.html")
    );
    let css = blog.read("site/theme/style.css");
    assert!(css.contains("Literata") && css.contains("p { color: var(--setting-tint) }"));
    assert!(css.ends_with("  --setting-tint: #112233;\n}\n"));
}

#[test]
fn what_is_chosen_of_a_theme_shows_and_what_it_does_not_offer_is_a_problem() {
    let settings =
        "theme = \"loud\"\n[theme_settings]\nshout = \"low\"\ntint = \"red\"\nvolume = 3\n";
    let blog = blog().with("blog.toml", settings);
    let exported = blog.galley(&["export", "--out", "site"]);
    assert_eq!(exported.code, 3, "problems remain");
    for told in ["blog.toml:4", "`tint` is not a colour like", "blog.toml:5", "no setting `volume`"]
    {
        assert!(exported.stderr.contains(told), "{told}: {}", exported.stderr);
    }
    assert!(blog.read("site/404.html").contains(">\nlow\n</main>"));
    assert!(blog.read("site/theme/style.css").contains("--setting-tint: #112233"));
}

#[test]
fn a_broken_theme_is_named_by_file_and_line_and_leaves_the_site_as_it_was() {
    let blog = blog();
    blog.galley(&["export", "--out", "site"]).done();
    let page = blog.read("site/a/index.html");
    let index = blog.read("site/index.html");

    let inner = "<p>\n\n{{ post.nonsense }}\n";
    let blog = blog
        .with("posts/a.md", "# Changed\n\nOther text.\n")
        .with("themes/loud/templates/inner.html", inner)
        .with("themes/loud/templates/post.html", "<h1>\n{% include \"inner.html\" %}");
    blog.galley(&["export", "--out", "site"]).fails(&[
        "`templates/inner.html` of the theme `loud` fails at line 3",
        "reached from `templates/post.html:2`",
        "`post.nonsense` is undefined",
    ]);
    assert_eq!(blog.read("site/a/index.html"), page);
    assert_eq!(blog.read("site/index.html"), index);

    // A first export with it makes nothing at all.
    blog.galley(&["export", "--out", "new"]).fails(&["line 3"]);
    assert!(!blog.path("new").exists());
}

#[test]
fn a_theme_without_its_parent_is_refused() {
    let blog = blog().with("themes/loud/theme.toml", THEME.replace("quiet", "nobody"));
    blog.galley(&["export", "--out", "site"]).fails(&["`loud` builds on `nobody`"]);
}

#[test]
fn the_themes_that_a_blog_can_wear_are_listed() {
    let blog = blog().with("themes/broken/theme.toml", "name = 3\n");
    let listed = blog.galley(&["themes"]).done();
    let line = |name: &str| {
        let found = listed.lines().find(|line| line[2..].starts_with(name));
        found.unwrap_or_else(|| panic!("{name}: {listed}")).to_owned()
    };
    assert_eq!(listed.lines().count(), 7, "{listed}");
    assert!(line("quiet").starts_with("  quiet     built-in  A page"), "{listed}");
    assert_eq!(line("loud"), "* loud      own       Loud");
    assert!(line("broken").contains("own       broken: could not understand"), "{listed}");

    let json = blog.galley(&["themes", "--json"]).json();
    assert_eq!(json[0]["id"], "quiet");
    let loud = json.as_array().unwrap().iter().find(|it| it["id"] == "loud").unwrap();
    assert_eq!((&loud["inUse"], &loud["own"]), (&true.into(), &true.into()));
    assert_eq!(loud["settings"][1]["kind"]["type"], "colour");
    assert_eq!(loud["settings"][1]["default"], "#112233");
}
