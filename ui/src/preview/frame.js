/**
 * The script of the preview frame: shows the blocks that the parent sends, and
 * reports what the reader does with them.
 *
 * The frame has an opaque origin and no way to the app; this is the only script
 * that its policy lets run. It is inlined into the theme's page as it stands, behind
 * `morph.js`, so it imports nothing.
 *
 * - The page's body is the element `[data-galley-body]`. Its children are the
 *   blocks' own nodes and nothing else: what is shown is what is exported. Which
 *   lines a block comes from is kept here; elements within it say by `data-line`
 *   how many lines below they start, which is all that an exported page has not.
 * - A patch touches the nodes of the blocks that it replaces and no others, so an
 *   open `<details>`, a playing video or a loaded picture elsewhere stays.
 * - Lines in messages are lines of the editor, from 1, possibly with a fraction.
 */
/* global morphing */

(() => {
  "use strict";

  /** @typedef {{ html: string, firstLine: number, lastLine: number }} Block */
  /** @typedef {{ line: number, element: Element }} Mark */
  /** @typedef {{ nodes: ChildNode[], firstLine: number, lastLine: number, marks?: Mark[] }} Placed */
  /** @typedef {{ top: number, bottom: number }} Extent */

  /** @type {Placed[]} */
  let placed = [];
  /** The editor's line of the body's first line. */
  let bodyLine = 1;
  /** The page that the parent sent last. */
  let page = "";
  let body = findBody();
  /** @type {"light" | "dark" | "system"} */
  let appearance = "system";
  let active = 0;
  /** Where the parent has just scrolled us to: our own echo, not the reader. */
  let expectedScroll = -1;

  /** @param {Record<string, unknown>} message */
  function tell(message) {
    parent.postMessage(message, "*");
  }

  function findBody() {
    return /** @type {HTMLElement} */ (
      document.querySelector("[data-galley-body]") ?? document.body
    );
  }

  const { morph, morphList } = morphing((element) =>
    // The body's children are the blocks' affair, our script and our mark nobody's.
    element === body
      ? null
      : [...element.childNodes].filter((node) => node.nodeName !== "SCRIPT" && node !== mark),
  );

  // Blocks ---------------------------------------------------------------

  /** @param {string} html */
  function parse(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return [...template.content.childNodes];
  }

  /** @param {Block} block @returns {Placed} */
  function place({ html, firstLine, lastLine }) {
    return { nodes: parse(html), firstLine, lastLine };
  }

  /** @param {Block[]} blocks */
  function showBlocks(blocks) {
    placed = blocks.map(place);
    fillBody();
  }

  /**
   * Puts the nodes of all blocks into the body. Within the page WebKit looks at each one's
   * siblings as it comes: twenty thousand headings took two seconds, and take 70 ms outside.
   */
  function fillBody() {
    const { parentNode, nextSibling } = body;
    body.remove();
    body.replaceChildren(...placed.flatMap(({ nodes }) => nodes));
    parentNode?.insertBefore(body, nextSibling);
  }

  /**
   * Replaces the blocks [from, to).
   * @param {{ from: number, to: number, blocks: Block[], lineShift: number }} patch
   */
  function patchBlocks({ from, to, blocks, lineShift }) {
    const old = placed.slice(from, to);
    const now = blocks.map(place);
    const after = placed.slice(to);
    for (const block of after) {
      block.firstLine += lineShift;
      block.lastLine += lineShift;
    }
    const next = after.find(({ nodes }) => nodes.length > 0)?.nodes[0] ?? null;
    if (old.length === now.length) {
      // The usual case, typing: what did not change within a block stays too.
      now.forEach((block, i) => {
        const replaced = old[i]?.nodes ?? [];
        const rest = old.slice(i + 1).flatMap(({ nodes }) => nodes);
        block.nodes = morphList(body, replaced, block.nodes, rest[0] ?? next);
      });
    } else {
      for (const node of old.flatMap(({ nodes }) => nodes)) node.remove();
      const fresh = document.createDocumentFragment();
      fresh.append(...now.flatMap(({ nodes }) => nodes));
      body.insertBefore(fresh, next);
    }
    placed = [...placed.slice(0, from), ...now, ...after];
  }

  /** Title, date and tags around the body. @param {string} html */
  function showPage(html) {
    if (html === page) return;
    page = html;
    const now = new DOMParser().parseFromString(html, "text/html");
    morph(document.documentElement, now.documentElement);
    const found = findBody();
    if (found !== body) {
      // The page is of another shape: the blocks move into its body.
      body = found;
      fillBody();
    }
    showAppearance();
  }

  // Places: lines to pixels and back --------------------------------------

  /** @param {Placed} block @returns {Extent | null} */
  function extentOf(block) {
    let extent = null;
    for (const node of block.nodes) {
      if (!(node instanceof Element)) continue;
      const { top, bottom, height, width } = node.getBoundingClientRect();
      if (height === 0 && width === 0) continue;
      extent = extent
        ? { top: Math.min(extent.top, top), bottom: Math.max(extent.bottom, bottom) }
        : { top, bottom };
    }
    return extent;
  }

  /** @param {number} line */
  const editorLine = (line) => bodyLine + line - 1;

  /**
   * The last block with something to see for which `before` holds, and the next one.
   * `before` must hold for a start of the list and for none after it.
   * @param {(block: Placed, extent: Extent) => boolean} before
   */
  function around(before) {
    const seen = (/** @type {number} */ i, /** @type {1 | -1} */ step) => {
      for (let at = i; at >= 0 && at < placed.length; at += step) {
        const block = /** @type {Placed} */ (placed[at]);
        const extent = extentOf(block);
        if (extent) return { block, extent, at };
      }
      return null;
    };
    let low = 0;
    let high = placed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = seen(middle, 1);
      if (found && found.at < high && before(found.block, found.extent)) low = found.at + 1;
      else high = middle;
    }
    return { last: seen(low - 1, -1), next: seen(low, 1) };
  }

  /** The elements of a block that say where they start, in lines below its first. @param {Placed} block */
  function marksOf(block) {
    return (block.marks ??= block.nodes.flatMap((node) => {
      if (!(node instanceof Element)) return [];
      const stamped = [node, ...node.querySelectorAll("[data-line]")];
      return stamped.flatMap((element) => {
        const line = Number(element.getAttribute("data-line") ?? Number.NaN);
        if (!Number.isInteger(line)) return [];
        if (element.localName !== "pre") return [{ line, element }];
        return [...element.querySelectorAll(".l")].map((row, i) => ({
          line: line + i,
          element: row,
        }));
      });
    }));
  }

  /**
   * The stretch of a block that `before` cuts: from its last point for which it holds to
   * the next, and the element that begins there. Heights are those of the view.
   * @param {{ block: Placed, extent: Extent }} found
   * @param {(point: { line: number, y: number }) => boolean} before
   */
  function stretch({ block, extent }, before) {
    const marks = marksOf(block);
    const first = editorLine(block.firstLine);
    const point = (/** @type {number} */ i) => {
      const mark = marks[i];
      if (i < 0) return { line: first, y: extent.top };
      if (!mark) return { line: editorLine(block.lastLine) + 1, y: extent.bottom };
      // What is folded away has no place of its own.
      const { top } = mark.element.getBoundingClientRect();
      return { line: first + mark.line, y: Math.min(Math.max(top, extent.top), extent.bottom) };
    };
    let low = 0;
    let high = marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(point(middle))) low = middle + 1;
      else high = middle;
    }
    return { from: point(low - 1), to: point(low), element: marks[low - 1]?.element };
  }

  /** Where `x` is between `a` and `b`, from 0 to 1. */
  const share = (/** @type {number} */ x, /** @type {number} */ a, /** @type {number} */ b) =>
    b > a ? Math.min(1, Math.max(0, (x - a) / (b - a))) : 0;

  /** Where a line of the editor is, in pixels of the page. @param {number} line */
  function pixelOf(line) {
    const { last, next } = around((block) => editorLine(block.firstLine) <= line);
    if (!last) return 0;
    const end = editorLine(last.block.lastLine) + 1;
    const { bottom } = last.extent;
    if (line < end) {
      const { from, to } = stretch(last, (point) => point.line <= line);
      return scrollY + from.y + share(line, from.line, to.line) * (to.y - from.y);
    }
    if (!next) return scrollY + bottom;
    const gap = Math.max(1, editorLine(next.block.firstLine) - end);
    return scrollY + bottom + ((line - end) / gap) * (next.extent.top - bottom);
  }

  /** Which line of the editor is at a height of the view. @param {number} y */
  function lineAt(y) {
    const { last, next } = around((_block, { top }) => top <= y);
    if (!last) return 1;
    const end = editorLine(last.block.lastLine) + 1;
    const { bottom } = last.extent;
    if (y < bottom) {
      const { from, to } = stretch(last, (point) => point.y <= y);
      return from.line + share(y, from.y, to.y) * (to.line - from.line);
    }
    if (!next) return end;
    const gap = editorLine(next.block.firstLine) - end;
    return end + ((y - bottom) / Math.max(1, next.extent.top - bottom)) * gap;
  }

  // The mark beside the block under the cursor -----------------------------

  /** Outside the body, so that the page stays what is exported. */
  const mark = document.createElement("galley-mark");
  mark.setAttribute("aria-hidden", "true");
  Object.assign(mark.style, {
    position: "absolute",
    width: "3px",
    borderRadius: "2px",
    pointerEvents: "none",
    display: "none",
    zIndex: "2147483647",
  });
  document.documentElement.append(mark);

  function showMark() {
    const { last } = around((block) => editorLine(block.firstLine) <= active);
    // Far behind the block is in the empty lines after it, still near enough.
    const element = last?.block.nodes.find((node) => node instanceof Element);
    if (!last || !(element instanceof Element)) {
      mark.style.display = "none";
      return;
    }
    const { left } = element.getBoundingClientRect();
    const { top, bottom } = last.extent;
    const inset = bottom - top > 16 ? 3 : 0;
    Object.assign(mark.style, {
      display: "block",
      left: `${Math.max(3, left + scrollX - 18)}px`,
      top: `${top + scrollY + inset}px`,
      height: `${Math.max(4, bottom - top - 2 * inset)}px`,
      background: isDark() ? "#e8735a" : "#c23b22",
    });
  }

  function isDark() {
    return appearance === "system"
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : appearance === "dark";
  }

  function showAppearance() {
    if (appearance === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = appearance;
  }

  // Scrolling ------------------------------------------------------------

  /** @param {number} y */
  function scrollQuietly(y) {
    scrollTo({ top: y, behavior: "instant" });
    expectedScroll = scrollY;
    hold();
  }

  /**
   * What the reader sees at the top, the innermost first, and where: it stays there when
   * something above it grows.
   * @type {{ seen: { element: Element, top: number }[], scrollY: number } | null}
   */
  let held = null;

  /** Notes what the reader sees. */
  function hold() {
    const { last, next } = around((_block, { top }) => top <= 0);
    // Between two blocks, the second is what is read.
    const found = last && last.extent.bottom <= 0 ? next : last;
    const inner = found && stretch(found, ({ y }) => y <= 0).element;
    const elements = [inner, ...(found?.block.nodes ?? [])].filter((it) => it instanceof Element);
    const seen = elements.map((element) => ({ element, top: element.getBoundingClientRect().top }));
    held = { seen, scrollY };
  }

  /** Brings what the reader saw back to where it was. */
  function stay() {
    const kept = held?.seen.find(({ element }) => element.isConnected);
    // Who has scrolled meanwhile has chosen another place, and browsers that hold things by
    // themselves have scrolled too.
    const hasScrolled = held === null || Math.abs(scrollY - held.scrollY) >= 1;
    const moved = kept && !hasScrolled ? kept.element.getBoundingClientRect().top - kept.top : 0;
    if (Math.abs(moved) >= 1) scrollQuietly(scrollY + moved);
    else hold();
  }

  /** Whether the block under the cursor is to be brought into view. */
  let revealing = false;
  let settling = false;

  /**
   * Lays the page out and looks at it, once for all changes of a frame: after each of
   * several keys it would cost the time of one.
   */
  function settle() {
    settling = false;
    stay();
    if (revealing) reveal();
    revealing = false;
    showMark();
  }

  function settleSoon() {
    if (settling) return;
    settling = true;
    requestAnimationFrame(settle);
  }

  /** Brings the block under the cursor to the middle, if it is out of sight. */
  function reveal() {
    const y = pixelOf(active) - scrollY;
    if (y < 0 || y > innerHeight - 40) scrollQuietly(scrollY + y - innerHeight / 2);
  }

  let reporting = false;
  addEventListener(
    "scroll",
    () => {
      if (reporting) return;
      reporting = true;
      requestAnimationFrame(() => {
        reporting = false;
        hold();
        if (Math.abs(scrollY - expectedScroll) < 2) return;
        expectedScroll = -1;
        tell({ galley: "scrolled", line: scrollY < 2 ? 1 : lineAt(0) });
      });
    },
    { passive: true },
  );

  // Pictures from elsewhere wait until the author allows them.
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    const isMedia = effectiveDirective === "img-src" || effectiveDirective === "media-src";
    if (isMedia && /^https?:/.test(blockedURI)) tell({ galley: "withheld" });
  });

  // What the reader does -------------------------------------------------

  /** @param {Event} event */
  function follow(event) {
    const link =
      event.target instanceof Element ? event.target.closest("a[href], area[href]") : null;
    const href = link?.getAttribute("href");
    if (!link || !href) return;
    // Footnotes and headings are in this page.
    if (href.startsWith("#")) return;
    event.preventDefault();
    tell({ galley: "link", href });
  }
  addEventListener("click", follow);
  addEventListener("auxclick", follow);
  addEventListener("submit", (event) => event.preventDefault());

  addEventListener("dblclick", (event) => {
    tell({ galley: "clicked", line: Math.floor(lineAt(event.clientY)) });
  });

  // The window's keys hold in the preview too; what they mean the parent knows.
  addEventListener("keydown", (event) => {
    const { key, code, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (event.isComposing || !(ctrlKey || metaKey || /^F\d+$/.test(key))) return;
    // Copying and selecting belong to the frame.
    if (/^[acx]$/i.test(key) && !shiftKey) return;
    event.preventDefault();
    tell({ galley: "key", key, code, ctrlKey, metaKey, shiftKey, altKey });
  });

  // What the parent sends --------------------------------------------------

  /** @type {Record<string, (message: any) => void>} */
  const hear = {
    show({ blocks, bodyLine: line, page: html, version }) {
      bodyLine = line;
      showPage(html);
      showBlocks(blocks);
      held = null;
      settleSoon();
      tell({ galley: "patched", version });
    },
    patch({ patch, version }) {
      if (patch) {
        bodyLine = patch.bodyLine;
        if (patch.page !== null) showPage(patch.page);
        patchBlocks(patch);
        settleSoon();
      }
      tell({ galley: "patched", version });
    },
    scrollToLine({ line }) {
      scrollQuietly(line <= 1 ? 0 : pixelOf(line));
    },
    activeLine({ line, reveal: wanted }) {
      active = line;
      revealing ||= wanted;
      settleSoon();
    },
    appearance({ appearance: wanted }) {
      appearance = wanted;
      showAppearance();
      settleSoon();
    },
  };

  addEventListener("message", (event) => {
    if (event.source !== parent || typeof event.data?.galley !== "string") return;
    if (Object.hasOwn(hear, event.data.galley)) hear[event.data.galley]?.(event.data);
  });

  // Pictures and fonts move everything below them.
  new ResizeObserver(() => {
    stay();
    showMark();
  }).observe(document.documentElement);
  addEventListener("load", () => showMark(), true);
  addEventListener("toggle", () => showMark(), true);

  tell({ galley: "ready" });
})();
