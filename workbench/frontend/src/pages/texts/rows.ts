// The texts of a bot: where they stand comes from Python once, what they say from the tree.

import { useEffect, useState } from "react";
import { valueAt, type Steps } from "../../edits.ts";
import { useProject, type Project } from "../../project.ts";
import type { Bot, Json } from "../../types.ts";

export type TextKind = "text" | "label" | "title" | "phrases" | "keywords" | "synonyms";

/** See workbench/requests/texts.py. */
export interface TextRow {
  id: string;
  kind: TextKind;
  topic: string;
  node: string;
  /** As issues write it. */
  place: string;
  /** Below the bot; languages are the next step. */
  path: Steps;
  /** In characters, 0 without one. */
  limit: number;
}

export type Fault = "missing" | "long" | "holes";

/** The rows of a bot, asked again a moment after its texts changed places. */
export function useRows(project: Project, bot: string): TextRow[] | undefined {
  const [rows, setRows] = useState<TextRow[]>();
  const revision = useProject(project, (view) => view.revision);
  useEffect(() => {
    const timer = setTimeout(() => {
      project.host.ask<TextRow[]>("texts.rows", { bot }).then(
        // The same list stays the same object, so that a row that was mended is not filtered away under one's hands.
        (fresh) => setRows((now) => (now && areSame(now, fresh) ? now : fresh)),
        (error: Error) => project.say(error.message),
      );
    }, rows ? 800 : 0);
    return () => clearTimeout(timer);
  }, [project, bot, revision]);
  return rows;
}

function areSame(some: TextRow[], others: TextRow[]): boolean {
  return some.length === others.length && some.every((row, index) => row.id === others[index]!.id && row.path.join() === others[index]!.path.join());
}

/** A text as it is shown; lists have one item a line. */
export function textOf(bot: Bot, row: TextRow, language: string): string {
  const value = valueAt(bot as unknown as Json, [...row.path, language]);
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join("\n") : "";
}

/** A shown text as the project keeps it. */
export function valueOf(row: TextRow, text: string): Json {
  if (!isList(row)) return text;
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

export function isList({ kind }: TextRow): boolean {
  return kind === "phrases" || kind === "keywords" || kind === "synonyms";
}

/** What is wrong with a translation, or nothing. */
export function faultOf(row: TextRow, source: string, target: string): Fault | undefined {
  if (target === "") return row.kind === "keywords" || row.kind === "synonyms" || source === "" ? undefined : "missing";
  if (row.limit > 0 && !target.includes("${") && [...target].length > row.limit) return "long";
  if (!isList(row) && source && namesIn(source) !== namesIn(target)) return "holes";
  return undefined;
}

/** The names that the holes of a text read, in one order: a translation reads the same. */
function namesIn(text: string): string {
  const found = new Set<string>();
  for (const [, hole = ""] of text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)) {
    const plain = hole.replace(/"[^"]*"|'[^']*'/g, "");
    for (const [name] of plain.matchAll(/(?<![\w.])[A-Za-z_][\w.]*(?!\w*\()/g)) found.add(name);
  }
  return [...found].sort().join(" ");
}

/** How much of each language is written, by language, told again after edits. */
export function useProgress(project: Project, bot: string): Record<string, { done: number; total: number }> {
  const [progress, setProgress] = useState<Record<string, { done: number; total: number }>>({});
  const revision = useProject(project, (view) => view.revision);
  useEffect(() => {
    const end = project.host.hear<{ bot: string; languages: typeof progress }>("progress", (news) => {
      if (news.bot === bot) setProgress(news.languages);
    });
    return end;
  }, [project, bot]);
  useEffect(() => {
    if (!bot) return;
    const timer = setTimeout(() => void project.host.ask("texts.measure", { bot }).catch(() => setProgress({})), revision === 0 ? 50 : 1000);
    return () => clearTimeout(timer);
  }, [project, bot, revision]);
  return progress;
}

/** From 0 to 100, never 100 before all is there. */
export function percent({ done, total }: { done: number; total: number }): number {
  return total === 0 ? 100 : Math.floor((100 * done) / total);
}
