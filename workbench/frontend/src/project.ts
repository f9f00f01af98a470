// The open project as this window sees it: what the editor confirmed, and on top of it what was
// done here and is on its way, so that nothing waits for the wire.

import { useSyncExternalStore } from "react";
import { apply, EditError, type Op } from "./edits.ts";
import type { Host } from "./host.ts";
import { freshId, Kept, keptWindow, type Made } from "./kept.ts";
import type { Catalogue, Issue, Json, Language, Settings, Text, Tree } from "./types.ts";
import { keepLanguage, keptLanguage } from "./words.ts";

/** Ports of nodes by bot, topic and node. */
export type Ports = Record<string, Record<string, Record<string, string[]>>>;

interface Opened {
  editor: string;
  folder: string;
  /** The folder's whole path. */
  home: string;
  language: Language;
  revision: number;
  tree: Tree;
  undo: string | null;
  redo: string | null;
  saved: Saved;
  issues: Issue[];
  pages: PageEntry[];
  locked: { project: string; topics: [bot: string, topic: string, why: string][] };
  catalogue: Catalogue;
  settings: Settings;
}

/** A page of the app (workbench/pages); `made` says that Python shows it. */
export interface PageEntry {
  name: string;
  words: Text;
  icon: string;
  made: boolean;
}

export interface Saved {
  /** The revision that the folder holds. */
  revision: number;
  /** Microseconds since 1970 in UTC, 0 before the first edit. */
  t_us: number;
  error: string;
}

interface Checked {
  issues: Issue[];
  locked?: Opened["locked"];
}

interface Edited {
  revision: number;
  ops: Op[];
  label: string;
  /** The edit's own id, where the view that sent it gave one. */
  id: string;
  mine: boolean;
  how: "edit" | "undo" | "redo" | "outside";
  undo: string | null;
  redo: string | null;
  ports: Ports;
}

/** Everything that views show of a project; a new object whenever something of it changes. */
export interface View {
  editor: string;
  folder: string;
  home: string;
  /** Whether the editor can be reached. */
  online: boolean;
  language: Language;
  /** The number of the latest confirmed edit. */
  revision: number;
  tree: Tree;
  ports: Ports;
  issues: Issue[];
  pages: PageEntry[];
  saved: Saved;
  pending: number;
  undo: string | null;
  redo: string | null;
  locked: Opened["locked"];
  catalogue: Catalogue;
  settings: Settings;
  /** The latest thing that went wrong, as a sentence; empty when it was put away. */
  trouble: string;
}

/** The name under which browsers' tools show how long the latest edit took. */
const ROUND_TRIP = "tertulia edit";

export class Project {
  readonly host: Host;
  private view: View;
  private confirmed: Tree;
  private pending: Made[] = [];
  private readonly kept: Kept;
  private readonly listeners = new Set<() => void>();

  private constructor(host: Host, opened: Opened) {
    this.host = host;
    this.confirmed = opened.tree;
    this.view = { ...opened, ports: {}, pending: 0, trouble: "", online: true };
    this.kept = new Kept(opened.home);
    host.hear<Edited>("edited", (news) => this.edited(news));
    host.hear<Checked>("issues", ({ issues, locked }) => this.change({ issues, ...(locked ? { locked } : {}) }));
    host.hear<Saved>("saved", (saved) => {
      this.kept.saved(saved.revision);
      this.change({ saved });
    });
    for (const { revision: _, ...made } of this.kept.take()) this.make(made, true);
  }

  static async open(host: Host): Promise<Project> {
    return new Project(host, await host.ask<Opened>("document.open", { language: keptLanguage(), window: keptWindow() }));
  }

