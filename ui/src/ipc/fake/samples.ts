/** A small blog for looking at the window without a backend. */

import type { Origin } from "../backend";

export interface Sample {
  /** Texts that it had before, newest first. */
  former?: { source: string; origin: Origin; daysAgo: number }[];
  path: string;
  source: string;
}

const mapped = `---
title: first loop I ever wrote / I mapped the disk by hand once / the merge was final
date: 2024-08-05
tags: [infrastructure, notes]
---

## Counting sectors

The first loop I ever wrote counted sectors on a disk that somebody had thrown away. It ran for **eleven hours**, printed one number, and the number was wrong. I have trusted machines a little less, and liked them a little more, ever since.

### By hand

So I mapped the disk *by hand*: a sheet of squared paper, a pencil, and the patience that comes with being fourteen. Every square was one track. Most of what I know about [file systems](on-naming-things-twice.md) I learned from the squares that would not fill.

> [!NOTE]
> The paper still exists. It is off by one.

\`\`\`rust
fn main() {
    // Eleven hours, in those days.
    println!("{} sectors", (0..2880).count());
}
\`\`\`

- count what is there
- write down what is not
- do not erase the wrong number

## The merge

Years later I watched two people merge a branch that nobody had read. Nothing broke. That was the frightening part, and I went home and drew squares again.
`;

/** How it came to be: changed words, a passage that was taken out, and the first draft. */
const mappedBefore: NonNullable<Sample["former"]> = [
  {
    daysAgo: 0.07,
    origin: "window",
    source: mapped
      .replace("It ran for **eleven hours**, printed", "It ran all night and printed")
      .replace(" and I went home and drew squares again", ""),
  },
  {
    daysAgo: 1.2,
    origin: "file",
    source: mapped
      .replace("It ran for **eleven hours**, printed", "It ran all night and printed")
      .replace(
        "## The merge\n",
        "### What the pencil knew\n\nA pencil cannot overwrite without leaving a mark. I did not see then how rare that is: every other tool I have used since forgets what it held a moment ago, and calls that saving.\n\n## The merge\n",
      ),
  },
  {
    daysAgo: 6.4,
    origin: "import",
    source: mapped
      .slice(0, mapped.indexOf("> [!NOTE]"))
      .replace("tags: [infrastructure, notes]", "tags: [notes]"),
  },
  {
    daysAgo: 477,
    origin: "window",
    source: `${mapped.slice(0, mapped.indexOf("### By hand"))}(The rest is on paper.)\n`,
  },
];

const slower = `---
title: Notes on a slower web
date: 2026-11-24 09:14
draft: true
tags: [web]
---

Three things I removed from this site, and what each of them had been costing the reader.

## The script

It was four kilobytes and did nothing that anybody had asked for.

## The font

The second weight, never the first.

## The banner

Nobody has written to say that they miss it.
`;

const collector = `---
title: What the garbage collector told me
date: 2026-12-01 08:00
tags: [memory, debugging]
---

The graph was flat for a week. Then it was not, and nobody had changed anything.

That is what we said, at least. We had changed the *clock*.
`;

const naming = `---
title: On naming things twice
date: 2026-10-19
tags: [language]
---

Every system has a second vocabulary, the one people use when the manual is closed.

> A name is a promise about what you will not have to look up.

Listen for it in the first week. After that you will speak it yourself, and it will be gone.
`;

const japanese = `---
title: 日本語で書くということ
date: 2026-10-02
tags: [日本語]
---

縦書きの癖がまだ手に残っている。横に書くと、文は少し早口になる。

## 句読点

「、」と「。」のあいだに、息をつぐところがある。
`;

const conveyor = `---
title: A field guide to conveyor belts
date: 2026-09-11
tags: [platform]
---

Platform engineering, told by someone who once worked in a bottling plant.

1. The belt does not know what is on it.
2. The belt stops for everyone.
3. Whoever stops the belt has to say why, out loud.
`;

const arabic = `---
title: الكتابة من اليمين
date: 2026-08-30
tags: [لغة]
---

كل سطر يبدأ من حيث ينتهي غيره.
`;

const small = [
  [
    "the-kettle-test",
    "The kettle test",
    "2026-07-14",
    "If it boils before the page is there, the page is too heavy.",
  ],
  [
    "letters-to-a-compiler",
    "Letters to a compiler",
    "2026-06-02",
    "Dear sir or madam: I regret to inform you that you are right.",
  ],
  [
    "small-tables",
    "Small tables",
    "2026-04-21",
    "A table with four rows needs no sorting, only a good reason.",
  ],
  [
    "winter-log",
    "Winter log",
    "2026-01-06",
    "Snow on the antenna, and for two days only short posts.",
  ],
] as const;

export const samples: Sample[] = [
  { path: "mapped-the-disk.md", source: mapped, former: mappedBefore },
  { path: "notes-on-a-slower-web.md", source: slower },
  { path: "what-the-garbage-collector-told-me.md", source: collector },
  { path: "on-naming-things-twice.md", source: naming },
  { path: "2026/nihongo.md", source: japanese },
  { path: "2026/conveyor-belts.md", source: conveyor },
  { path: "2026/from-the-right.md", source: arabic },
  ...small.map(([stem, title, date, text]) => ({
    path: `${stem}.md`,
    source: `---\ntitle: ${title}\ndate: ${date}\n---\n\n${text}\n`,
  })),
];

/** As many posts as anybody has. */
export function manySamples(n: number): Sample[] {
  return Array.from({ length: n }, (_, i) => ({
    path: `${String(i % 20)}/post-${String(i)}.md`,
    source: `---\ntitle: Post number ${String(i)}${i % 3 ? "" : ", with a title that is long enough for two lines of the rail"}\ndate: ${String(2026 - (i % 18))}-0${String(1 + (i % 9))}-1${String(i % 9)}\n${i % 5 ? "" : "draft: true\n"}---\n\nText of post ${String(i)}, which goes on for a while so that there is something to cut.\n`,
  }));
}
