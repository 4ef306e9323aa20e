//! `galley export`

use std::path::{Path, PathBuf};

use galley_engine::{Glance, SiteExport, wire};

use super::{Error, named, open};
use crate::args::{Export, Shared};
use crate::output::{Outcome, json, note, problems, text};
use crate::progress::ProgressLine;

pub(crate) fn run(shared: &Shared, args: &Export) -> Result<Outcome, Error> {
    let exported = match (&args.single, &args.out) {
        (Some(file), _) => single(shared, args, file)?,
        (None, Some(out)) if args.dry_run => return compare(shared, args, out),
        (None, Some(out)) => site(shared, args, out)?,
        (None, None) => unreachable!("the parser asks for --out or --single"),
    };
    let outcome = problems(&exported.problems);
    if args.json {
        json(&exported)?;
    } else {
        note(&summary(&exported));
    }
    Ok(outcome)
}

/// Exports the site; if nothing changed since the last time, the blog is not even opened.
fn site(shared: &Shared, args: &Export, out: &Path) -> Result<wire::Exported, Error> {
    let (folder, options) = named(shared, args.what.first().map(Path::new))?;
    let progress = ProgressLine::begin(!args.json);
    let export = site_export(args, &progress);
    let glance = Glance::at(&folder, &options, out, &export);
    match glance.unchanged(out) {
        Some(exported) => Ok(exported),
        None => Ok(blog_of(shared, args)?.site_export_after(glance, out, &export)?),
    }
}

/// Says what an export would change.
fn compare(shared: &Shared, args: &Export, out: &Path) -> Result<Outcome, Error> {
    let progress = ProgressLine::begin(!args.json);
    let changes = blog_of(shared, args)?.site_compare(out, &site_export(args, &progress))?;
    drop(progress);
    let outcome = problems(&changes.problems);
    if args.json {
        json(&changes)?;
        return Ok(outcome);
    }
    let wire::SiteChanges { path, new, changed, removed, kept, n_unchanged, .. } = &changes;
    let lists = [("new", new), ("changed", changed), ("removed", removed), ("kept", kept)];
    let lines = lists
        .iter()
        .flat_map(|(what, paths)| paths.iter().map(move |path| format!("{what:<7}  {path}\n")));
    text(&lines.collect::<String>())?;
    let n = |paths: &Vec<String>| paths.len();
    note(&format!(
        "{path}: {} new, {} changed, {} removed, {n_unchanged} unchanged; nothing was written",
        n(new),
        n(changed),
        n(removed),
    ));
    Ok(outcome)
}

fn blog_of(shared: &Shared, args: &Export) -> Result<galley_engine::Blog, Error> {
    open(shared, args.what.first().map(Path::new))
}

fn site_export(args: &Export, progress: &ProgressLine) -> SiteExport {
    SiteExport {
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        now: args.now,
        force: args.force,
        full: args.full,
        observer: progress.observer(),
    }
}

fn single(shared: &Shared, args: &Export, file: &Path) -> Result<wire::Exported, Error> {
    let post = args.what.first().map_or("", String::as_str);
    // A post given as a file says by itself which blog it is in.
    let around = || galley_engine::Blog::enclosing(&std::path::absolute(post).ok()?);
    let blog = args.what.get(1).map(PathBuf::from).or_else(around);
    let blog = open(shared, blog.as_deref())?;
    let post = blog.post_id(post)?;
    Ok(blog.post_export(post, file)?)
}

fn summary(exported: &wire::Exported) -> String {
    let wire::Exported { path, n_files, n_written, n_removed, n_bytes, .. } = exported;
    let size = n_bytes / 1024.0;
    let files = if *n_files == 1 { "file" } else { "files" };
    format!("{path}: {n_files} {files}, {size:.0} KB ({n_written} written, {n_removed} removed)")
}
