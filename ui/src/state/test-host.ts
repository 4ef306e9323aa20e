/** The state without a screen, for its tests. */

import { history } from "@codemirror/commands";
import { FakeBackend } from "../ipc/fake/backend";
import type { FakeOptions } from "../ipc/fake/post";
import type { EditorHost, OpenPost } from "./open-post.svelte";
import { Workspace } from "./workspace.svelte";

export async function started(
  options: FakeOptions = {},
): Promise<{ workspace: Workspace; fake: FakeBackend }> {
  const fake = new FakeBackend(options);
  const workspace = new Workspace(fake, () => history());
  await workspace.start();
  return { workspace, fake };
}

export function current(workspace: Workspace): OpenPost {
  if (!workspace.current) throw new Error("a post is open");
  return workspace.current;
}

/** A view without a screen. */
export function host(post: OpenPost, composing = false): EditorHost & { composing: boolean } {
  let state = post.editorState;
  return {
    get state() {
      return state;
    },
    composing,
    dispatch(spec) {
      const transaction = state.update(spec);
      state = transaction.state;
      post.transacting([transaction]);
      post.transacted([transaction]);
    },
    focus: () => undefined,
  };
}

export function type(view: EditorHost, insert: string, from = view.state.doc.length): void {
  view.dispatch({ changes: { from, insert } });
}
