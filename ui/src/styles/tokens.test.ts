/** Every text colour has 4.5:1 on every ground that it stands on, in both appearances. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const [light = "", dark = ""] = css.split(/:root\[data-theme="dark"\]/);

type Rgb = [number, number, number];

function token(theme: string, name: string): string {
  const value = new RegExp(`--${name}:\\s*([^;]+);`).exec(theme)?.[1];
  if (!value) throw new Error(`no --${name}`);
  return value;
}

function rgb(hex: string, under?: Rgb): Rgb {
  const short = hex.length === 4;
  const digits = hex.slice(1).replace(/./g, short ? "$&$&" : "$&");
  const [r = 0, g = 0, b = 0, a = 255] = (digits.match(/../g) ?? []).map((two) =>
    parseInt(two, 16),
  );
  const share = a / 255;
  const mixed = [r, g, b].map((c, i) => c * share + (under?.[i] ?? 0) * (1 - share));
  return mixed as Rgb;
}

function luminance(color: Rgb): number {
  const [r = 0, g = 0, b = 0] = color.map((c) => {
    const s = c / 255;
    return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const inks = ["ink", "ink-2", "ink-3", "accent-ink", "live-ink"];
const grounds = ["paper", "desk", "rail", "sheet", "hover"];
const code = ["code-word", "code-text", "code-value", "code-name"];

const pairs = [
  ...inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)),
  ...code.map((ink) => [ink, "paper"] as const),
  ["on-accent", "accent"] as const,
];

test.each([
  ["light", light],
  ["dark", dark],
])("%s", (_name, theme) => {
  const weak = pairs.flatMap(([ink, ground]) => {
    const under = rgb(token(theme, ground));
    // The line under the hand is tinted, and its text must still be read.
    const tinted = rgb(token(theme, "accent-soft"), under);
    const stands = ground === "paper" || ground === "sheet" ? [under, tinted] : [under];
    return stands.map((on) => contrast(rgb(token(theme, ink)), on)).some((ratio) => ratio < 4.5)
      ? [`${ink} on ${ground}`]
      : [];
  });
  expect(weak).toEqual([]);

  const marked = ["present", "former", "other"].flatMap((side) =>
    ["paper", "sheet"].flatMap((ground) => {
      const under = rgb(token(theme, ground));
      const line = rgb(token(theme, side), under);
      const word = rgb(token(theme, `${side}-word`), line);
      return [
        ...["ink", "ink-2", "ink-3"].map((ink) => [ink, line, `${ink} on ${side}`] as const),
        ["ink", word, `ink on ${side}-word`] as const,
      ];
    }),
  );
  const faint = marked.filter(([ink, on]) => contrast(rgb(token(theme, ink)), on) < 4.5);
  expect(faint.map(([, , name]) => name)).toEqual([]);
});
