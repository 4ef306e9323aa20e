// Searches the posts of this site: in the page alone, also when it was opened from a
// folder. The index lies beside this script in small scripts of its own, and only those
// that a query needs are asked for.
"use strict";

(() => {
  const form = document.getElementById("search-form");
  const field = document.getElementById("search-field");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const more = document.getElementById("search-more");
  const { parts: nParts, documentsAFile } = form.dataset;
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const PAGE = 20;
  const DIGITS =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /* Reading the index. */

  const waiting = new Map();
  const asked = new Map();
  const receive = (what) => (number, value) =>
    waiting.get(`${what}-${number}`)?.(value);
  window.galleySearch = {
    part: receive("part"),
    documents: receive("documents"),
  };

  /** What a script of the index holds; each is run once. */
  function load(what, number) {
    const name = `${what}-${number}`;
    if (!asked.has(name)) {
      asked.set(
        name,
        new Promise((resolve, reject) => {
          waiting.set(name, resolve);
          const script = document.createElement("script");
          script.src = `${folder}${name}.js`;
          script.onerror = () => {
            asked.delete(name);
            script.remove();
            reject(new Error(name));
          };
          document.head.append(script);
        }),
      );
    }
    return asked.get(name);
  }

  /* Words, the same as those that the index was made of. */

  const WIDE =
    "\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3040-\u312F\u3130-\u318F\u31A0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFFDC\u{1B000}-\u{1B16F}\u{20000}-\u{3FFFF}";
  const isWide = new RegExp(`^[${WIDE}]`, "u");
  const runs = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
  const sameKind = new RegExp(`[${WIDE}]+|[^${WIDE}]+`, "gu");

  function fold(text) {
    const lower = text.normalize("NFKD").toLowerCase().replaceAll("ς", "σ");
    return lower.replace(/[\u0300-\u036f]/g, "").normalize("NFC");
  }

  /** The words of a query, and whether more letters may follow each. */
  function words(query) {
    const found = [];
    const folded = fold(query);
    for (const run of folded.match(runs) ?? []) {
      for (const piece of run.match(sameKind)) {
        const letters = Array.from(piece);
        if (!isWide.test(piece)) {
          found.push({ text: letters.slice(0, 40).join(""), open: false });
        } else if (letters.length === 1) {
          found.push({ text: piece, open: true });
        } else {
          for (let at = 0; at + 1 < letters.length; at += 1) {
            found.push({ text: letters[at] + letters[at + 1], open: false });
          }
        }
      }
    }
    const last = found.at(-1);
    // Who is still typing means all words that begin so.
    if (last && folded.endsWith(last.text) && Array.from(last.text).length > 1)
      last.open = true;
    return found;
  }

  function partOf(word) {
    let hash = 0;
    for (const letter of Array.from(word).slice(0, isWide.test(word) ? 1 : 2)) {
      hash = (Math.imul(hash, 31) + letter.codePointAt(0)) >>> 0;
    }
    return hash % Number(nParts);
  }

  /* Finding. */

  /** Adds the documents of a word: how well each fits. */
  function addDocuments(encoded, factor, fits) {
    let document = 0;
    let value = 0;
    let scale = 1;
    for (const digit of encoded) {
      const number = DIGITS.indexOf(digit);
      value += (number % 32) * scale;
      scale *= 32;
      if (number < 32) {
        document += Math.floor(value / 4);
        const fit = factor * (1 + 3 * (value % 4));
        if (fit > (fits.get(document) ?? 0)) fits.set(document, fit);
        document += 1;
        value = 0;
        scale = 1;
      }
    }
  }

  async function documentsWith({ text, open }) {
    const fits = new Map();
    for (const line of (await load("part", partOf(text))).split("\n")) {
      const space = line.indexOf(" ");
      const word = line.slice(0, space);
      if (word === text) addDocuments(line.slice(space + 1), 2, fits);
      else if (open && word.startsWith(text))
        addDocuments(line.slice(space + 1), 1, fits);
    }
    return fits;
  }

  /** The numbers of the documents that have every word, best first, then newest. */
  async function find(query) {
    const [first, ...others] = await Promise.all(
      words(query).map(documentsWith),
    );
    const found = [];
    for (const [document, fit] of first ?? []) {
      const rest = others.map((fits) => fits.get(document));
      if (rest.every((one) => one !== undefined)) {
        found.push([document, rest.reduce((sum, one) => sum + one, fit)]);
      }
    }
    found.sort((a, b) => b[1] - a[1] || b[0] - a[0]);
    return found.map(([document]) => document);
  }

  /* Showing. */

  async function entryOf(document) {
    const size = Number(documentsAFile);
    const entries = await load("documents", Math.floor(document / size));
    return entries[document % size];
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) {
      if (value) made.setAttribute(key, value);
    }
    return made;
  }

  function item([title, url, date, excerpt, lang, dir]) {
    const heading = element("h3", "", { lang, dir });
    heading.append(element("a", title, { href: url }));
    const article = element("article", "");
    article.append(heading);
    if (date) article.append(element("p", date, { class: "date" }));
    if (excerpt)
      article.append(element("p", excerpt, { class: "excerpt", lang, dir }));
    const made = element("li", "");
    made.append(article);
    return made;
  }

  let query = "";
  let found = [];

  async function showMore(asker) {
    const n = list.children.length;
    const entries = await Promise.all(found.slice(n, n + PAGE).map(entryOf));
    if (asker !== query) return;
    list.append(...entries.map(item));
    more.hidden = list.children.length >= found.length;
  }

  async function search() {
    const asker = field.value.trim() === "" ? "" : field.value;
    if (asker === query) return;
    query = asker;
    try {
      const documents = asker === "" ? [] : await find(asker);
      // Another letter was typed meanwhile.
      if (asker !== query) return;
      found = documents;
      list.replaceChildren();
      more.hidden = true;
      const { none, found: some } = status.dataset;
      if (asker === "") status.textContent = "";
      else
        status.textContent = found.length
          ? some.replace("{n}", found.length)
          : none;
      await showMore(asker);
    } catch {
      if (asker === query) status.textContent = status.dataset.failed;
      query = "";
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  field.addEventListener("input", search);
  more.addEventListener("click", () => {
    const n = list.children.length;
    showMore(query).then(() => list.children[n]?.querySelector("a").focus());
  });
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  search();
})();
