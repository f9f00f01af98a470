// Where the nodes of a bot lie and what they are called.

import type { Bot, Catalogue, Language } from "../types.ts";
import { inLanguage } from "../words.ts";

const indexes = new WeakMap<Record<string, unknown>, Map<string, string>>();

/** The topic of a node; empty where it is gone. */
export function topicOf(bot: Bot | undefined, node: string): string {
  if (!bot) return "";
  let index = indexes.get(bot.topics);
  if (!index) {
    index = new Map();
    for (const [topic, { nodes }] of Object.entries(bot.topics)) {
      for (const name of Object.keys(nodes ?? {})) index.set(name, topic);
    }
    indexes.set(bot.topics, index);
  }
  return index.get(node) ?? "";
}

/** A node's title, else its kind's, with its id where that says more. */
export function titleOf(bot: Bot | undefined, node: string, catalogue: Catalogue, language: Language): string {
  const drawn = bot?.topics[topicOf(bot, node)]?.nodes?.[node];
  if (!drawn) return node;
  return drawn.title || `${inLanguage(catalogue.kinds[drawn.kind]?.title, language)} ${node}`.trim();
}
