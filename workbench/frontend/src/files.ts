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
export async function send(host: Host, file: File, sending: Sending = {}): Promise<string> {
  const upload = freshId();
  await sendAs(host, upload, file.name, file, sending);
  return upload;
}

async function sendAs(host: Host, upload: string, name: string, file: File, { onProgress, signal }: Sending): Promise<void> {
  let offset = 0;
  do {
    signal?.throwIfAborted();
    const piece = file.slice(offset, offset + PIECE_BYTES);
    const data = await base64(piece);
    offset = await host.ask<number>("files.put", { upload, name, offset, data });
    onProgress?.(file.size ? offset / file.size : 1);
  } while (offset < file.size);
}

/** A file as a person gave it; `path` holds the folders above it. */
export interface Given {
  file: File;
  path: string;
}

/** Sends several files as one upload, as a folder that was dropped. */
export async function sendAll(host: Host, given: Given[], { onProgress, signal }: Sending = {}): Promise<string> {
  const upload = freshId();
  const total = given.reduce((sum, { file }) => sum + file.size, 0);
  let before = 0;
  for (const { file, path } of given) {
    const part = (done: number) => onProgress?.(total ? (before + done * file.size) / total : 1);
    await sendAs(host, upload, path, file, { onProgress: part, ...(signal && { signal }) });
    before += file.size;
  }
  return upload;
}

/** What was dropped, with all that is in folders of it; hidden files are left out. */
export async function dropped(transfer: DataTransfer): Promise<Given[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = [...transfer.files];
  // Without entries, as from a test or an old browser, there are only files.
  const found = entries.length ? (await Promise.all(entries.map(inside))).flat() : files.map((file) => ({ file, path: file.name }));
  return found.filter(({ path }) => isPlain(path));
}

/** What was chosen; of a folder, with the folders above each file. */
export function chosen(files: FileList): Given[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })).filter(({ path }) => isPlain(path));
}

/** Has the browser save bytes as a file. */
export function save(name: string, base64Data: string, type = "application/octet-stream"): void {
  saveBlob(name, new Blob([Uint8Array.from(atob(base64Data), (letter) => letter.charCodeAt(0))], { type }));
}

/** Has the browser save a text as a file. */
export function saveText(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: "text/plain;charset=utf-8" }));
}

/** Has the browser save a blob as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function isPlain(path: string): boolean {
  return !path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

async function inside(entry: FileSystemEntry): Promise<Given[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // A folder is read in batches, until one is empty.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) break;
    found.push(...batch);
  }
  return (await Promise.all(found.map(inside))).flat();
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error ?? new Error("the file cannot be read"));
    reader.readAsDataURL(blob);
  });
}
