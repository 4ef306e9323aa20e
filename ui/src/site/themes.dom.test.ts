/** The gallery of themes, on the fake backend. */

import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { brokenTheme, fakeTheme } from "../ipc/fake/blog";
import { get, intoText, isFocused, open, soon, there } from "../test-window";

const tiles = () => [...document.querySelectorAll<HTMLElement>("[data-theme-id]")];
const find = (id: string) => tiles().find((one) => one.dataset["themeId"] === id);
const tile = (id: string) => find(id) as HTMLElement;
const pictures = () => document.querySelectorAll("[data-testid=theme-picture][data-shown]").length;
const focused = () => (document.activeElement as HTMLElement | null)?.dataset["themeId"];
const toasts = () => document.querySelector(".toasts")?.textContent ?? "";

test("every theme shows the blog, and one that is broken says why", async () => {
  const { fake, workspace } = await open();
  workspace.showThemes();
  await soon(() => pictures() === 5);
  // One after another, and not the broken one.
  expect(fake.specimens).toEqual(["quiet", "magazine", "journal", "notebook", "terminal"]);
  expect(tile("quiet").textContent).toContain("In use");
  expect(tile("draft").textContent).toContain("Yours");
  expect(tile("draft").textContent).toContain("fails at line 12");
  await userEvent.click(tile("draft"), { force: true });
  expect(get("theme-use")).toBe(null);
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("[data-testid=theme-picture]")) {
    expect(frame.getAttribute("sandbox")).toBe("");
    expect(frame.closest("[inert]")).not.toBe(null);
  }
});

test("arrows move, Enter opens, Escape leads back and then away, and the focus returns", async () => {
  await open();
  await intoText();
  await userEvent.keyboard("{Control>}{Shift>}p{/Shift}{/Control}");
  await there("palette");
  await userEvent.keyboard("themes{Enter}");
  await soon(() => focused() === "quiet");
  await userEvent.keyboard("{ArrowRight}");
  expect(focused()).toBe("magazine");
  await userEvent.keyboard("{End}{ArrowRight}");
  expect(focused()).toBe("draft");
  await userEvent.keyboard("{Home}{ArrowLeft}");
  expect(focused()).toBe("quiet");
  await userEvent.keyboard("{ArrowDown}");
  const row = tiles().filter(({ offsetTop }) => offsetTop === tile("quiet").offsetTop).length;
  expect(focused()).toBe(tiles()[row]?.dataset["themeId"]);
  await userEvent.keyboard("{ArrowUp}{ArrowRight}{Enter}");
  const large = await there("theme-large");
  // It scrolls, by keys too.
  expect(large.closest("[inert]")).toBe(null);
  expect(large.getAttribute("scrolling")).toBe(null);
  expect(large.getAttribute("sandbox")).toBe("");
  expect(large.tabIndex).toBe(0);
  await soon(() => isFocused("[data-testid=themes-back]"));
  await userEvent.keyboard("{Escape}");
  await soon(() => focused() === "magazine");
  expect(get("theme-large")).toBe(null);
  await userEvent.keyboard("{Escape}");
  await soon(() => get("themes") === null);
  await soon(() => isFocused(".cm-content"));
});

test("a theme is put on, and taken off again by the notice", async () => {
  const { fake, workspace } = await open();
  workspace.showThemes();
  await soon(() => tiles().length > 0);
  await userEvent.click(tile("magazine"));
  await there("theme-large");
  const shows = () => fake.asked.filter((name) => name === "previewShow").length;
  const before = shows();
  await userEvent.click(await there("theme-use"));
  await soon(() => get("themes") === null);
  expect(workspace.blog?.theme).toBe("magazine");
  // The preview wears it at once.
  await soon(() => shows() === before + 1);
  expect(get("preview-theme")?.textContent).toBe("magazine");
  expect(toasts()).toContain("Your blog wears “Magazine”.");
  await userEvent.click(document.querySelector(".toasts .act") as HTMLElement);
  await soon(() => workspace.blog?.theme === "quiet");
  await soon(() => shows() === before + 2);
});

