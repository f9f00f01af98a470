// What of the canvas is open or being done right now; nothing of it is kept.

import type { Steps } from "../edits.ts";
import type { Exit } from "../graph/connect.ts";
import type { Point } from "../graph/move.ts";

/** What is being written on the canvas: into a node, as a path from the node. */
export interface Editing {
  node: string;
  path: Steps;
}

/** A list of kinds to choose from, over the canvas. */
export interface Offer {
  /** Where the list opens, in the window. */
  screen: Point;
  /** Where the node goes, on the canvas. */
  at: Point;
  after?: Exit | undefined;
}

/** Connecting by keyboard: first the port, then the target. */
export interface Joining {
  node: string;
  port?: string;
}

export type Panel = "none" | "help" | "rename" | "move";

export interface Doing {
  panel: Panel;
  editing?: Editing | undefined;
  offer?: Offer | undefined;
  /** Where the right button was pressed, in the window. */
  menu?: Point | undefined;
  joining?: Joining | undefined;
  /** Nodes that are to be deleted, once the person has seen who leads to them. */
  deleting?: readonly string[] | undefined;
  /** The selected comments, as `#0`; selected nodes are the stage's. */
  remarks: readonly string[];
  /** Nodes whose followers are folded away, by topic. */
  folded: Readonly<Record<string, readonly string[]>>;
  /** Whether the list of issues is open; undefined until the person has said so. */
  issues: boolean | undefined;
  minimap: boolean;
  /** The left column, in narrow windows. */
  drawer: boolean;
  /** What happened last, for those who listen to the screen. */
  said: string;
}

export class DoingStore {
  private doing: Doing = { panel: "none", remarks: [], folded: {}, issues: undefined, minimap: true, drawer: false, said: "" };
  private readonly listeners = new Set<() => void>();

  get current(): Doing {
    return this.doing;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Partial<Doing>): void {
    this.doing = { ...this.doing, ...change };
    for (const listener of this.listeners) listener();
  }
}
