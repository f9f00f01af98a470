// A new node: with the settings that its kind requires, where it is dropped, joined to what is there.

import type { Op } from "../edits.ts";
import type { Catalogue, FlowNode, Json, Kind, Schema, Tree } from "../types.ts";
import { connect, type Exit } from "./connect.ts";
import { freeId, idOf } from "./ids.ts";
import type { Point } from "./move.ts";
import { type Canvas, homes, nodePath, topicPath } from "./places.ts";
import { isFields, resolved } from "./roles.ts";

export interface NewNode {
  kind: string;
  at: Point;
  /** What leads to it; where that led somewhere, the new node leads there in turn. */
  after?: Exit | undefined;
}

export interface Inserted {
  id: string;
  ops: Op[];
}

/** Ops that add a node. `language` is the bot's first: new labels are written in it. */
export function insertNode(tree: Tree, canvas: Canvas, catalogue: Catalogue, wish: NewNode, language: string): Inserted {
  const bot = tree.bots[canvas.bot]!;
  const kind = catalogue.kinds[wish.kind]!;
  const taken = homes(bot);
  const id = freeId(idOf(wish.kind), (one) => taken.has(one));
  const params = starter(kind, language);
  const node: FlowNode = { kind: wish.kind, ...(Object.keys(params).length ? { params } : {}) };
  const after = wish.after;
  const onward = after && bot.topics[canvas.topic]?.nodes?.[after.node]?.edges?.[after.port];
  if (onward) {
    const [port] = kind.starter.ports;
    if (port) node.edges = { [port]: onward };
  }
  const ops: Op[] = [
    { path: nodePath(canvas, id), value: node as unknown as Json },
    { path: [...topicPath(canvas), "layout", id], value: [Math.round(wish.at.x), Math.round(wish.at.y)] },
  ];
  if (after) ops.push(...connect(tree, canvas, after, id));
  return { id, ops };
}

/** A kind's first settings; what becomes a button has a label in the bot's own language. */
export function starter(kind: Kind, language: string): Record<string, Json> {
  const found: Record<string, Json> = {};
  for (const [name, value] of Object.entries(kind.starter.params)) {
    const items = kind.schema.properties?.[name]?.items;
    const label = items && labelOf(resolved(items, kind.schema));
    found[name] = Array.isArray(value) && label ? value.map((item) => labelled(item, label, language)) : value;
  }
  return found;
}

/** What an item is called by: the first of its labels; others say what else there is to say. */
function labelOf(item: Schema): string | undefined {
  return Object.keys(item.properties ?? {}).find((name) => item.properties![name]!["x-role"] === "label");
}

function labelled(item: Json, label: string, language: string): Json {
  if (!isFields(item) || typeof item["id"] !== "string") return item;
  const words = item["id"].replaceAll("_", " ");
  return { ...item, [label]: { [language]: words.charAt(0).toUpperCase() + words.slice(1) } };
}