test("the way back is closed when somebody else has written the settings", async () => {
  const { fake, workspace } = await open();
  await workspace.useTheme(fakeTheme("journal"), []);
  fake.writeConfig();
  await soon(() => toasts().includes("Undo"));
  await userEvent.click(document.querySelector(".toasts .act") as HTMLElement);
  await soon(() => toasts().includes("That has changed meanwhile."));
  expect(workspace.blog?.theme).toBe("journal");
});

test("settings are tried in the picture, and written with the theme", async () => {
  const { fake, workspace } = await open({ blog: { theme: "terminal" } });
  workspace.showThemes();
  await soon(() => tiles().length > 0);
  await userEvent.click(tile("terminal"));
  const use = (await there("theme-use")) as HTMLButtonElement;
  expect([use.textContent.trim(), use.disabled]).toEqual(["In use", true]);

  const columns = (await there("theme-setting-columns")) as HTMLInputElement;
  await userEvent.fill(columns, "80");
  await soon(() => fake.specimens.at(-1) === "terminal columns=80");
  expect([use.textContent.trim(), use.disabled]).toEqual(["Use these settings", false]);
  // What does not fit is not tried.
  await userEvent.fill(columns, "7");
  await userEvent.fill(await there("theme-setting-prompt"), "%");
  await soon(() => fake.specimens.at(-1) === "terminal prompt=% columns=80");
  // Nor put on.
  await userEvent.click(use);
  expect(fake.asked).not.toContain("themeUse");
  await userEvent.fill(columns, "60");
  await soon(() => fake.specimens.at(-1) === "terminal prompt=% columns=60");
  await userEvent.click(use);
  await soon(() => get("themes") === null);

  workspace.showThemes();
  await soon(() => tiles().length > 0);
  await userEvent.click(tile("terminal"));
  expect(((await there("theme-setting-prompt")) as HTMLInputElement).value).toBe("%");
  await userEvent.click(
    [...document.querySelectorAll("button")].find(
      ({ title }) => title === "As the theme has it: $",
    ) as HTMLElement,
  );
  await soon(() => fake.specimens.at(-1) === "terminal prompt=$");
});

test("the post's page, dark colours, and a phone's width", async () => {
  const { fake, workspace } = await open();
  workspace.showThemes();
  await soon(() => pictures() === 5);
  await userEvent.click(await there("themes-post"));
  await soon(() => fake.specimens.at(-1) === "terminal post" && pictures() === 5);
  const first = () => document.querySelector<HTMLIFrameElement>("[data-testid=theme-picture]");
  expect(first()?.src).toContain("data-theme%3D%22light%22");
  await userEvent.click(await there("themes-dark"));
  await soon(() => first()?.src.includes("data-theme%3D%22dark%22"));
  await userEvent.click(tile("journal"));
  const large = await there("theme-large");
  expect(large.style.width).toBe("1280px");
  await userEvent.click(await there("themes-phone"));
  await soon(() => get("theme-large")?.style.width === "390px");
});

test("a blog without an open post has no page of one, and own themes stand for themselves", async () => {
  const themes = [
    fakeTheme("a-theme-with-a-name-that-goes-on-and-on-and-on-and-on-and-on", { own: true }),
    fakeTheme("broken", { own: true, error: brokenTheme }),
  ];
  const { workspace } = await open({ posts: [], themes });
  workspace.showThemes();
  await soon(() => pictures() === 1);
  expect(((await there("themes-post")) as HTMLButtonElement).disabled).toBe(true);
  const grid = await there("theme-grid");
  expect(grid.scrollWidth).toBe(grid.clientWidth);
});

test("what cannot be listed, shown or put on says why", async () => {
  let broken: string | null = "themeList";
  const { workspace } = await open({ fault: (name) => (name === broken ? "before" : null) });
  workspace.showThemes();
  await soon(() => get("themes")?.querySelector("[role=alert]"));
  workspace.closeOverlay();
  broken = "themeSpecimen";
  workspace.showThemes();
  await soon(() => find("quiet")?.textContent.includes("The request was lost"));
  workspace.closeOverlay();
  broken = "themeUse";
  workspace.showThemes();
  await soon(() => pictures() > 0);
  await userEvent.click(tile("journal"));
  await userEvent.click(await there("theme-use"));
  await soon(() => get("themes")?.querySelector("[role=alert]"));
  expect(workspace.blog?.theme).toBe("quiet");
});
