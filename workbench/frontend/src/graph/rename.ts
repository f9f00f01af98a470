// A node's id changed everywhere: its place, the edges and the settings that name it.

import type { Op } from "../edits.ts";
import type { Catalogue, FlowNode, Json, Tree } from "../types.ts";
import { type Canvas, homes, nodePath, nodesAt, topicAt, topicPath } from "./places.ts";
import { usesOf } from "./roles.ts";

/** Ops that rename a node across its bot; none where the name is taken or the same. */
export function renameNode(tree: Tree, canvas: Canvas, from: string, to: string, catalogue: Catalogue): Op[] {
  const bot = tree.bots[canvas.bot];
  const node = nodesAt(tree, canvas)[from];
  if (!bot || !node || from === to || homes(bot).has(to)) return [];
  const place = topicAt(tree, canvas)?.layout?.[from];
  const ops: Op[] = [
    { path: nodePath(canvas, from) },
    { path: nodePath(canvas, to), value: node as unknown as Json, at: Object.keys(nodesAt(tree, canvas)).indexOf(from) },
  ];
  if (place) {
    const layout = [...topicPath(canvas), "layout"];
    ops.push({ path: [...layout, from] }, { path: [...layout, to], value: place });
  }
  for (const [topic, { nodes = {} }] of Object.entries(bot.topics)) {
    for (const [id, one] of Object.entries(nodes)) {
      const at = nodePath({ bot: canvas.bot, topic }, id === from ? to : id);
      ops.push(...renamedIn(one, at, from, to, catalogue));
    }
  }
  return ops;
}

function renamedIn(node: FlowNode, at: Op["path"], from: string, to: string, catalogue: Catalogue): Op[] {
  const ops: Op[] = Object.entries(node.edges ?? {})
    .filter(([, leads]) => leads === from)
    .map(([port]) => ({ path: [...at, "edges", port], value: to }));
  const schema = catalogue.kinds[node.kind]?.schema;
  if (!schema || !node.params) return ops;
  for (const { role, path, value } of usesOf(schema, node.params)) {
    if (role === "target" && value === from) ops.push({ path: [...at, "params", ...path], value: to });
  }
  return ops;
}
