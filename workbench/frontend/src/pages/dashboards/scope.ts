// The head's choices and the address: a link shows somebody else the same figures.

import type { Scope } from "./types.ts";

export const PERIODS = ["today", "yesterday", "last_7", "last_28", "last_90", "this_month", "last_month", "all"] as const;
export type Period = (typeof PERIODS)[number];

const CUSTOM = "custom";
const WHERE = "where.";

/** What the address says: which dashboard, and what of it; what it does not say is as at the
 * start, `period` the one to begin with. */
export function read(query: string, period: string): { dashboard: string; scope: Scope } {
  const said = new URLSearchParams(query);
  const where: Record<string, string[]> = {};
  for (const [name, value] of said) if (name.startsWith(WHERE)) (where[name.slice(WHERE.length)] ??= []).push(value);
  const since = said.get("since") ?? "";
  const until = said.get("until") ?? "";
  const shown = since && until ? CUSTOM : said.get("period") ?? period;
  const scope = { period: shown, since, until, compare: said.get("compare") !== "no", breakdown: said.get("by") ?? "", where };
  return { dashboard: said.get("dashboard") ?? "", scope };
}

/** The address's part for a dashboard; without what is as at the start. */
export function write(dashboard: string, scope: Scope, period: string): string {
  const said = new URLSearchParams();
  if (dashboard) said.set("dashboard", dashboard);
  if (scope.period === CUSTOM) {
    said.set("since", scope.since);
    said.set("until", scope.until);
  } else if (scope.period !== period) said.set("period", scope.period);
  if (!scope.compare) said.set("compare", "no");
  if (scope.breakdown) said.set("by", scope.breakdown);
  for (const [name, values] of Object.entries(scope.where)) for (const value of values) said.append(WHERE + name, value);
  return said.toString();
}
