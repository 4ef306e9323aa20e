/**
 * Lucide's icons as still markup.
 *
 * The package builds each icon from a table of nodes and a spread of attributes when it is
 * shown, some twenty times before a window is first seen, and one millisecond or two each.
 * What the window asks of an icon is a size and a stroke: the rest is known when it is built.
 */

import type { Plugin } from "vite";

type Node = [tag: string, attributes: Record<string, string>];

const data = /^const iconData = (\{.*\});$/m;

export const stillIcons: Plugin = {
  name: "still-icons",
  enforce: "pre",
  transform: {
    filter: { id: /@lucide\/svelte\/dist\/icons\/[^/]+\.svelte$/ },
    handler(code, id) {
      const found = data.exec(code)?.[1];
      // A package that has changed its form is to be looked at, not to be slow.
      if (found === undefined) throw new Error(`no icon is found in ${id}`);
      const { node } = JSON.parse(found) as { node: Node[] };
      return { code: component(node), map: null };
    },
  },
};

function component(nodes: Node[]): string {
  return `<script>
  const { size, strokeWidth } = $props();
</script>

<svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
  stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
  >${nodes.map(element).join("")}</svg>
`;
}

function element([tag, attributes]: Node): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag}${written.join("")} />`;
}
