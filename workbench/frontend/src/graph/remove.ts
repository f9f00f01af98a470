// Nodes taken away, with the edges that led to them.

import type { Op } from "../edits.ts";
import type { Catalogue, Tree } from "../types.ts";
import { type Canvas, nodePath, nodesAt, topicAt, topicPath } from "./places.ts";
import { usesOf } from "./roles.ts";

/** What leads to a node from elsewhere: by an edge's port, or by a setting that names it. */
export interface Arrival {
  topic: string;
  node: string;
  port?: string;
}

/** Who leads to some nodes of a bot, the nodes themselves left out. */
export function arrivals(tree: Tree, bot: string, ids: ReadonlySet<string>, catalogue: Catalogue): Arrival[] {
  const found: Arrival[] = [];
  for (const [topic, { nodes = {} }] of Object.entries(tree.bots[bot]?.topics ?? {})) {
    for (const [node, { kind, params, edges = {} }] of Object.entries(nodes)) {
      if (ids.has(node)) continue;
      for (const [port, to] of Object.entries(edges)) if (ids.has(to)) found.push({ topic, node, port });
      const schema = catalogue.kinds[kind]?.schema;
      if (!schema || !params) continue;
      for (const { role, value } of usesOf(schema, params)) {
        if (role === "target" && ids.has(String(value))) found.push({ topic, node });
      }
    }
  }
  return found;
}

/** Takes nodes away, with their places and every edge of the bot that leads to them. */
export function removeNodes(tree: Tree, canvas: Canvas, ids: Iterable<string>): Op[] {
  const nodes = nodesAt(tree, canvas);
  const gone = new Set([...ids].filter((id) => nodes[id]));
  if (gone.size === 0) return [];
  const layout = topicAt(tree, canvas)?.layout ?? {};
  const ops: Op[] = [];
  for (const [topic, { nodes: others = {} }] of Object.entries(tree.bots[canvas.bot]?.topics ?? {})) {
    const there = { bot: canvas.bot, topic };
    for (const [node, { edges = {} }] of Object.entries(others)) {
      if (topic === canvas.topic && gone.has(node)) continue;
      for (const [port, to] of Object.entries(edges)) {
        if (gone.has(to)) ops.push({ path: [...nodePath(there, node), "edges", port] });
      }
    }
  }
  for (const id of gone) {
    ops.push({ path: nodePath(canvas, id) });
    if (layout[id]) ops.push({ path: [...topicPath(canvas), "layout", id] });
  }
  return ops;
}

/** As `removeNodes`, and what led to a node with one way on leads there instead. */
export function dissolveNodes(tree: Tree, canvas: Canvas, ids: Iterable<string>): Op[] {
  const gone = new Set(ids);
  const nodes = nodesAt(tree, canvas);
  return removeNodes(tree, canvas, gone).map((op) => {
    if (op.path.at(-2) !== "edges") return op;
    const from = tree.bots[canvas.bot]?.topics[String(op.path[3])]?.nodes?.[String(op.path[5])];
    const to = onward(nodes, from?.edges?.[String(op.path[7])], gone);
    return to ? { ...op, value: to } : op;
  });
}

function onward(nodes: ReturnType<typeof nodesAt>, start: string | undefined, gone: Set<string>): string | undefined {
  const seen = new Set<string>();
  let at = start;
  while (at !== undefined && gone.has(at)) {
    const ways = new Set(Object.values(nodes[at]?.edges ?? {}));
    if (ways.size !== 1 || seen.has(at)) return undefined;
    seen.add(at);
    [at] = ways;
  }
  return at;
}
