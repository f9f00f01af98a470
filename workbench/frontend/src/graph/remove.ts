// Nodes taken away, with the edges that led to them.

import type { Op, Steps } from "../edits.ts";
import type { Catalogue, FlowNode, Tree } from "../types.ts";
import { type Canvas, nodePath, nodesAt, topicAt, topicPath } from "./places.ts";
import { usesOf } from "./roles.ts";
import { isMention, targetsOf } from "./targets.ts";

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
    for (const [node, one] of Object.entries(nodes)) {
      if (ids.has(node)) continue;
      for (const [port, to] of Object.entries(one.edges ?? {})) if (ids.has(to)) found.push({ topic, node, port });
      for (const to of targetsOf(one, catalogue.kinds[one.kind])) if (ids.has(to)) found.push({ topic, node });
    }
  }
  return found;
}

/** Takes nodes away, with their places, every edge of the bot that leads to them, and where they
 * are listed among others. What jumps to them keeps its target: somebody has to choose another. */
export function removeNodes(tree: Tree, canvas: Canvas, ids: Iterable<string>, catalogue: Catalogue): Op[] {
  const nodes = nodesAt(tree, canvas);
  const gone = new Set([...ids].filter((id) => nodes[id]));
  if (gone.size === 0) return [];
  const layout = topicAt(tree, canvas)?.layout ?? {};
  const ops: Op[] = [];
  for (const [topic, { nodes: others = {} }] of Object.entries(tree.bots[canvas.bot]?.topics ?? {})) {
    const there = { bot: canvas.bot, topic };
    for (const [node, one] of Object.entries(others)) {
      if (topic === canvas.topic && gone.has(node)) continue;
      for (const [port, to] of Object.entries(one.edges ?? {})) {
        if (gone.has(to)) ops.push({ path: [...nodePath(there, node), "edges", port] });
      }
      ops.push(...unlisted(one, nodePath(there, node), gone, catalogue));
    }
  }
  for (const id of gone) {
    ops.push({ path: nodePath(canvas, id) });
    if (layout[id]) ops.push({ path: [...topicPath(canvas), "layout", id] });
  }
  return ops;
}

function unlisted(node: FlowNode, path: Steps, gone: ReadonlySet<string>, catalogue: Catalogue): Op[] {
  const schema = catalogue.kinds[node.kind]?.schema;
  if (!schema || !node.params) return [];
  return usesOf(schema, node.params)
    .filter((use) => isMention(use) && gone.has(String(use.value)))
    .map((use) => ({ path: [...path, "params", ...use.path] }))
    // From the last, so that the numbers of those before it hold.
    .reverse();
}

/** As `removeNodes`, and what led to a node with one way on leads there instead. */
export function dissolveNodes(tree: Tree, canvas: Canvas, ids: Iterable<string>, catalogue: Catalogue): Op[] {
  const gone = new Set(ids);
  const nodes = nodesAt(tree, canvas);
  return removeNodes(tree, canvas, gone, catalogue).map((op) => {
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
