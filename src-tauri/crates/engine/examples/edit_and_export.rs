//! Times an export after one edit, with the blog open all the while:
//!
//!     cargo run --release -p galley-engine --example edit_and_export -- BLOG OUT DATA
//!
//! Half of the edits are to bodies, half to titles, which lists and feeds show as well.

#![expect(clippy::print_stdout, reason = "it is a report")]

use std::path::Path;
use std::time::{Duration, Instant};

use galley_engine::{Blog, DataFolder, OpenOptions, SiteExport};

/// How many edits of each kind.
const N_EDITS: usize = 40;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out, data] = &args[..] else {
        return Err("usage: edit_and_export BLOG OUT DATA".into());
    };
    let options = OpenOptions::new(DataFolder::new(Some(Path::new(data))));
    let blog = Blog::open(Path::new(folder), &options, |_| {})?;
    let export = || blog.site_export(Path::new(out), &SiteExport::default());
    export()?;
    export()?;
    let posts = blog.post_list()?;
    let mut times = [Vec::new(), Vec::new()];
    for n in 0..2 * N_EDITS {
        let post = &posts[n * 977 % posts.len()];
        let file = Path::new(folder).join("posts").join(&post.path);
        let old = std::fs::read_to_string(&file)?;
        let kind = n % 2;
        let new = match kind {
            0 => format!("{old}\nEdited.\n"),
            _ => old.replacen("title: \"", "title: \"E ", 1),
        };
        for text in [new, old] {
            std::fs::write(&file, text)?;
            blog.look();
            // Asked after the look, answered after it: only the export is timed.
            blog.post_list()?;
            let start = Instant::now();
            let exported = export()?;
            times[kind].push((start.elapsed(), exported.n_written));
        }
    }
    blog.close();
    for (kind, times) in ["body", "title"].iter().zip(&mut times) {
        times.sort();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let (median, slow) = (times[times.len() / 2], times[times.len() * 95 / 100]);
        println!("{kind} {:.1} {:.1} {}", ms(median.0), ms(slow.0), median.1);
    }
    Ok(())
}
