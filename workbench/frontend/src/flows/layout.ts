// Places of cards: as the topic says, and by layers from left to right where it says nothing.

import dagre from "@dagrejs/dagre";
import type { Point } from "../graph/move.ts";
import type { Topic } from "../types.ts";

/** A thing to be laid out: its size, and what it leads to in the order of its ports. */
export interface Box {
  width: number;
  height: number;
}

const GAP = { between: 26, layers: 64 };
const GRID = 8;

/** Where each box goes, its upper left corner. */
export function layered(boxes: ReadonlyMap<string, Box>, ways: Iterable<[from: string, to: string]>): Map<string, Point> {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: "LR", nodesep: GAP.between, ranksep: GAP.layers, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const [from, to] of ways) {
    if (from !== to && boxes.has(from) && boxes.has(to)) graph.setEdge(from, to);
  }
  dagre.layout(graph);
  const found = new Map<string, Point>();
  for (const [id, { width, height }] of boxes) {
    const { x, y } = graph.node(id) as Point;
    found.set(id, { x: snapped(x - width / 2), y: snapped(y - height / 2) });
  }
  return found;
}

export function snapped(length: number): number {
  return Math.round(length / GRID) * GRID;
}

interface Placed {
  height: number;
  rows: { to?: string }[];
}

/** The places of a topic's cards; those of `before` are the same objects where nothing moved. */
export function placesOf(
  topic: Topic | undefined, cards: ReadonlyMap<string, Placed>, before: ReadonlyMap<string, Point>, width = 172,
): Map<string, Point> {
  const layout = topic?.layout ?? {};
  const found = new Map<string, Point>();
  const lost: string[] = [];
  for (const id of cards.keys()) {
    const at = layout[id];
    const known = before.get(id);
    if (at) found.set(id, known && known.x === at[0] && known.y === at[1] ? known : { x: at[0], y: at[1] });
    else if (known) found.set(id, known);
    else lost.push(id);
  }
  if (lost.length === 0) return found;
  const boxes = new Map(lost.map((id) => [id, { width, height: cards.get(id)!.height }]));
  const below = Math.max(0, ...[...found].map(([id, { y }]) => y + cards.get(id)!.height + 40));
  for (const [id, { x, y }] of layered(boxes, waysOf(lost, cards))) found.set(id, { x, y: y + below });
  return found;
}

export function* waysOf(ids: Iterable<string>, cards: ReadonlyMap<string, Placed>): Generator<[string, string]> {
  for (const id of ids) {
    for (const { to } of cards.get(id)?.rows ?? []) if (to !== undefined) yield [id, to];
  }
}
