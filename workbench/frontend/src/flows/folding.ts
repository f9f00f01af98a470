// Folding away what follows the selected node, and back.

import { folding } from "../graph/fold.ts";
import type { Desk } from "./desk.ts";

export function fold(desk: Desk): void {
  const [id] = desk.selection;
  if (id === undefined) return;
  const before = foldedIn(desk);
  const after = before.includes(id) ? before.filter((one) => one !== id) : [...before, id];
  // A node that hides nothing is not folded.
  if (after.length > before.length && !folding(desk.nodes, after).counts.has(id)) return;
  keep(desk, after);
}

export function unfoldAll(desk: Desk): void {
  keep(desk, []);
}

/** Opens the folds that hide a node, so that it can be gone to. */
export function unfoldFor(desk: Desk, node: string): void {
  const before = foldedIn(desk);
  if (!folding(desk.nodes, before).hidden.has(node)) return;
  const without = before.filter((id) => !folding(desk.nodes, [id]).hidden.has(node));
  keep(desk, folding(desk.nodes, without).hidden.has(node) ? [] : without);
}

function foldedIn({ doing, canvas }: Desk): readonly string[] {
  return doing.current.folded[canvas.topic] ?? [];
}

function keep({ doing, canvas }: Desk, ids: readonly string[]): void {
  doing.set({ folded: { ...doing.current.folded, [canvas.topic]: ids } });
}
