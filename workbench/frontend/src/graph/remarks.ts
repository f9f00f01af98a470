// Comments on the canvas: added, written, moved, taken away.

import type { Op } from "../edits.ts";
import type { Remark, Tree } from "../types.ts";
import type { Point } from "./move.ts";
import { type Canvas, topicAt, topicPath } from "./places.ts";

function remarksAt(tree: Tree, canvas: Canvas): Remark[] {
  return topicAt(tree, canvas)?.comments ?? [];
}

export function addRemark(tree: Tree, canvas: Canvas, text: string, at: Point): Op[] {
  const path = [...topicPath(canvas), "comments"];
  const remark = { text, x: Math.round(at.x), y: Math.round(at.y) };
  const before = topicAt(tree, canvas)?.comments;
  if (!before) return [{ path, value: [remark] }];
  return [{ path: [...path, before.length], value: remark, insert: true }];
}

export function writeRemark(tree: Tree, canvas: Canvas, index: number, text: string): Op[] {
  const before = remarksAt(tree, canvas)[index];
  if (!before || before.text === text) return [];
  return [{ path: [...topicPath(canvas), "comments", index, "text"], value: text }];
}

export function moveRemark(tree: Tree, canvas: Canvas, index: number, { x, y }: Point): Op[] {
  const before = remarksAt(tree, canvas)[index];
  if (!before || (before.x === Math.round(x) && before.y === Math.round(y))) return [];
  const path = [...topicPath(canvas), "comments", index];
  return [{ path, value: { text: before.text, x: Math.round(x), y: Math.round(y) } }];
}

export function removeRemarks(tree: Tree, canvas: Canvas, indexes: Iterable<number>): Op[] {
  const count = remarksAt(tree, canvas).length;
  // From the last, so that the numbers of those before it hold.
  return [...new Set(indexes)]
    .filter((index) => index < count)
    .sort((one, other) => other - one)
    .map((index) => ({ path: [...topicPath(canvas), "comments", index] }));
}
