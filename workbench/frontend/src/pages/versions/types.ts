// What workbench/keeping.py and workbench/publishing.py tell.

import type { Overlay } from "../../stage.ts";
import type { Issue, Json, Place } from "../../types.ts";

export interface Version {
  /** From 1; 0 stands for the project as it is now. */
  id: number;
  t_us: number;
  kind: "saved" | "published" | "restored" | "merged" | "imported";
  author: string;
  label: string;
  bundle: string;
}

export interface Conflict {
  key: string;
  location: Place;
  words: string;
  base?: Json;
  ours?: Json;
  theirs?: Json;
}

export interface Kept {
  versions: Version[];
  issues: Issue[];
  fault: Issue | null;
  conflicts: Conflict[];
}

export interface Change {
  kind: "added" | "removed" | "changed" | "moved";
  what: string;
  location: Place;
  words: string;
  lines?: string[];
}

export interface Compared {
  before: number;
  after: number;
  changes: Change[];
  overlay: Overlay;
  error?: string;
}

export type Warned = Issue & { key: string };

export interface Lost {
  bundle: string;
  bot: string;
  node: string;
  port: string;
  sessions: number;
  to: string;
}

export interface Gate {
  errors: Issue[];
  warnings: Warned[];
  accepted: Warned[];
  advice: Issue[];
  failed: string[];
  lost: Lost[];
  moves: Record<string, string>;
  error?: string;
}

export interface Publication {
  bundle: string;
  /** Milliseconds since 1970 in UTC. */
  t: number;
  by: string;
  is_current: boolean;
  is_kept: boolean;
  sessions: number;
}

export interface Published {
  bundle: string;
  before: string;
  moved: number;
}

export interface Replayed {
  conversation: string;
  turns: number;
  differences: [turn: number, said: string, before: string, now: string][];
}
