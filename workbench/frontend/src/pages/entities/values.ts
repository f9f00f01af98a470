// Cells of tables as texts, and texts as cells; blocks as spreadsheets put them on the clipboard.

import type { Json, Table } from "../../types.ts";

export function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was written in a cell: a number where the column holds numbers, else a text. */
export function cellOf(text: string, column: readonly (Json | undefined)[]): Json {
  const plain = text.replace(/\r\n?/g, "\n").trim();
  if (plain === "") return null;
  const others = column.filter((value) => value !== null && value !== undefined);
  if (others.length && others.every((value) => typeof value === "number")) {
    const number = Number(plain.replace(",", "."));
    if (Number.isFinite(number)) return number;
  }
  if (others.length && others.every((value) => typeof value === "boolean") && /^(true|false)$/i.test(plain)) {
    return plain.toLowerCase() === "true";
  }
  return plain;
}

/** The rows of a block from the clipboard: tabs between cells, quotes around those with breaks. */
export function blockOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\r?\n|$)/y;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (cell.lastIndex <= source.length) {
    const found = cell.exec(source);
    if (!found) break;
    rows.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === "") break;
    if (found[3] !== "\t") rows.push([]);
  }
  return rows;
}

export interface Faults {
  /** Rows whose key is empty or another row's. */
  rows: Set<number>;
}

/** The key is the first column: unique, and in every row. */
export function faultsOf(table: Table): Faults {
  const first = new Map<string, number>();
  const rows = new Set<number>();
  table.rows.forEach((row, index) => {
    const key = shown(row[0]);
    const before = first.get(key);
    if (key === "") rows.add(index);
    else if (before === undefined) first.set(key, index);
    else rows.add(index).add(before);
  });
  return { rows };
}
