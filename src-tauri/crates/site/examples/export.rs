//! Exports a blog, or a mere posts folder, in every built-in theme, to look at it:
//!
//!     cargo run -p galley-site --example export -- posts out
//!
//! Each theme has a folder in `out/`. Each post is also written as one file, to
//! `out/THEME-single/`, and what was found to `out/THEME.txt`. A theme in the blog's own
//! `themes/` stands before a built-in one of its name.

use std::path::Path;
use std::{env, fs};

use galley_core::BlogConfig;
use galley_site::{SiteBlog, SiteOptions, Theme, render_site, single_file, writer};
use jiff::Timestamp;

#[path = "../tests/site/support.rs"]
mod support;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = env::args().skip(1).collect::<Vec<_>>();
    let [folder, out] = args.try_into().map_err(|_| "usage: export FOLDER OUT")?;
    let folder = Path::new(&folder);
    let now = Timestamp::now();
    let (blog, posts) = if folder.join("blog.toml").exists() {
        (support::Blog::read(folder, now), folder.join("posts"))
    } else {
        let mut config = BlogConfig::unconfigured("Marginalia");
        config.description = Some(
            "Notes on proofs and print: how a text becomes a page, and who reads it first.".into(),
        );
        let pages = folder.join("pages");
        (support::Blog::with_config(config, folder, &pages, now), folder.to_owned())
    };
    let blog = blog.site();
    for name in Theme::BUILTIN {
        let mut theme = Theme::find(name, &folder.join("themes"))?.ok_or("no such theme")?;
        theme.choose(&blog.config.theme_settings);
        export(&blog, &theme, &posts, &format!("{out}/{name}"), now)?;
    }
    Ok(())
}

fn export(
    blog: &SiteBlog<'_>,
    theme: &Theme,
    posts: &Path,
    out: &str,
    now: Timestamp,
) -> Result<(), Box<dyn std::error::Error>> {
    let options = SiteOptions { base_url: None, now, drafts: false };
    let site = render_site(blog, theme, &options)?;
    let report = writer::write(Path::new(out), &site, false)?;

    let single = format!("{out}-single");
    fs::create_dir_all(&single)?;
    for post in &blog.posts {
        let html = single_file(blog, post, theme, &mut |name| fs::read(posts.join(name)).ok())?;
        fs::write(Path::new(&single).join(format!("{}.html", post.slug)), html)?;
    }
    let problems = site.problems.iter();
    let mut lines: Vec<_> =
        problems.map(|found| format!("{}: {}", found.path, found.problem.message)).collect();
    lines.push(format!(
        "{} written, {} problems\n",
        report.new.len() + report.changed.len(),
        site.problems.len()
    ));
    fs::write(format!("{out}.txt"), lines.join("\n"))?;
    Ok(())
}
