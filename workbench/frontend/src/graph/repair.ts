// What can be done at once about an issue: edits that are computed from its place, its message and
// its remedy.

import { type Op, valueAt } from "../edits.ts";
import type { Bot, Catalogue, FlowNode, Issue, Json, Tree } from "../types.ts";
import { bringMissing } from "./belongings.ts";
import type { Exit } from "./connect.ts";
import { type Canvas, nodePath, nodesAt } from "./places.ts";
import { removeNodes } from "./remove.ts";
import { usesOf } from "./roles.ts";
import { stepsOf } from "./setting_path.ts";

export type RepairWord = "leadTo" | "removeEdge" | "join" | "choose" | "create" | "removeField" | "removeItem" | "deleteNode";

export interface Repair {
  word: RepairWord;
  /** What the word is about: a node, a name. */
  name: string;
  /** The edit, computed when it is asked for. */
  make?(): Op[];
  /** A port that a person is to connect. */
  join?: Exit;
}

/** The repairs of an issue, the likeliest first. */
export function repairsOf(issue: Issue, tree: Tree, catalogue: Catalogue): Repair[] {
  const place = issue.location;
  const canvas = canvasOf(issue, tree);
  const node = canvas && place?.node ? nodesAt(tree, canvas)[place.node] : undefined;
  if (!canvas || !node || !place?.node) return [];
  const at: At = { issue, tree, catalogue, canvas, id: place.node, node, path: place.path ?? "" };
  if (at.path.startsWith("edges.")) return ofEdge(at);
  return (BY_CODE[issue.code] ?? (() => []))(at);
}

/** The topic that an issue is about; a lone bot's findings do not always name it. */
export function canvasOf({ location }: Issue, tree: Tree): Canvas | undefined {
  const bots = Object.keys(tree.bots);
  const bot = location?.bot || (bots.length === 1 ? bots[0] : undefined);
  return bot && location?.topic ? { bot, topic: location.topic } : undefined;
}

interface At {
  issue: Issue;
  tree: Tree;
  catalogue: Catalogue;
  canvas: Canvas;
  id: string;
  node: FlowNode;
  path: string;
}

const BY_CODE: Record<string, (at: At) => Repair[]> = {
  "unknown-target": (at) => suggested(at).map((name) => set(at, name)),
  "unknown-name": (at) => [...suggested(at).map((name) => set(at, name)), ...created(at)],
  "unknown-field": (at) => removed(at, "removeField"),
  "setting-unused": (at) => removed(at, "removeField"),
  "set-and-cleared": (at) => removed(at, "removeItem"),
  // An error where it is twice in one intent; which of two intents should have it is the person's choice.
  "duplicate-trigger": (at) => (at.issue.severity === "error" ? removed(at, "removeItem") : []),
  "unreachable-node": (at) => {
    const make = () => removeNodes(at.tree, at.canvas, [at.id], at.catalogue);
    return [{ word: "deleteNode", name: at.node.title || at.id, make }];
  },
};

function ofEdge(at: At): Repair[] {
  const port = at.path.slice("edges.".length);
  const path = [...nodePath(at.canvas, at.id), "edges", port];
  const join: Repair = { word: "join", name: port, join: { node: at.id, port } };
  if (at.node.edges?.[port] === undefined) return [join];
  const others = at.issue.code === "edge-to-nothing" ? suggested(at) : [];
  const leads = others.map((name): Repair => ({ word: "leadTo", name, make: () => [{ path, value: name }] }));
  return [...leads, { word: "removeEdge", name: port, make: () => [{ path }] }, ...(others.length ? [] : at.issue.code === "edge-to-nothing" ? [join] : [])];
}

/** The names that may be meant. */
function suggested({ issue }: At): readonly string[] {
  return issue.near ?? [];
}

/** The right name in the place of the wrong one: the whole value, or a word of it. */
function set(at: At, name: string): Repair {
  const path = [...nodePath(at.canvas, at.id), ...paramSteps(at)];
  const before = valueAt(at.tree as unknown as Json, path);
  const wrong = at.issue.wrong ?? "";
  const value = typeof before === "string" && before !== wrong ? before.replaceAll(new RegExp(`\\b${escaped(wrong)}\\b`, "g"), name) : name;
  return { word: "choose", name, make: () => (before === undefined || before === value ? [] : [{ path, value }]) };
}

const EMPTY: Record<string, Json> = {
  variables: { type: "any" }, fields: { type: "text" }, queues: true, secrets: true, segments: { condition: "" }, sites: {},
  actions: "def run():\n    return {}\n",
};
const FAMILY: Record<string, string> = {
  sets_field: "fields", queue: "queues", secret: "secrets", segment: "segments", site: "sites", action: "actions",
  expression: "variables", template: "variables", text: "variables", label: "variables", tag: "variables",
};

/** What is named and missing, made. */
function created(at: At): Repair[] {
  const steps = stepsOf(at.path);
  const schema = at.catalogue.kinds[at.node.kind]?.schema;
  const use = schema && usesOf(schema, at.node.params).find((one) => !one.isKey && one.path.every((step, index) => step === steps[index]));
  const family = at.path === "when" ? "variables" : FAMILY[use?.role ?? ""];
  const name = at.issue.wrong ?? "";
  const into: Bot | undefined = at.tree.bots[at.canvas.bot];
  if (!family || !into || !/^[A-Za-z_]\w*$/.test(name)) return [];
  return [{ word: "create", name, make: () => bringMissing(at.canvas.bot, into, { [family]: { [name]: EMPTY[family]! } }) }];
}

function removed(at: At, word: RepairWord): Repair[] {
  const path = [...nodePath(at.canvas, at.id), ...paramSteps(at)];
  const isThere = valueAt(at.tree as unknown as Json, path) !== undefined;
  return isThere ? [{ word, name: at.path, make: () => [{ path }] }] : [];
}

function paramSteps({ path }: At): (string | number)[] {
  return path === "when" ? ["when"] : ["params", ...stepsOf(path)];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
