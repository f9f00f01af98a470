// How the tests stand: asked for once, then heard of; one for all that show it in this window.

import { useEffect, useSyncExternalStore } from "react";
import type { Project } from "../../project.ts";
import type { Coverage, Standing } from "./types.ts";

class TestsKept {
  standing: Standing | undefined;
  coverage: Coverage | null = null;
  private readonly listeners = new Set<() => void>();
  private isOpen = false;
  private readonly project: Project;

  constructor(project: Project) {
    this.project = project;
  }

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.project.host.hear<Standing>("tests", (standing) => this.take(standing));
    this.reload();
  }

  reload(): void {
    this.project.host.ask<Standing>("tests.open").then(
      (standing) => this.take(standing),
      (error: Error) => this.project.say(error.message),
    );
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private take(standing: Standing): void {
    this.standing = standing;
    if (standing.coverage !== undefined) this.coverage = standing.coverage;
    for (const listener of this.listeners) listener();
  }
}

const kept = new WeakMap<Project, TestsKept>();

function keptOf(project: Project): TestsKept {
  const one = kept.get(project) ?? new TestsKept(project);
  kept.set(project, one);
  return one;
}

/** How the tests stand, undefined until that is known; and what they cover, null before a run. */
export function useTests(project: Project): [Standing | undefined, Coverage | null] {
  const one = keptOf(project);
  useEffect(() => one.open(), [one]);
  const standing = useSyncExternalStore(one.subscribe, () => one.standing);
  const coverage = useSyncExternalStore(one.subscribe, () => one.coverage);
  return [standing, coverage];
}

/** The list of tests is read again, as after one was written. */
export function reloadTests(project: Project): void {
  keptOf(project).reload();
}
