// Edges: drawn, moved, taken away.

import type { Op } from "../edits.ts";
import type { Tree } from "../types.ts";
import { type Canvas, nodePath, nodesAt } from "./places.ts";

/** An edge: the port it leaves by. */
export interface Exit {
  node: string;
  port: string;
}

export function connect(tree: Tree, canvas: Canvas, { node, port }: Exit, to: string): Op[] {
  const from = nodesAt(tree, canvas)[node];
  if (!from || from.edges?.[port] === to) return [];
  return [{ path: [...nodePath(canvas, node), "edges", port], value: to }];
}

export function disconnect(tree: Tree, canvas: Canvas, exits: Exit[]): Op[] {
  const nodes = nodesAt(tree, canvas);
  return exits
    .filter(({ node, port }) => nodes[node]?.edges?.[port] !== undefined)
    .map(({ node, port }) => ({ path: [...nodePath(canvas, node), "edges", port] }));
}

/** An edge that leaves by another port than before. */
export function reconnect(tree: Tree, canvas: Canvas, before: Exit, after: Exit, to: string): Op[] {
  const same = before.node === after.node && before.port === after.port;
  return [...(same ? [] : disconnect(tree, canvas, [before])), ...connect(tree, canvas, after, to)];
}
