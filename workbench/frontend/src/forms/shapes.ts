// What a setting is, read off its JSON schema: the one place that looks at schemas.

import type { Json, Schema } from "../types.ts";

/** How a setting is edited. `role` says what a text stands for (engine/nodes/fields.py). */
export type Shape =
  | { kind: "text"; role: string }
  | { kind: "lines" }
  | { kind: "entries"; keyRole: string; value: Shape }
  | { kind: "list"; item: Shape }
  | { kind: "fields"; fields: Field[] }
  | { kind: "choice"; values: string[] }
  | { kind: "switch" }
  | { kind: "number"; whole: boolean; optional: boolean }
  | { kind: "string"; role: string; pattern: string; longest: number };

export interface Field {
  name: string;
  shape: Shape;
  required: boolean;
  default: Json | undefined;
}

/** The settings of an object schema, in order. */
export function fieldsOf(schema: Schema, root: Schema = schema): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    shape: shapeOf(property, root),
    required: required.has(name),
    default: property.default,
  }));
}

/** A value to begin with. */
export function emptyOf(shape: Shape): Json {
  switch (shape.kind) {
    case "text":
    case "lines":
    case "entries":
      return {};
    case "list":
      return [];
    case "fields":
      return Object.fromEntries(
        shape.fields.filter((field) => field.required).map((field) => [field.name, emptyOf(field.shape)]),
      );
    case "choice":
      return shape.values[0] ?? "";
    case "switch":
      return false;
    case "number":
      return shape.optional ? null : 0;
    case "string":
      return "";
  }
}

function shapeOf(given: Schema, root: Schema): Shape {
  const schema = resolved(given, root);
  const role = schema["x-role"] ?? "";
  if (schema.enum) return { kind: "choice", values: schema.enum.map(String) };
  if (schema.anyOf) return optional(schema.anyOf, root);
  switch (schema.type) {
    case "boolean":
      return { kind: "switch" };
    case "integer":
    case "number":
      return { kind: "number", whole: schema.type === "integer", optional: false };
    case "array":
      return { kind: "list", item: shapeOf(schema.items ?? {}, root) };
    case "object":
      return objectShape(schema, root, role);
    default:
      return { kind: "string", role, pattern: String(schema["pattern"] ?? ""), longest: Number(schema["maxLength"] ?? 0) };
  }
}

function objectShape(schema: Schema, root: Schema, role: string): Shape {
  if (role === "text" || role === "label") return { kind: "text", role };
  if (schema.properties) return { kind: "fields", fields: fieldsOf(schema, root) };
  const values = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const value = shapeOf(values, root);
  // Lists of plain texts by a key are triggers and synonyms: by language.
  if (value.kind === "list" && value.item.kind === "string") return { kind: "lines" };
  const keys = schema["propertyNames"] as Schema | undefined;
  return { kind: "entries", keyRole: keys?.["x-role"] ?? "", value };
}

function optional(parts: Schema[], root: Schema): Shape {
  const one = parts.map((part) => resolved(part, root)).find((part) => part.type !== "null");
  const shape = shapeOf(one ?? {}, root);
  return shape.kind === "number" ? { ...shape, optional: true } : shape;
}

function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name ? (root.$defs?.[name] ?? {}) : schema;
}
