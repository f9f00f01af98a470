// What the page hears of a project's history: dashboards, metrics, what was counted.

import type { Text } from "../../types.ts";

export type Unit = "count" | "share" | "seconds" | "score" | "money" | "number";
/** How a metric is drawn. */
export type Shape = "number" | "time" | "values" | "hours" | "table";

export interface Metric {
  name: string;
  title: Text;
  /** What is counted, in a sentence. */
  about: Text;
  /** Its numbers; the first is the one that a card shows. */
  measures: Measure[];
  /** What it can be broken down by, and what it is unless told. */
  dimensions: Named[];
  by: string;
  shapes: Shape[];
}

export interface Named {
  name: string;
  title: Text;
}

export interface Measure {
  name: string;
  title: Text;
  unit: Unit;
}

export interface Chart {
  metric: string;
  /** Those that are shown, in this order; none is as the metric says. */
  measures: string[];
  shape: Shape;
  /** Empty: as the page says, where the metric can. */
  breakdown: string;
  wide: boolean;
}

export interface Dashboard {
  name: string;
  title: Text;
  about: Text;
  charts: Chart[];
  /** Somebody of the project made it; it lies in the project's folder. */
  own: boolean;
  /** Always of now: the head's period does not count. */
  live: boolean;
}

export interface Dimension extends Named {
  /** What occurs in the history, the most frequent first. */
  values: string[];
  /** Whether figures can be broken down by it. */
  breaks: boolean;
}

export interface Opened {
  bot: string;
  /** Files of dashboards that cannot be read, and why. */
  faults: string[];
  dashboards: Dashboard[];
  metrics: Metric[];
  dimensions: Dimension[];
  zone: string;
  /** The period to begin with: the last weeks, or all where nothing happened in them. */
  period: string;
}

/** What the head of the page says: of when, of whom, by what. */
export interface Scope {
  period: string;
  since: string;
  until: string;
  compare: boolean;
  breakdown: string;
  where: Record<string, string[]>;
}

export interface Column {
  name: string;
  title: string;
  /** Of its numbers, or `text`, or of which stretch of time it has the beginning. */
  unit: Unit | "text" | Grain;
}

export type Grain = "total" | "minute" | "hour" | "day" | "week" | "month";

export type Row = (string | number | null)[];

/** A chart, counted (workbench/dashboards/question.py). `keys` say which part of it each row is. */
export interface Counted {
  run: string;
  chart: number;
  unit: Unit;
  total: number | null;
  before: number | null;
  figure: string;
  /** The values over time, for the line in a card. */
  trend: (number | null)[];
  columns: Column[];
  rows: Row[];
  keys: Key[];
  digest: string;
  seq: number;
  took_ms: number;
  error: string;
}

/** A part of a chart: stretches of time, a value of the breakdown; without both it is all. */
export interface Key {
  times?: [number, number][];
  value?: string;
}

/** What is said of all charts that are asked for (workbench/requests/dashboards.py). */
export interface Asked {
  bot: string;
  scope: Scope;
  live: boolean;
}

export interface Conversation {
  session_id: string;
  conversation: string;
  contact: string;
  channel: string;
  bot: string;
  language: string;
  t_us: number;
  facts: number;
  messages: number;
  text: string;
}
