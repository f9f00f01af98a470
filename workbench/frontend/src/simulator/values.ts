// Values of variables as one reads and types them.

import type { Json } from "../types.ts";

const SHORT = 90;

/** A value in one line. */
export function inShort(value: Json | undefined): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

/** A value as it is edited: a text as it is, anything else as JSON. */
export function inField(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** What was typed, for a variable of a type; undefined where it is no value of it. */
export function typed(text: string, type: string): Json | undefined {
  if (type === "text" || type === "date" || type === "time" || type === "datetime") return text;
  try {
    const value = JSON.parse(text) as Json;
    return type === "any" || kindOf(value) === type ? value : undefined;
  } catch {
    return type === "any" ? text : undefined;
  }
}

export function kindOf(value: Json | undefined): string {
  if (typeof value === "boolean") return "yes_no";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "text";
  if (Array.isArray(value)) return "list";
  return value ? "object" : "any";
}
