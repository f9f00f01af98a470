// What is done to a funnel's definition, as plain functions: each gives a new one.

import type { Exclusion, Spec, Step } from "./types.ts";

export const EMPTY: Spec = { steps: [] };
export const DAY_S = 86_400;
/** Units in which windows are written. */
export const UNITS = { s: 1, min: 60, h: 3600, d: DAY_S } as const;
export type Unit = keyof typeof UNITS;

/** A rule with a value; the one that holds unless given is left out of the data. */
export function withRule(spec: Spec, rule: keyof Spec & string, value: unknown): Spec {
  const { [rule]: _, ...rest } = spec;
  const isEmpty = value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);
  return (isEmpty ? rest : { ...rest, [rule]: value }) as Spec;
}

export function addStep(spec: Spec, step: Step): Spec {
  return { ...spec, steps: [...spec.steps, step] };
}

export function changeStep(spec: Spec, at: number, change: Partial<Step>): Spec {
  const steps = spec.steps.map((step, index) => (index === at ? pruned({ ...step, ...change }) : step));
  return { ...spec, steps };
}

/** Without the step; exclusions and a breakdown that name steps behind it follow. */
export function removeStep(spec: Spec, at: number): Spec {
  const steps = spec.steps.filter((_, index) => index !== at);
  return refitted({ ...spec, steps }, (number) => (number > at + 1 ? number - 1 : Math.min(number, steps.length)));
}

export function moveStep(spec: Spec, from: number, to: number): Spec {
  if (to < 0 || to >= spec.steps.length || from === to) return spec;
  const steps = [...spec.steps];
  const [moved] = steps.splice(from, 1);
  steps.splice(to, 0, moved!);
  // Nothing comes before the first step: it has no window of its own, and cannot be left out.
  steps[0] = pruned({ ...steps[0]!, within_s: null, after_s: null, directly: false, optional: false });
  return { ...spec, steps };
}

/** A text that is the same for the same definition, whatever it is called. */
export function keyOf({ name: _, ...rules }: Spec): string {
  return JSON.stringify(sorted(rules));
}

/** Seconds as a number of the largest unit in which it is whole. */
export function inUnit(seconds: number): [count: number, unit: Unit] {
  const unit = (["d", "h", "min"] as const).find((one) => seconds % UNITS[one] === 0) ?? "s";
  return [seconds / UNITS[unit], unit];
}

/** As many days as from `since` to `until`, right before; undefined where the period is open. */
export function hasPeriod({ since, until }: Spec): boolean {
  return Boolean(since && until);
}

/** The day `days` before a day, both as `2026-11-02`. */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_S * 1000).toISOString().slice(0, 10);
}

/** The day of a moment in a zone. */
export function dayOf(t_us: number, zone: string): string {
  const moment = new Date(t_us / 1000);
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);
  } catch {
    // A zone that is being typed, or unknown here.
    return moment.toISOString().slice(0, 10);
  }
}

function refitted(spec: Spec, renumber: (step: number) => number): Spec {
  const exclusions = (spec.exclusions ?? []).map((one): Exclusion => ({ ...one, after: one.after ? Math.min(renumber(one.after), Math.max(spec.steps.length - 1, 0)) : 0 }));
  const { breakdown } = spec;
  const found = exclusions.length ? { ...spec, exclusions } : spec;
  return breakdown?.at ? { ...found, breakdown: { ...breakdown, at: Math.max(1, renumber(breakdown.at)) } } : found;
}

function pruned(step: Step): Step {
  const kept = Object.entries(step).filter(([, value]) => value !== null && value !== "" && value !== false && value !== undefined && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(kept) as unknown as Step;
}

/** Keys in order, without what says nothing: as the project's file has it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.filter(([key, inner]) => says(key, inner)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const USUAL: Record<string, unknown> = { after: 0, mode: "reset", attribution: "first", top: 0, zone: "UTC" };

function says(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false || USUAL[key] === value) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
