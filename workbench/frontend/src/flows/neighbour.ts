// The node that lies next to another in a direction.

import type { Point } from "../graph/move.ts";
import { SIZE } from "./measure.ts";
import type { Scene } from "./scene.ts";

/** The node next to one: right along its ways out, left along those that lead to it, else nearest. */
export function neighbour(scene: Scene, from: string, step: Point): string | undefined {
  if (step.x > 0) {
    const wire = scene.wires.find((one) => one.from === from && one.to !== from);
    if (wire) return wire.to;
  }
  if (step.x < 0) {
    const wire = scene.wires.find((one) => one.to === from && one.from !== from);
    if (wire) return wire.from;
  }
  return nearest(scene, from, step);
}

function nearest(scene: Scene, from: string, { x, y }: Point): string | undefined {
  const start = middle(scene, from);
  let found: string | undefined;
  let least = Infinity;
  for (const id of scene.places.keys()) {
    const at = middle(scene, id);
    const along = (at.x - start.x) * x + (at.y - start.y) * y;
    const aside = Math.abs((at.x - start.x) * y) + Math.abs((at.y - start.y) * x);
    const far = along + 2 * aside;
    if (id !== from && along > 1 && aside <= 3 * along && far < least) [found, least] = [id, far];
  }
  return found;
}

function middle({ places, cards }: Scene, id: string): Point {
  const { x, y } = places.get(id)!;
  return { x: x + SIZE.width / 2, y: y + cards.get(id)!.card.height / 2 };
}
