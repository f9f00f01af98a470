// The words of the engine as they arrive here: plain values of a project (workbench/tree.py).

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A text by language. */
export type Text = Record<string, string>;
export type Language = "es" | "en" | "pt";

export interface FlowNode {
  kind: string;
  title?: string;
  when?: string;
  pause_ms?: number;
  params?: Record<string, Json>;
  edges?: Record<string, string>;
  note?: string;
  source?: string;
}

export interface Remark {
  text: string;
  x?: number;
  y?: number;
}

export interface Topic {
  format: number;
  title?: Text;
  description?: string;
  nodes?: Record<string, FlowNode>;
  comments?: Remark[];
  layout?: Record<string, [number, number]>;
}

export interface Table {
  columns: string[];
  rows: Json[][];
  file?: string;
}

export interface Bot {
  id: string;
  name: string;
  languages: string[];
  topics: Record<string, Topic>;
  entities: Record<string, Table>;
  actions: Record<string, string>;
  tests: Record<string, string>;
  nlu: string;
  [setting: string]: unknown;
}

export interface Tree {
  bots: Record<string, Bot>;
  tests: Record<string, string>;
  [setting: string]: unknown;
}

export type Severity = "error" | "warning" | "advice";

export interface Place {
  bot?: string;
  file?: string;
  topic?: string;
  node?: string;
  path?: string;
  line?: number;
}

export interface Issue {
  code: string;
  severity: Severity;
  message: string;
  remedy: string;
  location?: Place;
  /** The name that is wrong, and those like it that may be meant: the sentences are for people. */
  wrong?: string;
  near?: string[];
}

/** JSON Schema 2020-12 as far as the kinds use it. */
export interface Schema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  enum?: Json[];
  default?: Json;
  $ref?: string;
  $defs?: Record<string, Schema>;
  "x-role"?: string;
  [key: string]: unknown;
}

export type Family = "entry" | "say" | "ask" | "logic" | "act" | "human" | "end";

export interface Kind {
  title: Text;
  /** The palette's section. */
  group: string;
  /** The colour family of the theme. */
  family: Family;
  icon: string;
  waits: boolean;
  /** The settings that hold triggers: where there are any, conversations enter a flow here. */
  triggers: string[];
  help: Partial<Record<Language, string>>;
  /** What a new node begins with, and its ports then. */
  starter: { params: Record<string, Json>; ports: string[] };
  schema: Schema;
}

export interface Channel {
  title: string;
  /** The channel that took over from one that its owner shut. */
  successor: string;
}

type ByInterface = Record<Language, string>;

/** The settings of a bot and the routing of a project: see workbench/settings.py. */
export interface Settings {
  bot: Schema;
  routing: Schema;
  sections: Record<string, string[]>;
  titles: Record<string, ByInterface>;
  helps: Record<string, ByInterface>;
  words: Record<string, ByInterface>;
  values: Record<string, ByInterface>;
  /** What the limits are called. */
  limits: Record<string, ByInterface>;
  /** Rules of writing advice. */
  advice: Record<string, { title: ByInterface; why: ByInterface }>;
  /** Names that the platform fills. */
  predefined: { name: string; type: string; example: string; meaning: ByInterface }[];
  /** Intents that every bot has. */
  intents: { startup: string; not_understood: string };
}

export interface Catalogue {
  kinds: Record<string, Kind>;
  /** Titles of the palette's sections, in their order. */
  groups: Record<string, Text>;
  /** Names of ports that no setting of a node names. */
  ports: Record<string, Text>;
  /** How settings and their values are called, by the interface's language. */
  words: { fields: Record<string, Record<Language, string>>; values: Record<string, Record<Language, string>> };
  limits: Record<string, number>;
  channels: Record<string, Channel>;
}
