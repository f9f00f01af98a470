// Something that is asked for and told a moment later under the same name, once.

import { freshId } from "../../kept.ts";
import type { Project } from "../../project.ts";

/** Asks for long work and waits for what is told of it; `ticket` tells the answers apart. */
export function askBack<T>(project: Project, what: string, args: object): Promise<T> {
  const ticket = freshId();
  return new Promise((resolve, reject) => {
    const end = project.host.hear<{ ticket?: string; error?: string; value?: T }>(what, (told) => {
      if (told.ticket !== ticket) return;
      end();
      if (told.error) reject(new Error(told.error));
      else resolve(told.value as T);
    });
    project.host.ask(what, { ...args, ticket }).catch((error: Error) => {
      end();
      reject(error);
    });
  });
}
