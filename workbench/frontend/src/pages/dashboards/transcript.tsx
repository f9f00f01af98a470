// A conversation of the history, message by message.

import { use, useEffect } from "react";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { useTold } from "../versions/told.ts";
import { moment } from "./numbers.ts";
import type { Conversation } from "./types.ts";

const WORDS = {
  reading: { es: "Leyendo…", en: "Reading…", pt: "Lendo…" },
  person: { es: "Persona", en: "Person", pt: "Pessoa" },
  bot: { es: "Bot", en: "Bot", pt: "Bot" },
  agent: { es: "Agente", en: "Agent", pt: "Agente" },
} satisfies Words<string>;

const HAPPENED = {
  intent: { es: "entendió", en: "understood", pt: "entendeu" },
  not_understood: { es: "no entendió", en: "did not understand", pt: "não entendeu" },
  tag: { es: "etiqueta", en: "tag", pt: "etiqueta" },
  event: { es: "evento", en: "event", pt: "evento" },
  error: { es: "error", en: "error", pt: "erro" },
  undelivered: { es: "no llegó", en: "not delivered", pt: "não entregue" },
  session_started: { es: "empieza la sesión", en: "the session begins", pt: "a sessão começa" },
} satisfies Words<string>;

/** A message, or something that happened (workbench/funnels/people.py). */
interface Line {
  t_us: number;
  who: string;
  text: string;
  options: string[];
  topic: string;
  node: string;
}

const SPEAKERS = ["person", "bot", "agent"];

export function Transcript({ project, stage, conversation, zone }: PageProps & { conversation: Conversation; zone: string }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [told, , ask] = useTold<{ session: string; lines: Line[] }>(project, "dashboards.transcript");
  const { session_id: session, bot } = conversation;
  useEffect(() => ask("dashboards.transcript", { session }), [ask, session]);
  if (told?.session !== session) return <p className="tw-note" role="status">{words("reading")}</p>;
  return (
    <ol className="tw-transcript">
      {told.lines.map((line, index) =>
        SPEAKERS.includes(line.who) ? (
          <li key={index} data-author={line.who} title={moment(line.t_us, language, zone)}>
            <span className="tw-hidden">{`${words(line.who as "bot")}: `}</span>
            <p dir="auto">{line.text || "…"}</p>
            {line.options.length > 0 && <small dir="auto">{line.options.join(" · ")}</small>}
          </li>
        ) : (
          <li key={index} data-author="" data-happened={line.who}>
            <small>{line.who in HAPPENED ? HAPPENED[line.who as "intent"][language] : line.who}</small>
            {line.node ? <button type="button" className="tw-link" onClick={() => stage.goTo({ bot, topic: line.topic, node: line.node })}>{line.text || line.node}</button> : <small>{line.text}</small>}
          </li>
        ),
      )}
    </ol>
  );
}
