// What people do with whole topics.

import { addTopic, copyTopic, moveToTopic, removeTopic, titleTopic } from "../graph/topics.ts";
import type { Text } from "../types.ts";
import { inLanguage } from "../words.ts";
import type { Desk } from "./desk.ts";

const COPY: Record<string, string> = { es: "(copia)", en: "(copy)", pt: "(cópia)" };

export function createTopic(desk: Desk, title: string): void {
  const { bot } = desk.canvas;
  const { id, ops } = addTopic(desk.tree, bot, title, desk.stage.current.language);
  desk.edit(ops, "topicAdded", { title });
  desk.stage.goTo({ bot, topic: id });
}

export function retitleTopic(desk: Desk, topic: string, title: string): void {
  const { bot } = desk.canvas;
  desk.edit(titleTopic(desk.tree, { bot, topic }, title, desk.stage.current.language), "topicRenamed", { title });
}

export function duplicateTopic(desk: Desk, topic: string): void {
  const { bot } = desk.canvas;
  const before = desk.bot?.topics[topic]?.title ?? { [desk.ownLanguage]: topic };
  const title: Text = Object.fromEntries(Object.entries(before).map(([language, text]) => [language, `${text} ${COPY[language] ?? COPY["en"]}`]));
  const { id, ops } = copyTopic(desk.tree, { bot, topic }, title, desk.project.current.catalogue);
  desk.edit(ops, "topicCopied", { title: titleOf(desk, topic) });
  desk.stage.goTo({ bot, topic: id });
}

export function deleteTopic(desk: Desk, topic: string): void {
  const { bot } = desk.canvas;
  const title = titleOf(desk, topic);
  const ids = Object.keys(desk.bot?.topics ?? {});
  const next = ids[ids.indexOf(topic) + 1] ?? ids[ids.indexOf(topic) - 1] ?? "";
  desk.edit(removeTopic(desk.tree, { bot, topic }, desk.project.current.catalogue), "topicDeleted", { title });
  if (desk.canvas.topic === topic) desk.stage.set({ topic: next, nodes: [], path: "" });
}

/** Moves the selected nodes to another topic, and goes there with them. */
export function moveSelectionTo(desk: Desk, topic: string): void {
  const ids = desk.selection;
  desk.edit(moveToTopic(desk.tree, desk.canvas, ids, topic), "toTopic", { n: ids.length, title: titleOf(desk, topic) });
  desk.stage.goTo({ bot: desk.canvas.bot, topic });
  desk.select(ids);
}

function titleOf(desk: Desk, topic: string): string {
  return inLanguage(desk.bot?.topics[topic]?.title, desk.stage.current.language) || topic;
}
