// Everything of a bot that can be looked for: ids, titles, texts, variables, triggers. Kept by
// node, so that an edit costs one node anew.

import { usesOf, isFields } from "../graph/roles.ts";
import type { Bot, Catalogue, FlowNode, Json } from "../types.ts";
import { inLanguage } from "../words.ts";
import { folded } from "./folded_text.ts";

export type Where = "topic" | "id" | "title" | "text" | "variable" | "trigger" | "setting" | "note";

interface Entry {
  where: Where;
  text: string;
  folded: string;
  /** Into the params, as stages name it. */
  path: string;
}

export interface Found {
  topic: string;
  /** Empty for the topic itself. */
  node: string;
  where: Where;
  text: string;
  path: string;
}

const known = new WeakMap<FlowNode, Entry[]>();
/** What people most likely mean comes first. */
const ORDER: readonly Where[] = ["topic", "title", "id", "text", "trigger", "variable", "setting", "note"];

/** The places of a bot that hold all the words, at most so many. */
export function find(bot: Bot, catalogue: Catalogue, words: string, most = 200): Found[] {
  const wanted = folded(words.trim()).split(/\s+/).filter(Boolean);
  const [longest] = [...wanted].sort((one, other) => other.length - one.length);
  if (!longest) return [];
  const found = new Map<Where, Found[]>(ORDER.map((where) => [where, []]));
  const look = (topic: string, node: string, { where, text, folded: plain, path }: Entry) => {
    if (!plain.includes(longest) || !wanted.every((word) => plain.includes(word))) return;
    const list = found.get(where)!;
    if (list.length < most) list.push({ topic, node, where, text, path });
  };
  for (const [topic, { title, nodes = {} }] of Object.entries(bot.topics)) {
    look(topic, "", entry("topic", `${Object.values(title ?? {}).join(" · ")} ${topic}`, ""));
    for (const [id, node] of Object.entries(nodes)) {
      const plain = id.toLowerCase();
      if (plain.includes(longest)) look(topic, id, { where: "id", text: id, folded: plain, path: "" });
      for (const one of entriesOf(node, catalogue)) look(topic, id, one);
    }
  }
  return [...found.values()].flat().slice(0, most);
}

/** Makes what is looked through ready, so that the first word is as quick as the second. */
export function prepare(bot: Bot, catalogue: Catalogue): void {
  for (const { nodes = {} } of Object.values(bot.topics)) for (const node of Object.values(nodes)) entriesOf(node, catalogue);
}

/** What a found place is called. */
export function titleOf(bot: Bot, { topic, node }: Found, language: string): string {
  const there = bot.topics[topic];
  const title = inLanguage(there?.title, language) || topic;
  return node ? `${title} › ${there?.nodes?.[node]?.title || node}` : title;
}

function entriesOf(node: FlowNode, catalogue: Catalogue): Entry[] {
  let entries = known.get(node);
  if (!entries) known.set(node, (entries = made(node, catalogue)));
  return entries;
}

function made(node: FlowNode, catalogue: Catalogue): Entry[] {
  const kind = catalogue.kinds[node.kind];
  const entries: Entry[] = [];
  if (node.title) entries.push(entry("title", node.title, ""));
  if (node.note) entries.push(entry("note", node.note, ""));
  if (node.when) entries.push(entry("setting", node.when, ""));
  if (!kind || !node.params) return entries;
  for (const name of kind.triggers) {
    for (const [text, path] of textsOf(node.params[name], name)) entries.push(entry("trigger", text, path));
  }
  for (const { role, path, value } of usesOf(kind.schema, node.params)) {
    const isText = role === "text" || role === "label";
    const where: Where = isText ? "text" : role === "sets" ? "variable" : "setting";
    if (kind.triggers.includes(String(path[0]))) continue;
    for (const [text, at] of textsOf(value, written(path))) entries.push(entry(where, text, at));
  }
  return entries;
}

function* textsOf(value: Json | undefined, path: string): Generator<[string, string]> {
  if (typeof value === "string") yield [value, path];
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsOf(item, `${path}[${index}]`);
  else if (isFields(value)) for (const [key, item] of Object.entries(value)) yield* textsOf(item, `${path}.${key}`);
}

function written(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index ? `.${step}` : step)).join("");
}

function entry(where: Where, text: string, path: string): Entry {
  return { where, text, folded: folded(text), path };
}
