// The nodes that settings name: where a conversation jumps without an edge.

import type { FlowNode, Kind } from "../types.ts";
import { usesOf } from "./roles.ts";

const known = new WeakMap<FlowNode, string[]>();

export function targetsOf(node: FlowNode, kind: Kind | undefined): string[] {
  let found = known.get(node);
  if (!found) {
    const uses = kind && node.params ? usesOf(kind.schema, node.params) : [];
    found = uses.filter(({ role }) => role === "target").map(({ value }) => String(value));
    known.set(node, found);
  }
  return found;
}
