// An import asked for, and what came of it, which is told when it is done.

import { useEffect, useRef } from "react";
import type { Host } from "../../host.ts";
import type { Asked, Brought } from "./types.ts";

interface Waiting {
  resolve(brought: Brought): void;
  reject(error: Error): void;
}

/** A function that brings an upload in; `choices` settle the conflicts of a merge. */
export function useImport(host: Host): (asked: Asked, choices?: Record<string, string>) => Promise<Brought> {
  const waiting = useRef<Waiting>(null);
  useEffect(
    () =>
      host.hear<Brought & { error?: string }>("imported", (news) => {
        if (news.error === undefined) waiting.current?.resolve(news);
        else waiting.current?.reject(new Error(news.error));
        waiting.current = null;
      }),
    [host],
  );
  return (asked, choices = {}) =>
    new Promise((resolve, reject) => {
      waiting.current = { resolve, reject };
      host.ask("imports.start", { ...asked, choices }).catch(reject);
    });
}
