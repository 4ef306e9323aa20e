/**
 * Which folders of `src/` a folder may import from, besides itself.
 * The order is the direction: a line names only folders above it.
 *
 * @type {Record<string, string[]>}
 */
export const mayImport = {
  ipc: [],
  components: [],
  state: ["ipc"],
  editor: ["state", "ipc", "components"],
  preview: ["state", "ipc", "components"],
  commands: ["editor", "state", "ipc", "components"],
  posts: ["commands", "editor", "state", "ipc", "components"],
  history: ["commands", "editor", "state", "ipc", "components"],
  problems: ["state", "ipc", "components"],
  site: ["commands", "editor", "state", "ipc", "components"],
  settings: ["commands", "editor", "state", "ipc", "components"],
};
