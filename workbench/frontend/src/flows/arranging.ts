// Order on the canvas: by layers, in line, evenly.

import { moveNodes, type Point } from "../graph/move.ts";
import type { Desk } from "./desk.ts";
import { layered, snapped, waysOf } from "./layout.ts";
import { SIZE } from "./measure.ts";
import { fitAll } from "./viewport.ts";

export type Side = "left" | "top" | "center";

/** Lays out the selected nodes, or all where no two are selected. */
export function arrange(desk: Desk): void {
  const { scene } = desk;
  if (!scene) return;
  const isPart = desk.selection.length > 1;
  // In the order in which they stand, so that the new order is like the old.
  const height = (id: string) => scene.places.get(id)!.y;
  const ids = (isPart ? desk.selection : [...scene.cards.keys()]).toSorted((one, other) => height(one) - height(other));
  const cards = new Map([...scene.cards].map(([id, { card }]) => [id, card]));
  const boxes = new Map(ids.map((id) => [id, { width: SIZE.width, height: cards.get(id)!.height }]));
  const places = layered(boxes, waysOf(ids, cards), (id) => cards.get(id)!.entry);
  if (isPart) shift(places, corner(ids.map((id) => scene.places.get(id)!)), corner([...places.values()]));
  desk.edit(moveNodes(desk.tree, desk.canvas, places), "arranged");
  if (!isPart) requestAnimationFrame(() => fitAll(desk));
}

/** Brings the selected nodes in line with the one furthest that way. */
export function align(desk: Desk, side: Side): void {
  const all = selectedPlaces(desk);
  const places = [...all.values()];
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  const center = snapped(places.reduce((sum, { x }) => sum + x, 0) / places.length);
  const line: Record<Side, Partial<Point>> = { left: { x: left }, top: { y: top }, center: { x: center } };
  const moved = new Map([...all].map(([id, place]) => [id, { ...place, ...line[side] }]));
  desk.edit(moveNodes(desk.tree, desk.canvas, moved), "aligned", { n: all.size });
}

/** Leaves the same room between the selected nodes. */
export function spread(desk: Desk, axis: "x" | "y"): void {
  const lengths = (id: string) => (axis === "x" ? SIZE.width : desk.scene!.cards.get(id)!.card.height);
  const all = [...selectedPlaces(desk)].sort(([, one], [, other]) => one[axis] - other[axis]);
  const first = all[0];
  const last = all.at(-1);
  if (!first || !last || all.length < 3) return;
  const taken = all.slice(0, -1).reduce((sum, [id]) => sum + lengths(id), 0);
  const gap = (last[1][axis] - first[1][axis] - taken) / (all.length - 1);
  let at = first[1][axis];
  const moved = new Map<string, Point>();
  for (const [id, place] of all) {
    moved.set(id, { ...place, [axis]: at });
    at += lengths(id) + gap;
  }
  desk.edit(moveNodes(desk.tree, desk.canvas, moved), "spread", { n: all.length });
}

function selectedPlaces(desk: Desk): Map<string, Point> {
  const places = desk.scene?.places;
  return new Map(desk.selection.flatMap((id) => (places?.has(id) ? [[id, places.get(id)!] as const] : [])));
}

function corner(places: readonly Point[]): Point {
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
}

function shift(places: Map<string, Point>, to: Point, from: Point): void {
  for (const [id, { x, y }] of places) places.set(id, { x: x + to.x - from.x, y: y + to.y - from.y });
}
