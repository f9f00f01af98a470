// The messages of the period that were not understood, in groups, each with the way to teach it.

import { use, useEffect, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { useStage } from "../../stage.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import type { Group } from "../understanding/types.ts";
import { useTold } from "../versions/told.ts";
import type { Asked } from "./types.ts";

const WORDS = {
  title: { es: "Mensajes no entendidos", en: "Messages not understood", pt: "Mensagens não entendidas" },
  about: { es: "Los del período y los filtros de arriba, en grupos parecidos.", en: "Those of the period and filters above, in groups alike.", pt: "As do período e dos filtros acima, em grupos parecidos." },
  group: { es: "Agruparlos", en: "Group them", pt: "Agrupá-las" },
  looking: { es: "Leyendo y agrupando…", en: "Reading and grouping…", pt: "Lendo e agrupando…" },
  none: { es: "No hay mensajes sin entender en este período.", en: "No message of this period was left not understood.", pt: "Não há mensagens sem entender neste período." },
  like: { es: "parece {intent} ({confidence})", en: "looks like {intent} ({confidence})", pt: "parece {intent} ({confidence})" },
  fresh: { es: "tema nuevo: haga una intención en Frases", en: "a new topic: make an intent for it in Triggers", pt: "tema novo: crie uma intenção em Frases" },
  add: { es: "Agregar a {intent}", en: "Add to {intent}", pt: "Adicionar a {intent}" },
  done: { es: "agregado", en: "added", pt: "adicionado" },
  open: { es: "Abrir Frases", en: "Open Triggers", pt: "Abrir Frases" },
} satisfies Words<string>;

interface Found {
  messages: number;
  groups: (Group & { topic: string })[];
}

export function Missed({ project, stage, asked }: PageProps & { asked: Asked }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [found, isOnWay, ask, set] = useTold<Found>(project, "dashboards.missed");
  const question = JSON.stringify(asked);
  useEffect(() => {
    set(undefined);
    setDone(new Set());
  }, [question]);
  const learn = (group: number) => {
    project.host.ask("understanding.learn", { bot, group }).then(
      () => setDone((now) => new Set([...now, group])),
      (error: Error) => project.say(error.message),
    );
  };
  return (
    <section className="tw-card tw-missed" aria-label={words("title")}>
      <header>
        <h2 className="tw-heading">{found ? `${words("title")} · ${found.messages.toLocaleString(language)}` : words("title")}</h2>
        <p className="tw-note">{words("about")}</p>
      </header>
      {isOnWay && <Progress label={words("looking")} />}
      {!found && !isOnWay && <button type="button" className="tw-button" onClick={() => ask("dashboards.missed", { bot, asked })}>{words("group")}</button>}
      {found?.groups.length === 0 && <p className="tw-note">{words("none")}</p>}
      <ul>
        {found?.groups.map(({ messages, count, intent, topic, confidence, fix }, index) => (
          <li key={index}>
            <p dir="auto">{messages.slice(0, 3).map((message) => `“${message}”`).join(", ")} <small>{`× ${count}`}</small></p>
            <small>{intent ? words("like", { intent, confidence: confidence.toLocaleString(language, { style: "percent" }) }) : words("fresh")}</small>
            <span className="tw-missed__acts">
              {fix && (done.has(index) ? <span className="tw-tag" data-tone="ok">{words("done")}</span> : <button type="button" className="tw-button" onClick={() => learn(index)}>{words("add", { intent })}</button>)}
              <button type="button" className="tw-link" onClick={() => stage.set({ page: "triggers", topic, nodes: intent ? [intent] : [] })}>{words("open")}</button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
