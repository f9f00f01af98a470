// Folding: what only comes after a node is put away into it.

import type { FlowNode } from "../types.ts";

/** What folded nodes hide, and how many nodes each of them stands for. */
export interface Folding {
  hidden: ReadonlySet<string>;
  counts: ReadonlyMap<string, number>;
}

const NOTHING: Folding = { hidden: new Set(), counts: new Map() };

/** Hides the nodes that can be reached only through folded ones. */
export function folding(nodes: Record<string, FlowNode>, folded: readonly string[]): Folding {
  const heads = folded.filter((id) => nodes[id]);
  if (heads.length === 0) return NOTHING;
  const closed = new Set(heads);
  const behind = new Set<string>();
  for (const head of heads) for (const id of follow(nodes, [head], new Set())) behind.add(id);
  // What does not come after a folded node is a beginning; all it leads to past no fold stays.
  const starts = Object.keys(nodes).filter((id) => !behind.has(id) || isRoot(nodes, id));
  const seen = new Set([...follow(nodes, starts, closed), ...starts]);
  for (const head of heads) if (!seen.has(head) && !heads.some((one) => one !== head && behind.has(head))) seen.add(head);
  const hidden = new Set(Object.keys(nodes).filter((id) => !seen.has(id)));
  const counts = new Map<string, number>();
  for (const head of heads) {
    const count = [...follow(nodes, [head], new Set())].filter((id) => hidden.has(id)).length;
    if (count) counts.set(head, count);
  }
  return { hidden, counts };
}

/** What follows some nodes; nothing beyond the closed ones. */
function follow(nodes: Record<string, FlowNode>, starts: Iterable<string>, closed: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const ahead = [...starts];
  while (ahead.length) {
    const id = ahead.pop()!;
    if (closed.has(id)) continue;
    for (const to of Object.values(nodes[id]?.edges ?? {})) {
      if (!nodes[to] || found.has(to)) continue;
      found.add(to);
      ahead.push(to);
    }
  }
  return found;
}

const rootsOf = new WeakMap<Record<string, FlowNode>, Set<string>>();

/** Whether no edge of the topic leads to a node. */
function isRoot(nodes: Record<string, FlowNode>, id: string): boolean {
  let led = rootsOf.get(nodes);
  if (!led) {
    led = new Set(Object.values(nodes).flatMap(({ edges }) => Object.values(edges ?? {})));
    rootsOf.set(nodes, led);
  }
  return !led.has(id);
}
