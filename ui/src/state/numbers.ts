/** Numbers as the window says them. */

import { lazy } from "./lazy";

const whole = lazy(() => new Intl.NumberFormat("en"));
const compact = lazy(() => new Intl.NumberFormat("en", { notation: "compact" }));

/** "7", "12,345". */
export function counted(n: number): string {
  return n < 1000 ? String(n) : whole().format(n);
}

/** "7", "12K": where there is little room. */
export function countedShort(n: number): string {
  return n < 1000 ? String(n) : compact().format(n);
}
