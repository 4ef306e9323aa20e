/** The shape of the whole: no two files import each other, near or far. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mayImport } from "../folders.js";

const root = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:ts|svelte|js)$/.test(name) && !/\.test\.ts$/.test(name))
  .map((name) => join(root, name));

/** The files of ours that a file imports, at once or later. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"'?]*)/g)].flatMap(([, path]) => {
    const target = resolve(dirname(file), path ?? "");
    return [target, `${target}.ts`].find((at) => existsSync(at) && files.includes(at)) ?? [];
  });
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));

function cycleFrom(file: string, path: string[], done: Set<string>): string[] | null {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return null;
  done.add(file);
  for (const next of graph.get(file) ?? []) {
    const cycle = cycleFrom(next, [...path, file], done);
    if (cycle) return cycle;
  }
  return null;
}

test("the files are found with their imports", () => {
  const app = graph.get(join(root, "App.svelte")) ?? [];
  expect(app).toContain(join(root, "editor/Editor.svelte"));
  expect(app).toContain(join(root, "state/workspace.svelte.ts"));
});

test("no import leads back to where it came from", () => {
  const done = new Set<string>();
  for (const file of files) {
    const cycle = cycleFrom(file, [], done)?.map((at) => at.slice(root.length));
    expect(cycle ?? null).toBeNull();
  }
});

test("every folder stands in the table of directions, which has no way back", () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(Object.keys(mayImport).sort()).toEqual(
    folders
      .map(({ name }) => name)
      .filter((name) => name !== "styles")
      .sort(),
  );
  const seen: string[] = [];
  for (const [folder, allowed] of Object.entries(mayImport)) {
    expect(allowed.filter((name) => !seen.includes(name))).toEqual([]);
    seen.push(folder);
  }
});
