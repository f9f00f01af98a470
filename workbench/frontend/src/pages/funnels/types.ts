// Funnels as data (engine/types/funnel.py), and what workbench/funnels tells of them.

import type { Json } from "../../types.ts";

export interface Condition {
  of: string;
  test?: string;
  values?: (string | number | boolean)[];
}

export type StepKind = "node" | "port" | "intent" | "event" | "message" | "template" | "payment" | "variable" | "tag";

export interface Step {
  step: StepKind;
  title?: string;
  within_s?: number | null;
  after_s?: number | null;
  directly?: boolean;
  optional?: boolean;
  where?: Condition[];
  node?: string;
  port?: string;
  topic?: string;
  intent?: string;
  name?: string;
  kind?: string;
  direction?: string;
  author?: string;
  status?: string;
  template?: string;
  event?: string;
  at_least?: number | null;
  variable?: string;
  value?: string | number | boolean | null;
  tag?: string;
}

export interface Exclusion {
  what: Step;
  /** The step that was reached before; 0 for any. */
  after?: number;
  mode?: "reset" | "remove";
}

export interface Breakdown {
  column: string;
  attribution?: "each" | "first" | "last" | "step";
  at?: number;
  top?: number;
}

export interface Spec {
  name?: string;
  steps: Step[];
  entity?: "contact" | "conversation" | "session" | "agent";
  order?: "ordered" | "strict" | "unordered";
  ties?: "log" | "favourable" | "increasing";
  counting?: "unique" | "first" | "totals";
  within_s?: number | null;
  within_session?: boolean;
  open_entry?: boolean;
  exclusions?: Exclusion[];
  where?: Record<string, string[]>;
  hold?: string[];
  breakdown?: Breakdown | null;
  since?: string | null;
  until?: string | null;
  zone?: string;
  [rule: string]: unknown;
}

export interface StepRow {
  value: string;
  step: number;
  title: string;
  entered: number;
  converted: number;
  dropped: number;
  immature: number;
  rate: number;
  rate_low: number;
  rate_high: number;
  total_rate: number;
  total_low: number;
  total_high: number;
  p50_s: number | null;
  p90_s: number | null;
}

export interface ValueRow {
  value: string;
  came: number[];
  rates: number[];
  share: number;
  low: number;
  high: number;
}

export interface Counted {
  key: string;
  digest: string;
  entity: NonNullable<Spec["entity"]>;
  steps: StepRow[];
  began: number;
  change: { points: number; low: number; high: number; began: number; share: number } | null;
  /** Each step against the period before; empty without one. */
  compared: { step: number; rate: number; before: number; points: number; low: number; high: number; p: number }[];
  immature: number;
  drop: { step: number; share: number; lost: number } | null;
  worst: [value: string, step: number] | null;
  values: ValueRow[];
  left_out: number;
  since: string | null;
  until: string | null;
  seq: number;
  t_us: number;
  rows: number;
  seconds: number;
}

export interface Checked {
  key: string;
  agrees?: boolean;
  seconds?: number;
  error?: string;
}

/** A number of a funnel: who came to a step, or left before it; of one value, or of all. */
export interface Chosen {
  step: number;
  dropped: boolean;
  value: string | null;
}

export interface Person {
  entity: string;
  contact: string;
  value: string;
  level: number;
  immature: boolean;
  start_us: number;
  reached_us: number;
  conversation: string;
  channel: string;
  said: string[];
  missed: number;
  agent: boolean;
}

export interface People {
  key: string;
  chosen: Chosen;
  offset: number;
  total: number;
  page: number;
  people: Person[];
}

export interface Line {
  t_us: number;
  turn: number;
  who:
    | "person" | "bot" | "agent"
    | "intent" | "not_understood" | "invalid_answer" | "button" | "tag" | "event" | "handed_over" | "handed_back" | "inactivity" | "undelivered" | "error" | "session_started";
  text: string;
  options: string[];
  node: string;
  topic: string;
}

export interface Choice {
  step: Step;
  label: string;
  detail?: string;
  count?: number;
  known?: boolean;
}

export interface Choices {
  bot: string;
  choices: Choice[];
  values: Record<string, string[]>;
  days: [first_us: number, last_us: number];
}

/** A funnel as the tree of the project has it. */
export type Saved = Record<string, Json>;
