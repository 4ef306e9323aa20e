/** Starts the window: asks for everything at once, and draws when the answer is there. */

import { mount } from "svelte";
import App from "./App.svelte";
import { extensions } from "./editor/extensions";
import type { Backend } from "./ipc/backend";
import { tauriBackend } from "./ipc/tauri";
import { Workspace } from "./state/workspace.svelte";
import "./styles/tokens.css";
import "./styles/faces.css";
import "./styles/base.css";

/** Sample posts instead of a blog, for work in a plain browser; in no packaged build. */
async function backend(): Promise<Backend> {
  if (import.meta.env.DEV || import.meta.env.MODE === "fake") {
    const asked = new URLSearchParams(location.search);
    if (asked.has("fake")) {
      const [{ fakeForBrowser }, { frameScript }] = await Promise.all([
        import("./ipc/fake/browser"),
        import("./preview/frame-script"),
      ]);
      return fakeForBrowser(asked, frameScript);
    }
  }
  return tauriBackend();
}

const target = document.getElementById("app");
if (!target) throw new Error("index.html has the element that the window is drawn in");
const workspace = new Workspace(await backend(), extensions);
// The backend has opened the blog while this page was loading, so there is no empty window to
// be drawn first. A blog that takes its time is waited for in a window that can be seen.
const patience = new Promise((over) => setTimeout(over, 200));
await Promise.race([workspace.start(), patience]);
mount(App, { target, props: { workspace } });
