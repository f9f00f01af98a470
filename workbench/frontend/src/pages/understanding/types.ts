// What workbench/understanding.py tells.

import type { Language, Severity } from "../../types.ts";

type Said = Record<Language, string>;

export interface Where {
  topic: string;
  intent: string;
  language?: string;
  phrase?: string;
}

export interface Fix {
  label: Said;
}

export interface Finding {
  code: string;
  severity: Severity;
  place: Where;
  message: Said;
  remedy: Said;
  score: number;
  others: Where[];
  fixes: Fix[];
}

export interface IntentScore {
  intent: string;
  /** Held-out phrases. */
  support: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Evaluation {
  phrases: number;
  accuracy: number;
  macro_f1: number;
  calibration_error: number;
  threshold: number;
  kept: number;
  understood: number;
  intents: IntentScore[];
  languages: Record<string, number>;
  confusions: { intent: string; taken_for: string; count: number }[];
  too_small: string[];
  warnings: string[];
  folds: number;
  seed: number;
}

export interface Standing {
  bot: string;
  course: { running: boolean; step: string; share: number; error: string };
  old: boolean;
  evaluation?: Evaluation;
  before?: number | null;
  scope?: { threshold: number; own_right: number; own_wrong: number; refused: number } | null;
  auroc?: number | null;
  findings?: Finding[];
  threshold?: number | null;
  ambiguity?: number | null;
  figures?: string[];
}

export interface Effect {
  threshold: number;
  ambiguity: number;
  steps: { step: "understood" | "related_topic" | "related_intents" | "not_understood"; own: number; right: number; strange: number }[];
  served: number;
  asked: number;
  mistaken: number;
  refused: number;
}

export interface Answer {
  intent: string;
  confidence: number;
  understood: boolean;
}

export interface Compared {
  version: number;
  sentences: number;
  won: number;
  lost: number;
  unchanged: number;
  p_value: number;
  right_before: number;
  right_after: number;
  taken: { intent: string; taken_by: string; count: number; lost: number; text: string }[];
  changes: { example: { intent: string; language: string; text: string }; before: Answer; after: Answer; outcome: "won" | "lost" | "right" | "wrong" }[];
}

export interface Group {
  messages: string[];
  count: number;
  language: string;
  intent: string;
  topic: string;
  confidence: number;
  phrases: string[];
  fix: Fix | null;
}
