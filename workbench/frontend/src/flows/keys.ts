// Keys: how commands name them, and how people read them.

import type { KeyboardEvent } from "react";

const APPLE = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.platform);

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
