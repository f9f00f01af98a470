// Texts side by side; thousands of them, of which those in sight are drawn.

import { memo } from "react";
import { useDraft } from "../../forms/draft.ts";
import { Icon } from "../../parts/icon.tsx";
import { useWindowed } from "../../parts/windowed.ts";
import type { Project } from "../../project.ts";
import type { Stage } from "../../stage.ts";
import type { Bot } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { faultOf, textOf, valueOf, type TextRow } from "./rows.ts";

const WORDS = {
  where: { es: "Dónde", en: "Where", pt: "Onde" },
  open: { es: "Abrir {node} en los flujos", en: "Open {node} in the flows", pt: "Abrir {node} nos fluxos" },
  settings: { es: "Mensaje por defecto", en: "Default message", pt: "Mensagem padrão" },
  inLanguage: { es: "{place} en {language}", en: "{place} in {language}", pt: "{place} em {language}" },
  missing: { es: "falta", en: "missing", pt: "falta" },
  long: { es: "{count} de {limit}", en: "{count} of {limit}", pt: "{count} de {limit}" },
  holes: { es: "otras variables", en: "other variables", pt: "outras variáveis" },
  change: { es: "Traducir {place} ({language})", en: "Translate {place} ({language})", pt: "Traduzir {place} ({language})" },
  copy: { es: "Copiar el texto de la izquierda", en: "Copy the text on the left", pt: "Copiar o texto da esquerda" },
} satisfies Words<string>;

const ROW_PX = 66;

interface Props {
  project: Project;
  stage: Stage;
  name: string;
  bot: Bot;
  rows: TextRow[];
  source: string;
  target: string;
  readOnly: boolean;
}

export function TextTable({ project, stage, name, bot, rows, source, target, readOnly }: Props) {
  const words = useWords(WORDS);
  const { ref, onScroll, from, to } = useWindowed(rows.length, ROW_PX, 30);
  const put = (row: TextRow, language: string, text: string) => {
    const path = ["bots", name, ...row.path, language];
    const op = text.trim() === "" ? { path } : { path, value: valueOf(row, text) };
    if (text.trim() === "" && textOf(bot, row, language) === "") return;
    project.edit([op], words("change", { place: row.node || row.topic || row.place, language }), path.join("/"));
  };
  const open = (row: TextRow) => {
    if (row.topic) stage.goTo({ bot: name, topic: row.topic, ...(row.node ? { node: row.node } : {}), path: row.place });
    else stage.set({ page: "settings" });
  };
  return (
    <div className="tw-texttable" role="table" aria-rowcount={rows.length + 1} ref={ref} onScroll={onScroll}>
      <div className="tw-texttable__head" role="row" aria-rowindex={1}>
        <span role="columnheader">{words("where")}</span>
        <span role="columnheader">{source}</span>
        <span role="columnheader">{target}</span>
      </div>
      <div role="rowgroup" style={{ height: rows.length * ROW_PX }}>
        <div role="presentation" style={{ transform: `translateY(${from * ROW_PX}px)` }}>
          {rows.slice(from, to).map((row, offset) => (
            <Line
              key={row.id} row={row} index={from + offset} source={source} target={target} from={textOf(bot, row, source)} to={textOf(bot, row, target)}
              readOnly={readOnly} put={put} open={open}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  row: TextRow;
  index: number;
  source: string;
  target: string;
  from: string;
  to: string;
  readOnly: boolean;
  put(row: TextRow, language: string, text: string): void;
  open(row: TextRow): void;
}

const Line = memo(
  function Line({ row, index, source, target, from, to, readOnly, put, open }: LineProps) {
    const words = useWords(WORDS);
    const fault = faultOf(row, from, to);
    const title = row.node || row.topic || words("settings");
    return (
      <div className="tw-texttable__row" role="row" aria-rowindex={index + 2} data-fault={fault}>
        <div role="cell" className="tw-texttable__where">
          <button type="button" className="tw-link" title={words("open", { node: title })} onClick={() => open(row)}>{title}</button>
          <small>{row.topic && row.node ? `${row.topic} · ` : ""}{row.place}</small>
        </div>
        <div role="cell"><Field label={words("inLanguage", { place: row.id, language: source })} language={source} value={from} readOnly={readOnly} onCommit={(text) => put(row, source, text)} /></div>
        <div role="cell">
          {source === target ? null : <Field label={words("inLanguage", { place: row.id, language: target })} language={target} value={to} readOnly={readOnly} onCommit={(text) => put(row, target, text)} />}
          {fault && source !== target && (
            <span className="tw-texttable__fault">
              {fault === "missing" && from && !readOnly && (
                <button type="button" className="tw-iconbutton" aria-label={words("copy")} title={words("copy")} onClick={() => put(row, target, from)}><Icon name="copy" size={13} /></button>
              )}
              <span className="tw-tag" data-tone="warn">{words(fault, { count: [...to].length, limit: row.limit })}</span>
            </span>
          )}
        </div>
      </div>
    );
  },
  (before, now) => before.from === now.from && before.to === now.to && before.row === now.row && before.index === now.index && before.source === now.source && before.target === now.target,
);

interface FieldProps {
  label: string;
  language: string;
  value: string;
  readOnly: boolean;
  onCommit(text: string): void;
}

function Field({ label, language, value, readOnly, onCommit }: FieldProps) {
  const draft = useDraft(value, onCommit);
  return (
    <textarea
      className="tw-texttable__field" aria-label={label} lang={language} dir="auto" value={draft.text} readOnly={readOnly} spellCheck
      onChange={(event) => draft.type(event.target.value)} onBlur={draft.settle}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          draft.cancel();
          event.currentTarget.blur();
        }
      }}
    />
  );
}
