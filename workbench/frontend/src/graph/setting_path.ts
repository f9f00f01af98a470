// Paths into settings as issues write them: `options[2].label.en`, `results['price']`.

import type { Steps } from "../edits.ts";

const PART = /\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|([^.[\]]+)/g;

export function stepsOf(path: string): Steps {
  return [...path.matchAll(PART)].map(([, index, key, name]) => (index !== undefined ? Number(index) : (key?.replace(/\\(.)/g, "$1") ?? name!)));
}
