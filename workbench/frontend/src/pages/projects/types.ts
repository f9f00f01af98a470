// What workbench/requests/projects.py and imports.py give.

import type { Change, Conflict } from "../versions/types.ts";

export interface Shown {
  folder: string;
  name: string;
  languages: string[];
  bots: number;
  topics: number;
  changed_us: number;
  fault: string;
  /** Whether it was imported, with an account of that. */
  report?: boolean;
}

export interface Platform {
  name: string;
  title: string;
}

export interface Listed {
  workspace: string;
  open: string;
  projects: Shown[];
  samples: Shown[];
  platforms: Platform[];
}

export type Outcome = "exact" | "approximate" | "unmapped";

export interface Entry {
  kind: string;
  name: string;
  place: string;
  outcome?: Outcome;
  count?: number;
  how?: string;
  next_step?: string;
  node?: string;
  /** Bot and topic of the node. */
  at: [bot: string, topic: string] | [];
}

export interface Count {
  kind: string;
  total: number;
  exact: number;
  approximate: number;
  unmapped: number;
  mapped_percent: number;
}

export interface Report {
  platform: string;
  /** What people call the platform; empty where it is no longer installed. */
  title: string;
  source: string;
  bot: string;
  counts: Count[];
  whole: Count;
  entries: Entry[];
}

/** What an upload looks like. */
export interface Looked {
  platforms: Platform[];
  /** Projects that an earlier import of the platform made; `same`: of this very source. */
  before: { folder: string; name: string; same: boolean }[];
  summary: string;
}

/** What came of an import. */
export interface Brought {
  project: string;
  outcome: "new" | "replaced" | "unchanged" | "updated" | "conflicts";
  changes: Change[];
  conflicts: Conflict[];
}

/** An import that was asked for, to be asked for again with choices. */
export interface Asked {
  upload: string;
  platform: string;
  project?: string;
}
