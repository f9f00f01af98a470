// Whose rows count: only those with one of the values.

import { useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import type { Bot } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { columnsOf, useDimension, useValue, YES } from "./dimensions.ts";
import { Row } from "./rules.tsx";
import type { Choices, Spec } from "./types.ts";

const WORDS = {
  segment: { es: "Segmento", en: "Segment", pt: "Segmento" },
  everybody: { es: "todos", en: "everybody", pt: "todos" },
  add: { es: "Solo con…", en: "Only with…", pt: "Só com…" },
  without: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
  none: { es: "Sin valores en el historial", en: "No values in history", pt: "Sem valores no histórico" },
} satisfies Words<string>;

interface Props {
  bot: Bot | undefined;
  spec: Spec;
  choices: Choices | undefined;
  onChange(where: Record<string, string[]>): void;
}

export function Filters({ bot, spec, choices, onChange }: Props) {
  const words = useWords(WORDS);
  const dimension = useDimension();
  const named = useValue();
  const where = spec.where ?? {};
  const set = (column: string, values: string[]) => {
    const { [column]: _, ...rest } = where;
    onChange(values.length ? { ...rest, [column]: values } : rest);
  };
  const valuesOf = (column: string) => choices?.values[column] ?? (/^(tag|segment)\./.test(column) ? [YES] : []);
  // Of variables and the like any value may be written.
  const rest = columnsOf(bot, choices).filter((column) => !where[column] && (valuesOf(column).length > 0 || column.includes(".")));
  return (
    <Row name={words("segment")}>
      <div className="tw-filters">
        {Object.entries(where).map(([column, chosen]) => (
          <fieldset key={column} className="tw-filter">
            <legend>{dimension(column)}</legend>
            {valuesOf(column).length === 0 && <Written name={dimension(column)} chosen={chosen} onChange={(values) => set(column, values)} />}
            {valuesOf(column).length > 0 && [...new Set([...valuesOf(column), ...chosen])].slice(0, 40).map((value) => (
              <label key={value} className="tw-check">
                <input
                  type="checkbox" checked={chosen.includes(value)}
                  onChange={({ target }) => set(column, target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))}
                />
                <span dir="auto">{named(column, value)}</span>
              </label>
            ))}
            <button type="button" className="tw-iconbutton" aria-label={words("without", { name: dimension(column) })} onClick={() => set(column, [])}>
              <Icon name="close" size={12} />
            </button>
          </fieldset>
        ))}
        {Object.keys(where).length === 0 && rest.length === 0 && <span className="tw-note">{words(choices ? "none" : "everybody")}</span>}
        {rest.length > 0 && (
          <Menu name={words("add")} className="tw-link" items={rest.map((column) => ({ label: dimension(column), act: () => set(column, valuesOf(column).length ? valuesOf(column).slice(0, 1) : ["?"]) }))} />
        )}
      </div>
    </Row>
  );
}

/** Values that are written: any of them, parted by commas. */
function Written({ name, chosen, onChange }: { name: string; chosen: string[]; onChange(values: string[]): void }) {
  const [text, setText] = useState(chosen.join(", "));
  const send = () => onChange(text.split(",").map((part) => part.trim()).filter(Boolean));
  return <input className="tw-input" aria-label={name} value={text} onChange={({ target }) => setText(target.value)} onBlur={send} onKeyDown={({ key }) => key === "Enter" && send()} />;
}
