/** Keys as they are written down ("Mod+Shift+P"), pressed and shown. */

/** What a key press says; also told by the preview frame. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export const isMac =
  typeof navigator !== "undefined" && /Mac|iP(?:hone|ad)/.test(navigator.platform);

/** Keys that stand at other places on other keyboards, or are the same with Shift. */
const alike: Record<string, { keys: string[]; code: string }> = {
  "\\": { keys: ["\\", "|"], code: "Backslash" },
  "=": { keys: ["=", "+"], code: "Equal" },
  "-": { keys: ["-", "_"], code: "Minus" },
  "0": { keys: ["0"], code: "Digit0" },
};

/** Whether `press` is the shortcut. Mod is Command on a Mac and Control elsewhere. */
export function matches(shortcut: string, press: KeyPress, mac = isMac): boolean {
  const { mod, shift, alt, name } = parse(shortcut);
  const pressedMod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  // AltGr is Control and Alt on Windows: it writes characters and is never ours.
  if (pressedMod !== mod || otherMod || press.altKey !== alt) return false;

  const same = alike[name];
  if (same) return same.keys.includes(press.key) || press.code === same.code;
  if (press.shiftKey !== shift) return false;
  if (press.key.toLowerCase() === name) return true;
  // A keyboard without Latin letters: the key at the letter's place.
  return (
    /^[a-z]$/.test(name) && !/^[a-z]$/i.test(press.key) && press.code === `Key${name.toUpperCase()}`
  );
}

/** The keys one by one, as the platform names them. */
export function shown(shortcut: string, mac = isMac): string[] {
  const { mod, shift, alt, name } = parse(shortcut);
  const key = name.length === 1 ? name.toUpperCase() : name.charAt(0).toUpperCase() + name.slice(1);
  return [
    ...(mod ? [mac ? "⌘" : "Ctrl"] : []),
    ...(alt ? [mac ? "⌥" : "Alt"] : []),
    ...(shift ? [mac ? "⇧" : "Shift"] : []),
    key === "-" ? "−" : key,
  ];
}

function parse(shortcut: string) {
  const parts = shortcut.split("+");
  const name = (parts.pop() ?? "").toLowerCase();
  return {
    mod: parts.includes("Mod"),
    shift: parts.includes("Shift"),
    alt: parts.includes("Alt"),
    name,
  };
}
