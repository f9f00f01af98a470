// What the window remembers of a conversation, for when it is loaded anew.

import type { Move, Setup } from "./told.ts";

export interface Kept {
  setup: Setup;
  moves: Move[];
}

export function recall(place: string): Kept | null {
  try {
    const text = sessionStorage.getItem(place);
    return text ? (JSON.parse(text) as Kept) : null;
  } catch {
    // Some hosts give no storage.
    return null;
  }
}

export function remember(place: string, kept: Kept): void {
  try {
    sessionStorage.setItem(place, JSON.stringify(kept));
  } catch {
    // No storage, or too long for it: the conversation begins anew then.
  }
}
