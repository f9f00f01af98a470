// Where the figures come from: how far the history goes, and how long counting took.

import { use } from "react";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { Standing } from "../../history/standing.ts";
import { moment } from "./numbers.ts";
import type { Counted } from "./types.ts";

const WORDS = {
  until: { es: "Hasta el evento {seq}, {when} ({zone}).", en: "Until event {seq}, {when} ({zone}).", pt: "Até o evento {seq}, {when} ({zone})." },
  counts: { es: "{sessions} sesiones, {events} eventos y {messages} mensajes de {source}.", en: "{sessions} sessions, {events} events and {messages} messages of {source}.", pt: "{sessions} sessões, {events} eventos e {messages} mensagens de {source}." },
  took: { es: "Contado en {ms} ms.", en: "Counted in {ms} ms.", pt: "Contado em {ms} ms." },
} satisfies Words<string>;

export function Foot({ standing, zone, charts }: { standing: Standing; zone: string; charts: Counted[] }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const number = (value: number) => value.toLocaleString(language, { useGrouping: "always" });
  const took = charts.reduce((sum, { took_ms }) => sum + took_ms, 0);
  const { seq, t_us, sessions, events, messages, source } = standing;
  return (
    <p className="tw-note tw-boards__foot">
      {t_us > 0 && `${words("until", { seq: number(seq), when: moment(t_us, language, zone), zone })} `}
      {`${words("counts", { sessions: number(sessions), events: number(events), messages: number(messages), source: source.split(/[\\/]/).at(-1) ?? source })} `}
      {charts.length > 0 && words("took", { ms: number(Math.round(took)) })}
    </p>
  );
}
