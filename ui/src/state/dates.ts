/** Dates as the window says them. */

import type { PostDate } from "../ipc/backend";
import { lazy } from "./lazy";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const time = lazy(() => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }));

/** "today, 09:14", "1 Dec" of this year, "5 Aug 2024". */
export function shortDate(date: PostDate, now = new Date()): string {
  if ("instant" in date) return said(new Date(date.instant), true, now);
  // Without a zone it is the same day everywhere.
  if ("local" in date) return said(new Date(date.local), true, now);
  return said(new Date(`${date.day}T00:00:00`), false, now);
}

/** A date that the author wrote, said short; as it is written if we can't read it. */
export function shortWritten(written: string, now = new Date()): string {
  const trimmed = written.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return shortDate({ day: trimmed }, now);
  const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/.exec(trimmed);
  // The wall clock of the text, whatever its zone: that is what the author means.
  if (iso) return shortDate({ local: `${iso[1] ?? ""}T${iso[2] ?? ""}` }, now);
  return trimmed;
}

/** When something was done: "Today 14:03", "Yesterday 18:20", "17 Nov 09:14", "5 Aug 2024 09:14". */
export function pastMoment(at: string, now = new Date()): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  const day =
    date.toDateString() === now.toDateString()
      ? "Today"
      : date.toDateString() === yesterday.toDateString()
        ? "Yesterday"
        : said(date, false, now);
  return `${day} ${time().format(date)}`;
}

const whole = lazy(
  () => new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" }),
);

/** The same in full, for whoever wants to know exactly. */
export function wholeMoment(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : whole().format(date);
}

/** A day or a minute in the spelling that front matter likes best. */
export function writtenDay(date: Date): string {
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function writtenMinute(date: Date): string {
  return `${writtenDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function said(date: Date, hasTime: boolean, now: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  if (date.toDateString() === now.toDateString()) {
    return hasTime ? `today, ${time().format(date)}` : "today";
  }
  const year = date.getFullYear();
  const day = `${String(date.getDate())} ${months[date.getMonth()] ?? ""}`;
  return year === now.getFullYear() ? day : `${day} ${String(year)}`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
