// What the page shows, as it stands in the address: `funnel=orders&step=2&left=1&value=instagram`. A
// funnel that is not saved stands there whole, so that it can be shared too.

import { keyOf } from "./spec.ts";
import type { Chosen, Spec } from "./types.ts";

export interface Place {
  /** The name of a saved funnel; empty where it is not saved. */
  funnel: string;
  /** The definition, where it is not saved, or changed since. */
  spec?: Spec;
  chosen?: Chosen;
}

export function placeOf(query: string): Place {
  const read = new URLSearchParams(query);
  const place: Place = { funnel: read.get("funnel") ?? "" };
  const spec = parsed(read.get("spec"));
  if (spec) place.spec = spec;
  const step = Number(read.get("step"));
  if (Number.isInteger(step) && step > 0) place.chosen = { step, dropped: read.get("left") === "1", value: read.get("value") };
  return place;
}

export function queryOf(funnel: string, spec: Spec, saved: Spec | undefined, chosen: Chosen | undefined): string {
  const written = new URLSearchParams();
  if (funnel) written.set("funnel", funnel);
  const isChanged = !saved || keyOf(saved) !== keyOf(spec) || (saved.name ?? "") !== (spec.name ?? "");
  if (isChanged && spec.steps.length) written.set("spec", JSON.stringify(spec));
  if (chosen) {
    written.set("step", String(chosen.step));
    if (chosen.dropped) written.set("left", "1");
    if (chosen.value !== null) written.set("value", chosen.value);
  }
  return written.toString();
}

function parsed(text: string | null): Spec | undefined {
  if (!text) return undefined;
  try {
    const value = JSON.parse(text) as Spec;
    return Array.isArray(value?.steps) ? value : undefined;
  } catch {
    return undefined;
  }
}
