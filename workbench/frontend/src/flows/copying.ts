// Copy, cut, paste, duplicate: nodes as text on the system's clipboard.

import type { Desk } from "./desk.ts";

export function copy(_desk: Desk): void {}
export function cut(_desk: Desk): void {}
export async function paste(_desk: Desk): Promise<void> {}
export function duplicate(_desk: Desk): void {}
