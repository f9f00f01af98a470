// The table of triggers: every intent of the bot, and what brings people to it.

import { useDeferredValue, useMemo, useState } from "react";
import type { Project } from "../project.ts";
import { useProject } from "../project.ts";
import type { Stage } from "../stage.ts";
import { useStage } from "../stage.ts";
import { useWords, type Words } from "../words.ts";
import { IntentDetail } from "./intent_detail.tsx";
import { IntentList } from "./intent_list.tsx";
import { folded, intentsOf, linesOf, phraseIndex, type Intent } from "./intents.ts";

const WORDS = {
  search: { es: "Buscar intenciones y frases…", en: "Search intents and phrases…", pt: "Buscar intenções e frases…" },
  all: { es: "Todos los temas", en: "All topics", pt: "Todos os temas" },
  topic: { es: "Tema", en: "Topic", pt: "Tema" },
  count: { es: "{intents} {intents|intención|intenciones} · {phrases} {phrases|frase|frases} en {language}", en: "{intents} {intents|intent|intents} · {phrases} {phrases|phrase|phrases} in {language}", pt: "{intents} {intents|intenção|intenções} · {phrases} {phrases|frase|frases} em {language}" },
  none: { es: "Este bot no tiene intenciones. Agregue una en un flujo.", en: "This bot has no intents. Add one in a flow.", pt: "Este bot não tem intenções. Adicione uma em um fluxo." },
  flows: { es: "Ir a los flujos", en: "Go to the flows", pt: "Ir aos fluxos" },
  notFound: { es: "Nada coincide con «{text}».", en: "Nothing matches “{text}”.", pt: "Nada coincide com “{text}”." },
} satisfies Words<string>;

export function Triggers({ project, stage }: { project: Project; stage: Stage }) {
  const { bot: botId, nodes, language } = useStage(stage, (seen) => seen);
  const bot = useProject(project, (view) => view.tree.bots[botId]);
  const catalogue = useProject(project, (view) => view.catalogue);
  const word = useWords(WORDS);
  const [text, setText] = useState("");
  const [topic, setTopic] = useState("");
  const wanted = useDeferredValue(text);

  const intents = useMemo(() => (bot ? intentsOf(bot, catalogue, language) : []), [bot, catalogue, language]);
  const index = useMemo(() => (bot ? phraseIndex(bot, language) : new Map()), [bot, language]);
  const shown = useMemo(() => intents.filter((one) => (!topic || one.topic === topic) && matches(one, wanted, language)), [intents, topic, wanted, language]);
  const phrases = useMemo(() => intents.reduce((sum, { drawn }) => sum + linesOf(drawn, "phrases", language).length, 0), [intents, language]);
  if (!bot) return null;
  if (intents.length === 0) {
    return (
      <div className="tw-empty">
        {word("none")}
        <button type="button" className="tw-button tw-button--primary" onClick={() => stage.set({ page: "flows" })}>
          {word("flows")}
        </button>
      </div>
    );
  }
  const selected = shown.find(({ node }) => node === nodes[0]) ?? shown[0];
  return (
    <div className="tw-triggers">
      <section className="tw-triggers__side" aria-label={word("search")}>
        <input className="tw-input" type="search" aria-label={word("search")} placeholder={word("search")} value={text} onChange={(event) => setText(event.target.value)} />
        <select className="tw-input" aria-label={word("topic")} value={topic} onChange={(event) => setTopic(event.target.value)}>
          <option value="">{word("all")}</option>
          {[...new Map(intents.map((one) => [one.topic, one.topicTitle]))].map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        <p className="tw-triggers__count">{word("count", { intents: intents.length, phrases, language })}</p>
        {shown.length ? (
          <IntentList project={project} intents={shown} selected={selected?.node ?? ""} language={language} wanted={wanted} onSelect={({ topic: to, node }) => stage.set({ topic: to, nodes: [node] })} />
        ) : (
          <p className="tw-triggers__count">{word("notFound", { text })}</p>
        )}
      </section>
      {selected && <IntentDetail key={selected.node} project={project} stage={stage} intent={selected} intents={intents} index={index} wanted={wanted} />}
    </div>
  );
}

function matches({ node, drawn }: Intent, wanted: string, language: string): boolean {
  const text = folded(wanted);
  if (!text) return true;
  if (folded(`${node} ${drawn.title ?? ""}`).includes(text)) return true;
  return ["phrases", "keywords"].some((field) => linesOf(drawn, field, language).some((line) => folded(line).includes(text)));
}
