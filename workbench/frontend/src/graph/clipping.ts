// Nodes cut out of a topic, as text that goes through the system's clipboard, and put in again
// somewhere else: another topic, bot, or window.

import type { Op } from "../edits.ts";
import type { Catalogue, FlowNode, Json, Remark, Tree } from "../types.ts";
import { type Belongings, belongingsOf, bringMissing } from "./belongings.ts";
import { freeId } from "./ids.ts";
import type { Point } from "./move.ts";
import { type Canvas, homes, nodePath, nodesAt, topicAt, topicPath } from "./places.ts";
import { isFields, usesOf } from "./roles.ts";

export interface Clipping {
  tertulia: 1;
  bot: string;
  topic: string;
  nodes: Record<string, FlowNode>;
  places: Record<string, [number, number]>;
  comments: Remark[];
  belongings: Belongings;
}

/** What is selected of a topic, with all that it needs. */
export function clip(
  tree: Tree, canvas: Canvas, ids: readonly string[], remarks: readonly number[], places: ReadonlyMap<string, Point>,
  catalogue: Catalogue,
): Clipping {
  const all = nodesAt(tree, canvas);
  const nodes = Object.fromEntries(ids.flatMap((id) => (all[id] ? [[id, all[id]]] : [])));
  const comments = topicAt(tree, canvas)?.comments ?? [];
  return {
    tertulia: 1, bot: canvas.bot, topic: canvas.topic, nodes,
    places: Object.fromEntries(ids.flatMap((id) => {
      const at = places.get(id);
      return at ? [[id, [at.x, at.y]]] : [];
    })),
    comments: remarks.flatMap((index) => comments[index] ?? []),
    belongings: belongingsOf(tree.bots[canvas.bot]!, Object.values(nodes), catalogue),
  };
}

/** The clipping that a text holds, undefined where it holds none. */
export function parseClipping(text: string): Clipping | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  const clipping = found as Partial<Clipping> | null;
  const isOne = typeof clipping === "object" && clipping?.tertulia === 1 && isFields(clipping.nodes as unknown as Json);
  if (!isOne || !Object.values(clipping.nodes!).every((node) => typeof node?.kind === "string")) return undefined;
  return {
    tertulia: 1, bot: String(clipping.bot ?? ""), topic: String(clipping.topic ?? ""), nodes: clipping.nodes!,
    places: clipping.places ?? {}, comments: Array.isArray(clipping.comments) ? clipping.comments : [], belongings: clipping.belongings ?? {},
  };
}

export interface Pasted {
  /** The new ids. */
  ids: string[];
  /** How many comments came along. */
  remarks: number;
  ops: Op[];
}

/** Ops that put a clipping into a topic, its upper left corner at a place. Of the edges that led out
 * of the clipping, those are kept whose target `isKept`. */
export function paste(
  tree: Tree, canvas: Canvas, clipping: Clipping, at: Point, catalogue: Catalogue, isKept: (to: string) => boolean = () => false,
): Pasted {
  const bot = tree.bots[canvas.bot]!;
  const names = freeNames(Object.keys(clipping.nodes), homes(bot));
  const from = cornerOf(clipping);
  const shifted = (x: number, y: number): [number, number] => [Math.round(x - from.x + at.x), Math.round(y - from.y + at.y)];
  const ops: Op[] = [];
  for (const [id, node] of Object.entries(clipping.nodes)) {
    const name = names.get(id)!;
    const value = renamed(node, names, catalogue, isKept);
    ops.push({ path: nodePath(canvas, name), value: value as unknown as Json });
    const place = clipping.places[id];
    if (place) ops.push({ path: [...topicPath(canvas), "layout", name], value: shifted(...place) });
  }
  const comments = clipping.comments.map((remark) => {
    const [x, y] = shifted(remark.x ?? 0, remark.y ?? 0);
    return { text: remark.text, x, y };
  });
  const before = topicAt(tree, canvas)?.comments ?? [];
  if (comments.length) ops.push({ path: [...topicPath(canvas), "comments"], value: [...before, ...comments] as unknown as Json });
  ops.push(...bringMissing(canvas.bot, bot, clipping.belongings));
  return { ids: [...names.values()], remarks: comments.length, ops };
}

/** The upper left corner of all that was cut out. */
export function cornerOf({ places, comments }: Clipping): Point {
  const points = [...Object.values(places), ...comments.map(({ x = 0, y = 0 }) => [x, y] as const)];
  if (points.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...points.map(([x]) => x)), y: Math.min(...points.map(([, y]) => y)) };
}

function freeNames(ids: string[], taken: ReadonlyMap<string, string>): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Set<string>();
  for (const id of ids) {
    const name = freeId(id, (one) => taken.has(one) || used.has(one));
    used.add(name);
    names.set(id, name);
  }
  return names;
}

/** A node that leads to the new names of its fellows, and else only to what is kept. */
function renamed(
  node: FlowNode, names: ReadonlyMap<string, string>, catalogue: Catalogue, isKept: (to: string) => boolean,
): FlowNode {
  const { edges = {}, ...rest } = node;
  const inside = Object.entries(edges).filter(([, to]) => names.has(to) || isKept(to));
  const found: FlowNode = { ...rest };
  if (inside.length) found.edges = Object.fromEntries(inside.map(([port, to]) => [port, names.get(to) ?? to]));
  const schema = catalogue.kinds[node.kind]?.schema;
  if (!schema || !node.params) return found;
  for (const { role, path, value } of usesOf(schema, node.params)) {
    const name = role === "target" ? names.get(String(value)) : undefined;
    if (name) found.params = withValue(found.params!, path, name) as Record<string, Json>;
  }
  return found;
}

export function withValue(tree: Json, path: readonly (string | number)[], value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(tree)) return tree.with(Number(step), withValue(tree[Number(step)]!, rest, value));
  return { ...(tree as Record<string, Json>), [step]: withValue((tree as Record<string, Json>)[step]!, rest, value) };
}
