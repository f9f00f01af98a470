// Places of cards: as the topic says, and in flows from left to right where it says nothing.

import type { Point } from "../graph/move.ts";
import type { Topic } from "../types.ts";

/** A thing to be laid out: its size, and what it leads to in the order of its ports. */
export interface Box {
  width: number;
  height: number;
}

/** Pixels between cards of a column, between flows, and between columns. */
const GAP = { cards: 28, flows: 24, columns: 72 };
const GRID = 8;

/** Where each box goes, its upper left corner: each flow begins at the left and is read to the right,
 * what follows first on the height of what it follows. A box that several lead to stands behind the
 * nearest beginning; what `begins` stands at the left though something leads there. */
export function layered(
  boxes: ReadonlyMap<string, Box>, ways: Iterable<[from: string, to: string]>, begins: (id: string) => boolean = () => false,
): Map<string, Point> {
  const { roots, children } = forest(boxes, ways, begins);
  const width = Math.max(0, ...[...boxes.values()].map((box) => box.width)) + GAP.columns;
  const free: number[] = [];
  const found = new Map<string, Point>();
  for (const root of roots) {
    // From the root on, each before what follows it; a stack, as flows may be long.
    const ahead: [id: string, depth: number, least: number][] = [[root, 0, free[0] ? free[0] + GAP.flows : 0]];
    while (ahead.length) {
      const [id, depth, least] = ahead.pop()!;
      const next = children.get(id)!;
      const y = snapped(Math.max(least, ...roomFor(id, depth, children, free)));
      found.set(id, { x: snapped(depth * width), y });
      free[depth] = y + boxes.get(id)!.height + GAP.cards;
      for (const child of next.toReversed()) ahead.push([child, depth + 1, y]);
    }
  }
  return found;
}

/** Where there is room in each column that a box and what follows it first stand in: they make a row. */
function* roomFor(id: string, depth: number, children: ReadonlyMap<string, string[]>, free: readonly number[]): Generator<number> {
  for (let at: string | undefined = id, column = depth; at !== undefined; at = children.get(at)![0], column += 1) yield free[column] ?? 0;
}

/** Each box behind the first that leads to it, breadth first from the beginnings. */
function forest(boxes: ReadonlyMap<string, Box>, ways: Iterable<[from: string, to: string]>, begins: (id: string) => boolean) {
  const leads = new Map<string, string[]>([...boxes.keys()].map((id) => [id, []]));
  const led = new Set<string>();
  for (const [from, to] of ways) {
    if (from === to || !boxes.has(to)) continue;
    leads.get(from)?.push(to);
    led.add(to);
  }
  const children = new Map<string, string[]>([...boxes.keys()].map((id) => [id, []]));
  const seen = new Set<string>();
  const roots: string[] = [];
  const spread = (starts: string[]) => {
    const ahead = starts.filter((id) => !seen.has(id));
    roots.push(...ahead);
    for (const id of ahead) seen.add(id);
    for (let id = ahead.shift(); id !== undefined; id = ahead.shift()) {
      for (const to of leads.get(id)!) {
        if (seen.has(to)) continue;
        seen.add(to);
        children.get(id)!.push(to);
        ahead.push(to);
      }
    }
  };
  spread([...boxes.keys()].filter((id) => !led.has(id) || begins(id)));
  // What is left are loops that nothing leads into.
  for (const id of boxes.keys()) spread([id]);
  return { roots, children };
}

export function snapped(length: number): number {
  return Math.round(length / GRID) * GRID;
}

interface Placed {
  entry: boolean;
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
  for (const [id, { x, y }] of layered(boxes, waysOf(lost, cards), (one) => cards.get(one)!.entry)) found.set(id, { x, y: y + below });
  return found;
}

export function* waysOf(ids: Iterable<string>, cards: ReadonlyMap<string, Placed>): Generator<[string, string]> {
  for (const id of ids) {
    for (const { to } of cards.get(id)?.rows ?? []) if (to !== undefined) yield [id, to];
  }
}
