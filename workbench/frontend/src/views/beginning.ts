// Where a view in a notebook or in JupyterLab begins, as its settings say.

import type { View } from "../project.ts";
import { Stage } from "../stage.ts";
import type { Bot } from "../types.ts";

export function beginning({ tree, language }: View, settings: Record<string, unknown>): Stage {
  const wished = String(settings["bot"] ?? "");
  const bot = tree.bots[wished] ? wished : (Object.keys(tree.bots)[0] ?? "");
  const { topics = {}, languages = [] } = tree.bots[bot] ?? {};
  const topic = String(settings["topic"] || firstTopic(topics));
  const spoken = String(settings["language"] ?? language);
  return new Stage({ bot, topic, language: languages.includes(spoken) ? spoken : (languages[0] ?? spoken) });
}

/** The topic where conversations begin. */
export function firstTopic(topics: Bot["topics"]): string {
  const names = Object.keys(topics);
  return names.find((name) => topics[name]?.nodes?.["startup"]) ?? names[0] ?? "";
}
