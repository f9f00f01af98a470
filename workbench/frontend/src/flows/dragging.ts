// The end of a drag: one edit for all that was moved.

import type { Op } from "../edits.ts";
import { moveNodes, type Point } from "../graph/move.ts";
import { moveRemark } from "../graph/remarks.ts";
import type { Desk } from "./desk.ts";
import { type CanvasNode, remarkIndex } from "./nodes.ts";

export function putDown(desk: Desk, dragged: readonly Pick<CanvasNode, "id" | "position">[]): void {
  const cards = new Map<string, Point>();
  const ops: Op[] = [];
  for (const { id, position } of dragged) {
    const index = remarkIndex(id);
    if (index === undefined) cards.set(id, position);
    else ops.push(...moveRemark(desk.tree, desk.canvas, index, position));
  }
  ops.push(...moveNodes(desk.tree, desk.canvas, cards));
  const [first] = cards.keys();
  if (first === undefined) desk.edit(ops, "movedNote");
  else if (cards.size === 1) desk.edit(ops, "movedOne", { title: desk.titleOf(first) });
  else desk.edit(ops, "moved", { n: cards.size });
}
