// What a node's card says, from the node and its kind's schema alone.

import type { Steps } from "../edits.ts";
import { isFields, type Use, usesOf } from "../graph/roles.ts";
import { isJump } from "../graph/targets.ts";
import type { Catalogue, Family, FlowNode, Json, Kind } from "../types.ts";
import { inLanguage } from "../words.ts";
import { linesOf, SIZE, widthOf } from "./measure.ts";
import { namedPorts } from "./ports.ts";

/** A port as a row of the card. */
export interface Row {
  port: string;
  label: string;
  /** An expression or the like, beside the label. */
  detail: string;
  /** Into the params: where the label is written; absent where nothing of the node names it. */
  path?: Steps;
  /** The node it leads to; what it is called there, if that is another topic. */
  to?: string;
  away?: Away;
  /** It leads to a node that is not there. */
  isLost?: boolean;
}

/** Where an edge or a jump leads. */
export interface Away {
  node: string;
  /** Empty where it is this one. */
  topic: string;
  title: string;
}

export interface Card {
  id: string;
  kind: string;
  title: string;
  /** The kind's title, empty where it is the card's. */
  kindTitle: string;
  family: Family;
  icon: string;
  waits: boolean;
  entry: boolean;
  body: string;
  /** Into the params: where the body's text is written, if it can be written on the card. */
  bodyPath?: Steps;
  bodyLines: number;
  /** The text is there, but not in the shown language. */
  foreign: boolean;
  titleLines: number;
  kindBelow: boolean;
  rows: Row[];
  /** Whether the ports are drawn as rows: a lone one that says nothing is a dot at the head. */
  hasRows: boolean;
  /** The node that a setting names: where the conversation jumps. */
  target?: Away;
  when: string;
  pause_ms?: number;
  note: string;
  height: number;
}

/** What a node says depends on; where it leads away is told by `away`. */
export interface Setting {
  catalogue: Catalogue;
  /** Of the texts. */
  language: string;
  /** Of the interface. */
  words: string;
  away(node: string): Away | undefined;
}

const BODY_LINES = 3;
const INSIDE = SIZE.width - 20;

export function cardOf(id: string, node: FlowNode, ports: readonly string[] | undefined, setting: Setting): Card {
  const { catalogue, language, words, away } = setting;
  const kind = catalogue.kinds[node.kind];
  const kindTitle = kind ? inLanguage(kind.title, words) : node.kind;
  const uses = kind ? usesOf(kind.schema, node.params) : [];
  const target = uses.find(isJump);
  const said = bodyOf(node, kind, uses, language);
  const rows = rowsOf(node, kind, ports, setting);
  const [first] = rows;
  const title = node.title || kindTitle;
  const signs = [node.when, node.pause_ms, node.note].filter((one) => one !== undefined && one !== null && one !== "").length;
  // Beside the glyph and the signs.
  const room = INSIDE - 22 - 15 * signs;
  const titleLines = linesOf(title, "title", room, 2);
  const small = node.title ? kindTitle : "";
  const fits = widthOf(title, "title") + widthOf(small, "small") < room - 10;
  const hasRows = rows.length > 1 || Boolean(first && (first.path || first.away || first.isLost || first.detail));
  const card: Card = {
    id, kind: node.kind, title, kindTitle: small, titleLines, kindBelow: Boolean(small) && !fits,
    family: kind?.family ?? "end", icon: kind?.icon ?? "", waits: kind?.waits ?? false,
    entry: Boolean(kind?.triggers.length), ...said, rows, hasRows,
    bodyLines: said.body ? linesOf(said.body, "text", INSIDE, BODY_LINES) : 0,
    when: node.when ?? "", note: node.note ?? "", height: 0,
  };
  if (node.pause_ms !== undefined && node.pause_ms !== null) card.pause_ms = node.pause_ms;
  const leads = target && away(String(target.value));
  if (leads) card.target = leads;
  card.height = headHeight(card) + bodyHeight(card) + (hasRows ? rows.length * SIZE.row : 0) + SIZE.edge;
  return card;
}

