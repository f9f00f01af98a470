// Where a canvas is looked at from when it is opened, and how the view goes to a node.

import type { Viewport } from "@xyflow/react";
import type { Desk } from "./desk.ts";
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

/** All of it where that can be read, else its upper left corner at a scale to work at. */
export function openingView(nodes: readonly CanvasNode[], size: Size): Viewport {
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
  const { flow, root, scene } = desk;
  const cards = ids.flatMap((id) => {
    const place = scene?.places.get(id);
    const card = scene?.cards.get(id)?.card;
    return place && card ? [{ ...place, right: place.x + 172, bottom: place.y + card.height }] : [];
  });
  if (!flow || !root || cards.length === 0) return;
  const { x, y, zoom } = flow.getViewport();
  const { width, height } = root.getBoundingClientRect();
  const left = Math.min(...cards.map((card) => card.x));
  const top = Math.min(...cards.map((card) => card.y));
  const right = Math.max(...cards.map((card) => card.right));
  const bottom = Math.max(...cards.map((card) => card.bottom));
  const isSeen = left * zoom + x > 0 && right * zoom + x < width && top * zoom + y > TOP - 20 && bottom * zoom + y < height;
  if (isSeen && zoom >= 0.4 && !isAlways) return;
  const scale = zoom < 0.5 ? WORKING : zoom;
  void flow.setCenter((left + right) / 2, (top + bottom) / 2, { zoom: scale, duration: calm() ? 0 : 160 });
}

export function fitAll(desk: Desk, ids?: readonly string[]): void {
  const nodes = ids?.length ? { nodes: ids.map((id) => ({ id })) } : {};
  void desk.flow?.fitView({ ...nodes, padding: 0.08, maxZoom: 1.1, duration: calm() ? 0 : 160 });
}

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
