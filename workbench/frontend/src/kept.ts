// Edits that the folder does not hold yet, kept by the tab: a lost connection, a restarted server
// and a page loaded anew lose none of them.

import type { Op } from "./edits.ts";

/** An edit on its way. `revision` is there once the editor has made it. */
export interface Made {
  id: string;
  ops: Op[];
  label: string;
  group: string;
  revision?: number;
}

export class Kept {
  private readonly key: string;
  private all: Made[];

  /** `home` is the folder of the project: another project's edits are not these. */
  constructor(home: string) {
    this.key = `tertulia-kept:${home}`;
    this.all = read(this.key);
  }

  /** What is left of the page before this one, to be sent again. */
  take(): Made[] {
    const left = this.all;
    this.write([]);
    return left;
  }

  add(made: Made): void {
    this.write([...this.all, made]);
  }

  confirmed(id: string, revision: number): void {
    this.write(this.all.map((made) => (made.id === id ? { ...made, revision } : made)));
  }

  drop(id: string): void {
    this.write(this.all.filter((made) => made.id !== id));
  }

  /** The folder holds everything up to a revision. */
  saved(revision: number): void {
    const left = this.all.filter((made) => made.revision === undefined || made.revision > revision);
    if (left.length < this.all.length) this.write(left);
  }

  private write(all: Made[]): void {
    this.all = all;
    try {
      if (all.length) sessionStorage.setItem(this.key, JSON.stringify(all));
      else sessionStorage.removeItem(this.key);
    } catch {
      // More than a tab may keep (a table of megabytes): while the page stands, it is here.
    }
  }
}

export function freshId(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
}

const WINDOW = "tertulia-window";

/** The id of this window, which a page loaded anew goes on with: its edits can be undone still. */
export function keptWindow(): string {
  const id = sessionStorage.getItem(WINDOW) ?? freshId();
  sessionStorage.setItem(WINDOW, id);
  return id;
}

function read(key: string): Made[] {
  const text = sessionStorage.getItem(key);
  return text ? (JSON.parse(text) as Made[]) : [];
}
