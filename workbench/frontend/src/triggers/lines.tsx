// Phrases or keywords one a row: added, pasted, corrected, generalised, moved, deleted.

import { useMemo, useState } from "react";
import type { Issue } from "../types.ts";
import { useWords, type Words } from "../words.ts";
import { Generalise } from "./generalise.tsx";
import { folded, newLines, type Intent, type Phrase } from "./intents.ts";
import { Line } from "./line.tsx";

const WORDS = {
  count: { es: "{label} · {count} de {limit}", en: "{label} · {count} of {limit}", pt: "{label} · {count} de {limit}" },
  add: { es: "Escriba lo que diría una persona y pulse Intro; puede pegar varias líneas", en: "Write what a person would say and press Enter; paste several lines if you like", pt: "Escreva o que uma pessoa diria e tecle Enter; pode colar várias linhas" },
  addWords: { es: "Dos o más palabras que tienen que estar, e Intro", en: "Two or more words that must all be there, and Enter", pt: "Duas ou mais palavras que têm de estar, e Enter" },
  added: { es: "Agregar {label}", en: "Add {label}", pt: "Adicionar {label}" },
  change: { es: "Cambiar {label}", en: "Change {label}", pt: "Alterar {label}" },
  removed: { es: "Quitar {label}", en: "Remove {label}", pt: "Remover {label}" },
  selected: { es: "{count} {count|elegida|elegidas}", en: "{count} selected", pt: "{count} {count|selecionada|selecionadas}" },
  moveTo: { es: "Mover a…", en: "Move to…", pt: "Mover para…" },
  remove: { es: "Quitar", en: "Remove", pt: "Remover" },
  empty: { es: "Nada todavía en {language}.", en: "Nothing yet in {language}.", pt: "Nada ainda em {language}." },
} satisfies Words<string>;

interface Props {
  field: string;
  label: string;
  lines: string[];
  language: string;
  limit: number;
  /** Where else in the bot a folded phrase stands. */
  elsewhere: ((text: string) => Phrase[]) | undefined;
  issues: Issue[];
  intents: Intent[];
  wanted: string;
  readOnly: boolean;
  onPut(lines: string[], label: string, group?: string): void;
  onMove(texts: string[], to: Intent): void;
  onOpen(node: string): void;
}

export function Lines({ field, label, lines, language, limit, elsewhere, issues, intents, wanted, readOnly, onPut, onMove, onOpen }: Props) {
  const word = useWords(WORDS);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [generalised, setGeneralised] = useState<string>();
  const byLine = useMemo(() => issuesByLine(issues, field, language), [issues, field, language]);
  const text = folded(wanted);

  const add = (pasted: string) => {
    const fresh = newLines(pasted, lines);
    if (fresh.length) onPut([...fresh, ...lines], word("added", { label }));
    setTyped("");
  };
  const toggle = (line: string) => setChosen((now) => (now.has(line) ? new Set([...now].filter((one) => one !== line)) : new Set([...now, line])));
  const picked = lines.filter((line) => chosen.has(line));
  return (
    <section className="tw-lines" aria-label={label}>
      <h3 className="tw-heading">{word("count", { label, count: lines.length, limit })}</h3>
      {!readOnly && (
        <input
          className="tw-input" aria-label={word("added", { label })} placeholder={elsewhere ? word("add") : word("addWords")} value={typed} lang={language} dir="auto"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") add(typed);
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (!pasted.includes("\n")) return;
            event.preventDefault();
            add(pasted);
          }}
        />
      )}
      {picked.length > 0 && (
        <div className="tw-lines__bulk">
          <span>{word("selected", { count: picked.length })}</span>
          <select
            className="tw-input" aria-label={word("moveTo")} value=""
            onChange={(event) => {
              const to = intents.find(({ node }) => node === event.target.value);
              if (to) onMove(picked, to);
              setChosen(new Set());
            }}
          >
            <option value="">{word("moveTo")}</option>
            {intents.map(({ node, drawn, topicTitle }) => (
              <option key={node} value={node}>{`${drawn.title || node} · ${topicTitle}`}</option>
            ))}
          </select>
          <button
            type="button" className="tw-button"
            onClick={() => {
              onPut(lines.filter((line) => !chosen.has(line)), word("removed", { label }));
              setChosen(new Set());
            }}
          >
            {word("remove")}
          </button>
        </div>
      )}
      {lines.length === 0 && <p className="tw-lines__empty">{word("empty", { language })}</p>}
      <ul className="tw-lines__rows">
        {lines.map((line, index) => (
          <Line
            key={`${index} ${line}`} text={line} language={language} isChosen={chosen.has(line)} isHit={text !== "" && folded(line).includes(text)} readOnly={readOnly}
            elsewhere={elsewhere?.(folded(line))} issue={byLine.get(index)}
            onToggle={() => toggle(line)} onOpen={onOpen}
            onChange={(next) => onPut(next ? lines.with(index, next) : lines.toSpliced(index, 1), word(next ? "change" : "removed", { label }))}
            onRemove={() => onPut(lines.toSpliced(index, 1), word("removed", { label }))}
            onGeneralise={() => setGeneralised(generalised === line ? undefined : line)}
          >
            {generalised === line && (
              <Generalise
                text={line} present={lines}
                onAdd={(next) => {
                  onPut(lines.toSpliced(index + 1, 0, next), word("added", { label }));
                  setGeneralised(undefined);
                }}
              />
            )}
          </Line>
        ))}
      </ul>
    </section>
  );
}

function issuesByLine(issues: Issue[], field: string, language: string): Map<number, Issue> {
  const found = new Map<number, Issue>();
  for (const issue of issues) {
    const path = issue.location?.path ?? "";
    const index = path.startsWith(`${field}.${language}[`) ? Number(/\[(\d+)\]/.exec(path)?.[1]) : Number.NaN;
    if (!Number.isNaN(index)) found.set(index, issue);
  }
  return found;
}
