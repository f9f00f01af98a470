// How the project's history stands (workbench/histories.py): asked for once, then heard of; one for
// all pages of this window.

import { useEffect, useSyncExternalStore } from "react";
import type { Project } from "../project.ts";

export interface Standing {
  phase: "none" | "opening" | "open" | "failed";
  /** Where it is, without a password. */
  source: string;
  tenant: string;
  /** Up to which row it was read. */
  seq: number;
  /** The time of its latest row, and when it was read; microseconds in UTC. */
  t_us: number;
  read_us: number;
  sessions: number;
  events: number;
  messages: number;
  error: string;
  /** Whether its conversations are invented: whoever shows its numbers says so. */
  synthetic?: boolean;
}

class HistoryKept {
  standing: Standing | undefined;
  private readonly listeners = new Set<() => void>();
  private isOpen = false;
  private readonly project: Project;

  constructor(project: Project) {
    this.project = project;
  }

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.project.host.hear<Standing>("history", (standing) => this.take(standing));
    this.ask("history.open");
  }

  ask(what: string, args: object = {}): void {
    this.project.host.ask<Standing | null>(what, args).then(
      (standing) => standing && this.take(standing),
      (error: Error) => this.project.say(error.message),
    );
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private take(standing: Standing): void {
    this.standing = standing;
    for (const listener of this.listeners) listener();
  }
}

const kept = new WeakMap<Project, HistoryKept>();

function keptOf(project: Project): HistoryKept {
  const one = kept.get(project) ?? new HistoryKept(project);
  kept.set(project, one);
  return one;
}

/** How the history stands; undefined until that is known. */
export function useHistory(project: Project): Standing | undefined {
  const one = keptOf(project);
  useEffect(() => one.open(), [one]);
  return useSyncExternalStore(one.subscribe, () => one.standing);
}

export function chooseHistory(project: Project, source: string, tenant = "main"): void {
  keptOf(project).ask("history.choose", { source, tenant });
}

export function leaveHistory(project: Project): void {
  keptOf(project).ask("history.leave");
}

export function refreshHistory(project: Project): void {
  keptOf(project).ask("history.refresh");
}
