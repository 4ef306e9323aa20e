import fc from "fast-check";
import { expect, test } from "vitest";
import { after, stateOf } from "./notation";
import { treeTo } from "./syntax";
import { toggleBold, toggleCode, toggleItalic, toggleStrike } from "./toggle-mark";

test.each([
  ["a word at the cursor", "one tw|o three", "one **tw|o** three"],
  ["a word before the cursor", "one two| three", "one **two|** three"],
  ["no word: the marks wait for one", "one | two", "one **|** two"],
  ["a selection", "one [[two three]] four", "one **[[two three]]** four"],
  ["white space stays outside", "one[[ two ]]three", "one[[ **two** ]]three"],
  ["off again from inside", "one **tw|o** three", "one tw|o three"],
  ["off again with the marks selected", "one [[**two**]] three", "one [[two]] three"],
  ["off again across words", "**one t|wo three**", "one t|wo three"],
  ["what is partly bold becomes bold once", "[[one **two** three]]", "**[[one two three]]**"],
  ["a cut through italic takes it whole", "[[one *two]] three*", "**[[one *two]] three***"],
  ["around italic", "*[[one]]*", "***[[one]]***"],
  ["each line of a list, marks outside", "[[- one\n- two]]", "[[- **one**\n- **two]]**"],
  ["a heading keeps its marks outside", "[[## One]]", "[[## **One]]**"],
  ["a quote and a task", "[[> one\n- [ ] two]]", "[[> **one**\n- [ ] **two]]**"],
  ["paragraphs one by one", "[[one\n\ntwo]]", "**[[one**\n\n**two]]**"],
  ["a list is off again", "[[- **one**\n- **two**]]", "[[- one\n- two]]"],
  ["nothing in code", "```\no|ne\n```", "```\no|ne\n```"],
  ["nothing in front matter", "---\ntitle: o|ne\n---\n", "---\ntitle: o|ne\n---\n"],
])("bold: %s", (_what, before, expected) => {
  expect(after(toggleBold, before)).toBe(expected);
});

test("italic inside bold comes and goes without touching the bold", () => {
  const both = after(toggleItalic, "**one t|wo**");
  expect(both).toBe("**one *t|wo***");
  expect(after(toggleItalic, both)).toBe("**one t|wo**");
});

test("code that holds a backtick stands between two", () => {
  expect(after(toggleCode, "[[a`b]]")).toBe("``[[a`b]]``");
  expect(after(toggleCode, "``[[a`b]]``")).toBe("[[a`b]]");
});

test("strikethrough is off again by its own marks", () => {
  expect(after(toggleStrike, "[[one]]")).toBe("~~[[one]]~~");
  expect(after(toggleStrike, "~~[[one]]~~")).toBe("[[one]]");
});

test("bold twice over plain words is what was there", () => {
  const words = fc.array(fc.constantFrom("one", "two", "drei", "日本", "😀"), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(words, fc.nat(5), fc.nat(5), (all, a, b) => {
      const [from, to] = [Math.min(a, b) % all.length, Math.max(a, b) % all.length].sort(
        (x, y) => x - y,
      );
      if (from === undefined || to === undefined) return;
      const text = [
        ...all.slice(0, from),
        `[[${all.slice(from, to + 1).join(" ")}]]`,
        ...all.slice(to + 1),
      ].join(" ");
      const once = after(toggleBold, text);
      expect(once).not.toBe(text);
      expect(after(toggleBold, once)).toBe(text);
    }),
  );
});

test("a mark never leaves another half open", () => {
  const source = "a *b c* d **e f** g `h i` j";
  const count = (state: ReturnType<typeof stateOf>, name: string) => {
    let n = 0;
    treeTo(state, state.doc.length).iterate({
      enter: (node) => void (n += node.name === name ? 1 : 0),
    });
    return n;
  };
  fc.assert(
    fc.property(fc.nat(source.length), fc.nat(source.length), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      if (source.slice(from, to).trim() === "") return;
      const text = `${source.slice(0, from)}[[${source.slice(from, to)}]]${source.slice(to)}`;
      const state = stateOf(after(toggleStrike, text).replace(/\[\[|\]\]/g, ""));
      expect(count(state, "Strikethrough")).toBe(1);
      expect(count(state, "Emphasis")).toBe(1);
      expect(count(state, "StrongEmphasis")).toBe(1);
      expect(count(state, "InlineCode")).toBe(1);
    }),
  );
});
