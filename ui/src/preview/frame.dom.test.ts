/** The frame's script in a real browser, in a frame of our own origin so that we can look inside. */

import { afterEach, beforeEach, expect, test } from "vitest";
import type { Block, Patch } from "../ipc/backend";
import { frameScript as script } from "./frame-script";
import { type FromFrame, fromFrame, type ToFrame } from "./messages";

const page = (title = "Title", around = "") =>
  `<!doctype html><html lang="en"><head><title>${title}</title><style>body{margin:20px;font:16px/20px sans-serif}p,h2{margin:0 0 20px}</style></head><body><h1>${title}</h1>${around}<main><div class="prose" data-galley-body></div></main><footer>end</footer></body></html>`;

let frame: HTMLIFrameElement;
let heard: FromFrame[];
const listen = (event: MessageEvent) => {
  const message = event.source === frame.contentWindow ? fromFrame(event.data) : null;
  if (message) heard.push(message);
};

beforeEach(async () => {
  heard = [];
  addEventListener("message", listen);
  frame = document.createElement("iframe");
  frame.style.cssText = "width:500px;height:300px;border:0";
  frame.srcdoc = page().replace("</body>", () => `<script>${script}</script></body>`);
  document.body.append(frame);
  await hear("ready");
});

afterEach(() => {
  removeEventListener("message", listen);
  frame.remove();
});

