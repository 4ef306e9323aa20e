/** What the fake keeps of a post, and what it is made with. */

import type {
  Backend,
  Block,
  Blog,
  Origin,
  Recovered,
  Settings,
  Theme,
  Vanished,
} from "../backend";
import type { Sample } from "./samples";

/** How a request goes wrong: not carried out, or carried out and the answer lost. */
export type Fault = "before" | "after";

export interface FakeOptions {
  posts?: Sample[];
  blog?: Partial<Blog> | null;
  settings?: Partial<Settings>;
  themes?: Theme[];
  /** What a start has to tell. */
  recovered?: Recovered[];
  vanished?: Vanished;
  notices?: string[];
  /** Passes before each answer. */
  wait?: (command: keyof Backend) => Promise<void>;
  fault?: (command: keyof Backend) => Fault | null;
  /** Where the preview frame finds its page. */
  frameUrl?: (post: number, page: string) => string;
  now?: Date;
}

/** A text that a post had, or has. */
export interface FakeText {
  source: string;
  origin: Origin;
  at: string;
}

export interface FakePost {
  id: number;
  path: string;
  source: string;
  version: number;
  readOnly: string | null;
  encoding: string | null;
  shown: { blocks: Block[]; page: string } | null;
  cursor: number;
  scroll: number;
  /** What another program wrote and the window has not taken in. */
  outside: string | null;
  saving: ReturnType<typeof setTimeout> | undefined;
  /** What the file holds, and who made it. */
  kept: FakeText;
  /** Newest first. */
  revisions: (FakeText & { id: number })[];
  /** When it went to the trash. */
  removed: string | null;
}
