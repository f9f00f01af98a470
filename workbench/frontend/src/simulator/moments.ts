// Times of a conversation in the bot's time zone, in the person's language.

import type { Language } from "../types.ts";

export function clockTime(t_us: number, zone: string, language: Language, withDay = false): string {
  const options: Intl.DateTimeFormatOptions = { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit" };
  if (withDay) Object.assign(options, { weekday: "short", day: "numeric", month: "short", year: "numeric", second: undefined });
  return format(t_us, options, language);
}

/** As `2026-03-02T09:30`, for a field of date and time. */
export function fieldTime(t_us: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return parts.format(t_us / 1000).replace(" ", "T");
}

/** The moment that a field of date and time says, in microseconds; NaN where it says none. */
export function momentOf(field: string, zone: string): number {
  // `Date.parse` makes something of texts that are no dates at all.
  const naive = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(field) ? Date.parse(`${field.slice(0, 16)}:00Z`) : NaN;
  // Twice, so that an hour which the clock changes in between is right too.
  const first = naive - offset(naive, zone);
  return (naive - offset(first, zone)) * 1000;
}

/** A stretch of time in words: 3 min, 1 h 20 min, 2 d. */
export function stretch(seconds: number): string {
  const parts: [number, string][] = [[86_400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const words: string[] = [];
  let left = Math.max(0, Math.round(seconds));
  for (const [unit, word] of parts) {
    const count = Math.floor(left / unit);
    if (count > 0 && words.length < 2) words.push(`${count} ${word}`);
    left -= count * unit;
  }
  return words.join(" ") || "0 s";
}

function offset(milliseconds: number, zone: string): number {
  if (Number.isNaN(milliseconds)) return 0;
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(milliseconds);
  return Date.parse(`${shown.replace(" ", "T")}Z`) - Math.floor(milliseconds / 1000) * 1000;
}

function format(t_us: number, options: Intl.DateTimeFormatOptions, language: Language): string {
  return new Intl.DateTimeFormat(language, options).format(t_us / 1000);
}
