// The numbers of a figure as a table: what screen readers, keyboards and copying need. Each
// number opens the conversations behind it.

import { use } from "react";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import { cell, isGrain } from "./numbers.ts";
import type { Column, Counted, Key, Row } from "./types.ts";

const WORDS = {
  open: { es: "{what}: ver las conversaciones", en: "{what}: show the conversations", pt: "{what}: ver as conversas" },
  when: { es: "Cuándo", en: "When", pt: "Quando" },
  more: { es: "y {count} filas más; están en la descarga", en: "and {count} more rows; the download has them", pt: "e mais {count} linhas; estão no download" },
} satisfies Words<string>;

const MOST_SHOWN = 400;

interface Props {
  label: string;
  counted: Counted;
  zone: string;
  onOpen(key: Key, measure: string, label: string): void;
}

export function FigureTable({ label, counted, zone, onOpen }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { columns, rows, keys } = counted;
  const rowName = (row: Row) => columns.flatMap((column, at) => (isNumber(column) ? [] : [cell(row[at] ?? null, column, language, zone)])).join(", ");
  return (
    <div className="tw-tile__table" tabIndex={0} role="region" aria-label={label}>
      <table className="tw-table">
        <thead>
          <tr>{columns.map(({ name, title, unit }) => <th key={name} scope="col" data-unit={unit}>{title || words("when")}</th>)}</tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_SHOWN).map((row, index) => (
            <tr key={index}>
              {columns.map((column, at) => {
                const text = cell(row[at] ?? null, column, language, zone);
                const named = `${rowName(row)}: ${column.title}`;
                if (!isNumber(column) && at === 0) return <th key={column.name} scope="row" data-unit={column.unit} dir="auto">{text}</th>;
                return (
                  <td key={column.name} data-unit={column.unit} dir={column.unit === "text" ? "auto" : undefined}>
                    {isNumber(column) && row[at] ? (
                      <button type="button" className="tw-link" aria-label={words("open", { what: `${named} ${text}` })} onClick={() => onOpen(keys[index]!, column.name, named)}>{text}</button>
                    ) : (
                      text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_SHOWN && <p className="tw-note">{words("more", { count: rows.length - MOST_SHOWN })}</p>}
    </div>
  );
}

function isNumber({ unit }: Column): boolean {
  return unit !== "text" && !isGrain(unit);
}
