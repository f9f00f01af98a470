// Arrow keys: to the node that lies that way, along edges first. With Alt they move the nodes.

import type { KeyboardEvent } from "react";
import { moveNodes, type Point } from "../graph/move.ts";
import type { Desk } from "./desk.ts";
import { neighbour } from "./neighbour.ts";
import type { Scene } from "./scene.ts";
import { reveal } from "./viewport.ts";

const STEPS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 },
};
const NUDGE = 16;

export function onArrow(desk: Desk, event: KeyboardEvent): boolean {
  const step = STEPS[event.key];
  const { scene } = desk;
  if (!step || !scene || event.ctrlKey || event.metaKey) return false;
  if (event.altKey) return !event.shiftKey && desk.selection.length > 0 && nudge(desk, scene, step);
  const { nodes } = desk.stage.current;
  const from = nodes.findLast((id) => scene.places.has(id));
  const to = from === undefined ? firstOf(scene) : neighbour(scene, from, step);
  if (to === undefined) desk.say(desk.words("unseen"));
  else {
    desk.select(event.shiftKey ? [...nodes.filter((id) => id !== to), to] : [to]);
    reveal(desk, [to]);
  }
  return true;
}

function nudge(desk: Desk, scene: Scene, { x, y }: Point): boolean {
  if (desk.locked) return true;
  const ids = desk.selection;
  const places = new Map(ids.map((id) => {
    const at = scene.places.get(id)!;
    return [id, { x: at.x + x * NUDGE, y: at.y + y * NUDGE }];
  }));
  const [first] = ids;
  desk.edit(moveNodes(desk.tree, desk.canvas, places), ids.length === 1 ? "movedOne" : "moved", { n: ids.length, title: desk.titleOf(first!) });
  reveal(desk, ids.slice(-1));
  return true;
}

/** Where the arrows begin: at the upper left. */
function firstOf(scene: Scene): string | undefined {
  let found: string | undefined;
  let least = Infinity;
  for (const [id, { x, y }] of scene.places) if (x + y < least) [found, least] = [id, x + y];
  return found;
}
