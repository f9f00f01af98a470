// What the simulator in Python tells: see workbench/simulator/{moves,setup,telling,view}.py.

import type { Json, Text } from "../types.ts";

export interface Place {
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}

export type MediaKind = "image" | "audio" | "video" | "document";

export interface Media {
  kind: MediaKind;
  url: string;
  name?: string;
  mime?: string;
  size?: number;
  caption?: string;
}

export interface Option {
  id: string;
  label: string;
  url?: string;
  description?: string;
}

export interface Card {
  title: string;
  subtitle?: string;
  image?: string;
  options?: Option[];
}

export interface Message {
  text?: string;
  options?: Option[];
  cards?: Card[];
  media?: Media[];
  place?: Place;
  template?: { name: string; language?: string; parameters?: string[] };
  wants?: string;
}

export type OptionsAs = "" | "buttons" | "quick_replies" | "keyboard" | "list" | "links";

/** One message as the channel shows it. */
export interface Shown {
  message: Message;
  options_as?: OptionsAs;
  numbered?: Option[];
  first?: number;
}

export interface Degradation {
  code: string;
  words: Text;
  lost?: string[];
}

export type Move =
  | { type: "open" }
  | { type: "say"; text?: string; media?: Media[]; place?: Place }
  | { type: "press"; id: string; label?: string }
  | { type: "happen"; name: string; data?: Record<string, Json> }
  | { type: "wait"; seconds: number }
  | { type: "hand_back"; agent?: string }
  | { type: "answer"; key: string; port?: string; value?: Json; error?: string; real?: boolean }
  | { type: "assign"; name: string; value?: Json };

export interface Effect {
  type: string;
  key?: string;
  [field: string]: Json | undefined;
}

export interface MessageLine {
  as: "message";
  node: string;
  shown: Shown[];
  degradations?: Degradation[];
  delay_ms?: number;
}

export interface EffectLine {
  as: "effect";
  node: string;
  effect: Effect;
  key?: string;
  answer?: { port?: string; value?: Json; error?: string };
}

export interface NoteLine {
  as: "note";
  what: string;
  node?: string;
  topic?: string;
  name?: string;
  data?: Json;
}

export interface TimerLine {
  as: "timer";
  timer: string;
  t_us: number;
}

export type Line = MessageLine | EffectLine | NoteLine | TimerLine;

export interface Step {
  bot: string;
  topic: string;
  node: string;
  port?: string;
}

export interface Entity {
  name: string;
  value: Json;
  start: number;
  end: number;
  confidence?: number;
}

export interface Reading {
  intents?: [intent: string, confidence: number][];
  threshold?: number;
  keywords?: string[];
  topic?: string;
  related?: string[];
  entities?: Entity[];
  language?: string;
  language_confidence?: number;
}

/** A move with everything that it set off. */
export interface Told {
  move: Move;
  t_us: number;
  lines?: Line[];
  path?: Step[];
  readings?: Record<string, Reading>;
  claim?: { intent: string; how: string; confidence?: number };
  bot?: string;
  at?: string;
  /** Names as `variables.city`, `fields.x`, `tags.vip`, `language`. */
  changed?: string[];
  step_us?: number;
  /** What the bot said before an edit, where it says something else now. */
  before?: string;
}

export interface Contact {
  id?: string;
  name?: string;
  phone?: string;
  email?: string;
  language?: string;
}

export interface Setup {
  bot: string;
  channel: string;
  contact: Contact;
  fields: Record<string, Json>;
  tags: string[];
  seed: number;
  agents: number;
  start_us: number;
}

export interface Frame {
  0: string;
  1: string;
}

/** How everything stands after a move. */
export interface Standing {
  bot: string;
  at: string;
  topic: string;
  language: string;
  mode: "bot" | "human" | "muted" | "ended";
  variables: Record<string, Json>;
  fields: Record<string, Json>;
  tags: string[];
  stack: Frame[];
  session: number;
  turn: number;
}

export interface Waiting {
  key: string;
  node: string;
  effect: Effect;
  /** The ports by which it can be answered, each with an example. */
  ports: Record<string, Json>;
}

export interface Timer {
  timer: string;
  due_us: number;
}

export interface ModelStanding {
  phase: "fresh" | "stale" | "missing" | "training" | "failed";
  step?: string;
  share?: number;
  error?: string;
  seconds?: number;
}

/** The conversation as a test, and where the bot does not keep to it. */
export interface Recorded {
  text: string;
  differences: { line: number; expected: string; got: string }[];
}

/** News `simulator`: the first `stands` turns are as they were, then come these. */
export interface News {
  stands: number;
  turns: Told[];
  setup: Setup;
  state: Standing | null;
  now_us: number;
  waiting: Waiting[];
  timers: Timer[];
  scripts: Record<string, { port: string; value: Json }>;
  real: string[];
  real_kinds: string[];
  rest: Move[];
  misfit: string;
  models: Record<string, ModelStanding>;
  trouble: string;
  /** How often the person did something; edits and trainings play the conversation too. */
  acts: number;
  busy: string;
}
