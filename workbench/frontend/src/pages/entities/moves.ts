// Where keys lead, how wide columns are and what a paste does in a grid of cells.

import type { KeyboardEvent } from "react";
import type { Op } from "../../edits.ts";
import type { Json, Table } from "../../types.ts";
import { cellOf, shown } from "./values.ts";

/** A cell by its place among what is shown. */
export interface At {
  row: number;
  column: number;
}

const NUMBER_PX = 44;
const CHARACTER_PX = 7.2;
const LOOKED_AT = 100;

/** Columns as wide as most of what is in them, the last one as wide as there is room. */
export function columnStyle(table: Table): { gridTemplateColumns: string; minWidth: number } {
  const sample = table.rows.slice(0, LOOKED_AT);
  const widths = table.columns.map((column, place) => {
    const head = column.length + (place === 0 ? 14 : 6);
    const longest = sample.reduce((most, row) => Math.max(most, shown(row[place]).length), head);
    return Math.round(Math.min(280, Math.max(90, longest * CHARACTER_PX + 24)));
  });
  const tracks = widths.map((width, place) => (place === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`));
  return {
    gridTemplateColumns: [`${NUMBER_PX}px`, ...tracks].join(" "),
    minWidth: widths.reduce((sum, width) => sum + width, NUMBER_PX),
  };
}

/** Where a key leads; undefined where it leads nowhere. */
export function stepOf(event: KeyboardEvent, { row, column }: At, isWriting: boolean): At | undefined {
  if (event.key === "Tab") {
    // The last way out of the grid is left to the browser.
    return isWriting ? { row, column: column + (event.shiftKey ? -1 : 1) } : undefined;
  }
  if (event.key === "Enter" && isWriting) return { row: row + (event.shiftKey ? -1 : 1), column };
  if (isWriting) return undefined;
  const far = event.ctrlKey || event.metaKey;
  return {
    ArrowUp: { row: far ? 0 : row - 1, column },
    ArrowDown: { row: far ? Infinity : row + 1, column },
    ArrowLeft: { row, column: far ? 0 : column - 1 },
    ArrowRight: { row, column: far ? Infinity : column + 1 },
    PageUp: { row: row - 20, column },
    PageDown: { row: row + 20, column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? Infinity : row, column: Infinity },
  }[event.key];
}

/** Whether a key begins writing in a cell, or empties it. */
export function begins(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement) return false;
  return event.key.length === 1 || ["Enter", "F2", "Delete", "Backspace"].includes(event.key);
}

export function insertOp(table: Table, at: number): Op {
  return { path: ["rows", at], value: table.columns.map(() => null), insert: true };
}

/** A block put from a cell on; what reaches below the table becomes new rows. */
export function pasteOps(table: Table, rows: number[], at: At, block: string[][]): Op[] {
  const ops: Op[] = [];
  const columns = table.columns.map((_, column) => table.rows.map((row) => row[column]));
  let added = 0;
  block.forEach((cells, offset) => {
    const index = rows[at.row + offset];
    if (index === undefined) {
      const fresh: Json[] = table.columns.map((_, column) => cellOf(cells[column - at.column] ?? "", columns[column]!));
      ops.push({ path: ["rows", table.rows.length + added], value: fresh, insert: true });
      added += 1;
      return;
    }
    cells.slice(0, table.columns.length - at.column).forEach((cell, place) => {
      const column = at.column + place;
      ops.push({ path: ["rows", index, column], value: cellOf(cell, columns[column]!) });
    });
  });
  return ops;
}

export function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
