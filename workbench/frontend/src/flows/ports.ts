// What a node's ports are called: by the item of its settings whose id is the port's.

import type { Steps } from "../edits.ts";
import { isFields, resolved } from "../graph/roles.ts";
import type { FlowNode, Json, Kind, Schema } from "../types.ts";

export interface PortName {
  label: string;
  detail: string;
  /** Where the label is written, in the shown language. */
  path?: Steps;
}

/** The names of the ports that a node's settings name: options, cases, ways, wherever they are. */
export function namedPorts(node: FlowNode, kind: Kind | undefined, language: string): Map<string, PortName> {
  const found = new Map<string, PortName>();
  if (kind) search(node.params ?? {}, kind.schema, kind.schema, [], language, found);
  return found;
}

function search(
  value: Json, given: Schema, root: Schema, path: Steps, language: string, found: Map<string, PortName>,
): void {
  const schema = resolved(given, root);
  if (Array.isArray(value) && schema.items) {
    const items = schema.items;
    value.forEach((item, index) => search(item, items, root, [...path, index], language, found));
  } else if (isFields(value) && schema.properties && !schema["x-role"]) {
    if (path.length && typeof value["id"] === "string") found.set(value["id"], named(value, schema, path, language));
    for (const [field, inner] of Object.entries(schema.properties)) {
      const item = value[field];
      if (Array.isArray(item)) search(item, inner, root, [...path, field], language, found);
    }
  }
}

function named(item: Record<string, Json>, schema: Schema, path: Steps, language: string): PortName {
  const name: PortName = { label: "", detail: "" };
  for (const [field, { "x-role": role, type }] of Object.entries(schema.properties ?? {})) {
    const value = item[field];
    if (role === "label") {
      const texts = isFields(value) ? (value as Record<string, string>) : {};
      name.path ??= [...path, field, language];
      name.label ||= texts[language] || Object.values(texts)[0] || "";
    } else if (role === "expression" && value && !name.detail && field !== "when") name.detail = String(value);
    else if (type === "number" && value !== undefined) name.detail ||= String(value);
  }
  return name;
}
