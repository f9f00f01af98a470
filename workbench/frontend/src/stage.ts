// Where a person is in the app: page, bot, topic, what is selected, what is drawn over the canvas.
// Nothing of it is kept in the project; every window has its own.

import { type ComponentType, useSyncExternalStore } from "react";
import type { Project } from "./project.ts";
import type { Place } from "./types.ts";

/** What marks a node or an edge on the canvas; the canvas knows no reasons. */
export interface Mark {
  tone?: "live" | "ok" | "bad" | "warn" | "added" | "removed" | "changed" | "trail" | "quiet";
  /** A short text: a count, a share. */
  label?: string;
  /** Read out and shown on hover. */
  title?: string;
  /** Thickness of an edge, from 0 to 1. */
  weight?: number;
  /** Drawn as a ring: where a simulated conversation stands. */
  ring?: boolean;
}

/** Something drawn over the flows: a path, coverage, traffic, a comparison. */
export interface Overlay {
  name: string;
  /** By topic and node. */
  nodes: Record<string, Record<string, Mark>>;
  /** By topic and `node:port`. */
  edges: Record<string, Record<string, Mark>>;
  /** What is said of it above the canvas, and how it is changed or taken off there. */
  legend?: ComponentType<LegendProps>;
}

export interface LegendProps {
  project: Project;
  stage: Stage;
}

export interface Seen {
  page: string;
  bot: string;
  topic: string;
  /** What the page shows of it, as the page writes it into the address: `period=last_7&channel=sms`. */
  query: string;
  /** The selected nodes. */
  nodes: string[];
  /** The path into the params of the selected node that should have the focus, as `options[2].label`. */
  path: string;
  /** The language whose texts are shown: one of the bot's. */
  language: string;
  /** What lies over the page: one of frame/sheets.ts, empty where nothing. */
  sheet: string;
  /** What is in the right column on the page of flows. */
  aside: "form" | "simulator" | "preview" | "none";
  overlays: Overlay[];
  /** Where the person was, for going back after a goto was followed. */
  back: { topic: string; nodes: string[] }[];
}

export class Stage {
  private seen: Seen;
  /** What each page showed when it was left. */
  private readonly queries = new Map<string, string>();
  private readonly listeners = new Set<() => void>();

  constructor(seen: Partial<Seen>) {
    this.seen = {
      page: "flows", bot: "", topic: "", query: "", nodes: [], path: "", language: "en", sheet: "", aside: "form", overlays: [], back: [],
      ...seen,
    };
  }

  get current(): Seen {
    return this.seen;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Partial<Seen>): void {
    const { page, query } = this.seen;
    this.queries.set(page, query);
    const isElsewhere = change.page !== undefined && change.page !== page;
    this.seen = { ...this.seen, ...(isElsewhere && { query: this.queries.get(change.page!) ?? "" }), ...change };
    for (const listener of this.listeners) listener();
  }

  /** Goes to a place of an issue, a search result, a step of the simulator. */
  goTo(place: Place): void {
    const { bot, topic, nodes } = this.seen;
    const to = place.topic ?? topic;
    const back = to === topic || !topic ? this.seen.back : [...this.seen.back, { topic, nodes }].slice(-50);
    this.set({
      page: "flows", bot: place.bot || bot, topic: to, nodes: place.node ? [place.node] : [], path: place.path ?? "", back,
    });
  }

  /** Goes back to where the latest jump to another topic began. */
  goBack(): void {
    const last = this.seen.back.at(-1);
    if (last) this.set({ page: "flows", ...last, path: "", back: this.seen.back.slice(0, -1) });
  }

  /** Draws an overlay, in place of the one of the same name. */
  overlay(overlay: Overlay): void {
    this.set({ overlays: [...this.seen.overlays.filter((one) => one.name !== overlay.name), overlay] });
  }

  removeOverlay(name: string): void {
    this.set({ overlays: this.seen.overlays.filter((one) => one.name !== name) });
  }
}

/** A part of the stage; the view is drawn again when it changes. `select` gives a stable part. */
export function useStage<T>(stage: Stage, select: (seen: Seen) => T): T {
  return useSyncExternalStore(stage.subscribe, () => select(stage.current));
}
