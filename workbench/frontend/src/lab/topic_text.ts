// A topic read from the text of its file, as far as that can be drawn.

import type { Json, Topic } from "../types.ts";
import { parse, type Numbers } from "./numbers.ts";

/** The format that is known here (engine/types/bot.py). */
export const FORMAT = 1;

export interface Read {
  topic: Topic;
  /** How its numbers were written. */
  numbers: Numbers;
}

/** The topic of a text, undefined where the text is no topic that is understood here. An empty
 * text is an empty topic: a file that was just made. */
export function readTopic(text: string): Read | undefined {
  if (text.trim() === "") return { topic: { format: FORMAT }, numbers: new Map() };
  try {
    const { value, numbers } = parse(text);
    return isTopic(value) ? { topic: { ...value, format: FORMAT }, numbers } : undefined;
  } catch {
    return undefined;
  }
}

/** Why a text is no JSON; empty where it is. */
export function faultOf(text: string): string {
  try {
    if (text.trim()) JSON.parse(text);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** `after`, with what is equal in `before` taken from there: so that only what changed is drawn. */
export function shared(before: Json | undefined, after: Json): Json {
  if (!isFields(after) || !isFields(before)) return JSON.stringify(before) === JSON.stringify(after) ? (before as Json) : after;
  const entries = Object.entries(after).map(([key, value]): [string, Json] => [key, shared(before[key], value)]);
  const isSame = entries.length === Object.keys(before).length && entries.every(([key, value]) => before[key] === value);
  return isSame && Object.keys(before).every((key, index) => entries[index]![0] === key) ? before : Object.fromEntries(entries);
}

function isTopic(value: unknown): value is Topic {
  if (!isFields(value) || (value["format"] !== undefined && value["format"] !== FORMAT)) return false;
  const { nodes = {}, layout = {}, comments = [], title = {} } = value;
  const parts = isFields(nodes) && isFields(layout) && isFields(title) && Array.isArray(comments);
  return parts && Object.values(nodes).every(isNode) && Object.values(layout).every(isPlace);
}

function isNode(value: Json): boolean {
  if (!isFields(value) || typeof value["kind"] !== "string") return false;
  const { params = {}, edges = {} } = value;
  return isFields(params) && isFields(edges) && Object.values(edges).every((to) => typeof to === "string");
}

function isPlace(value: Json): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "number");
}

function isFields(value: unknown): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
