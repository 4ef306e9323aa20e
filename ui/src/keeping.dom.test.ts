/** What keeps every word, in the whole window: histories, the trash, conflicts, and what is told. */

import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { get, intoText, isFocused, open, soon, text, there, type Window } from "./test-window";

const posts = [
  {
    path: "a.md",
    source: "---\ntitle: A\n---\n\nThe kettle sings.\n\nA line that stays.\n\nNew at the end.\n",
    former: [
      {
        source: "---\ntitle: A\n---\n\nThe kettle hums.\n\nA line that stays.\n",
        origin: "file" as const,
        daysAgo: 1,
      },
      {
        source: "---\ntitle: A\n---\n\nA pot.\n",
        origin: "import" as const,
        daysAgo: 30,
      },
    ],
  },
  {
    path: "b.md",
    source: "---\ntitle: B\n---\n\nb\n",
    former: [{ source: "---\ntitle: B\n---\n\nA teapot.\n", origin: "cli" as const, daysAgo: 2 }],
  },
];

const shownText = () => get("history-text")?.querySelector(".cm-content")?.textContent ?? "";
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-testid="history-list"] li')];

async function withHistory(): Promise<Window> {
  const opened = await open({ posts });
  await intoText();
  await userEvent.keyboard("{Control>}{Shift>}h{/Shift}{/Control}");
  await there("history");
  await soon(() => shownText().includes("hums"));
  return opened;
}

test("the history lists the texts, and shows the words that differ", async () => {
  await withHistory();
  expect(rows().map((row) => row.textContent.replace(/\s+/g, " ").trim())).toEqual([
    expect.stringMatching(/^Yesterday \d\d:\d\d another program · 7 words \+5$/),
    expect.stringMatching(/imported · 2 words$/),
  ]);
  const words = (selector: string) =>
    [...document.querySelectorAll(`[data-testid="history-text"] ${selector}`)].map(
      (part) => part.textContent,
    );
  expect(words("del.cm-deletedText").join()).toContain("hum");
  expect(words(".cm-changedText").join()).toContain("sing");
  expect(isFocused("[data-testid=history-list]")).toBe(true);
  await userEvent.keyboard("{ArrowDown}");
  await soon(() => shownText().includes("A pot."));
  await userEvent.keyboard("{Escape}");
  await soon(() => get("history") === null);
  expect(isFocused(".cm-content")).toBe(true);
});

test("a whole version comes back by one click, and goes by one undo", async () => {
  const { fake } = await withHistory();
  const before = fake.source(1);
  await userEvent.click(await there("history-restore"));
  await soon(() => get("history") === null);
  await soon(() => fake.source(1).endsWith("The kettle hums.\n\nA line that stays.\n"));
  const undo = await soon(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid="toast"] button')].find(
      (button) => button.textContent === "Undo",
    ),
  );
  await userEvent.click(undo);
  await soon(() => fake.source(1) === before);
});

test("a passage comes back alone, and undo takes it out again", async () => {
  const { fake, workspace } = await withHistory();
  const before = fake.source(1);
  const passages = () => document.querySelectorAll<HTMLElement>('[data-testid="passage"]');
  expect(passages()).toHaveLength(2);
  await userEvent.click(passages()[0] ?? document.body);
  await soon(() => fake.source(1).includes("kettle hums."));
  expect(fake.source(1)).toContain("New at the end.");
  await soon(() => passages().length === 1);
  // What is typed is not.
  expect(workspace.overlay?.is).toBe("history");
  await userEvent.keyboard("{Control>}z{/Control}");
  await soon(() => fake.source(1) === before);
  await soon(() => passages().length === 2);
  await userEvent.keyboard("{Escape}");
  await soon(() => text().includes("The kettle sings."));
});

test("former texts are searched, here and in every post, and a hit opens", async () => {
  const { workspace } = await withHistory();
  await userEvent.fill(await there("history-search"), "pot");
  const hits = () => [
    ...document.querySelectorAll<HTMLElement>('[data-testid="history-hits"] [data-revision]'),
  ];
  await soon(() => hits().length === 1);
  expect(hits()[0]?.querySelector("mark")?.textContent).toBe("pot");
  await userEvent.click(await there("history-every"));
  await soon(() => hits().length === 2);
  await userEvent.click(hits()[0] ?? document.body);
  await soon(() => shownText().includes("A teapot."));
  expect(workspace.current?.path).toBe("b.md");
  // The search is still there, for the next hit.
  expect(hits()).toHaveLength(2);
});

test("a post without former texts says so", async () => {
  await open({ posts: [{ path: "a.md", source: "one\n" }] });
  await userEvent.click(await there("history-open"));
  await soon(() => get("history")?.textContent.includes("had no other text yet"));
});

