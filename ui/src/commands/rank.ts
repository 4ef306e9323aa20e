/** Which labels fit what was typed, the best first. */

/** Higher is better; `null` if it does not fit. Every word typed must begin somewhere. */
export function rank(query: string, label: string): number | null {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const text = fold(label);
  let score = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return null;
    if (at === 0) score += 3;
    else if (/[\s/–-]/.test(text.charAt(at - 1))) score += 2;
    else score += 1;
  }
  return score;
}

/** The fitting ones; of equals, the one that comes first in the list. */
export function ranked<T>(query: string, items: T[], labelOf: (item: T) => string): T[] {
  if (!query.trim()) return items;
  return items
    .flatMap((item) => {
      const score = rank(query, labelOf(item));
      return score === null ? [] : [{ item, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
