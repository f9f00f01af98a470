// Where a canvas is looked at from when it is opened, and how the view goes to a node.

import type { Viewport } from "@xyflow/react";
import type { Desk } from "./desk.ts";
import { SIZE } from "./measure.ts";
import type { CanvasNode } from "./nodes.ts";

const MARGIN = 36;
/** Above the canvas lie the tools. */
const TOP = 64;
const WORKING = 0.9;
const SMALLEST_FIT = 0.7;

interface Size {
  width: number;
  height: number;
}

/** As it was `left` before, else all of it where that can be read, else its upper left corner at a
 * scale to work at. A lone selected node is in sight in any case. */
export function openingView(nodes: readonly CanvasNode[], size: Size, left?: Viewport): Viewport {
  const view = left ?? firstView(nodes, size);
  const selected = nodes.filter((node) => node.selected);
  const [only] = selected;
  if (selected.length !== 1 || !only || isSeen(only, view, size)) return view;
  const { x, y } = only.position;
  const zoom = Math.max(view.zoom, 0.7);
  return { x: size.width / 2 - (x + (only.width ?? 0) / 2) * zoom, y: size.height / 2 - (y + (only.height ?? 0) / 2) * zoom, zoom };
}

function isSeen({ position, width = 0, height = 0 }: CanvasNode, { x, y, zoom }: Viewport, size: Size): boolean {
  const [left, top] = [position.x * zoom + x, position.y * zoom + y];
  return left >= 0 && top >= 0 && left + width * zoom <= size.width && top + height * zoom <= size.height;
}

function firstView(nodes: readonly CanvasNode[], size: Size): Viewport {
  if (nodes.length === 0) return { x: MARGIN, y: TOP, zoom: 1 };
  const left = Math.min(...nodes.map(({ position }) => position.x));
  const top = Math.min(...nodes.map(({ position }) => position.y));
  const right = Math.max(...nodes.map(({ position, width = 0 }) => position.x + width));
  const bottom = Math.max(...nodes.map(({ position, height = 0 }) => position.y + height));
  const fit = Math.min((size.width - 2 * MARGIN) / (right - left), (size.height - TOP - MARGIN) / (bottom - top));
  const zoom = fit >= SMALLEST_FIT ? Math.min(1, fit) : WORKING;
  return { x: MARGIN - left * zoom, y: TOP - top * zoom, zoom };
}

/** Brings nodes into sight, if they are not, without changing the scale where that can be read. */
export function reveal(desk: Desk, ids: readonly string[], isAlways = false): void {
  const { flow, root } = desk;
  const cards = cardsOf(desk, ids);
  if (!flow || !root || cards.length === 0) return;
  const { x, y, zoom } = flow.getViewport();
  const { width, height } = root.getBoundingClientRect();
  const { left, top, right, bottom } = boundsOf(cards);
  const areSeen = left * zoom + x > 0 && right * zoom + x < width && top * zoom + y > TOP - 20 && bottom * zoom + y < height;
  if (areSeen && zoom >= 0.4 && !isAlways) return;
  const scale = zoom < 0.5 ? WORKING : zoom;
  void flow.setCenter((left + right) / 2, (top + bottom) / 2, { zoom: scale, duration: calm() ? 0 : 160 });
}

/** Shows all nodes, or some, as large as they fit. */
export function fitAll(desk: Desk, ids?: readonly string[]): void {
  const { flow, root } = desk;
  const cards = cardsOf(desk, ids?.length ? ids : [...(desk.scene?.cards.keys() ?? [])]);
  if (!flow || !root || cards.length === 0) return;
  const { width, height } = root.getBoundingClientRect();
  const { left, top, right, bottom } = boundsOf(cards);
  const fit = Math.min((width - 2 * MARGIN) / (right - left), (height - TOP - MARGIN) / (bottom - top));
  const zoom = Math.max(0.04, Math.min(1.1, fit));
  const x = (width - (right - left) * zoom) / 2 - left * zoom;
  const y = TOP + (height - TOP - MARGIN - (bottom - top) * zoom) / 2 - top * zoom;
  void flow.setViewport({ x, y, zoom }, { duration: calm() ? 0 : 160 });
}

interface Box {
  x: number;
  y: number;
  right: number;
  bottom: number;
}

function cardsOf({ scene }: Desk, ids: readonly string[]): Box[] {
  return ids.flatMap((id) => {
    const place = scene?.places.get(id);
    const card = scene?.cards.get(id)?.card;
    return place && card ? [{ ...place, right: place.x + SIZE.width, bottom: place.y + card.height }] : [];
  });
}

function boundsOf(cards: readonly Box[]) {
  return {
    left: Math.min(...cards.map(({ x }) => x)), top: Math.min(...cards.map(({ y }) => y)),
    right: Math.max(...cards.map(({ right }) => right)), bottom: Math.max(...cards.map(({ bottom }) => bottom)),
  };
}

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
