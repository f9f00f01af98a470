// A topic as the canonical text of its file, byte for byte as engine/project/encode.py writes it:
// fixed key order, one field a line, nodes by id, `layout` last, a final newline.
// Held together with it by tests/workbench/test_canonical.py.

import { fieldsOf, type Field, type Shape } from "../forms/shapes.ts";
import type { Catalogue, Json, Topic } from "../types.ts";
import { written, type Numbers } from "./numbers.ts";

type Fields = { [key: string]: Json };

const NODE_ORDER = ["kind", "title", "when", "pause_ms", "params", "edges", "note", "source"];

/** The text of a `.flow.json` file. `numbers` says how numbers of the file were written before. */
export function canonical(topic: Topic, catalogue: Catalogue, numbers: Numbers = new Map()): string {
  const found: Fields = { format: topic.format };
  if (!isEmpty(topic.title)) found["title"] = sorted(topic.title as Fields);
  if (topic.description) found["description"] = topic.description;
  if (!isEmpty(topic.nodes)) {
    const nodes = sorted(topic.nodes as unknown as Fields);
    found["nodes"] = mapped(nodes, (node) => nodeInOrder(node as Fields, catalogue));
  }
  if (topic.comments?.length) found["comments"] = topic.comments.map(remark);
  if (!isEmpty(topic.layout)) found["layout"] = sorted(topic.layout as unknown as Fields);
  const lines: string[] = [];
  write(found, "", "", lines, numbers);
  return `${lines.join("")}\n`;
}

/** By code points, as Python sorts texts. */
export function byCodePoint(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = a[at]!.codePointAt(0)! - b[at]!.codePointAt(0)!;
    if (difference) return difference;
  }
  return a.length - b.length;
}

function nodeInOrder(node: Fields, catalogue: Catalogue): Fields {
  const found: Fields = {};
  for (const key of NODE_ORDER) {
    const value = node[key];
    if (value === undefined || (key !== "kind" && isDefault(value))) continue;
    found[key] = key === "edges" ? sorted(value as Fields) : value;
  }
  const kind = catalogue.kinds[String(node["kind"])];
  if (kind && found["params"]) found["params"] = inOrder(found["params"] as Fields, fieldsOf(kind.schema));
  return found;
}

/** Settings in the order of their kind, then those that it does not know. */
function inOrder(raw: Fields, fields: Field[]): Fields {
  const found: Fields = {};
  for (const { name, shape } of fields) if (Object.hasOwn(raw, name)) found[name] = ordered(raw[name]!, shape);
  for (const name of Object.keys(raw).sort(byCodePoint)) if (!Object.hasOwn(found, name)) found[name] = raw[name]!;
  return found;
}

function ordered(raw: Json, shape: Shape): Json {
  if (shape.kind === "text" && isFields(raw)) return sorted(raw);
  if (shape.kind === "fields" && isFields(raw)) return inOrder(raw, shape.fields);
  if (shape.kind === "list" && Array.isArray(raw)) return raw.map((item) => ordered(item, shape.item));
  return raw;
}

function remark({ text, x, y }: { text: string; x?: number; y?: number }): Fields {
  return { text, ...(x ? { x } : {}), ...(y ? { y } : {}) };
}

function write(value: Json, path: string, indent: string, out: string[], numbers: Numbers): void {
  const deeper = `${indent}  `;
  if (Array.isArray(value) && value.length > 0 && value.every(isNumber)) {
    out.push(`[${value.map((item, index) => scalar(item, `${path}/${index}`, numbers)).join(", ")}]`);
  } else if (Array.isArray(value) && value.length > 0) {
    value.forEach((item, index) => {
      out.push(`${index ? "," : "["}\n${deeper}`);
      write(item, `${path}/${index}`, deeper, out, numbers);
    });
    out.push(`\n${indent}]`);
  } else if (isFields(value) && Object.keys(value).length > 0) {
    Object.entries(value).forEach(([key, item], index) => {
      out.push(`${index ? "," : "{"}\n${deeper}${JSON.stringify(key)}: `);
      write(item, `${path}/${key}`, deeper, out, numbers);
    });
    out.push(`\n${indent}}`);
  } else {
    out.push(scalar(value, path, numbers));
  }
}

function scalar(value: Json, path: string, numbers: Numbers): string {
  // Places and sizes of the canvas are whole where they can be; what a designer wrote stays.
  const known = path.startsWith("/layout") || path.startsWith("/comments") ? undefined : numbers.get(path);
  return typeof value === "number" ? written(value, known) : JSON.stringify(value);
}

function isNumber(value: Json): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

function isDefault(value: Json): boolean {
  return value === "" || value === null || (typeof value === "object" && isEmpty(value));
}

function isEmpty(value: object | undefined | null): boolean {
  return !value || Object.keys(value).length === 0;
}

function isFields(value: Json): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => byCodePoint(one, other)));
}

function mapped(fields: Fields, change: (value: Json) => Json): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]));
}
