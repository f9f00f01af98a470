// Messages that nobody understood, in groups, with the phrases to add.

import { use, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { useStage } from "../../stage.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { useTold } from "../versions/told.ts";
import type { Group } from "./types.ts";

const WORDS = {
  title: { es: "Mensajes no entendidos", en: "Messages not understood", pt: "Mensagens não entendidas" },
  store: { es: "Archivo de conversaciones (SQLite)", en: "Store of conversations (SQLite)", pt: "Arquivo de conversas (SQLite)" },
  look: { es: "Agrupar", en: "Group", pt: "Agrupar" },
  looking: { es: "Leyendo y agrupando…", en: "Reading and grouping…", pt: "Lendo e agrupando…" },
  none: { es: "No hay grupos de mensajes parecidos.", en: "There are no groups of messages alike.", pt: "Não há grupos de mensagens parecidas." },
  like: { es: "parece {intent}", en: "looks like {intent}", pt: "parece {intent}" },
  fresh: { es: "tema nuevo", en: "a new topic", pt: "tema novo" },
  add: { es: "Agregar {count} {count|frase|frases}", en: "Add {count} {count|phrase|phrases}", pt: "Adicionar {count} {count|frase|frases}" },
  done: { es: "agregadas", en: "added", pt: "adicionadas" },
} satisfies Words<string>;

export function Unknown({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const [store, setStore] = useState("");
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [found, isOnWay, ask] = useTold<{ groups: Group[] }>(project, "understanding.unknown");
  const learn = (group: number) => {
    project.host.ask("understanding.learn", { bot, group }).then(
      () => setDone((now) => new Set([...now, group])),
      (error: Error) => project.say(error.message),
    );
  };
  return (
    <section aria-label={words("title")}>
      <h2 className="tw-heading">{words("title")}</h2>
      <form
        className="tw-understanding__choice"
        onSubmit={(event) => {
          event.preventDefault();
          setDone(new Set());
          ask("understanding.unknown", { bot, store: store.trim() });
        }}
      >
        <input className="tw-input" aria-label={words("store")} placeholder="out/tertulia.sqlite" value={store} onChange={(event) => setStore(event.target.value)} />
        <button type="submit" className="tw-button" disabled={!store.trim() || isOnWay}>{words("look")}</button>
      </form>
      {isOnWay && <Progress label={words("looking")} />}
      {found && !isOnWay && found.groups.length === 0 && <p className="tw-note">{words("none")}</p>}
      {found?.groups.map(({ messages, count, intent, confidence, phrases, fix }, index) => (
        <div key={index} className="tw-card tw-understanding__change">
          <p dir="auto">
            {messages.slice(0, 2).map((message) => `“${message}”`).join(", ")} <small>{count}</small>
          </p>
          <small>{intent ? `${words("like", { intent })} ${confidence.toLocaleString(language, { maximumFractionDigits: 2 })}` : words("fresh")}</small>
          {fix && (done.has(index) ? <span className="tw-tag" data-tone="ok">{words("done")}</span> : <button type="button" className="tw-link" onClick={() => learn(index)}>{words("add", { count: phrases.length })}</button>)}
        </div>
      ))}
    </section>
  );
}
