// Cells as in a spreadsheet: arrows move, Enter or typing writes, blocks are copied and pasted.
// Tens of thousands of rows: only those in sight are drawn.

import { memo, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import type { Op } from "../../edits.ts";
import { Menu } from "../../parts/menu.tsx";
import { useWindowed } from "../../parts/windowed.ts";
import type { Json, Table } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { blockOf, cellOf, shown } from "./values.ts";
import { ColumnHead } from "./column_head.tsx";
import { begins, clamp, columnStyle, insertOp, pasteOps, stepOf, type At } from "./moves.ts";

const WORDS = {
  cell: { es: "{column}, fila {row}", en: "{column}, row {row}", pt: "{column}, linha {row}" },
  row: { es: "Fila {row}", en: "Row {row}", pt: "Linha {row}" },
  above: { es: "Insertar una fila encima", en: "Insert a row above", pt: "Inserir uma linha acima" },
  below: { es: "Insertar una fila debajo", en: "Insert a row below", pt: "Inserir uma linha abaixo" },
  remove: { es: "Quitar la fila", en: "Remove the row", pt: "Remover a linha" },
  none: { es: "La tabla no tiene filas todavía.", en: "The table has no rows yet.", pt: "A tabela ainda não tem linhas." },
} satisfies Words<string>;

const ROW_PX = 30;
const HEAD_PX = 32;

interface Props {
  name: string;
  table: Table;
  /** The rows to show, by their index in the table. */
  rows: number[];
  faults: Set<number>;
  readOnly: boolean;
  edit(ops: Op[]): void;
}

export function Grid({ name, table, rows, faults, readOnly, edit }: Props) {
  const words = useWords(WORDS);
  const { ref, onScroll, from, to, reveal } = useWindowed(rows.length, ROW_PX, HEAD_PX);
  const [at, setAt] = useState<At>({ row: 0, column: 0 });
  // What stands in the field while one writes.
  const [typed, type] = useState<string>();
  const active = useRef<HTMLDivElement>(null);

  const indexOf = (row: number) => rows[row]!;
  const go = (row: number, column: number) => {
    const next = { row: clamp(row, rows.length), column: clamp(column, table.columns.length) };
    setAt(next);
    reveal(next.row);
    requestAnimationFrame(() => active.current?.focus());
  };
  const put = (text: string) => {
    const index = indexOf(at.row);
    const column = at.column;
    if (text === shown(table.rows[index]?.[column])) return;
    edit([{ path: ["rows", index, column], value: cellOf(text, table.rows.map((row) => row[column])) }]);
  };
  const settle = (move: At | undefined) => {
    if (typed !== undefined) put(typed);
    type(undefined);
    if (move) go(move.row, move.column);
  };
  const keys = (event: KeyboardEvent) => {
    if (rows.length === 0) return;
    const isWriting = typed !== undefined;
    const step = stepOf(event, at, isWriting);
    if (step) {
      event.preventDefault();
      settle(step);
    } else if (event.key === "Escape" && isWriting) {
      event.preventDefault();
      event.stopPropagation();
      type(undefined);
      requestAnimationFrame(() => active.current?.focus());
    } else if (!isWriting && !readOnly && begins(event)) {
      if (event.key === "Delete" || event.key === "Backspace") put("");
      else type(event.key === "Enter" || event.key === "F2" ? shown(table.rows[indexOf(at.row)]?.[at.column]) : "");
      if (event.key.length > 1) event.preventDefault();
    }
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (readOnly || typed !== undefined || !text) return;
    event.preventDefault();
    edit(pasteOps(table, rows, at, blockOf(text)));
  };
  const copy = (event: ClipboardEvent) => {
    if (typed !== undefined || rows.length === 0) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", shown(table.rows[indexOf(at.row)]?.[at.column]));
  };
  const style = useMemo(() => columnStyle(table), [table]);
  return (
    <div
      className="tw-grid" role="grid" aria-label={name} aria-rowcount={rows.length + 1} aria-colcount={table.columns.length + 1}
      ref={ref} onScroll={onScroll} onKeyDown={keys} onPaste={paste} onCopy={copy} tabIndex={rows.length === 0 ? 0 : -1}
    >
      <div className="tw-grid__head" role="row" aria-rowindex={1} style={style}>
        <span role="columnheader" aria-label="#" />
        {table.columns.map((column, index) => (
          <ColumnHead key={index} table={table} index={index} column={column} readOnly={readOnly} edit={edit} />
        ))}
      </div>
      {rows.length === 0 && <p className="tw-grid__none" role="row"><span role="gridcell">{words("none")}</span></p>}
      <div role="presentation" style={{ height: rows.length * ROW_PX }}>
        <div role="presentation" style={{ transform: `translateY(${from * ROW_PX}px)` }}>
          {rows.slice(from, to).map((index, offset) => {
            const row = from + offset;
            return (
              <div key={index} className="tw-grid__row" role="row" aria-rowindex={row + 2} data-fault={faults.has(index)} style={style}>
                <span role="rowheader" className="tw-grid__number">
                  <Menu
                    name={words("row", { row: index + 1 })} className="tw-menu__only" items={[
                      { label: words("above"), icon: "up", disabled: readOnly, act: () => edit([insertOp(table, index)]) },
                      { label: words("below"), icon: "down", disabled: readOnly, act: () => edit([insertOp(table, index + 1)]) },
                      { label: words("remove"), icon: "trash", disabled: readOnly, act: () => edit([{ path: ["rows", index] }]) },
                    ]}
                  >
                    {index + 1}
                  </Menu>
                </span>
                {table.columns.map((column, place) => {
                  const isActive = row === at.row && place === at.column;
                  return isActive && typed !== undefined ? (
                    <span key={place} role="gridcell" aria-selected="true">
                      <input
                        className="tw-grid__input" autoFocus dir="auto" value={typed} aria-label={words("cell", { column, row: index + 1 })}
                        onChange={(event) => type(event.target.value)} onBlur={() => settle(undefined)}
                      />
                    </span>
                  ) : (
                    <GridCell
                      key={place} label={words("cell", { column, row: index + 1 })} value={table.rows[index]![place]} isActive={isActive} box={isActive ? active : undefined}
                      onChoose={() => go(row, place)} onOpen={() => !readOnly && type(shown(table.rows[index]![place]))}
                    />
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface CellProps {
  label: string;
  value: Json | undefined;
  isActive: boolean;
  box: React.RefObject<HTMLDivElement | null> | undefined;
  onChoose(): void;
  onOpen(): void;
}

const GridCell = memo(
  function GridCell({ label, value, isActive, box, onChoose, onOpen }: CellProps) {
    return (
      <div
        ref={box} role="gridcell" className="tw-grid__cell" dir="auto" data-number={typeof value === "number"} aria-selected={isActive} aria-label={`${label}: ${shown(value)}`}
        tabIndex={isActive ? 0 : -1} onClick={onChoose} onDoubleClick={onOpen}
      >
        {shown(value)}
      </div>
    );
  },
  // The acts of a cell follow from its place and value.
  (before, now) => before.value === now.value && before.isActive === now.isActive && before.label === now.label,
);
