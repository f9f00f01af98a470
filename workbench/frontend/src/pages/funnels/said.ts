// Numbers, shares and durations as the person's language writes them.

import { createContext, use } from "react";
import type { Language } from "../../types.ts";
import { LanguageContext } from "../../words.ts";
import { DAY_S } from "./spec.ts";

export interface Said {
  language: Language;
  number(value: number): string;
  /** A share from 0 to 1, in percent. */
  percent(share: number, digits?: number): string;
  /** The same without the sign, for the ends of an interval. */
  bare(share: number): string;
  /** Points of a difference, with their sign. */
  points(share: number): string;
  /** The two largest units of a duration: 3 min 12 s. */
  duration(seconds: number | null | undefined): string;
  /** A moment, in the funnel's time zone. */
  moment(t_us: number): string;
}

/** The zone in which moments are told. */
export const ZoneContext = createContext("UTC");

export function useSaid(): Said {
  const language = use(LanguageContext);
  const timeZone = use(ZoneContext);
  return {
    language,
    number: (value) => value.toLocaleString(language),
    percent: (share, digits = 1) => share.toLocaleString(language, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }),
    bare: (share) => (100 * share).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    points: (share) => (100 * share).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" }),
    duration: (seconds) => duration(seconds, language),
    moment: (t_us) => new Date(t_us / 1000).toLocaleString(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone }),
  };
}

const PARTS = [["d", DAY_S], ["h", 3600], ["min", 60], ["s", 1]] as const;

export function duration(seconds: number | null | undefined, language: string): string {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 1) return `${seconds.toLocaleString(language, { maximumFractionDigits: 1 })} s`;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [sign, length] of PARTS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count) parts.push(`${count.toLocaleString(language)} ${sign}`);
    else if (parts.length) break;
  }
  return parts.slice(0, 2).join(" ");
}
