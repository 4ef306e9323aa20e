/** What the fake exports to: folders for its site, each file by what is in it, and single files. */

import type { Exported, Progress, SiteChanges } from "../backend";
import type { FakePost } from "./post";
import { fail } from "./refusal";

type Files = Map<string, string>;

export class FakeSite {
  readonly #folders = new Map<string, Files>();
  #staged: { changes: SiteChanges; files: Files } | null = null;
  #turn = 0;
  readonly #posts = new Set<string>();
  /** Where the site was put last. */
  place: string | null = null;

  /** `step` hears how far it is, and may take its time. */
  async stage(
    folder: string,
    force: boolean,
    posts: FakePost[],
    step: (progress: Progress) => Promise<void> | undefined,
  ): Promise<SiteChanges> {
    this.drop();
    const turn = this.#turn;
    const there = this.#folders.get(folder) ?? new Map<string, string>();
    if (folder.includes("foreign") && there.size === 0 && !force) {
      throw fail(
        "foreignFolder",
        `the folder \`${folder}\` holds files that no export made`,
        "choose an empty folder, or let Galley add its files to this one",
      );
    }
    const files = filesOf(posts);
    const total = files.size;
    for (let done = 0; done <= total; done++) {
      await step({ step: "pages", done, total });
      if (turn !== this.#turn) throw fail("ended", "the export was ended before it was done");
    }
    const paths = [...files.keys()];
    const changes: SiteChanges = {
      path: folder,
      new: paths.filter((path) => !there.has(path)),
      changed: paths.filter((path) => there.has(path) && there.get(path) !== files.get(path)),
      removed: [...there.keys()].filter((path) => !files.has(path)),
      kept: [],
      nUnchanged: paths.filter((path) => there.get(path) === files.get(path)).length,
      nBytes: 1_284_100,
      problems: posts
        .filter(({ source }) => source.includes("](gone.md)"))
        .map(({ path }) => ({
          path: `posts/${path}`,
          code: "broken-link",
          severity: "warning",
          message: "the link `gone.md` leads nowhere",
          line: 5,
          column: 5,
        })),
    };
    this.#staged = { changes, files };
    return changes;
  }

  put(step: (progress: Progress) => void): Exported {
    if (!this.#staged) throw fail("notFound", "there is no export that waits to be put into place");
    const { changes, files } = this.#staged;
    const { path, new: added, changed, removed, nUnchanged, nBytes, problems } = changes;
    const nWritten = added.length + changed.length;
    step({ step: "placing", done: nWritten, total: nWritten });
    this.#staged = null;
    this.#folders.set(path, files);
    this.place = path;
    return {
      path,
      nFiles: files.size,
      nWritten,
      nNew: added.length,
      nChanged: changed.length,
      nUnchanged,
      nRemoved: removed.length,
      nBytes,
      problems,
    };
  }

  post(path: string, replace: boolean): Exported {
    if (this.#posts.has(path) && !replace) {
      throw fail(
        "alreadyExists",
        `\`${path}\` is there already`,
        "choose another name, or let it be replaced",
      );
    }
    this.#posts.add(path);
    const counts = { nFiles: 1, nWritten: 1, nNew: 0, nChanged: 1, nUnchanged: 0, nRemoved: 0 };
    return { path, ...counts, nBytes: 48_213, problems: [] };
  }

  drop(): null {
    this.#turn++;
    this.#staged = null;
    return null;
  }
}

/** A page for each post, and what is made of all of them. */
function filesOf(posts: FakePost[]): Files {
  const pages = posts.map(({ path, source }): [string, string] => [
    `${path.replace(/\.md$/, "")}/index.html`,
    source,
  ]);
  const all = posts.map(({ source }) => source).join("");
  const lists = ["404.html", "feed.xml", "index.html", "sitemap.xml", "tags/index.html"];
  return new Map([...pages, ...lists.map((path): [string, string] => [path, all])].sort());
}
