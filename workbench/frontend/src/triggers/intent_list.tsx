// The intents beside the open one: how many triggers each has, and what is wrong with it.

import { memo, useMemo, type KeyboardEvent } from "react";
import type { Project } from "../project.ts";
import { useProject } from "../project.ts";
import type { Issue } from "../types.ts";
import { useWords, type Words } from "../words.ts";
import { countOf, folded, linesOf, type Intent } from "./intents.ts";

const WORDS = {
  intents: { es: "Intenciones", en: "Intents", pt: "Intenções" },
  issues: { es: "{count} {count|aviso|avisos}", en: "{count} {count|issue|issues}", pt: "{count} {count|aviso|avisos}" },
  triggers: { es: "{count} {count|disparador|disparadores}", en: "{count} {count|trigger|triggers}", pt: "{count} {count|gatilho|gatilhos}" },
  hits: { es: "{count} {count|coincide|coinciden}", en: "{count} {count|matches|match}", pt: "{count} {count|coincide|coincidem}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  intents: Intent[];
  selected: string;
  language: string;
  wanted: string;
  onSelect(intent: Intent): void;
}

export function IntentList({ project, intents, selected, language, wanted, onSelect }: Props) {
  const issues = useProject(project, (view) => view.issues);
  const word = useWords(WORDS);
  const worst = useMemo(() => worstByNode(issues), [issues]);
  const move = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = intents[intents.findIndex(({ node }) => node === selected) + step];
    if (!next) return;
    onSelect(next);
    const list = event.currentTarget;
    requestAnimationFrame(() => list.querySelector<HTMLElement>("[aria-current]")?.focus());
  };
  return (
    <ul className="tw-triggers__list" aria-label={word("intents")} onKeyDown={move}>
      {intents.map((intent) => (
        <Row
          key={intent.node} intent={intent} isSelected={intent.node === selected} language={language} hits={hitsOf(intent, wanted, language)}
          issues={worst.get(intent.node)?.count ?? 0} severity={worst.get(intent.node)?.severity ?? ""} onSelect={onSelect}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  intent: Intent;
  isSelected: boolean;
  language: string;
  hits: number;
  issues: number;
  severity: string;
  onSelect(intent: Intent): void;
}

const Row = memo(function Row({ intent, isSelected, language, hits, issues, severity, onSelect }: RowProps) {
  const word = useWords(WORDS);
  const count = countOf(intent.drawn, language);
  return (
    <li>
      <button type="button" className="tw-triggers__row" aria-current={isSelected || undefined} tabIndex={isSelected ? 0 : -1} onClick={() => onSelect(intent)}>
        <span className="tw-triggers__name">{intent.drawn.title || intent.node}</span>
        {issues > 0 && (
          <span className="tw-badge" data-severity={severity} title={word("issues", { count: issues })}>
            <span className="tw-hidden">{word("issues", { count: issues })}</span>
            <span aria-hidden="true">{issues}</span>
          </span>
        )}
        <span className="tw-triggers__number" title={word("triggers", { count })}>
          {hits > 0 ? word("hits", { count: hits }) : count}
        </span>
        <small>
          {intent.topicTitle} · <code>{intent.node}</code>
        </small>
      </button>
    </li>
  );
});

function hitsOf({ drawn }: Intent, wanted: string, language: string): number {
  const text = folded(wanted);
  if (!text) return 0;
  return linesOf(drawn, "phrases", language).filter((line) => folded(line).includes(text)).length;
}

function worstByNode(issues: Issue[]): Map<string, { count: number; severity: string }> {
  const rank = ["advice", "warning", "error"];
  const found = new Map<string, { count: number; severity: string }>();
  for (const { severity, location } of issues) {
    if (!location?.node) continue;
    const one = found.get(location.node) ?? { count: 0, severity };
    one.count += 1;
    if (rank.indexOf(severity) > rank.indexOf(one.severity)) one.severity = severity;
    found.set(location.node, one);
  }
  return found;
}
