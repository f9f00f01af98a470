// What to mend in the phrases, the worst first, each with its repairs of one click.

import { use, useState } from "react";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import type { Finding } from "./types.ts";

const WORDS = {
  title: { es: "Qué mejorar · {count}", en: "What to mend · {count}", pt: "O que melhorar · {count}" },
  none: { es: "Nada que mejorar en las frases.", en: "Nothing to mend in the phrases.", pt: "Nada a melhorar nas frases." },
  more: { es: "Ver {count} más", en: "Show {count} more", pt: "Ver mais {count}" },
  done: { es: "hecho", en: "done", pt: "feito" },
} satisfies Words<string>;

const STEP = 8;

export function Findings({ project, stage, findings }: PageProps & { findings: Finding[] }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [most, setMost] = useState(STEP);
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const mend = (finding: number, choice: number) => {
    project.host.ask("understanding.fix", { bot: stage.current.bot, finding, choice }).then(
      () => setDone((now) => new Set([...now, finding])),
      (error: Error) => project.say(error.message),
    );
  };
  return (
    <section aria-label={words("title", { count: findings.length })}>
      <h2 className="tw-heading">{words("title", { count: findings.length })}</h2>
      {findings.length === 0 && <p className="tw-note">{words("none")}</p>}
      {findings.slice(0, most).map((finding, index) => (
        <div key={index} className="tw-card tw-understanding__finding" data-severity={finding.severity}>
          <button type="button" className="tw-link" onClick={() => stage.set({ page: "triggers", topic: finding.place.topic, nodes: [finding.place.intent] })}>{finding.place.intent}</button>
          <p>{finding.message[language]}</p>
          <small>{finding.remedy[language]}</small>
          <div className="tw-versions__actions">
            {done.has(index) ? <span className="tw-tag" data-tone="ok">{words("done")}</span> : finding.fixes.map((fix, choice) => <button key={choice} type="button" className="tw-button" onClick={() => mend(index, choice)}>{fix.label[language]}</button>)}
          </div>
        </div>
      ))}
      {findings.length > most && <button type="button" className="tw-link" onClick={() => setMost(most + STEP * 3)}>{words("more", { count: findings.length - most })}</button>}
    </section>
  );
}
