/** Exports the sites that are looked at, once for all tests. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { singleFiles, sites } from "./sites";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of what was exported: `sites/<name>/` and `single/<name>/<post>.html`. */
    exported: string;
  }
}

const repository = fileURLToPath(new URL("../..", import.meta.url));
const target = process.env["CARGO_TARGET_DIR"] ?? "target";
const galley = resolve(repository, target, "debug/galley");

/** Before the day of the post that is scheduled. */
const now = "2025-01-01T00:00:00Z";

/** Runs `galley`; that problems remain is no failure, as some posts have them on purpose. */
function run(...words: string[]): void {
  const { status, error, stderr } = spawnSync(galley, words, { encoding: "utf8" });
  if (error !== undefined || (status !== 0 && status !== 3)) {
    throw new Error(`galley ${words.join(" ")}: ${error?.message ?? stderr}`);
  }
}

export default function setup(project: TestProject): () => void {
  const exported = mkdtempSync(join(tmpdir(), "galley-exported-"));
  for (const { name, blog, theme } of sites) {
    const source = join(exported, "blogs", name);
    const library = ["--data-dir", join(exported, "data")];
    if (blog === null) {
      run("new", source, "--title", "Nothing yet", ...library);
    } else {
      cpSync(join(repository, "tests/fixtures/blogs", blog), source, { recursive: true });
    }
    const settings = join(source, "blog.toml");
    writeFileSync(settings, `theme = "${theme}"\n${readFileSync(settings, "utf8")}`);
    run("export", source, "--out", join(exported, "sites", name), "--now", now, ...library);
    const single = join(exported, "single", name);
    mkdirSync(single, { recursive: true });
    for (const post of blog === null ? [] : singleFiles) {
      run(
        "export",
        post,
        source,
        "--single",
        join(single, `${post}.html`),
        "--now",
        now,
        ...library,
      );
    }
  }
  project.provide("exported", exported);
  return () => {
    rmSync(exported, { recursive: true });
  };
}
