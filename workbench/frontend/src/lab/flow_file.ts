// What the host of a flow's file needs of the application around it.

import type { Op } from "../edits.ts";
import type { Issue, Language, Tree } from "../types.ts";

/** An edit as it is told to others who have the file open; paths begin at the topic. */
export interface Made {
  id: string;
  ops: Op[];
}

/** The text of the open file, kept by the application around us, and shared where it shares. */
export interface File {
  readonly path: string;
  read(): string;
  /** Writes the text, and with it the edit that led there, if one did. */
  write(text: string, made?: Made): void;
  /** The latest edits of all who have the file open, in an order that is the same for all. */
  made(): Made[];
  /** Calls back when the text changed, whoever changed it. */
  onChange(listener: () => void): () => void;
}

export interface Around {
  bot: string;
  topic: string;
  tree: Tree;
  ports: Record<string, Record<string, Record<string, string[]>>>;
  /** Why the flow cannot be edited; empty where it can. */
  locked: string;
}

export interface Checked {
  issues: Issue[];
  ports: Record<string, string[]>;
}

/** What knows the bot around the file: our extension of Jupyter's server. */
export interface Server {
  around(path: string, text: string, language: Language): Promise<Around>;
  check(path: string, text: string, language: Language): Promise<Checked>;
  /** Keeps a text that is about to be repaired; gives where. */
  keep(path: string, text: string): Promise<string>;
}
