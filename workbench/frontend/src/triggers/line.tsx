// One phrase: its text in place, what is to be said of it, what can be done with it.

import { memo, type ReactNode } from "react";
import { useDraft } from "../forms/draft.ts";
import type { Issue } from "../types.ts";
import { useWords, type Words } from "../words.ts";
import type { Phrase } from "./intents.ts";

const WORDS = {
  choose: { es: "Elegir «{text}»", en: "Select “{text}”", pt: "Selecionar “{text}”" },
  phrase: { es: "Frase «{text}»", en: "Phrase “{text}”", pt: "Frase “{text}”" },
  remove: { es: "Quitar «{text}»", en: "Remove “{text}”", pt: "Remover “{text}”" },
  generalise: { es: "Duplicar sin algunas palabras", en: "Duplicate with words dropped", pt: "Duplicar sem algumas palavras" },
  also: { es: "también en {intent}", en: "also in {intent}", pt: "também em {intent}" },
} satisfies Words<string>;

interface Props {
  text: string;
  language: string;
  isChosen: boolean;
  isHit: boolean;
  readOnly: boolean;
  elsewhere: Phrase[] | undefined;
  issue: Issue | undefined;
  children: ReactNode;
  onToggle(): void;
  onChange(text: string): void;
  onRemove(): void;
  onGeneralise(): void;
  onOpen(node: string): void;
}

export const Line = memo(function Line({ text, language, isChosen, isHit, readOnly, elsewhere = [], issue, children, onToggle, onChange, onRemove, onGeneralise, onOpen }: Props) {
  const word = useWords(WORDS);
  const draft = useDraft(text, (next) => onChange(next.trim()));
  return (
    <li className="tw-line" data-hit={isHit}>
      <input type="checkbox" aria-label={word("choose", { text })} checked={isChosen} disabled={readOnly} onChange={onToggle} />
      <input
        className="tw-line__text" aria-label={word("phrase", { text })} lang={language} dir="auto" value={draft.text} readOnly={readOnly}
        onChange={(event) => draft.type(event.target.value)} onBlur={draft.settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") draft.settle();
          if (event.key === "Escape") draft.cancel();
        }}
      />
      {elsewhere.slice(0, 2).map(({ node }) => (
        <button key={node} type="button" className="tw-line__also" onClick={() => onOpen(node)}>
          {word("also", { intent: node })}
        </button>
      ))}
      {issue && (
        <span className="tw-line__issue" data-severity={issue.severity} title={issue.remedy}>
          {issue.message}
        </span>
      )}
      <span className="tw-line__tools">
        <button type="button" className="tw-tool" aria-label={`${word("generalise")}: ${text}`} title={word("generalise")} disabled={readOnly} onClick={onGeneralise}>
          ≈
        </button>
        <button type="button" className="tw-tool" aria-label={word("remove", { text })} title={word("remove", { text })} disabled={readOnly} onClick={onRemove}>
          ×
        </button>
      </span>
      {children}
    </li>
  );
});
