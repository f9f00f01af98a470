// The wire to an editor in Python, over two texts that the host keeps in step: see workbench/link.py.

import type { Host } from "./host.ts";

/** What anywidget, Panel and the notebook give a view. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  /** Panel's: the element of a child. */
  get_child?(name: string): HTMLElement | undefined;
}

interface Request {
  n: number;
  what: string;
  args: object;
}

interface Letter {
  n: number;
  to?: number;
  what?: string;
  value?: unknown;
  error?: string;
}

// Letters, and characters of them all, from which what has arrived is said at once.
const MANY = 8;
const LONG = 50_000;

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

export class Link implements Host {
  private readonly model: Model;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<string, Set<(value: never) => void>>();
  private letters: Request[] = [];
  private number: number;
  private got = 0;

  constructor(model: Model) {
    this.model = model;
    // A page that was loaded anew goes on counting where the one before it stopped.
    const before = parse<Request>(model.get("up"));
    const down = parse<Letter>(model.get("down"));
    this.number = Math.max(0, down.got, ...before.letters.map((letter) => letter.n));
    this.got = Math.max(0, before.got, ...down.letters.map((letter) => letter.n));
    model.on("change:down", () => this.receive());
  }

  ask<T>(what: string, args: object = {}): Promise<T> {
    this.number += 1;
    const n = this.number;
    this.letters.push({ n, what, args });
    this.send();
    return new Promise<T>((resolve, reject) => this.waiting.set(n, { resolve, reject }));
  }

  hear<T>(what: string, listener: (value: T) => void): () => void {
    const all = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, all.add(listener));
    return () => all.delete(listener);
  }

  child(name: string): HTMLElement | undefined {
    return this.model.get_child?.(name);
  }

  private send(): void {
    this.model.set("up", JSON.stringify({ letters: this.letters, got: this.got }));
    this.model.save_changes();
  }

  private receive(): void {
    const text = String(this.model.get("down") ?? "");
    const { letters, got } = parse<Letter>(text);
    this.letters = this.letters.filter((letter) => letter.n > got);
    const fresh = letters.filter((letter) => letter.n > this.got);
    if (fresh.length === 0) return;
    this.got = fresh.at(-1)!.n;
    for (const letter of fresh) this.open(letter);
    // Now and then, and after a long letter, so that what has arrived is not sent again and again.
    if (letters.length > MANY || text.length > LONG) this.send();
  }

  private open(letter: Letter): void {
    if (letter.to === undefined) {
      for (const listener of this.listeners.get(letter.what ?? "") ?? []) listener(letter.value as never);
      return;
    }
    const waiting = this.waiting.get(letter.to);
    this.waiting.delete(letter.to);
    if (letter.error !== undefined) waiting?.reject(new Error(letter.error));
    else waiting?.resolve(letter.value as never);
  }
}

const links = new WeakMap<Model, Link>();

/** The link of a model: one, however many views show it. */
export function linkOf(model: Model): Link {
  const link = links.get(model) ?? new Link(model);
  links.set(model, link);
  return link;
}

function parse<T>(text: unknown): { letters: T[]; got: number } {
  return typeof text === "string" && text ? JSON.parse(text) : { letters: [], got: 0 };
}
