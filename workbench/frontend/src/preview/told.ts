// What the preview in Python tells: see engine/runtime/preview.py and workbench/requests/preview.py.

import type { Degradation, Shown } from "../simulator/told.ts";
import type { Issue, Text } from "../types.ts";

export interface Count {
  path: string;
  used: number;
  /** 0 is no bound. */
  limit: number;
  unit?: "characters" | "utf8" | "utf16";
  segments?: { encoding: string; units: number; segments: number; room: number; costly?: string[] };
}

export interface Bubble extends Shown {
  counts?: Count[];
}

export interface ChannelPreview {
  channel: string;
  title: string;
  messages?: Bubble[];
  degradations?: Degradation[];
  missing?: string[];
  fault?: string;
}

export interface Advice {
  rule: string;
  issue: Issue;
}

export interface Previewed {
  /** The bot's own channels. */
  own: string[];
  previews: ChannelPreview[];
  advice: Advice[];
}

export type Rules = Record<string, { title: Text; why: Text }>;
