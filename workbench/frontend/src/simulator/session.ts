// The simulated conversation as this window sees it. Nothing is played here: moves are asked for,
// and what came of them is told.

import { useEffect, useSyncExternalStore } from "react";
import type { Host } from "../host.ts";
import type { Project } from "../project.ts";
import type { Json } from "../types.ts";
import { recall, remember } from "./kept.ts";
import type { Move, News, Recorded, Setup, Told } from "./told.ts";

export interface Talk extends Omit<News, "stands"> {
  /** What the person did and what is not told yet. */
  pending: Move | null;
  /** False until the first news. */
  begun: boolean;
}

const EMPTY: Talk = {
  begun: false, acts: 0, pending: null, turns: [], state: null, now_us: 0, waiting: [], timers: [], scripts: {}, real: [], real_kinds: [],
  rest: [], misfit: "", models: {}, trouble: "", busy: "",
  setup: { bot: "", channel: "webchat", contact: {}, fields: {}, tags: [], seed: 0, agents: 0, start_us: 0 },
};

export class Session {
  private talk = EMPTY;
  private readonly host: Host;
  /** Where the window remembers the conversation, for when it is loaded anew. */
  private readonly place: string;
  private tickets = 0;
  private readonly listeners = new Set<() => void>();

  constructor(host: Host, folder: string) {
    this.host = host;
    this.place = `tertulia-simulation:${folder}`;
    host.hear<News>("simulator", (news) => this.told(news));
  }

  get current(): Talk {
    return this.talk;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** A view shows it from now on; returns what ends that. */
  attach(bot: string): () => void {
    this.ask("open", { kept: recall(this.place), bot });
    return () => this.ask("leave");
  }

  do(move: Move): void {
    this.change({ pending: move });
    this.ask("do", { move });
  }

  /** Back to the point where so many moves had been made. */
  back(length: number): void {
    this.ask("back", { length });
  }

  setUp(change: Partial<Setup>): void {
    this.ask("set_up", { setup: { ...this.talk.setup, ...change } });
  }

  reset(): void {
    this.ask("reset");
  }

  goOn(): void {
    this.ask("go_on");
  }

  /** Answers a node's effects so from now on; without a port that ends. */
  script(node: string, port = "", value: Json = null): void {
    this.ask("script", { node, port, value });
  }

  carryOut(key: string): void {
    this.ask("carry_out", { key });
  }

  setReal(kinds: string[]): void {
    this.ask("set_real", { kinds });
  }

  train(bot: string): void {
    this.ask("train", { bot });
  }

  cancel(bot: string): void {
    this.ask("cancel", { bot });
  }

  /** Writes the conversation as a test and plays it back. */
  record(title: string): Promise<Recorded> {
    const ticket = ++this.tickets;
    return new Promise((resolve) => {
      const end = this.host.hear<{ ticket: number; recorded: Recorded }>("recorded", (news) => {
        if (news.ticket !== ticket) return;
        end();
        resolve(news.recorded);
      });
      this.ask("record", { title, ticket });
    });
  }

  /** Puts the sentence about what went wrong away. */
  calm(): void {
    this.change({ trouble: "" });
  }

  private ask(what: string, args: object = {}): void {
    this.host.ask(`simulator.${what}`, args).catch((error: Error) => this.change({ trouble: error.message, pending: null }));
  }

  private told({ stands, turns, ...news }: News): void {
    const before = this.talk.turns;
    const isSame = stands === before.length && turns.length === 0;
    // The same list where nothing was said: a training tells how far it is.
    const all: Told[] = isSame ? before : [...before.slice(0, stands), ...turns];
    const pending = news.busy || (isSame && !news.trouble) ? this.talk.pending : null;
    this.change({ ...news, turns: all, pending, begun: true });
    const { setup, rest } = news;
    remember(this.place, { setup, moves: [...all.map(({ move }) => move), ...rest] });
  }

  private change(change: Partial<Talk>): void {
    this.talk = { ...this.talk, ...change };
    for (const listener of this.listeners) listener();
  }
}

const sessions = new WeakMap<Host, Session>();

/** The conversation of a window: one, however many views show it. */
export function sessionOf({ host, current }: Project): Session {
  const session = sessions.get(host) ?? new Session(host, current.folder);
  sessions.set(host, session);
  return session;
}

/** A part of the conversation; `select` gives a stable part. */
export function useTalk<T>(session: Session, select: (talk: Talk) => T): T {
  return useSyncExternalStore(session.subscribe, () => select(session.current));
}

export function useAttached(session: Session, bot: string): void {
  // The bot counts for a first conversation only: choosing another later changes nothing here.
  useEffect(() => session.attach(bot), [session]);
}