test("Delete on the list asks by name, moves to the trash, and the notice takes it back", async () => {
  const { workspace } = await open({ posts });
  (await there("post-list")).focus();
  await userEvent.keyboard("{Delete}");
  const confirm = await there("post-remove-confirm");
  expect(confirm.closest("dialog")?.textContent).toContain("“A”");
  expect(isFocused("[data-testid=post-remove-confirm]")).toBe(true);
  await userEvent.keyboard("{Enter}");
  await soon(() => workspace.current?.path === "b.md");
  expect(document.querySelector('[data-post-path="a.md"]')).toBeNull();
  const undo = await soon(() => document.querySelector<HTMLElement>('[data-testid="toast"] .act'));
  await userEvent.click(undo);
  await soon(() => workspace.current?.path === "a.md");
});

test("the question can be answered with no", async () => {
  const { workspace } = await open({ posts });
  await userEvent.click(await there("post-remove"));
  await there("post-remove-confirm");
  await userEvent.keyboard("{Escape}");
  await soon(() => get("post-remove-confirm") === null);
  expect(workspace.list.all).toHaveLength(2);
});

test("the trash shows what is in it, gives back, and is emptied after a question", async () => {
  const { fake, workspace } = await open({ posts });
  await fake.postRemove(1, 2);
  const show = async () => {
    await userEvent.click(await there("blog-menu"));
    await userEvent.click(await there("trash-open"));
  };
  await show();
  await userEvent.click(await there("trash-restore"));
  await soon(() => workspace.current?.path === "b.md");
  await soon(() => get("trash") === null);

  await fake.postRemove(1, 1);
  await show();
  await userEvent.click(await there("trash-empty"));
  expect(get("trash-restore")).not.toBeNull();
  await userEvent.click(await there("trash-empty-confirm"));
  await soon(() => get("trash")?.textContent.includes("The trash is empty"));
  expect(await fake.removedList()).toEqual({ status: "ok", data: [] });
});

test("a post in the trash can be read before it is brought back", async () => {
  const { fake, workspace } = await open({ posts });
  await fake.postRemove(1, 2);
  workspace.showTrash();
  await userEvent.click(
    await soon(() => document.querySelector<HTMLElement>('[data-testid="trash"] .title')),
  );
  await soon(() => shownText().includes("title: B"));
  await userEvent.click(await there("history-restore"));
  await soon(() => workspace.current?.path === "b.md");
  expect(get("history")).toBeNull();
});

test("recovered text is told calmly, leads to what changed, and is dismissed", async () => {
  const at = new Date().toISOString();
  await open({
    posts,
    recovered: [{ post: 1, title: "A", at, nWords: 12, before: 1 }],
  });
  const card = await there("recovered");
  expect(card.textContent).toMatch(/12 words .*“A”/s);
  await userEvent.click(await there("recovered-show"));
  await soon(() => shownText().includes("hums"));
  await userEvent.keyboard("{Escape}");
  await userEvent.click(await there("recovered-dismiss"));
  await soon(() => get("recovered") === null);
});

test("several recovered posts are one card with a list", async () => {
  const at = new Date().toISOString();
  const { workspace } = await open({
    posts,
    recovered: [
      { post: 1, title: "A", at, nWords: 12, before: 1 },
      { post: 2, title: "B", at, nWords: 1, before: null },
    ],
  });
  await there("recovered");
  const shows = document.querySelectorAll<HTMLElement>('[data-testid="recovered-show"]');
  expect([...shows].map((button) => button.textContent.trim())).toEqual([
    "Show what changed",
    "Show the post",
  ]);
  await userEvent.click(shows[1] ?? document.body);
  await soon(() => workspace.current?.path === "b.md");
});

test("vanished files are a question, whichever pane is shown", async () => {
  const { fake, workspace } = await open({ posts });
  fake.vanish([1, 2]);
  const card = await there("vanished");
  expect(card.textContent).toContain("The files of 2 posts are gone.");
  expect(card.textContent).toContain("“A”, “B”");
  workspace.settings.setView("preview");
  await soon(() => get("vanished") && get("editor") === null);
  await userEvent.click(await there("vanished-write-back"));
  await soon(() => get("vanished") === null);
  expect(fake.asked).toContain("vanishedWriteBack");

  fake.vanish([2]);
  await userEvent.click(await there("vanished-remove"));
  await soon(() => workspace.list.all.length === 1);
  expect(get("vanished")).toBeNull();
});

test("a failed save is said in the status line, and is Saved again by itself", async () => {
  const { fake } = await open({ posts });
  fake.refuseSaves({
    code: "diskFull",
    message: "`a.md` cannot be written: the disk is full",
    hint: null,
    causes: [],
  });
  await intoText();
  await userEvent.keyboard("x");
  await soon(() => get("saved")?.textContent === "Not saved to the file");
  expect(get("saved-reason")?.textContent).toBe(
    "a.md cannot be written: the disk is full. The text is safe in the library.",
  );
  fake.refuseSaves(null);
  await soon(() => get("saved")?.textContent === "Saved");
});

