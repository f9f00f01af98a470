// The bot's topics: how many nodes each holds, and whether something is wrong there.

import { useMemo } from "react";
import type { Issue, Severity } from "../types.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { useCanvas } from "./canvas.tsx";
import { useDesk, useSeen, useView } from "./desk.ts";

const WORDS = {
  topics: { es: "Temas", en: "Topics", pt: "Tópicos" },
} satisfies Words<string>;

export function Topics() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const { bot, topic } = useCanvas();
  const topics = useView(({ tree }) => tree.bots[bot]?.topics);
  const issues = useView((view) => view.issues);
  const language = useSeen((seen) => seen.language);
  const worst = useMemo(() => worstByTopic(issues, bot), [issues, bot]);
  const all = Object.entries(topics ?? {}).map(([id, one]) => ({ id, title: inLanguage(one.title, language) || id, count: Object.keys(one.nodes ?? {}).length }));
  return (
    <nav className="tw-topics" aria-label={say("topics")}>
      <h2 className="tw-heading">{say("topics")}</h2>
      <ul>
        {all.map(({ id, title, count }) => (
          <li key={id}>
            <button className="tw-topic" aria-current={id === topic ? "true" : undefined} onClick={() => desk.stage.goTo({ bot, topic: id })}>
              <span className="tw-topic-title" dir="auto">{title}</span>
              {worst.get(id) && <i className={`tw-topic-dot tw-topic-dot--${worst.get(id)}`} />}
              <span className="tw-topic-count">{count}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, advice: 1 };

export function worstByTopic(issues: readonly Issue[], bot: string): Map<string, Severity> {
  const found = new Map<string, Severity>();
  for (const { severity, location } of issues) {
    const topic = location?.topic;
    if (!topic || (location.bot && location.bot !== bot)) continue;
    if (RANK[severity] > RANK[found.get(topic) ?? "advice"] || !found.has(topic)) found.set(topic, severity);
  }
  return found;
}
