// How a topic looks from afar: cards as coloured sheets, edges as lines.

import type { Viewport } from "@xyflow/react";
import type { Point } from "../graph/move.ts";
import type { Card } from "./card.ts";
import { headHeight, portY } from "./card.ts";
import { FONTS, SIZE } from "./measure.ts";
import type { Scene, Wire } from "./scene.ts";

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Drawing {
  scene: Scene;
  wires: readonly Wire[];
  hidden: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  moved: ReadonlyMap<string, Point>;
  isLocked: boolean;
  box: Rect | undefined;
}

/** Below this scale titles are no help. */
const TITLED = 0.2;

export function drawAll(bitmap: HTMLCanvasElement, drawing: Drawing, view: Viewport): void {
  const pen = bitmap.getContext("2d");
  if (!pen) return;
  const { clientWidth: width, clientHeight: height } = bitmap;
  const sharp = devicePixelRatio || 1;
  if (bitmap.width !== width * sharp || bitmap.height !== height * sharp) {
    bitmap.width = width * sharp;
    bitmap.height = height * sharp;
  }
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, bitmap.width, bitmap.height);
  pen.setTransform(view.zoom * sharp, 0, 0, view.zoom * sharp, view.x * sharp, view.y * sharp);
  const seen: Rect = { left: -view.x / view.zoom, top: -view.y / view.zoom, right: (width - view.x) / view.zoom, bottom: (height - view.y) / view.zoom };
  const colours = coloursOf(bitmap);
  drawWires(pen, drawing, seen, colours, view.zoom);
  drawCards(pen, drawing, seen, colours, view.zoom);
  if (drawing.box) drawBox(pen, drawing.box, colours, view.zoom);
}

/** The card at a place of the canvas, the topmost. */
export function cardAt(drawing: Drawing, { x, y }: Point): string | undefined {
  let found: string | undefined;
  for (const [id, { card }] of drawing.scene.cards) {
    if (drawing.hidden.has(id)) continue;
    const at = placeOf(drawing, id);
    if (x >= at.x && x <= at.x + SIZE.width && y >= at.y && y <= at.y + card.height) found = id;
  }
  return found;
}

/** The cards of which some part lies in a rectangle. */
export function cardsIn(drawing: Drawing, box: Rect): string[] {
  return [...drawing.scene.cards].filter(([id, { card }]) => {
    const { x, y } = placeOf(drawing, id);
    return !drawing.hidden.has(id) && x < box.right && x + SIZE.width > box.left && y < box.bottom && y + card.height > box.top;
  }).map(([id]) => id);
}

function placeOf({ moved, scene }: Drawing, id: string): Point {
  return moved.get(id) ?? scene.places.get(id)!;
}

type Colours = (name: string) => string;
const kept = new WeakMap<Element, { theme: string; found: Map<string, string> }>();

/** The theme's colours, looked up once a theme. */
function coloursOf(bitmap: HTMLCanvasElement): Colours {
  const theme = bitmap.closest<HTMLElement>(".tw")?.dataset["theme"] ?? "";
  let known = kept.get(bitmap);
  if (!known || known.theme !== theme) kept.set(bitmap, (known = { theme, found: new Map() }));
  const { found } = known;
  const style = getComputedStyle(bitmap);
  return (name) => {
    let colour = found.get(name);
    if (colour === undefined) found.set(name, (colour = style.getPropertyValue(`--${name}`)));
    return colour;
  };
}

function drawWires(pen: CanvasRenderingContext2D, drawing: Drawing, seen: Rect, colours: Colours, zoom: number): void {
  const { scene, wires } = drawing;
  pen.beginPath();
  for (const { from, port, to } of wires) {
    const { card } = scene.cards.get(from)!;
    const start = placeOf(drawing, from);
    const end = placeOf(drawing, to);
    const x1 = start.x + SIZE.width;
    const y1 = start.y + portY(card, Math.max(0, card.rows.findIndex((row) => row.port === port)));
    const y2 = end.y + headHeight(scene.cards.get(to)!.card) / 2;
    if (Math.max(x1, end.x) < seen.left || Math.min(x1, end.x) > seen.right || Math.max(y1, y2) < seen.top || Math.min(y1, y2) > seen.bottom) continue;
    const bend = Math.max(30, Math.abs(end.x - x1) / 2);
    pen.moveTo(x1, y1);
    // From very far a bend cannot be told from a line.
    if (zoom < 0.12) pen.lineTo(end.x, y2);
    else pen.bezierCurveTo(x1 + bend, y1, end.x - bend, y2, end.x, y2);
  }
  pen.strokeStyle = colours("line-strong");
  pen.lineWidth = Math.max(1.6, 0.7 / zoom);
  pen.stroke();
}

function drawCards(pen: CanvasRenderingContext2D, drawing: Drawing, seen: Rect, colours: Colours, zoom: number): void {
  pen.textBaseline = "top";
  pen.font = FONTS.title.replace("12px", "17px");
  for (const [id, { card, issues, marks }] of drawing.scene.cards) {
    const { x, y } = placeOf(drawing, id);
    const isOut = x > seen.right || y > seen.bottom || x + SIZE.width < seen.left || y + card.height < seen.top;
    if (isOut || drawing.hidden.has(id)) continue;
    const isSelected = drawing.selected.has(id);
    drawCard(pen, card, x, y, colours, zoom, isSelected || marks.some(({ ring }) => ring));
    const worst = issues.some(({ severity }) => severity === "error") ? "bad" : issues.some(({ severity }) => severity === "warning") ? "warn" : "";
    if (worst) fill(pen, colours(worst), x + SIZE.width - 26, y - 8, 20, 20);
    if (marks.some(({ tone }) => tone === "ok")) fill(pen, colours("ok"), x - 3, y + 6, 8, card.height - 12);
  }
}

function drawCard(pen: CanvasRenderingContext2D, card: Card, x: number, y: number, colours: Colours, zoom: number, isMarked: boolean): void {
  const head = headHeight(card);
  fill(pen, colours("surface"), x, y, SIZE.width, card.height);
  fill(pen, colours(`${card.family}-soft`), x, y, SIZE.width, head);
  pen.strokeStyle = isMarked ? colours("brand") : colours("line-strong");
  pen.lineWidth = isMarked ? Math.max(3, 2 / zoom) : Math.max(1, 0.5 / zoom);
  pen.strokeRect(x, y, SIZE.width, card.height);
  // Its colour, seen from anywhere.
  fill(pen, colours(card.family), x, y, Math.max(4, 1.5 / zoom), head);
  if (zoom < TITLED) return;
  pen.fillStyle = colours(card.family);
  pen.fillText(card.title.slice(0, 18), x + 10, y + 5, SIZE.width - 16);
}

function drawBox(pen: CanvasRenderingContext2D, { left, top, right, bottom }: Rect, colours: Colours, zoom: number): void {
  pen.strokeStyle = colours("focus");
  pen.lineWidth = 1 / zoom;
  pen.strokeRect(left, top, right - left, bottom - top);
}

function fill(pen: CanvasRenderingContext2D, colour: string, x: number, y: number, width: number, height: number): void {
  pen.fillStyle = colour;
  pen.fillRect(x, y, width, height);
}
