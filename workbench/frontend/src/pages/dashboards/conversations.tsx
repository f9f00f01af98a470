// The conversations behind a bar: exactly those that it counts, and each as it went.

import { use, useEffect, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { Icon } from "../../parts/icon.tsx";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { ZoneContext } from "../funnels/said.ts";
import { TranscriptView } from "../funnels/transcript.tsx";
import { useTold } from "../versions/told.ts";
import { moment } from "./numbers.ts";
import type { Asked, Chart, Conversation, Key } from "./types.ts";

const WORDS = {
  title: { es: "{label} · {count} {count|conversación|conversaciones}", en: "{label} · {count} {count|conversation|conversations}", pt: "{label} · {count} {count|conversa|conversas}" },
  looking: { es: "Buscando las conversaciones…", en: "Looking for the conversations…", pt: "Procurando as conversas…" },
  none: { es: "Ninguna conversación.", en: "No conversations.", pt: "Nenhuma conversa." },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
  more: { es: "Ver más", en: "Show more", pt: "Ver mais" },
  facts: { es: "Cuentan {facts} veces.", en: "They count {facts} times.", pt: "Contam {facts} vezes." },
  silent: { es: "(sin texto)", en: "(no text)", pt: "(sem texto)" },
  messages: { es: "{count} {count|mensaje|mensajes}", en: "{count} {count|message|messages}", pt: "{count} {count|mensagem|mensagens}" },
} satisfies Words<string>;

const STEP = 50;

/** What is opened: a bar of a chart. */
export interface Bar {
  chart: Chart;
  key: Key;
  /** Whose facts count. */
  measure: string;
  label: string;
}

interface Found {
  count: number;
  /** How often they are counted: twice a conversation, for two messages of it. */
  facts: number;
  conversations: Conversation[];
}

interface Props {
  bar: Bar;
  asked: Asked;
  zone: string;
  onClose(): void;
}

export function Conversations({ project, stage, bar, asked, zone, onClose }: PageProps & Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [found, isOnWay, ask, set] = useTold<Found>(project, "dashboards.conversations");
  const [most, setMost] = useState(STEP);
  const [shown, show] = useState<Conversation>();
  const question = JSON.stringify({ bar, asked });
  useEffect(() => {
    set(undefined);
    show(undefined);
    setMost(STEP);
  }, [question]);
  useEffect(() => ask("dashboards.conversations", { chart: bar.chart, key: bar.key, measure: bar.measure, asked, most }), [question, most]);
  return (
    <aside className="tw-behind" aria-label={words("title", { label: bar.label, count: found?.count ?? "…" })} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <header>
        <h2 className="tw-heading" dir="auto">{words("title", { label: bar.label, count: found ? found.count.toLocaleString(language) : "…" })}</h2>
        <button type="button" className="tw-iconbutton" aria-label={words("close")} onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </header>
      {shown ? (
        <ZoneContext value={zone}>
          <TranscriptView
            project={project} stage={stage} onBack={() => show(undefined)}
            person={{ entity: shown.session_id, contact: shown.contact, conversation: shown.conversation, reached_us: shown.t_us }}
          />
        </ZoneContext>
      ) : (
        <>
          {!found && isOnWay && <Progress label={words("looking")} />}
          {found?.count === 0 && <p className="tw-note">{words("none")}</p>}
          {found && found.facts > found.count && <p className="tw-note">{words("facts", { facts: found.facts.toLocaleString(language) })}</p>}
          <ul className="tw-people">
            {found?.conversations.map((one) => <li key={one.session_id}><Card one={one} zone={zone} onOpen={() => show(one)} /></li>)}
          </ul>
          {found && found.conversations.length < found.count && (
            <button type="button" className="tw-button" disabled={isOnWay} onClick={() => setMost(most + STEP * 4)}>{words("more")}</button>
          )}
        </>
      )}
    </aside>
  );
}

function Card({ one, zone, onOpen }: { one: Conversation; zone: string; onOpen(): void }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  return (
    <button type="button" className="tw-person" onClick={onOpen}>
      <span className="tw-person__who"><b dir="auto">{one.contact}</b><time>{moment(one.t_us, language, zone)}</time></span>
      <span dir="auto">{one.text ? `“${one.text}”` : words("silent")}</span>
      <small>{[one.channel, words("messages", { count: one.messages })].join(" · ")}</small>
    </button>
  );
}
