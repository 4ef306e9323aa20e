/** A request that the fake declines, with the error that the window gets. */

import type { ErrorCode, ErrorShape } from "../backend";

export class Refusal extends Error {
  readonly error: ErrorShape;
  constructor(error: ErrorShape) {
    super(error.message);
    this.error = error;
  }
}

export function fail(code: ErrorCode, message: string, hint: string | null = null): Refusal {
  return new Refusal({ code, message, hint, causes: [] });
}
