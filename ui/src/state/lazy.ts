/**
 * Makes a value when it is first asked for. The system's formats take milliseconds each
 * to make, which a window that starts has better uses for.
 */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
