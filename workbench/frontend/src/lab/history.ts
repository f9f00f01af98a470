// What was done to a flow, to be undone and done again. Paths begin at the topic.

import { valueAt, type Op } from "../edits.ts";
import type { Json } from "../types.ts";

export interface Entry {
  label: string;
  group: string;
  ops: Op[];
  inverse: Op[];
  /** What it left at its paths: to see whether that still stands. */
  left: [Op["path"], Json | undefined][];
  made_ms: number;
}

/** Edits of a group that are this near to one another are undone together. */
const TOGETHER_MS = 2000;

export class History {
  private undos: Entry[] = [];
  private redos: Entry[] = [];

  get undo(): Entry | undefined {
    return this.undos.at(-1);
  }

  get redo(): Entry | undefined {
    return this.redos.at(-1);
  }

  add(entry: Entry): void {
    const last = this.undo;
    if (last && entry.group && last.group === entry.group && entry.made_ms - last.made_ms < TOGETHER_MS) {
      this.undos[this.undos.length - 1] = together(last, entry);
    } else {
      this.undos.push(entry);
    }
    this.redos = [];
  }

  /** The entry at the end of one list gave way to its opposite at the end of the other. */
  undone(opposite: Entry): void {
    this.undos.pop();
    this.redos.push(opposite);
  }

  redone(opposite: Entry): void {
    this.redos.pop();
    this.undos.push(opposite);
  }
}

/** What edits leave behind in a topic. */
export function leftBy(ops: Op[], topic: Json): Entry["left"] {
  return ops.map(({ path }) => {
    // In a list the items around move too: the whole list has to stand as it was left.
    const watched = typeof path.at(-1) === "number" ? path.slice(0, -1) : path;
    return [watched, valueAt(topic, watched)];
  });
}

/** Whether nobody changed what an entry left. */
export function stands(entry: Entry, topic: Json): boolean {
  return entry.left.every(([path, value]) => JSON.stringify(valueAt(topic, path)) === JSON.stringify(value));
}

function together(before: Entry, entry: Entry): Entry {
  const written = new Set(entry.left.map(([path]) => path.join("/")));
  const left = [...before.left.filter(([path]) => !written.has(path.join("/"))), ...entry.left];
  return { ...entry, ops: [...before.ops, ...entry.ops], inverse: [...entry.inverse, ...before.inverse], left };
}
