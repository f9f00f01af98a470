// Where things are in the tree of a project, and which topic each node lives in.

import type { Steps } from "../edits.ts";
import type { Bot, FlowNode, Topic, Tree } from "../types.ts";

/** A topic of a bot. */
export interface Canvas {
  bot: string;
  topic: string;
}

export function topicPath({ bot, topic }: Canvas): Steps {
  return ["bots", bot, "topics", topic];
}

export function nodePath(canvas: Canvas, node: string): Steps {
  return [...topicPath(canvas), "nodes", node];
}

export function topicAt(tree: Tree, { bot, topic }: Canvas): Topic | undefined {
  return tree.bots[bot]?.topics[topic];
}

export function nodesAt(tree: Tree, canvas: Canvas): Record<string, FlowNode> {
  return topicAt(tree, canvas)?.nodes ?? {};
}

const homesOf = new WeakMap<Bot, Map<string, string>>();

/** The topic of each node of a bot: ids are unique in it. */
export function homes(bot: Bot): Map<string, string> {
  const known = homesOf.get(bot);
  if (known) return known;
  const found = new Map<string, string>();
  for (const [topic, { nodes }] of Object.entries(bot.topics)) {
    for (const id of Object.keys(nodes ?? {})) found.set(id, topic);
  }
  homesOf.set(bot, found);
  return found;
}
