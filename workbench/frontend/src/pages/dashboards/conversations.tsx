// The conversations behind a bar: exactly those that it counts, and each as it went.

import { use, useEffect, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { useTold } from "../versions/told.ts";
import { moment } from "./numbers.ts";
import { Transcript } from "./transcript.tsx";
import type { Asked, Chart, Conversation, Key } from "./types.ts";

const WORDS = {
  title: { es: "{label} · {count} {count|conversación|conversaciones}", en: "{label} · {count} {count|conversation|conversations}", pt: "{label} · {count} {count|conversa|conversas}" },
  looking: { es: "Buscando las conversaciones…", en: "Looking for the conversations…", pt: "Procurando as conversas…" },
  none: { es: "Ninguna conversación.", en: "No conversations.", pt: "Nenhuma conversa." },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
  more: { es: "Ver más", en: "Show more", pt: "Ver mais" },
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
  const [shown, show] = useState("");
  const question = JSON.stringify({ bar, asked });
  useEffect(() => {
    set(undefined);
    show("");
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
      {!found && isOnWay && <p className="tw-note" role="status">{words("looking")}</p>}
      {found?.count === 0 && <p className="tw-note">{words("none")}</p>}
      <ul>
        {found?.conversations.map((one) => (
          <li key={one.session_id} className="tw-card" data-shown={one.session_id === shown}>
            <button type="button" aria-expanded={one.session_id === shown} onClick={() => show(one.session_id === shown ? "" : one.session_id)}>
              <strong dir="auto">{one.contact}</strong>
              <time dateTime={new Date(one.t_us / 1000).toISOString()}>{moment(one.t_us, language, zone)}</time>
              <span dir="auto">{one.text ? `“${one.text}”` : words("silent")}</span>
              <small>{[one.channel, words("messages", { count: one.messages })].join(" · ")}</small>
            </button>
            {one.session_id === shown && <Transcript project={project} stage={stage} conversation={one} zone={zone} />}
          </li>
        ))}
      </ul>
      {found && found.conversations.length < found.count && (
        <button type="button" className="tw-button" disabled={isOnWay} onClick={() => setMost(most + STEP * 4)}>{words("more")}</button>
      )}
    </aside>
  );
}
