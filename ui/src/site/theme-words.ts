/** How names that themes give to settings, and their colours, are shown. */

/** `first_picture` as people write it. */
export function nameOf(setting: string): string {
  const words = setting.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `#rgb` as a field for colours takes it. */
export function longColour(colour: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  return short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join("")}`
    : colour;
}
