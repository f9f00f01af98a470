// The canvas's keys. Keys in text fields are left alone, and no plain key gets out to the page
// around, which in a notebook would delete cells.

import type { KeyboardEvent } from "react";
import { COMMANDS, type Command, canRun } from "./commands.ts";
import type { Desk } from "./desk.ts";
import { onJoiningKey } from "./joining.ts";
import { onArrow } from "./roving.ts";

const APPLE = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.platform);

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

/** The pressed keys as commands name them. */
export function keysOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // A sign that needs Shift on some keyboards is itself: `?`, `+`.
  const isSign = event.key.length === 1 && !/[a-z0-9]/i.test(event.key);
  return [mod && "Mod", event.altKey && "Alt", event.shiftKey && !isSign && "Shift", key].filter(Boolean).join("+");
}

/** Keys as people read them here. */
export function shownKeys(keys: string): string {
  const named = keys.replace("Mod", APPLE ? "⌘" : "Ctrl").replace("Arrow", "").replace("Delete", "Del");
  return named.length > 1 ? named.split("+").join(APPLE ? "" : "+") || named : named;
}

export function commandOf(keys: string): Command | undefined {
  return COMMANDS.find((command) => command.keys.includes(keys));
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
