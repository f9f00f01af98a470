// What the canvas shows of a topic: cards and edges, each the same object as before while nothing
// of it changed, so that only what changed is drawn again.

import { type Canvas, homes, topicAt } from "../graph/places.ts";
import type { Point } from "../graph/move.ts";
import type { View } from "../project.ts";
import type { Mark, Overlay } from "../stage.ts";
import type { FlowNode, Issue, Kind, Topic } from "../types.ts";
import { targetsOf } from "../graph/targets.ts";
import { inLanguage } from "../words.ts";
import { type Away, type Card, cardOf } from "./card.ts";
import { placesOf } from "./layout.ts";

/** A card with what is drawn on it. */
export interface Drawn {
  card: Card;
  issues: readonly Issue[];
  marks: readonly Mark[];
  /** The marks of ports without an edge on this canvas; those of others are on their edges. */
  ports: readonly (readonly [port: string, marks: readonly Mark[]])[];
}

/** An edge between two nodes of the topic. `id` is `node:port`, as overlays name it. */
export interface Wire {
  id: string;
  from: string;
  port: string;
  to: string;
  marks: readonly Mark[];
}

export interface Scene {
  canvas: Canvas;
  cards: ReadonlyMap<string, Drawn>;
  wires: readonly Wire[];
  places: ReadonlyMap<string, Point>;
  comments: NonNullable<Topic["comments"]>;
}

const NONE: readonly never[] = [];

interface Kept {
  node: FlowNode;
  ports: readonly string[] | undefined;
  ways: string;
  card: Card;
}

/** Makes scenes of one canvas, each from the one before. */
export class Scenery {
  private key = "";
  private kept = new Map<string, Kept>();
  private drawn = new Map<string, Drawn>();
  private wires = new Map<string, Wire>();
  private places = new Map<string, Point>();

  of(view: View, canvas: Canvas, language: string, overlays: readonly Overlay[]): Scene {
    const topic = topicAt(view.tree, canvas);
    this.forget([canvas.bot, canvas.topic, language, view.language].join("\n"));
    const nodes = topic?.nodes ?? {};
    const cards = this.cards(view, canvas, language);
    const byNode = issuesByNode(view.issues, canvas);
    const marks = marksOf(overlays, canvas.topic, "nodes");
    const onEdges = marksOf(overlays, canvas.topic, "edges");
    const drawn = new Map<string, Drawn>();
    for (const [id, card] of cards) {
      const now = { card, issues: byNode.get(id) ?? NONE, marks: marks.get(id) ?? NONE, ports: portMarks(card, nodes, onEdges) };
      const before = this.drawn.get(id);
      drawn.set(id, before && isSameDrawn(before, now) ? before : now);
    }
    this.drawn = drawn;
    this.places = placesOf(topic, cards, this.places);
    const wires = this.wired(nodes, onEdges);
    return { canvas, cards: drawn, wires, places: this.places, comments: topic?.comments ?? [] };
  }

  private forget(key: string): void {
    if (key === this.key) return;
    this.key = key;
    this.kept = new Map();
    this.drawn = new Map();
    this.wires = new Map();
    this.places = new Map();
  }

  private cards(view: View, canvas: Canvas, language: string): Map<string, Card> {
    const bot = view.tree.bots[canvas.bot];
    const nodes = bot?.topics[canvas.topic]?.nodes ?? {};
    const known = view.ports[canvas.bot]?.[canvas.topic];
    const home = bot ? homes(bot) : new Map<string, string>();
    const away = (node: string): Away | undefined => {
      const topic = home.get(node);
      if (topic === undefined || !bot) return undefined;
      const there = bot.topics[topic];
      const title = there?.nodes?.[node]?.title || node;
      if (topic === canvas.topic) return { node, topic: "", title };
      return { node, topic, title: `${inLanguage(there?.title, language) || topic} › ${title}` };
    };
    const setting = { catalogue: view.catalogue, language, words: view.language, away };
    const kept = new Map<string, Kept>();
    const found = new Map<string, Card>();
    for (const [id, node] of Object.entries(nodes)) {
      const ports = known?.[id] ?? (known ? view.catalogue.kinds[node.kind]?.starter.ports : undefined);
      const ways = waysOf(node, view.catalogue.kinds[node.kind], away);
      const before = this.kept.get(id);
      const isSame = before && before.node === node && before.ports === ports && before.ways === ways;
      const card = isSame ? before.card : cardOf(id, node, ports, setting);
      kept.set(id, isSame ? before : { node, ports, ways, card });
      found.set(id, card);
    }
    this.kept = kept;
    return found;
  }

  private wired(nodes: Record<string, FlowNode>, marks: ReadonlyMap<string, readonly Mark[]>): Wire[] {
    const found = new Map<string, Wire>();
    for (const [from, { edges }] of Object.entries(nodes)) {
      for (const port in edges) {
        const to = edges[port]!;
        if (!nodes[to]) continue;
        const id = `${from}:${port}`;
        const before = this.wires.get(id);
        const now = { id, from, port, to, marks: marks.get(id) ?? NONE };
        found.set(id, before && before.to === to && isSameList(before.marks, now.marks) ? before : now);
      }
    }
    this.wires = found;
    return [...found.values()];
  }
}

/** What a card says of other nodes, as a text to compare. */
function waysOf(node: FlowNode, kind: Kind | undefined, away: (node: string) => Away | undefined): string {
  const ids = [...Object.values(node.edges ?? {}), ...targetsOf(node, kind)];
  return ids.map((id) => {
    const there = away(id);
    return there ? `${there.topic}>${there.title}` : "";
  }).join("\n");
}

function issuesByNode(issues: readonly Issue[], { bot, topic }: Canvas): Map<string, Issue[]> {
  const found = new Map<string, Issue[]>();
  for (const issue of issues) {
    const place = issue.location;
    if (!place?.node || place.topic !== topic || (place.bot && place.bot !== bot)) continue;
    const list = found.get(place.node);
    if (list) list.push(issue);
    else found.set(place.node, [issue]);
  }
  return found;
}

function marksOf(overlays: readonly Overlay[], topic: string, what: "nodes" | "edges"): Map<string, Mark[]> {
  const found = new Map<string, Mark[]>();
  for (const overlay of overlays) {
    for (const [id, mark] of Object.entries(overlay[what][topic] ?? {})) {
      const list = found.get(id);
      if (list) list.push(mark);
      else found.set(id, [mark]);
    }
  }
  return found;
}

function portMarks({ id, rows }: Card, nodes: Record<string, FlowNode>, marks: ReadonlyMap<string, readonly Mark[]>): Drawn["ports"] {
  if (marks.size === 0) return NONE;
  return rows.flatMap(({ port, to }) => {
    const found = to !== undefined && nodes[to] ? undefined : marks.get(`${id}:${port}`);
    return found ? [[port, found] as const] : [];
  });
}

function isSameDrawn(one: Drawn, other: Drawn): boolean {
  const isSame = one.card === other.card && isSameIssues(one.issues, other.issues) && isSameList(one.marks, other.marks);
  return isSame && one.ports.length === other.ports.length && one.ports.every(([port, marks], at) => port === other.ports[at]![0] && isSameList(marks, other.ports[at]![1]));
}

function isSameIssues(one: readonly Issue[], other: readonly Issue[]): boolean {
  return one.length === other.length && one.every((issue, index) => {
    const twin = other[index]!;
    return issue === twin || (issue.code === twin.code && issue.message === twin.message && issue.severity === twin.severity);
  });
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
