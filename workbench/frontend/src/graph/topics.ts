// Topics: made, titled, copied, taken away; and nodes that move from one to another.

import type { Op } from "../edits.ts";
import type { Bot, Catalogue, Json, Text, Tree } from "../types.ts";
import { clip, paste } from "./clipping.ts";
import { freeId, idOf } from "./ids.ts";
import type { Point } from "./move.ts";
import { type Canvas, nodePath, nodesAt, topicAt, topicPath } from "./places.ts";
import { removeNodes } from "./remove.ts";

/** A new, empty topic; its id is made of the title. */
export function addTopic(tree: Tree, bot: string, title: string, language: string): { id: string; ops: Op[] } {
  const id = freeTopic(tree.bots[bot]!, idOf(title, "topic"));
  return { id, ops: [{ path: topicPath({ bot, topic: id }), value: { format: 1, title: { [language]: title } } }] };
}

export function titleTopic(tree: Tree, canvas: Canvas, title: string, language: string): Op[] {
  const before = topicAt(tree, canvas);
  if (!before || before.title?.[language] === title) return [];
  return [{ path: [...topicPath(canvas), "title"], value: { ...before.title, [language]: title } }];
}

/** A copy of a topic with ids of its own; what led to other topics still does. */
export function copyTopic(tree: Tree, canvas: Canvas, title: Text, catalogue: Catalogue): { id: string; ops: Op[] } {
  const bot = tree.bots[canvas.bot]!;
  const { nodes = {}, comments = [], layout = {}, ...rest } = bot.topics[canvas.topic]!;
  const id = freeTopic(bot, canvas.topic);
  const into = { bot: canvas.bot, topic: id };
  const places = new Map(Object.entries(layout).map(([name, [x, y]]) => [name, { x, y }]));
  const clipping = clip(tree, canvas, Object.keys(nodes), [...comments.keys()], places, catalogue);
  const corner = cornerOfAll([...places.values(), ...comments.map(({ x = 0, y = 0 }) => ({ x, y }))]);
  const { ops } = paste(tree, into, clipping, corner, catalogue, (to) => !nodes[to]);
  return { id, ops: [{ path: topicPath(into), value: { ...rest, title } as unknown as Json }, ...ops] };
}

/** Takes a topic away, with the edges that led into it. */
export function removeTopic(tree: Tree, canvas: Canvas, catalogue: Catalogue): Op[] {
  const path = topicPath(canvas);
  const inside = removeNodes(tree, canvas, Object.keys(nodesAt(tree, canvas)), catalogue);
  return [...inside.filter((op) => op.path[3] !== canvas.topic), { path }];
}

/** Moves nodes into another topic, below what is there; all edges hold, as ids are the bot's. */
export function moveToTopic(tree: Tree, canvas: Canvas, ids: readonly string[], to: string): Op[] {
  const nodes = nodesAt(tree, canvas);
  const there = { bot: canvas.bot, topic: to };
  const from = topicAt(tree, canvas)?.layout ?? {};
  const top = Math.min(...ids.map((id) => from[id]?.[1] ?? 0));
  const below = Math.max(0, ...Object.values(topicAt(tree, there)?.layout ?? {}).map(([, y]) => y + 160));
  const ops: Op[] = [];
  for (const id of ids) {
    const node = nodes[id];
    if (!node) continue;
    const place = from[id];
    ops.push({ path: nodePath(canvas, id) }, { path: nodePath(there, id), value: node as unknown as Json });
    if (!place) continue;
    ops.push({ path: [...topicPath(canvas), "layout", id] });
    ops.push({ path: [...topicPath(there), "layout", id], value: [place[0], place[1] - top + below] });
  }
  return ops;
}

function freeTopic(bot: Bot, wish: string): string {
  const taken = new Set(Object.keys(bot.topics).map((id) => id.toLowerCase()));
  return freeId(wish, (id) => taken.has(id.toLowerCase()));
}

function cornerOfAll(points: readonly Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}
