// Deleting: at once where nothing outside leads there, else after the person has seen what does.

import type { Op } from "../edits.ts";
import { disconnect } from "../graph/connect.ts";
import { arrivals, dissolveNodes, removeNodes } from "../graph/remove.ts";
import { removeRemarks } from "../graph/remarks.ts";
import type { Desk } from "./desk.ts";
import { remarkIndex } from "./nodes.ts";

export function removeSelected(desk: Desk): void {
  const ids = desk.chosen;
  if (ids.length === 0) return removeWires(desk);
  const { catalogue } = desk.project.current;
  const found = arrivals(desk.tree, desk.canvas.bot, new Set(desk.selection), catalogue);
  // An edge of the same canvas is in sight; what comes from other topics, or jumps, is not.
  const isUnseen = found.some(({ topic, port }) => topic !== desk.canvas.topic || port === undefined);
  if (isUnseen) desk.doing.set({ deleting: ids });
  else removeNow(desk, ids);
}

/** Deletes nodes and comments; with `isJoined`, what came before leads to what follows. */
export function removeNow(desk: Desk, ids: readonly string[], isJoined = false): void {
  const { tree, canvas } = desk;
  const nodes = ids.filter((id) => desk.nodes[id]);
  const remarks = ids.flatMap((id) => remarkIndex(id) ?? []);
  const gone: Op[] = (isJoined ? dissolveNodes : removeNodes)(tree, canvas, nodes, desk.project.current.catalogue);
  const ops = [...gone, ...removeRemarks(tree, canvas, remarks)];
  const [first] = nodes;
  if (first === undefined) desk.edit(ops, "deletedNote");
  else desk.edit(ops, nodes.length === 1 ? "deletedOne" : "deleted", { n: nodes.length, title: desk.titleOf(first) });
  desk.select([]);
  desk.focus();
}

function removeWires(desk: Desk): void {
  const exits = [...desk.wires].map((id) => {
    const cut = id.lastIndexOf(":");
    return { node: id.slice(0, cut), port: id.slice(cut + 1) };
  });
  desk.edit(disconnect(desk.tree, desk.canvas, exits), "disconnected");
}
