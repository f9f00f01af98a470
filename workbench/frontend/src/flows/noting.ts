// A new comment, in the middle of what is seen, to be written at once.

import { addRemark } from "../graph/remarks.ts";
import type { Desk } from "./desk.ts";
import { remarkId } from "./nodes.ts";

export function addComment(desk: Desk): void {
  const box = desk.root?.getBoundingClientRect();
  if (!box || !desk.flow) return;
  const at = desk.flow.screenToFlowPosition({ x: box.x + box.width / 2 - 90, y: box.y + box.height / 3 });
  const index = desk.scene?.comments.length ?? 0;
  desk.edit(addRemark(desk.tree, desk.canvas, "", at), "noted");
  desk.select([], [remarkId(index)]);
  desk.doing.set({ editing: { node: remarkId(index), path: ["text"] } });
}
