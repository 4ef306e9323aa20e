/** Which sites are looked at, and what lies in their folders. */

import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** The blog in `tests/fixtures/blogs` that has everything a post can hold. */
const everything = "everything";

/** Where that blog's settings say that it is published. */
export const baseUrl = "https://everything.example/blog";

const themes = ["quiet", "magazine", "journal", "notebook", "terminal"];

/** A site: a blog in a theme. Without a blog it is a new one, with nothing in it. */
export interface ExportedSite {
  name: string;
  theme: string;
  blog: string | null;
}

export const sites: ExportedSite[] = themes.flatMap((theme) => [
  { name: theme, theme, blog: everything },
  { name: `${theme}-empty`, theme, blog: null },
]);

/** Posts that are also exported each as one file. */
export const singleFiles = ["constructs", "covered", "arabic", "diagrams"];

/** The files below a folder that end so, by their paths with `/`. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .sort();
}
