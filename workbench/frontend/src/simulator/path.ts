// The path of the conversation as an overlay on the canvas: the last move strongly, what came
// before weakly, a ring where it waits.

import type { Mark, Overlay } from "../stage.ts";
import type { Told } from "./told.ts";

export const PATH = "path";
const EARLIER: Mark = { tone: "trail" };
const LATEST: Mark = { tone: "live" };
const STANDS: Mark = { tone: "live", ring: true };
// The same objects each time: what did not change is not drawn again.
const EARLIER_EDGE: Mark = { tone: "trail", weight: 0.2 };
const LATEST_EDGE: Mark = { tone: "live", weight: 0.8 };

export function pathOf(turns: Told[], bot: string): Overlay {
  const overlay: Overlay = { name: PATH, nodes: {}, edges: {} };
  turns.forEach((turn, index) => {
    const isLast = index === turns.length - 1;
    for (const step of turn.path ?? []) {
      if (step.bot && step.bot !== bot) continue;
      mark(overlay.nodes, step.topic, step.node, isLast ? LATEST : EARLIER);
      if (step.port) mark(overlay.edges, step.topic, `${step.node}:${step.port}`, isLast ? LATEST_EDGE : EARLIER_EDGE);
    }
  });
  const stands = turns.at(-1);
  const step = stands?.path?.findLast(({ node }) => node === stands.at) ?? lastAt(turns);
  if (step && stands?.at && step.bot === bot) mark(overlay.nodes, step.topic, step.node, STANDS);
  return overlay;
}

/** Where the conversation waits, or passed last. */
export function standsAt(turns: Told[]): { bot: string; topic: string; node: string } | undefined {
  return turns.at(-1)?.path?.at(-1) ?? lastAt(turns);
}

function lastAt(turns: Told[]) {
  const at = turns.at(-1)?.at;
  for (const turn of at ? turns.toReversed() : []) {
    const step = turn.path?.findLast(({ node }) => node === at);
    if (step) return step;
  }
  return undefined;
}

function mark(marks: Record<string, Record<string, Mark>>, topic: string, name: string, value: Mark): void {
  (marks[topic] ??= {})[name] = value;
}