  get current(): View {
    return this.view;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Makes an edit at once; the editor confirms it or says why not. Edits of a group that follow
   * one another at once, as while typing, are one to undo. */
  edit(ops: Op[], label: string, group = ""): void {
    if (ops.length === 0) return;
    this.make({ id: freshId(), ops, label, group }, false);
  }

  async undo(): Promise<void> {
    if (this.view.online) return this.step("document.undo");
    const last = this.pending.at(-1);
    if (last) this.withdraw(last);
  }

  async redo(): Promise<void> {
    if (this.view.online) return this.step("document.redo");
  }

  /** Whether the editor can be reached, as whoever watches the connection says. */
  setOnline(online: boolean): void {
    if (online !== this.view.online) this.change({ online });
  }

  /** Asks for the ports of a topic's nodes, where they are not known yet. */
  async loadPorts(bot: string, topic: string): Promise<void> {
    if (this.view.ports[bot]?.[topic]) return;
    const nodes = await this.host.ask<Record<string, string[]>>("document.ports", { bot, topic });
    this.change({ ports: merged(this.view.ports, { [bot]: { [topic]: nodes } }) });
  }

  /** The person chooses the language of the interface; it is kept. */
  speak(language: Language): void {
    keepLanguage(language);
    this.change({ language });
    this.host.ask("document.speak", { language }).catch((error: Error) => this.say(error.message));
  }

  /** Shows a sentence about what went wrong; an empty one puts it away. */
  say(trouble: string): void {
    this.change({ trouble });
  }

  /** `again`: it was sent before, and may have arrived. */
  private make(made: Made, again: boolean): void {
    try {
      const [tree] = apply(this.view.tree as unknown as Json, made.ops);
      this.pending.push(made);
      this.kept.add(made);
      this.change({ tree: tree as unknown as Tree, pending: this.pending.length });
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      this.change({ trouble: error.message });
      return;
    }
    performance.mark(made.id);
    this.host.ask<number | null>("document.edit", { edit: made, again }).then(
      (revision) => revision === null && this.withdraw(made),
      (error: Error) => this.withdraw(made, { trouble: error.message }),
    );
  }

  /** It is refused, taken back before it went out, or had arrived long ago. */
  private withdraw(made: Made, change: Partial<View> = {}): void {
    this.pending = this.pending.filter((one) => one !== made);
    this.kept.drop(made.id);
    this.rebase(change);
  }

  private async step(what: string): Promise<void> {
    try {
      await this.host.ask(what);
    } catch (error) {
      this.change({ trouble: (error as Error).message });
    }
  }

  private edited(news: Edited): void {
    const [tree] = apply(this.confirmed as unknown as Json, news.ops);
    this.confirmed = tree as unknown as Tree;
    const { undo, redo, revision } = news;
    const change = { undo, redo, revision, ports: merged(this.view.ports, news.ports) };
    const made = this.pending[0];
    if (news.how !== "edit" || made?.id !== news.id) return this.rebase(change);
    // What is shown has it already.
    this.pending.shift();
    this.kept.confirmed(made.id, revision);
    timed(made.id);
    if (this.pending.length === 0) this.confirmed = this.view.tree;
    this.change({ ...change, pending: this.pending.length });
  }

  /** What is on its way, done again on what is confirmed. */
  private rebase(change: Partial<View>): void {
    let tree = this.confirmed as unknown as Json;
    for (const { ops } of this.pending) {
      try {
        [tree] = apply(tree, ops);
      } catch (error) {
        // The editor will refuse it too, and say so.
        if (!(error instanceof EditError)) throw error;
      }
    }
    this.change({ ...change, tree: tree as unknown as Tree, pending: this.pending.length });
  }

  private change(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** A part of the project; the view is drawn again when it changes. `select` gives a stable part. */
export function useProject<T>(project: Project, select: (view: View) => T): T {
  return useSyncExternalStore(project.subscribe, () => select(project.current));
}

/** How long an edit took to be confirmed, in the browser's own table of measures: the latest. */
function timed(id: string): void {
  performance.clearMeasures(ROUND_TRIP);
  // An edit of an earlier page has left its mark there.
  if (performance.getEntriesByName(id).length) performance.measure(ROUND_TRIP, id);
  performance.clearMarks(id);
}

function merged(known: Ports, news: Ports): Ports {
  const found = { ...known };
  for (const [bot, topics] of Object.entries(news)) {
    found[bot] = { ...found[bot] };
    for (const [topic, nodes] of Object.entries(topics)) {
      const before = found[bot][topic] ?? {};
      const after = { ...before };
      for (const [node, ports] of Object.entries(nodes)) {
        if (before[node]?.join("\n") !== ports.join("\n")) after[node] = ports;
      }
      found[bot][topic] = after;
    }
  }
  return found;
}
