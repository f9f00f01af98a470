// Where nodes are drawn.

import type { Op } from "../edits.ts";
import type { Tree } from "../types.ts";
import { type Canvas, topicAt, topicPath } from "./places.ts";

export interface Point {
  x: number;
  y: number;
}

export function moveNodes(tree: Tree, canvas: Canvas, places: ReadonlyMap<string, Point>): Op[] {
  const layout = topicAt(tree, canvas)?.layout ?? {};
  const ops: Op[] = [];
  for (const [id, { x, y }] of places) {
    const to: [number, number] = [Math.round(x), Math.round(y)];
    const at = layout[id];
    if (at?.[0] !== to[0] || at[1] !== to[1]) ops.push({ path: [...topicPath(canvas), "layout", id], value: to });
  }
  return ops;
}
