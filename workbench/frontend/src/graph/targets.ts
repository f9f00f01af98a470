// The nodes that settings name: where a conversation jumps without an edge.

import type { FlowNode, Kind } from "../types.ts";
import { type Use, usesOf } from "./roles.ts";

/** Whether a setting says where the conversation goes. In a list, nodes are only mentioned. */
export function isJump({ role, path }: Use): boolean {
  return role === "target" && !isMention({ role, path });
}

/** Whether a setting lists a node among others. */
export function isMention({ role, path }: Pick<Use, "role" | "path">): boolean {
  return role === "target" && path.some((step) => typeof step === "number");
}

const known = new WeakMap<FlowNode, string[]>();

/** The nodes that a node jumps to. */
export function targetsOf(node: FlowNode, kind: Kind | undefined): string[] {
  let found = known.get(node);
  if (!found) {
    const uses = kind && node.params ? usesOf(kind.schema, node.params) : [];
    found = uses.filter(isJump).map(({ value }) => String(value));
    known.set(node, found);
  }
  return found;
}
