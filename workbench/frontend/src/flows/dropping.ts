// A kind dragged from the palette and let go on the canvas: there, or in the middle of an edge.

import type { DragEvent } from "react";
import type { Point } from "../graph/move.ts";
import type { Exit } from "../graph/connect.ts";
import { insertNode } from "../graph/insert.ts";
import { inLanguage } from "../words.ts";
import type { Desk } from "./desk.ts";
import { snapped } from "./layout.ts";
import { SIZE } from "./measure.ts";
import { reveal } from "./viewport.ts";

/** The type of what is dragged: the kind's name. */
export const DRAGGED = "application/x-tertulia-kind";

export function dropped(desk: Desk, event: DragEvent): void {
  const kind = event.dataTransfer.getData(DRAGGED);
  if (!kind || !desk.flow) return;
  event.preventDefault();
  const { clientX: x, clientY: y } = event;
  const at = desk.flow.screenToFlowPosition({ x, y });
  addNode(desk, kind, { x: at.x - SIZE.width / 2, y: at.y - SIZE.head / 2 }, wireUnder(desk, x, y));
  desk.focus();
}

/** Adds a node of a kind and selects it; gives its id. */
export function addNode(desk: Desk, kind: string, at: Point, after?: Exit): string | undefined {
  const { catalogue, language } = desk.project.current;
  if (desk.locked || !desk.bot || !catalogue.kinds[kind]) return undefined;
  const place = { x: snapped(at.x), y: snapped(at.y) };
  const { id, ops } = insertNode(desk.tree, desk.canvas, catalogue, { kind, at: place, after }, desk.ownLanguage);
  desk.edit(ops, "added", { title: inLanguage(catalogue.kinds[kind].title, language) });
  desk.select([id]);
  reveal(desk, [id]);
  return id;
}

/** A free place for a node that is added without pointing: after the selected one, else in view. */
export function freePlace(desk: Desk): Point {
  const { scene, flow, root } = desk;
  const last = desk.selection.at(-1);
  const from = last === undefined ? undefined : scene?.places.get(last);
  const box = root?.getBoundingClientRect();
  const middle = box && flow?.screenToFlowPosition({ x: box.x + box.width / 2 - 80, y: box.y + box.height / 3 });
  const at = from ? { x: from.x + SIZE.width + 64, y: from.y } : { ...(middle ?? { x: 0, y: 0 }) };
  while (isTaken(desk, at)) at.y += 40;
  return at;
}

function isTaken(desk: Desk, { x, y }: Point): boolean {
  for (const [id, place] of desk.scene?.places ?? []) {
    const height = desk.scene!.cards.get(id)!.card.height;
    if (Math.abs(place.x - x) < SIZE.width && y < place.y + height + 12 && y + 90 > place.y) return true;
  }
  return false;
}

function wireUnder(desk: Desk, x: number, y: number): Exit | undefined {
  const root = desk.root?.getRootNode() as Document | ShadowRoot | undefined;
  const edge = root?.elementsFromPoint(x, y).map((one) => one.closest(".react-flow__edge")).find(Boolean);
  const id = edge?.getAttribute("data-id");
  const cut = id?.lastIndexOf(":") ?? -1;
  return id && cut > 0 ? { node: id.slice(0, cut), port: id.slice(cut + 1) } : undefined;
}
