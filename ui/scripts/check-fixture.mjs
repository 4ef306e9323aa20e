/**
 * Proves that the type check checks: svelte-check has been seen to pass without
 * looking at components. The fixture has one mistake and must yield one error.
 */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const workspace = fileURLToPath(new URL("fixture", import.meta.url));
const { status, stdout } = spawnSync(
  "npx",
  [
    "svelte-check",
    "--workspace",
    workspace,
    "--tsconfig",
    "./tsconfig.json",
    "--output",
    "machine",
  ],
  { encoding: "utf8", shell: process.platform === "win32" },
);
const errors = stdout.split("\n").filter((line) => line.includes(" ERROR "));
if (status === 0 || errors.length !== 1 || !errors[0]?.includes("wrong.svelte")) {
  console.error(`svelte-check must find the mistake in scripts/fixture/wrong.svelte:\n${stdout}`);
  process.exit(1);
}
