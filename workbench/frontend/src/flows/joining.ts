// Connecting by keyboard: C, the number of the port, then arrows or a search for the target.

import { connect } from "../graph/connect.ts";
import type { Desk } from "./desk.ts";

export function startJoining(desk: Desk): void {
  const [node] = desk.selection;
  const rows = node === undefined ? [] : (desk.scene?.cards.get(node)?.card.rows ?? []);
  if (node === undefined || rows.length === 0) return;
  desk.doing.set({ joining: rows.length === 1 ? { node, port: rows[0]!.port } : { node } });
}

export function join(desk: Desk, to: string): void {
  const { joining } = desk.doing.current;
  desk.doing.set({ joining: undefined });
  if (joining?.port === undefined) return;
  const exit = { node: joining.node, port: joining.port };
  desk.edit(connect(desk.tree, desk.canvas, exit, to), "connected", { from: desk.titleOf(exit.node), to: desk.titleOf(to) });
  desk.focus();
}

/** Escape gives up connecting. */
export function onJoiningKey(desk: Desk, key: string): boolean {
  if (!desk.doing.current.joining || key !== "Escape") return false;
  desk.doing.set({ joining: undefined });
  return true;
}
