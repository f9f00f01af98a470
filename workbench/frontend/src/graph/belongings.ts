// What nodes need of their bot beside the flows: variables, tables, actions, queues and the like.

import type { Op } from "../edits.ts";
import type { Bot, Catalogue, FlowNode, Json } from "../types.ts";
import { isFields, usesOf } from "./roles.ts";

/** By family of the bot (`variables`, `entities`...) and name. Of a list, each name has `true`. */
export type Belongings = Record<string, Record<string, Json>>;

/** The family of the bot in which a setting of a role looks its name up. */
const FAMILIES: Record<string, string> = {
  sets: "variables", sets_field: "fields", entity_table: "entities", action: "actions", queue: "queues", site: "sites",
  segment: "segments", secret: "secrets",
};
/** Families that are lists of names, and what they are where the bot says nothing. */
const LISTS: Record<string, readonly string[]> = { queues: ["default"], secrets: [] };
/** What a name in an expression may mean. */
const IN_EXPRESSIONS = ["variables", "constants", "entities"];
const WORD = /[A-Za-z_][A-Za-z0-9_]*/g;

/** Everything of a bot that some nodes name. */
export function belongingsOf(bot: Bot, nodes: Iterable<FlowNode>, catalogue: Catalogue): Belongings {
  const found: Belongings = {};
  const take = (family: string, name: string) => {
    const value = lookUp(bot, family, name);
    if (value !== undefined) (found[family] ??= {})[name] = value;
  };
  for (const node of nodes) {
    const schema = catalogue.kinds[node.kind]?.schema;
    for (const word of expressionWords(node.when ?? "")) IN_EXPRESSIONS.forEach((family) => take(family, word));
    for (const { role, value } of schema ? usesOf(schema, node.params) : []) {
      const family = FAMILIES[role];
      if (family) take(family, String(value));
      else for (const text of textsIn(value)) takeNames(role === "expression" ? text : holesOf(text), take);
    }
  }
  return found;
}

/** Ops that give a bot what it lacks of some belongings. */
export function bringMissing(bot: string, into: Bot, belongings: Belongings): Op[] {
  const ops: Op[] = [];
  for (const [family, entries] of Object.entries(belongings)) {
    const missing = Object.entries(entries).filter(([name]) => lookUp(into, family, name) === undefined);
    const path = ["bots", bot, family];
    const list = LISTS[family];
    if (!list) ops.push(...missing.map(([name, value]) => ({ path: [...path, name], value })));
    else if (missing.length) {
      const before = (into[family] as string[] | undefined) ?? list;
      ops.push({ path, value: [...before, ...missing.map(([name]) => name)] });
    }
  }
  return ops;
}

function lookUp(bot: Bot, family: string, name: string): Json | undefined {
  const all = bot[family] as Json | undefined;
  if (LISTS[family]) return ((all as string[] | undefined) ?? LISTS[family]).includes(name) ? true : undefined;
  return isFields(all) && Object.hasOwn(all, name) ? all[name] : undefined;
}

function takeNames(expression: string, take: (family: string, name: string) => void): void {
  for (const field of expression.matchAll(/contact\.([A-Za-z_][A-Za-z0-9_]*)/g)) take("fields", field[1]!);
  for (const secret of expression.matchAll(/secret\.([A-Za-z_][A-Za-z0-9_]*)/g)) take("secrets", secret[1]!);
  for (const word of expressionWords(expression)) IN_EXPRESSIONS.forEach((family) => take(family, word));
}

/** Words of an expression, those within quotes too: a table is named there. */
function expressionWords(expression: string): string[] {
  return expression.match(WORD) ?? [];
}

/** What stands in the holes of a text. */
function holesOf(text: string): string {
  return [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inside]) => inside).join(" ");
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  return isFields(value) ? Object.values(value).map(String) : [];
}
