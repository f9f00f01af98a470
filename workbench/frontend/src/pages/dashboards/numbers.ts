// Numbers by their unit, as the person's language writes them.

import type { Column, Grain, Unit } from "./types.ts";

const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A value in its unit; a dash where there is none. */
export function shown(value: number | null, unit: Unit, language: string): string {
  if (value === null) return "–";
  if (unit === "share") return value.toLocaleString(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  if (unit === "seconds") return duration(value, language);
  if (unit === "count") return value.toLocaleString(language, { maximumFractionDigits: 1, useGrouping: "always" });
  return value.toLocaleString(language, { maximumFractionDigits: 2, useGrouping: "always" });
}

/** How a value stands to the one before: points for shares, the difference for scores, percent for the rest; empty where that says nothing. */
export function change(now: number | null, before: number | null, unit: Unit, language: string): string {
  if (now === null || before === null) return "";
  const options = { maximumFractionDigits: 1, signDisplay: "exceptZero" } as const;
  if (unit === "share") return `${((now - before) * 100).toLocaleString(language, options)} pts`;
  // Of an index that may be below 0, or a mean of few points, a share of it says nothing.
  if (unit === "score") return (now - before).toLocaleString(language, options);
  if (before === 0) return "";
  return (now / before - 1).toLocaleString(language, { ...options, style: "percent" });
}

/** A cell of a table as text. */
export function cell(value: string | number | null, { unit }: Column, language: string, zone: string): string {
  if (value === null || typeof value === "string") return value ?? "–";
  if (unit === "text") return String(value);
  return isGrain(unit) ? stretch(value, unit, language, zone) : shown(value, unit, language);
}

/** A moment on the bot's clock; `t_us` counts from 1970 in UTC. */
export function moment(t_us: number, language: string, zone: string): string {
  return new Date(t_us / 1000).toLocaleString(language, { timeZone: zone, dateStyle: "medium", timeStyle: "short" });
}

const GRAINS: Record<Grain, Intl.DateTimeFormatOptions> = {
  total: { dateStyle: "medium" },
  month: { month: "long", year: "numeric" },
  week: { dateStyle: "medium" },
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  hour: { dateStyle: "medium", timeStyle: "short" },
  minute: { hour: "2-digit", minute: "2-digit" },
};

export function isGrain(unit: Column["unit"]): unit is Grain {
  return unit in GRAINS;
}

/** A stretch of time by its beginning, on the bot's clock. */
function stretch(start_us: number, grain: Grain, language: string, zone: string): string {
  return new Date(start_us / 1000).toLocaleString(language, { timeZone: zone, ...GRAINS[grain] });
}

function duration(seconds: number, language: string): string {
  const say = (value: number, unit: string, digits = 0) => value.toLocaleString(language, { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits: digits });
  if (seconds < MINUTE) return say(seconds, "second", seconds < 10 ? 1 : 0);
  if (seconds < HOUR) return `${say(Math.floor(seconds / MINUTE), "minute")} ${say(Math.floor(seconds % MINUTE), "second")}`;
  if (seconds < DAY) return `${say(Math.floor(seconds / HOUR), "hour")} ${say(Math.floor((seconds % HOUR) / MINUTE), "minute")}`;
  return say(seconds / DAY, "day", 1);
}
