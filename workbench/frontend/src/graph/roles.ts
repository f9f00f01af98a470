// Every text, expression, variable and target in a node's settings, found by the roles in the
// kind's schema: the twin of engine/nodes/roles.py.

import type { Steps } from "../edits.ts";
import type { Json, Schema } from "../types.ts";

export interface Use {
  role: string;
  /** Into the params; a key of an object itself has `isKey`. */
  path: Steps;
  value: Json;
  isKey?: boolean;
}

type Walk = (value: Json, path: Steps, found: Use[]) => void;
const NOTHING: Walk = () => {};
const walks = new WeakMap<Schema, Walk>();

/** The uses of a node's settings, in the order of its kind's schema. Empty values are left out. */
export function usesOf(schema: Schema, params: Json | undefined): Use[] {
  const found: Use[] = [];
  walkOf(schema, schema)(params ?? {}, [], found);
  return found;
}

/** What a `$ref` stands for, else the schema itself. */
export function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace("#/$defs/", "");
  return (name && root.$defs?.[name]) || schema;
}

export function isFields(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function walkOf(given: Schema, root: Schema): Walk {
  const schema = resolved(given, root);
  const known = walks.get(schema);
  if (known) return known;
  const walk = made(schema, root);
  walks.set(schema, walk);
  return walk;
}

function made(schema: Schema, root: Schema): Walk {
  const role = schema["x-role"];
  if (role) return (value, path, found) => void (isEmpty(value) || found.push({ role, path, value }));
  const parts: Walk[] = [];
  const properties = Object.entries(schema.properties ?? {})
    .map(([name, inner]) => [name, walkOf(inner, root)] as const)
    .filter(([, walk]) => walk !== NOTHING);
  if (properties.length) parts.push((value, path, found) => {
    if (!isFields(value)) return;
    for (const [name, walk] of properties) {
      const item = value[name];
      if (item !== undefined) walk(item, [...path, name], found);
    }
  });
  const items = schema.items ? walkOf(schema.items, root) : NOTHING;
  if (items !== NOTHING) parts.push((value, path, found) => {
    if (Array.isArray(value)) value.forEach((item, index) => items(item, [...path, index], found));
  });
  const entries = ofEntries(schema, root);
  if (entries !== NOTHING) parts.push(entries);
  for (const one of schema.anyOf ?? []) {
    const walk = walkOf(one, root);
    if (walk !== NOTHING) parts.push(walk);
  }
  if (parts.length === 0) return NOTHING;
  return (value, path, found) => parts.forEach((part) => part(value, path, found));
}

function ofEntries(schema: Schema, root: Schema): Walk {
  const keyRole = (schema["propertyNames"] as Schema | undefined)?.["x-role"];
  const more = schema.additionalProperties;
  const values = typeof more === "object" ? walkOf(more, root) : NOTHING;
  if (!keyRole && values === NOTHING) return NOTHING;
  return (value, path, found) => {
    if (!isFields(value)) return;
    for (const [key, item] of Object.entries(value)) {
      if (keyRole) found.push({ role: keyRole, path: [...path, key], value: key, isKey: true });
      values(item, [...path, key], found);
    }
  };
}

function isEmpty(value: Json): boolean {
  return value === "" || value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
