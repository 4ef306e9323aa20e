/** What is wrong in the open blog, as a check of all of it has found. */

import type { Backend, BlogProblem, ErrorShape, Severity } from "../ipc/backend";

/** The problems of one file, in its order. */
export interface FileProblems {
  file: string;
  /** The post that the file is, if it can be opened. */
  post: number | null;
  problems: BlogProblem[];
}

/** The gravest first. */
export const severities: readonly Severity[] = ["error", "warning", "note"];

export class BlogCheck {
  readonly #backend: Backend;
  readonly blog: number;
  #problems = $state.raw<BlogProblem[] | null>(null);
  #error = $state.raw<ErrorShape | null>(null);
  #checking = $state(false);
  #only = $state<Severity | null>(null);
  readonly #counts = $derived.by(() => {
    const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
    for (const { severity } of this.#problems ?? []) counts[severity]++;
    return counts;
  });
  readonly #shown = $derived(
    (this.#problems ?? []).filter(({ severity }) => this.#only === null || severity === this.#only),
  );

  constructor(backend: Backend, blog: number) {
    this.#backend = backend;
    this.blog = blog;
  }

  /** `null` until they are known. */
  get problems(): BlogProblem[] | null {
    return this.#problems;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }
  get checking(): boolean {
    return this.#checking;
  }
  /** How many there are of each severity, shown or not. */
  get counts(): Record<Severity, number> {
    return this.#counts;
  }
  /** The severity that is shown alone. */
  get only(): Severity | null {
    return this.#only;
  }
  /** Those of that severity, in the order of the files. */
  get shown(): BlogProblem[] {
    return this.#shown;
  }

  /** Shows one severity alone, or all of them again. */
  toggle(severity: Severity): void {
    this.#only = this.#only === severity ? null : severity;
  }

  async pull(): Promise<void> {
    this.#checking = true;
    const answer = await this.#backend.blogCheck(this.blog);
    this.#checking = false;
    this.#error = answer.status === "error" ? answer.error : null;
    if (answer.status === "ok") this.#problems = answer.data;
  }
}

/** Problems that come in the order of their files, by file. */
export function byFile(problems: BlogProblem[]): FileProblems[] {
  const files: FileProblems[] = [];
  for (const problem of problems) {
    const last = files.at(-1);
    if (last?.file === problem.file) last.problems.push(problem);
    else files.push({ file: problem.file, post: problem.post, problems: [problem] });
  }
  return files;
}
