// What workbench/testing.py tells of the conversation tests.

export interface Difference {
  line: number;
  expected: string;
  got: string;
}

export interface Test {
  bot: string;
  file: string;
  title: string;
  /** Names the test among all. */
  key: string;
  /** Where it begins in its file, from 1. */
  line: number;
  /** None before it was played. */
  differences: Difference[] | null;
  warnings: string[];
}

export type Kind = "node" | "port" | "trigger" | "language";

/** How many of how many. */
export type Tally = [passed: number, total: number];

export interface Part {
  kind: Kind;
  bot: string;
  topic: string;
  node: string;
  name: string;
  tests: string[];
  unreachable: string;
}

export interface Coverage {
  whole: Record<Kind, Tally>;
  topics: ({ bot: string; topic: string } & Record<Kind, Tally>)[];
  parts: Part[];
}

export interface Standing {
  progress: { phase: "never" | "training" | "running" | "done" | "cancelled" | "failed"; done: number; total: number; revision: number; error: string };
  tests: Test[];
  faults: { message: string; remedy: string; location?: { file?: string; line?: number } }[];
  /** Absent while tests run. */
  coverage?: Coverage | null;
}

export interface Written {
  bot: string;
  node: string;
  port: string;
  /** The test's text, empty where none was found; then `why`. */
  text: string;
  why: string;
}

export function isRunning({ progress }: Standing): boolean {
  return progress.phase === "training" || progress.phase === "running";
}
