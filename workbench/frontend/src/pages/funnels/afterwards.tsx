// What these people did next: a line an action, with a bar as long as its share.

import { useEffect, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import type { Project } from "../../project.ts";
import type { Stage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import { askBack } from "./ask_back.ts";
import { useSaid } from "./said.ts";
import type { Chosen, Counted } from "./types.ts";

const WORDS = {
  after: { es: "Después de irse", en: "After they left", pt: "Depois de sair" },
  next: { es: "Después de llegar", en: "After they came", pt: "Depois de chegar" },
  reading: { es: "Leyendo…", en: "Reading…", pt: "Lendo…" },
  rest: { es: "lo demás", en: "the rest", pt: "o resto" },
  said: { es: "{n} personas, {share} [{low}; {high}]; mediana {time}", en: "{n} people, {share} [{low}; {high}]; median {time}", pt: "{n} pessoas, {share} [{low}; {high}]; mediana {time}" },
} satisfies Words<string>;

interface Next {
  doing: string;
  label: string;
  n: number;
  share: number;
  low: number;
  high: number;
  median_s: number | null;
}

interface Props {
  project: Project;
  stage: Stage;
  counted: Counted;
  chosen: Chosen;
}

/** Colours of what is good to know of: people, misunderstandings, nothing. */
const TONES: Record<string, string> = { agent: "human", not_understood: "bad", invalid_answer: "bad", nothing: "quiet", inactivity: "quiet", ended: "quiet", "": "quiet" };

export function Afterwards({ project, stage, counted, chosen }: Props) {
  const words = useWords(WORDS);
  const { number, percent, bare, duration } = useSaid();
  const [rows, setRows] = useState<Next[]>();
  const [why, setWhy] = useState("");
  useEffect(() => {
    let gone = false;
    askBack<Next[]>(project, "funnels.next", { bot: stage.current.bot, key: counted.key, ...chosen }).then(
      (found) => gone || setRows(found),
      (error: Error) => gone || setWhy(error.message),
    );
    return () => void (gone = true);
  }, [project, counted.key]);
  const title = words(chosen.dropped ? "after" : "next");
  const most = Math.max(...(rows?.map(({ share }) => share) ?? []), 0.01);
  return (
    <section aria-label={title}>
      <h3 className="tw-heading">{title}</h3>
      {why ? <p className="tw-note">{why}</p> : !rows && <Progress label={words("reading")} />}
      <ul className="tw-next">
        {rows?.map(({ doing, label, n, share, low, high, median_s }) => (
          <li key={label || doing} data-tone={TONES[doing]} title={doing ? words("said", { n: number(n), share: percent(share), low: bare(low), high: bare(high), time: duration(median_s) }) : undefined}>
            <span dir="auto">{label || words("rest")}</span>
            <b>{percent(share, 0)}</b>
            <i style={{ width: `${(100 * share) / most}%` }} aria-hidden="true" />
          </li>
        ))}
      </ul>
    </section>
  );
}