async function hear<K extends FromFrame["galley"]>(
  kind: K,
): Promise<Extract<FromFrame, { galley: K }>> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const at = heard.findIndex(({ galley }) => galley === kind);
    if (at >= 0) return heard.splice(0, at + 1).at(-1) as Extract<FromFrame, { galley: K }>;
    if (performance.now() > deadline) throw new Error(`the frame never said ${kind}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const send = (message: ToFrame) => frame.contentWindow?.postMessage(message, "*");
const inside = () => {
  const { contentDocument, contentWindow } = frame;
  if (!contentDocument || !contentWindow) throw new Error("the frame is there");
  const body = contentDocument.querySelector<HTMLElement>("[data-galley-body]");
  if (!body) throw new Error("the page has a body");
  return { document: contentDocument, window: contentWindow, body };
};

const block = (html: string, firstLine: number, lastLine = firstLine): Block => ({
  html: `${html}\n`,
  firstLine,
  lastLine,
});
const paragraphs = (n: number) =>
  Array.from({ length: n }, (_, i) => block(`<p>Paragraph ${String(i)}</p>`, 1 + 2 * i));

async function show(blocks: Block[], bodyLine = 1, version = 1, html = page()): Promise<void> {
  send({ galley: "show", blocks, bodyLine, page: html, version });
  expect(await hear("patched")).toEqual({ galley: "patched", version });
}

async function patch(change: Partial<Patch>, version = 2): Promise<void> {
  const whole: Patch = {
    from: 0,
    to: 0,
    blocks: [],
    lineShift: 0,
    bodyLine: 1,
    page: null,
    ...change,
  };
  send({ galley: "patch", patch: whole, version });
  expect(await hear("patched")).toEqual({ galley: "patched", version });
}

test("what is shown is the blocks' HTML and nothing else", async () => {
  const blocks = [block("<h2>One</h2>", 1), block("<p>two &amp; three</p>", 3), block("", 5)];
  await show(blocks);
  expect(inside().body.innerHTML).toBe(blocks.map(({ html }) => html).join(""));
});

test("a patch leaves every other node as it is", async () => {
  await show([
    block("<p>first</p>", 1),
    block("<p>typed</p>", 3),
    block("<details><summary>more</summary><p>text</p></details>", 5),
    block('<p><img alt="" width="10" height="10"> caption</p>', 7),
  ]);
  const before = [...inside().body.childNodes];
  const details = inside().body.querySelector("details");
  details?.setAttribute("open", "");
  const image = inside().body.querySelector("img");

  await patch({
    from: 1,
    to: 2,
    blocks: [block("<p>typed on</p>", 3), block("<p>new</p>", 5)],
    lineShift: 2,
  });

  const now = [...inside().body.childNodes];
  expect(now.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(now.slice(-4).every((node, i) => node === before.slice(-4)[i])).toBe(true);
  expect(inside().body.querySelector("details")).toBe(details);
  expect(details?.hasAttribute("open")).toBe(true);
  expect(inside().body.querySelector("img")).toBe(image);
  expect(inside().body.textContent).toBe("first\ntyped on\nnew\nmoretext\n caption\n");
});

test("typing in a block keeps what did not change within it", async () => {
  await show([
    block('<p>text <img alt="a" width="10" height="10"> <em>end</em></p>', 1),
    block("<details><summary>s</summary>one</details>", 3),
  ]);
  const image = inside().body.querySelector("img");
  const paragraph = inside().body.querySelector("p");
  const details = inside().body.querySelector("details");
  details?.setAttribute("open", "");
  await patch({
    to: 2,
    blocks: [
      block('<p class="x">text typed <img alt="a" width="10" height="10"> <em>the end</em></p>', 1),
      block("<details><summary>s</summary>two</details>", 3),
    ],
  });
  expect(inside().body.innerHTML).toBe(
    '<p class="x">text typed <img alt="a" width="10" height="10"> <em>the end</em></p>\n<details open=""><summary>s</summary>two</details>\n',
  );
  expect(inside().body.querySelector("p")).toBe(paragraph);
  expect(inside().body.querySelector("img")).toBe(image);
  expect(inside().body.querySelector("details")).toBe(details);
});

test("patches to any list of blocks end with its HTML", async () => {
  const kinds = [
    "<p>a</p>",
    "<p>b <b>c</b></p>",
    "",
    "<ul><li>x</li><li>y</li></ul>",
    "<!-- n -->",
    "<h2>h</h2>",
  ];
  let seed = 7;
  const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
  let blocks = paragraphs(5);
  await show(blocks);
  for (let version = 2; version < 60; version++) {
    const from = random(blocks.length + 1);
    const to = from + random(blocks.length - from + 1);
    const fresh = Array.from({ length: random(4) }, (_, i) =>
      block(kinds[random(kinds.length)] ?? "", i + 1),
    );
    blocks = [...blocks.slice(0, from), ...fresh, ...blocks.slice(to)];
    await patch({ from, to, blocks: fresh }, version);
    expect(inside().body.innerHTML).toBe(blocks.map(({ html }) => html).join(""));
  }
});

test("the page around the body changes, the body's nodes stay", async () => {
  await show(paragraphs(2));
  const { body } = inside();
  const first = body.firstChild;
  await patch({ page: page("Another title", "<p>deck</p>") });
  expect(inside().document.title).toBe("Another title");
  expect(inside().document.querySelector("h1")?.textContent).toBe("Another title");
  expect(inside().body.firstChild).toBe(first);
  expect(inside().body.textContent).toBe("Paragraph 0\nParagraph 1\n");
});

test("a page of another shape takes the blocks along", async () => {
  await show(paragraphs(2));
  const first = inside().body.firstChild;
  await patch({
    page: page().replace("<main>", "<section><article>").replace("</main>", "</article></section>"),
  });
  expect(inside().document.querySelector("section [data-galley-body]")?.firstChild).toBe(first);
});

test("scripts that a page brings do not run, and ours survives a new page", async () => {
  await show(paragraphs(1), 1, 1, page("T", "<script>document.title='ran'</script>"));
  await patch({ page: page("U", "<script>document.title='ran'</script>") });
  expect(inside().document.title).toBe("U");
  await patch({ blocks: [block("<p>still here</p>", 1)], to: 1 }, 3);
  expect(inside().body.textContent).toBe("still here\n");
});

test("the block under the cursor is marked beside it, outside the page's body", async () => {
  await show(paragraphs(4), 6);
  send({ galley: "activeLine", line: 10, reveal: false });
  await patch({ bodyLine: 6 }, 2);
  const mark = inside().document.querySelector("galley-mark");
  const third = inside().body.querySelectorAll("p")[2]?.getBoundingClientRect();
  expect(mark?.parentElement).toBe(inside().document.documentElement);
  // The page is measured once a frame.
  const top = () => mark?.getBoundingClientRect().top;
  await expect.poll(top).toBeGreaterThanOrEqual(third?.top ?? Infinity);
  const box = mark?.getBoundingClientRect();
  expect(box?.bottom).toBeLessThanOrEqual(third?.bottom ?? 0);
  expect(box?.left).toBeLessThan(third?.left ?? 0);
});

test("a line is found where its block is, and our own scrolling is not reported", async () => {
  await show(paragraphs(60), 6);
  send({ galley: "scrollToLine", line: 6 + 2 * 20 });
  await patch({}, 2);
  const twentieth = inside().body.querySelectorAll("p")[20];
  expect(Math.abs(twentieth?.getBoundingClientRect().top ?? Infinity)).toBeLessThan(2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard.filter(({ galley }) => galley === "scrolled")).toEqual([]);
});

test("the reader's scrolling is reported as a line of the editor", async () => {
  await show(paragraphs(60), 6);
  const twentieth = inside().body.querySelectorAll("p")[20];
  twentieth?.scrollIntoView();
  const { line } = await hear("scrolled");
  expect(line).toBeGreaterThan(6 + 2 * 19);
  expect(line).toBeLessThan(6 + 2 * 21);
});

test("text that grows above the view does not move what is read", async () => {
  await show(paragraphs(60));
  const thirtieth = inside().body.querySelectorAll("p")[30];
  thirtieth?.scrollIntoView();
  await hear("scrolled");
  await patch({ blocks: [block("<p>new</p>", 1), block("<p>new</p>", 3)], lineShift: 4 });
  expect(Math.abs(thirtieth?.getBoundingClientRect().top ?? Infinity)).toBeLessThan(2);
});

test("a double click tells the line, a link its address, and neither leaves the page", async () => {
  await show(
    [block("<p>one</p>", 1), block('<p><a href="https://example.org/x">two</a></p>', 3)],
    4,
  );
  const [first, second] = inside().body.querySelectorAll("p");
  const box = first?.getBoundingClientRect();
  first?.dispatchEvent(
    new MouseEvent("dblclick", {
      bubbles: true,
      clientX: (box?.left ?? 0) + 2,
      clientY: (box?.top ?? 0) + 2,
    }),
  );
  expect(await hear("clicked")).toEqual({ galley: "clicked", line: 4 });
  second?.querySelector("a")?.click();
  expect(await hear("link")).toEqual({ galley: "link", href: "https://example.org/x" });
  expect(inside().body.textContent).toBe("one\ntwo\n");
});

test("the window's keys are passed on, the reader's own are not", async () => {
  await show(paragraphs(1));
  const press = (init: KeyboardEventInit) =>
    inside().document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, ...init }));
  press({ key: "c", code: "KeyC", ctrlKey: true });
  press({ key: "a", code: "KeyA" });
  press({ key: "F6", code: "F6" });
  expect(await hear("key")).toMatchObject({ key: "F6", ctrlKey: false });
  press({ key: "P", code: "KeyP", ctrlKey: true, shiftKey: true });
  expect(await hear("key")).toMatchObject({ code: "KeyP", ctrlKey: true, shiftKey: true });
  expect(heard).toEqual([]);
});

test("only the parent is heard", async () => {
  await show(paragraphs(1));
  const { window, body } = inside();
  window.dispatchEvent(
    new MessageEvent("message", {
      data: { galley: "show", blocks: [], bodyLine: 1, page: page(), version: 9 },
      source: window,
    }),
  );
  await patch({}, 2);
  expect(body.textContent).toBe("Paragraph 0\n");
});

test("appearance is the theme's own switch", async () => {
  await show(paragraphs(1));
  send({ galley: "appearance", appearance: "dark" });
  await patch({ page: page("New") }, 2);
  expect(inside().document.documentElement.dataset["theme"]).toBe("dark");
  send({ galley: "appearance", appearance: "system" });
  await patch({}, 3);
  expect(inside().document.documentElement.dataset["theme"]).toBeUndefined();
});
