// The canvas's keys. Keys in text fields are left alone, and no plain key gets out to the page
// around, which in a notebook would delete cells.

import type { KeyboardEvent } from "react";
import { COMMANDS, type Command, canRun } from "./commands.ts";
import type { Desk } from "./desk.ts";
import { keysOf } from "./keys.ts";
import { onJoiningKey } from "./joining.ts";
import { onArrow } from "./roving.ts";

export function onKey(desk: Desk, event: KeyboardEvent): void {
  if (isWriting(event)) return;
  const keys = keysOf(event);
  const isOurs = onJoiningKey(desk, event.key) || onEscape(desk, event.key) || onArrow(desk, event) || onCommand(desk, keys, event);
  if (isOurs) event.preventDefault();
  // With a modifier, what is not ours is the host's.
  if (isOurs || !(event.ctrlKey || event.metaKey || event.altKey)) event.stopPropagation();
}

/** Whether keys go into a text. */
export function isWriting({ target }: { target: EventTarget | null }): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function commandOf(keys: string): Command | undefined {
  return COMMANDS.find((command) => command.keys.includes(keys));
}

/** Whether something is pressed that has a use of its own. */
export function isField(target: EventTarget): boolean {
  return target instanceof Element && target.closest("input, textarea, select, button, [contenteditable]") !== null;
}

function onCommand(desk: Desk, keys: string, event: KeyboardEvent): boolean {
  // Buttons have their own Enter and Space.
  if (event.target instanceof HTMLButtonElement && (event.key === "Enter" || event.key === " ")) return false;
  // The browser's own copy and paste carry the clipboard: see copying.ts.
  if (["Mod+C", "Mod+X", "Mod+V"].includes(keys)) return false;
  const command = commandOf(keys);
  if (!command) return false;
  if (canRun(desk, command)) command.run(desk);
  return true;
}

function onEscape(desk: Desk, key: string): boolean {
  if (key !== "Escape") return false;
  if (desk.chosen.length) desk.select([]);
  desk.unselectWires();
  return true;
}
