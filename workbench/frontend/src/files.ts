// Files over the wire: sent in pieces, so that nothing else waits for them; received whole.

import { freshId } from "./kept.ts";
import type { Host } from "./host.ts";

/** The most that the other side takes (workbench/uploads.py). */
export const MOST_BYTES = 50 * 2 ** 20;
const PIECE_BYTES = 384 * 1024;

export interface Sending {
  /** How much has arrived, from 0 to 1. */
  onProgress?(part: number): void;
  signal?: AbortSignal;
}

/** Sends a file; gives the name under which requests find it (workbench/requests/files.py). */
export async function send(host: Host, file: File, { onProgress, signal }: Sending = {}): Promise<string> {
  const upload = freshId();
  let offset = 0;
  do {
    signal?.throwIfAborted();
    const piece = file.slice(offset, offset + PIECE_BYTES);
    const data = await base64(piece);
    offset = await host.ask<number>("files.put", { upload, name: file.name, offset, data });
    onProgress?.(file.size ? offset / file.size : 1);
  } while (offset < file.size);
  return upload;
}

/** Has the browser save bytes as a file. */
export function save(name: string, base64Data: string, type = "application/octet-stream"): void {
  const bytes = Uint8Array.from(atob(base64Data), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error ?? new Error("the file cannot be read"));
    reader.readAsDataURL(blob);
  });
}
