// The intents of a bot - the nodes whose kind holds triggers - and what can be said of their
// phrases without asking anybody.

import type { Op, Steps } from "../edits.ts";
import { fieldsOf, type Field } from "../forms/shapes.ts";
import type { Bot, Catalogue, FlowNode, Json, Topic } from "../types.ts";
import { inLanguage } from "../words.ts";

export interface Intent {
  node: string;
  topic: string;
  topicTitle: string;
  drawn: FlowNode;
}

/** A phrase and where it stands. */
export interface Phrase {
  node: string;
  text: string;
}

/** All intents of a bot, flow by flow. */
export function intentsOf(bot: Bot, catalogue: Catalogue, language: string): Intent[] {
  return Object.entries(bot.topics).flatMap(([topic, drawn]) => {
    const topicTitle = inLanguage(drawn.title, language) || topic;
    return Object.entries(drawn.nodes ?? {})
      .filter(([, { kind }]) => (catalogue.kinds[kind]?.triggers.length ?? 0) > 0)
      .map(([node, one]) => ({ node, topic, topicTitle, drawn: one }));
  });
}

/** The settings of a kind that hold triggers: lists by language first, then the others. */
export function triggerFields(kind: string, catalogue: Catalogue): { lines: Field[]; others: Field[] } {
  const known = catalogue.kinds[kind];
  const fields = known ? fieldsOf(known.schema) : [];
  const triggers = fields.filter(({ name }) => known?.triggers.includes(name));
  return {
    lines: triggers.filter(({ shape }) => shape.kind === "lines"),
    others: [...fields.filter(({ name }) => !known?.triggers.includes(name)), ...triggers.filter(({ shape }) => shape.kind !== "lines")],
  };
}

export function linesOf(node: FlowNode, field: string, language: string): string[] {
  const table = node.params?.[field] as Record<string, string[]> | undefined;
  return table?.[language] ?? [];
}

/** How many triggers of all kinds an intent has in a language. */
export function countOf(node: FlowNode, language: string): number {
  let count = 0;
  for (const value of Object.values(node.params ?? {})) {
    if (typeof value !== "object" || value === null) continue;
    const list = Array.isArray(value) ? value : (value as Record<string, Json>)[language];
    if (Array.isArray(list)) count += list.length;
  }
  return count;
}

/** Letters and digits only, without case or accents: what makes two phrases the same. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** The phrases of a bot by their folded text, in one language. */
export function phraseIndex(bot: Bot, language: string): Map<string, Phrase[]> {
  const index = new Map<string, Phrase[]>();
  for (const topic of Object.values(bot.topics)) {
    for (const [key, phrase] of phrasesOf(topic, language)) {
      const known = index.get(key);
      if (known) known.push(phrase);
      else index.set(key, [phrase]);
    }
  }
  return index;
}

/** What puts a list of phrases in place of another. */
export function putLines(base: Steps, node: FlowNode, field: string, language: string, lines: string[]): Op[] {
  const path = [...base, "params", field];
  if (lines.length) return [{ path: [...path, language], value: lines }];
  const table = node.params?.[field] as Record<string, Json> | undefined;
  if (!table || !(language in table)) return [];
  return [{ path: Object.keys(table).length > 1 ? [...path, language] : path }];
}

/** Texts one a line, as they are pasted, without those that are there already. */
export function newLines(pasted: string, present: readonly string[]): string[] {
  const taken = new Set(present.map(folded));
  const found: string[] = [];
  for (const line of pasted.split(/\r?\n/)) {
    const text = line.trim().replace(/^[-*•]\s+/, "");
    if (!text || taken.has(folded(text))) continue;
    taken.add(folded(text));
    found.push(text);
  }
  return found;
}

// A topic that did not change is folded once.
const known = new WeakMap<Topic, Map<string, [string, Phrase][]>>();

function phrasesOf(topic: Topic, language: string): [string, Phrase][] {
  const byLanguage = known.get(topic) ?? new Map<string, [string, Phrase][]>();
  known.set(topic, byLanguage);
  const found = byLanguage.get(language) ?? Object.entries(topic.nodes ?? {}).flatMap(([node, drawn]) =>
    linesOf(drawn, "phrases", language).map((text): [string, Phrase] => [folded(text), { node, text }]),
  );
  byLanguage.set(language, found);
  return found;
}
