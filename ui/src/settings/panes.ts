/** F6: from pane to pane, in the order of the screen. */

export function cyclePanes(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
    // What lies under something else can't have the focus.
    (pane) => pane.closest("[inert]") === null,
  );
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes.at(at < 0 ? 0 : (at + step + panes.length) % panes.length);
  const target =
    next?.querySelector<HTMLElement>("[data-pane-focus]") ??
    next?.querySelector<HTMLElement>(".cm-content") ??
    next?.querySelector<HTMLElement>("input, button");
  target?.focus();
}