export function headHeight(card: Card): number {
  return SIZE.head + (card.titleLines - 1) * (SIZE.line - 1) + (card.kindBelow ? SIZE.kind : 0);
}

export function bodyHeight(card: Card): number {
  const lines = card.bodyLines + (card.target ? 1 : 0);
  return lines ? lines * SIZE.line + SIZE.body : 0;
}

/** The middle of a port's dot, from the card's top. */
export function portY(card: Card, index: number): number {
  if (!card.hasRows) return headHeight(card) / 2 + 1;
  return 1 + headHeight(card) + bodyHeight(card) + (index + 0.5) * SIZE.row;
}

interface Said {
  body: string;
  bodyPath?: Steps;
  foreign: boolean;
}

function bodyOf(node: FlowNode, kind: Kind | undefined, uses: Use[], language: string): Said {
  if (!kind) return { body: "", foreign: false };
  if (kind.triggers.length) return { body: triggersOf(node, kind, language), foreign: false };
  const text = uses.find(({ role, value }) => role === "text" && isFields(value));
  if (text) {
    const texts = text.value as Record<string, string>;
    const body = texts[language] || Object.values(texts).find(Boolean) || "";
    return { body, bodyPath: [...text.path, language], foreign: Boolean(body) && !texts[language] };
  }
  return { body: settingsOf(uses), ...emptyText(kind, language), foreign: false };
}

/** A text that is not written yet can be written on the card, where it is what the node is about. */
function emptyText(kind: Kind, language: string): { bodyPath?: Steps } {
  const { properties = {}, required = [] } = kind.schema;
  const found = Object.keys(properties).find((name) => properties[name]!["x-role"] === "text");
  const isWanted = found !== undefined && (required.length === 0 || required.includes(found));
  return isWanted ? { bodyPath: [found, language] } : {};
}

/** The first sentences that trigger a node, and how many more there are. */
function triggersOf(node: FlowNode, kind: Kind, language: string): string {
  const all: string[] = [];
  for (const name of kind.triggers) {
    const value = node.params?.[name];
    const one: Json | undefined = isFields(value) ? (value[language] ?? Object.values(value)[0]) : value;
    if (Array.isArray(one)) all.push(...one.map((line) => `“${String(line)}”`));
    else if (one) all.push(`${name} ${String(one)}`);
  }
  const shown = all.slice(0, 2).join(", ").slice(0, 70);
  return all.length > 2 ? `${shown}… +${all.length - 2}` : shown;
}

const TELLING = new Set(["expression", "template", "action", "entity_table", "queue", "site", "segment", "bot", "tag"]);

/** What a node without a text does: the settings that tell most. */
function settingsOf(uses: Use[]): string {
  const lines: string[] = [];
  for (const { role, value, path, isKey } of uses) {
    const before = path.at(-1);
    const isItem = path.some((step) => typeof step === "number");
    if (isKey) lines.push(`${String(value)} =`);
    else if (lines.at(-1) === `${String(before)} =`) lines[lines.length - 1] += ` ${String(value)}`;
    else if (TELLING.has(role) && !(isItem && role === "expression")) lines.push(String(value));
    if (lines.length > BODY_LINES) break;
  }
  return lines.slice(0, BODY_LINES).join("\n").slice(0, 300);
}

function rowsOf(node: FlowNode, kind: Kind | undefined, ports: readonly string[] | undefined, setting: Setting): Row[] {
  const named = namedPorts(node, kind, setting.language);
  const edges = node.edges ?? {};
  const all = ports ?? [...new Set([...Object.keys(edges), ...(named.size ? named.keys() : [])])];
  return all.map((port) => {
    const name = named.get(port);
    const usual = setting.catalogue.ports[port];
    const label = name?.label || (usual ? inLanguage(usual, setting.words) : port.replaceAll("_", " "));
    const row: Row = { port, label, detail: name?.detail ?? "" };
    if (name?.path) row.path = name.path;
    const to = edges[port];
    if (to === undefined) return row;
    row.to = to;
    const away = setting.away(to);
    if (!away) row.isLost = true;
    else if (away.topic) row.away = away;
    return row;
  });
}
