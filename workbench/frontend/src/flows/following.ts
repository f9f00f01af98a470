// Going where a node leads that is drawn elsewhere: a goto's target, an edge to another topic.

import type { Desk } from "./desk.ts";

export function follow(desk: Desk): void {
  const [id] = desk.selection;
  const card = id === undefined ? undefined : desk.scene?.cards.get(id)?.card;
  const away = card?.target ?? card?.rows.find((row) => row.away)?.away;
  const { bot, topic } = desk.canvas;
  if (away) desk.stage.goTo({ bot, topic: away.topic || topic, node: away.node });
}