test("what not even the library could keep is said to be in the window only", async () => {
  const { fake } = await open({ posts });
  const message = "the disk is full";
  fake.refuseSaves({ code: "diskFull", message, hint: null, causes: [] }, false);
  await intoText();
  await userEvent.keyboard("x");
  await soon(() => get("saved")?.textContent === "Not saved to the file");
  expect(get("saved-reason")?.textContent).toContain("The text is only in this window.");
});

test("a file in another encoding offers to become UTF-8, and can then be written in", async () => {
  const { fake, workspace } = await open({ posts });
  fake.setReadOnly(2, "This file is not UTF-8.", "windows-1252");
  await workspace.openPost(2);
  const convert = await there("convert");
  expect(convert.textContent).toContain("from windows-1252");
  await userEvent.click(convert);
  await soon(() => get("convert") === null);
  await intoText();
  await userEvent.keyboard("{Control>}{End}{/Control}now");
  await soon(() => fake.source(2).endsWith("now"));
});

const theirs = "---\ntitle: A\n---\n\nThe kettle whistles.\n\nA line that stays.\n\nTheir end.\n";

async function inConflict(): Promise<Window> {
  const opened = await open({ posts });
  opened.fake.writeOutside(1, theirs);
  await there("conflict");
  await soon(() => document.querySelectorAll('[data-testid="passage"]').length === 2);
  return opened;
}

test("a conflict shows both texts and takes the chosen one", async () => {
  const { fake } = await inConflict();
  const view = get("conflict");
  expect(get("saved")?.textContent).toBe("Waits for your choice");
  expect(view?.textContent).toContain("The kettle whistles.");
  expect(view?.textContent).toContain("The kettle sings.");
  // What lies under it is out of reach.
  expect(get("editor")?.closest("[inert]")).not.toBeNull();
  await userEvent.click(await there("conflict-theirs"));
  await soon(() => get("conflict") === null);
  await soon(() => fake.source(1) === theirs);
  await soon(() => isFocused("[data-testid=editor] .cm-content"));
});

test("a conflict can be settled by mine, which stays as it was", async () => {
  const { fake } = await inConflict();
  const before = fake.source(1);
  await userEvent.click(await there("conflict-mine"));
  await soon(() => get("conflict") === null);
  expect(fake.source(1)).toBe(before);
});

test("both sides of a conflict are merged by taking passages and by writing, by keys alone", async () => {
  const { fake } = await inConflict();
  expect((get("conflict-merged") as HTMLButtonElement).disabled).toBe(true);
  const [take] = document.querySelectorAll<HTMLElement>('[data-testid="passage"]');
  take?.focus();
  await userEvent.keyboard("{Enter}");
  await soon(() => get("conflict-editor")?.textContent.includes("The kettle whistles."));
  get("conflict-editor")?.focus();
  await userEvent.keyboard("{Control>}{End}{/Control}And both.");
  const save = await there("conflict-merged");
  await soon(() => !(save as HTMLButtonElement).disabled);
  save.focus();
  await userEvent.keyboard("{Enter}");
  await soon(() => get("conflict") === null);
  await soon(
    () =>
      fake.source(1) ===
      "---\ntitle: A\n---\n\nThe kettle whistles.\n\nA line that stays.\n\nNew at the end.\nAnd both.",
  );
});

test("a merge in the making outlives a look at another post and news of the other side", async () => {
  const { fake, workspace } = await inConflict();
  (await there("conflict-editor")).focus();
  await userEvent.keyboard("{Control>}{End}{/Control}Halfway.");
  await workspace.openPost(2);
  await soon(() => get("conflict") === null);
  await workspace.openPost(1);
  await soon(() => get("conflict-editor")?.textContent.includes("Halfway."));
  fake.writeOutside(1, theirs.replace("whistles", "screams"));
  await soon(() => get("conflict")?.textContent.includes("The kettle screams."));
  expect(get("conflict-editor")?.textContent).toContain("Halfway.");
});

test("in a narrow window a conflict is one column, from which passages are taken", async () => {
  await page.viewport(600, 800);
  try {
    const { fake, workspace } = await inConflict();
    expect(document.querySelector(".cm-mergeView")).toBeNull();
    const [take] = document.querySelectorAll<HTMLElement>('[data-testid="passage"]');
    await userEvent.click(take ?? document.body);
    await soon(() => workspace.current?.merge?.toString().includes("The kettle whistles."));
    await userEvent.click(await there("conflict-merged"));
    await soon(() => fake.source(1).includes("The kettle whistles."));
    expect(fake.source(1)).toContain("New at the end.");
  } finally {
    await page.viewport(1280, 800);
  }
});
