// Where writing on a card begins: at what was pressed, or at what the card says.

import type { Steps } from "../edits.ts";
import type { Card } from "./card.ts";
import type { Desk } from "./desk.ts";
import { remarkIndex } from "./nodes.ts";
import { reveal } from "./viewport.ts";

export function startWriting(desk: Desk, node: string, target: EventTarget | null = null): void {
  if (desk.locked) return;
  const card = desk.scene?.cards.get(node)?.card;
  const path = remarkIndex(node) !== undefined ? ["text"] : card && pathAt(card, target);
  if (!path) return;
  reveal(desk, [node]);
  desk.doing.set({ editing: { node, path } });
}

function pathAt(card: Card, target: EventTarget | null): Steps {
  const place = target instanceof Element ? target.closest<HTMLElement>("[data-write]") : null;
  if (place?.dataset["write"] === "title") return ["title"];
  const row = place?.dataset["write"] === "row" && card.rows.find(({ port }) => port === place.dataset["port"]);
  if (row && row.path) return ["params", ...row.path];
  return card.bodyPath ? ["params", ...card.bodyPath] : ["title"];
}

/** Goes on to the next text of a card, or the one before; past the last, back to the canvas. */
export function writeNext(desk: Desk, node: string, path: Steps, step: 1 | -1): void {
  const card = desk.scene?.cards.get(node)?.card;
  const all = card ? writable(card) : [];
  const next = all[all.findIndex((one) => one.join("\n") === path.join("\n")) + step];
  if (next) desk.doing.set({ editing: { node, path: next } });
  else desk.focus();
}

function writable(card: Card): Steps[] {
  const rows = card.rows.flatMap(({ path }) => (path ? [["params", ...path]] : []));
  return [["title"], ...(card.bodyPath ? [["params", ...card.bodyPath]] : []), ...rows];
}
