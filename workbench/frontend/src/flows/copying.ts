// Copy, cut, paste, duplicate: nodes as text on the system's clipboard, so that they go from topic
// to topic, bot to bot, and window to window.

import type { ClipboardEvent } from "react";
import { clip, type Clipping, cornerOf, parseClipping, paste as pasted } from "../graph/clipping.ts";
import type { Point } from "../graph/move.ts";
import { removeNodes } from "../graph/remove.ts";
import { removeRemarks } from "../graph/remarks.ts";
import type { Desk } from "./desk.ts";
import type { Done } from "./words.ts";
import { isWriting } from "./keyboard.ts";
import { remarkId, remarkIndex } from "./nodes.ts";
import { reveal } from "./viewport.ts";

const BESIDE = 32;
/** What was copied last by a command, not by the browser's keys. */
let kept = "";

/** The browser's own copy, cut and paste, where they mean the canvas. */
export function onClipboard(desk: Desk, event: ClipboardEvent): void {
  if (isWriting(event)) return;
  const { type, clipboardData } = event;
  if (type === "paste") putText(desk, clipboardData.getData("text/plain"));
  else if (desk.chosen.length) {
    clipboardData.setData("text/plain", textOf(desk));
    if (type === "cut") takeAway(desk);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

export function copy(desk: Desk): void {
  kept = textOf(desk);
  // Where the browser keeps the clipboard to itself, this window still has what was copied.
  navigator.clipboard?.writeText(kept).catch(() => {});
}

export function cut(desk: Desk): void {
  copy(desk);
  takeAway(desk);
}

export async function paste(desk: Desk): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => undefined);
  putText(desk, text === undefined || !parseClipping(text) ? kept : text);
}

export function duplicate(desk: Desk): void {
  const clipping = clipped(desk);
  const { x, y } = cornerOf(clipping);
  put(desk, clipping, { x: x + BESIDE, y: y + BESIDE }, "duplicated");
}

function clipped(desk: Desk): Clipping {
  const remarks = desk.doing.current.remarks.map((id) => remarkIndex(id)!);
  return clip(desk.tree, desk.canvas, desk.selection, remarks, desk.scene?.places ?? new Map(), desk.project.current.catalogue);
}

function textOf(desk: Desk): string {
  const clipping = clipped(desk);
  desk.say(desk.words("copied", { n: Object.keys(clipping.nodes).length }));
  return JSON.stringify(clipping, null, 1);
}

function takeAway(desk: Desk): void {
  if (desk.locked) return;
  const { tree, canvas, selection } = desk;
  const remarks = desk.doing.current.remarks.map((id) => remarkIndex(id)!);
  const ops = [...removeNodes(tree, canvas, selection, desk.project.current.catalogue), ...removeRemarks(tree, canvas, remarks)];
  desk.edit(ops, "cut", { n: selection.length });
  desk.select([]);
}

function putText(desk: Desk, text: string): void {
  const clipping = parseClipping(text);
  if (!clipping) return desk.say(desk.words("nothingToPaste"));
  put(desk, clipping, placeFor(desk, clipping), "pasted");
}

/** Beside the originals in their own topic, else where the pointer is, else in the middle. */
function placeFor(desk: Desk, clipping: Clipping): Point {
  const box = desk.root!.getBoundingClientRect();
  const { x, y } = desk.pointer;
  const isOver = x > box.left && x < box.right && y > box.top && y < box.bottom;
  if (isOver) return desk.flow!.screenToFlowPosition({ x, y });
  const corner = cornerOf(clipping);
  if (clipping.topic === desk.canvas.topic && clipping.bot === desk.canvas.bot) return { x: corner.x + BESIDE, y: corner.y + BESIDE };
  return desk.flow!.screenToFlowPosition({ x: box.x + box.width / 3, y: box.y + box.height / 3 });
}

function put(desk: Desk, clipping: Clipping, at: Point, done: Done): void {
  if (desk.locked || !desk.bot) return;
  const before = desk.scene?.comments.length ?? 0;
  const { ids, remarks, ops } = pasted(desk.tree, desk.canvas, clipping, at, desk.project.current.catalogue);
  desk.edit(ops, done, { n: ids.length });
  desk.select(ids, Array.from({ length: remarks }, (_, index) => remarkId(before + index)));
  requestAnimationFrame(() => reveal(desk, ids));
}
