// What every part of the canvas works with: the open project, where the person is, what is being
// done, and the drawing on the screen.

import type { ReactFlowInstance } from "@xyflow/react";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Op } from "../edits.ts";
import { type Canvas, topicAt } from "../graph/places.ts";
import type { Project, View } from "../project.ts";
import type { Seen, Stage } from "../stage.ts";
import type { Bot, FlowNode, Tree } from "../types.ts";
import { fill, inLanguage } from "../words.ts";
import { type Doing, DoingStore } from "./doing.ts";
import type { Scene } from "./scene.ts";
import { DONE, type Done } from "./words.ts";

const desks = new WeakMap<Stage, Desk>();

export class Desk {
  readonly project: Project;
  readonly stage: Stage;
  readonly doing = new DoingStore();
  /** React Flow's, while a canvas is drawn. */
  flow: ReactFlowInstance | null = null;
  /** The element that has the canvas's keys. */
  root: HTMLElement | null = null;
  scene: Scene | null = null;
  /** Puts the selection of edges away, while a canvas is drawn. */
  unselectWires: () => void = () => {};
  /** The selected edges, by `node:port`. */
  wires: ReadonlySet<string> = new Set();
  /** The nodes that were selected on the canvas itself: they are in sight. */
  picked: readonly string[] = [];
  /** Whether the drawing is only looked at, whatever may be edited elsewhere. */
  isPicture = false;
  /** The pointer's latest place over the canvas, in the window. */
  pointer = { x: 0, y: 0 };

  private constructor(project: Project, stage: Stage) {
    this.project = project;
    this.stage = stage;
  }

  /** The desk of a stage: the same for the canvas and for what lies over the page. */
  static of(project: Project, stage: Stage): Desk {
    const desk = desks.get(stage) ?? new Desk(project, stage);
    desks.set(stage, desk);
    return desk;
  }

  get tree(): Tree {
    return this.project.current.tree;
  }

  get canvas(): Canvas {
    const { bot, topic } = this.stage.current;
    return { bot, topic };
  }

  get bot(): Bot | undefined {
    return this.tree.bots[this.stage.current.bot];
  }

  get nodes(): Record<string, FlowNode> {
    return topicAt(this.tree, this.canvas)?.nodes ?? {};
  }

  /** The selected nodes that are there. */
  get selection(): string[] {
    const nodes = this.nodes;
    return this.stage.current.nodes.filter((id) => nodes[id]);
  }

  /** The selected nodes and comments. */
  get chosen(): string[] {
    return [...this.selection, ...this.doing.current.remarks];
  }

  /** The language in which a bot's own texts begin. */
  get ownLanguage(): string {
    return this.bot?.languages[0] ?? this.stage.current.language;
  }

  /** Why the topic on the canvas cannot be changed; empty where it can. */
  get locked(): string {
    if (this.isPicture) return "picture";
    return lockedWhy(this.project.current, this.canvas);
  }

  /** Makes an edit, labelled with what was done, and says it to those who listen. */
  edit(ops: Op[], done: Done, values: Record<string, string | number> = {}): void {
    if (ops.length === 0) return;
    const label = this.words(done, values);
    this.project.edit(ops, label);
    this.say(label);
  }

  say(said: string): void {
    this.doing.set({ said });
  }

  words(done: Done, values: Record<string, string | number> = {}): string {
    return fill(DONE[done][this.project.current.language], values);
  }

  select(nodes: string[], remarks: readonly string[] = []): void {
    this.stage.set({ nodes, path: "" });
    if (remarks.length || this.doing.current.remarks.length) this.doing.set({ remarks });
  }

  /** What a node is called on the screen. */
  titleOf(id: string): string {
    const node = this.nodes[id];
    const kind = node && this.project.current.catalogue.kinds[node.kind];
    return node?.title || inLanguage(kind?.title, this.project.current.language) || id;
  }

  /** Gives the canvas the keys again, after a panel took them. */
  focus(): void {
    this.root?.focus({ preventScroll: true });
  }
}

export function lockedWhy(view: View, { bot, topic }: Canvas): string {
  const found = view.locked.topics.find(([b, t]) => t === topic && (b === bot || b === ""));
  return view.locked.project || found?.[2] || "";
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("this part belongs inside Flows");
  return desk;
}

/** A part of what is being done; drawn again when it changes. */
export function useDoing<T>(select: (doing: Doing) => T): T {
  const { doing } = useDesk();
  return useSyncExternalStore(doing.subscribe, () => select(doing.current));
}

/** A part of where the person is. */
export function useSeen<T>(select: (seen: Seen) => T): T {
  const { stage } = useDesk();
  return useSyncExternalStore(stage.subscribe, () => select(stage.current));
}

/** A part of the open project. */
export function useView<T>(select: (view: View) => T): T {
  const { project } = useDesk();
  return useSyncExternalStore(project.subscribe, () => select(project.current));
}

/** The topic on the canvas. */
export function useCanvas() {
  const bot = useSeen((seen) => seen.bot);
  const topic = useSeen((seen) => seen.topic);
  return { bot, topic };
}
