/** What the W3C's checker says of the pages, style sheets and drawings that are exported. */

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, inject, it } from "vitest";
import { filesBelow, sites } from "./sites";

interface Message {
  url?: string;
  lastLine?: number;
  message: string;
  extract?: string;
}

const exported = inject("exported");
const checker = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
const checked = [".html", ".css", ".svg"];

/** What is wrong in these files, by their addresses. The checker is started once for all. */
async function errorsIn(files: string[]): Promise<Map<string, string[]>> {
  const options = ["--format", "json", "--stdout", "--exit-zero-always", "--errors-only"];
  const also = ["--also-check-css", "--also-check-svg"];
  const java = spawn("java", ["-jar", checker, ...options, ...also, ...files], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const failed = new Promise<never>((_, reject) => java.on("error", reject));
  const answer = JSON.parse(await Promise.race([text(java.stdout), failed])) as {
    messages: Message[];
  };
  const errors = new Map<string, string[]>();
  for (const { url = "", lastLine = 1, message, extract = "" } of answer.messages) {
    const ofFile = errors.get(url) ?? [];
    errors.set(url, [...ofFile, `line ${lastLine}: ${message} ${extract}`]);
  }
  return errors;
}

const foldersOf = (name: string) => [join(exported, "sites", name), join(exported, "single", name)];
const filesOf = (name: string) =>
  foldersOf(name).flatMap((folder) =>
    checked.flatMap((ending) => filesBelow(folder, ending).map((file) => join(folder, file))),
  );

/** Files that are wrong on purpose. */
const wrong: Record<string, string> = {
  "wrong.html": "<!doctype html><title>x</title><p><pre aria-label=x></pre><math><mo><</mo></math>",
  "wrong.css": "p { colour: red }",
  "wrong.svg": '<svg xmlns="http://www.w3.org/2000/svg"><rect colour="red"/></svg>',
};

let errors: Map<string, string[]>;

beforeAll(async () => {
  const broken = Object.entries(wrong).map(([name, content]) => {
    writeFileSync(join(exported, name), content);
    return join(exported, name);
  });
  errors = await errorsIn([...sites.flatMap(({ name }) => filesOf(name)), ...broken]);
});

it.each(Object.keys(wrong))("the checker finds what is wrong in %s", (name) => {
  expect(errors.get(pathToFileURL(join(exported, name)).href.replace("///", "/"))).not.toEqual([]);
});

it.each(sites)("$name has no errors", ({ name }) => {
  const files = filesOf(name);
  expect(files.length).toBeGreaterThan(5);
  const found = files.flatMap((file) => {
    const ofFile = errors.get(pathToFileURL(file).href.replace("///", "/")) ?? [];
    return ofFile.map((error) => `${file.slice(exported.length)} ${error}`);
  });
  expect(found).toEqual([]);
});
