// Messages of these people that nobody understood, in groups, with the phrases to add.

import { useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { useStage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import type { Group } from "../understanding/types.ts";
import { useTold } from "../versions/told.ts";
import type { Chosen, Counted } from "./types.ts";

const WORDS = {
  group: { es: "Agrupar mensajes no entendidos", en: "Group messages not understood", pt: "Agrupar mensagens não entendidas" },
  title: { es: "No se entendió", en: "Not understood", pt: "Não entendido" },
  looking: { es: "Leyendo y agrupando…", en: "Reading and grouping…", pt: "Lendo e agrupando…" },
  none: { es: "Todo lo que escribieron se entendió.", en: "All that they wrote was understood.", pt: "Tudo o que escreveram foi entendido." },
  like: { es: "parece {intent}", en: "looks like {intent}", pt: "parece {intent}" },
  fresh: { es: "tema nuevo", en: "a new topic", pt: "tema novo" },
  add: { es: "Agregar {count} {count|frase|frases}", en: "Add {count} {count|phrase|phrases}", pt: "Adicionar {count} {count|frase|frases}" },
  done: { es: "agregadas", en: "added", pt: "adicionadas" },
} satisfies Words<string>;

interface Props extends PageProps {
  counted: Counted;
  chosen: Chosen;
}

export function Misses({ project, stage, counted, chosen }: Props) {
  const words = useWords(WORDS);
  const bot = useStage(stage, (seen) => seen.bot);
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [found, isOnWay, ask] = useTold<{ groups: Group[] }>(project, "funnels.misses");
  const learn = (group: number) => {
    project.host.ask("understanding.learn", { bot, group }).then(
      () => setDone((now) => new Set([...now, group])),
      (error: Error) => project.say(error.message),
    );
  };
  if (!found && !isOnWay) {
    return <button type="button" className="tw-button" onClick={() => ask("funnels.misses", { bot, key: counted.key, ...chosen })}>{words("group")}</button>;
  }
  return (
    <section aria-label={words("title")}>
      <h3 className="tw-heading">{words("title")}</h3>
      {isOnWay && <Progress label={words("looking")} />}
      {found?.groups.length === 0 && <p className="tw-note">{words("none")}</p>}
      {found?.groups.map(({ messages, count, intent, phrases, fix }, index) => (
        <div key={index} className="tw-card tw-misses__group">
          <p dir="auto">{messages.slice(0, 2).map((message) => `“${message}”`).join(", ")} <small>× {count}</small></p>
          <small>{intent ? words("like", { intent }) : words("fresh")}</small>
          {fix && (done.has(index) ? <span className="tw-tag" data-tone="ok">{words("done")}</span> : <button type="button" className="tw-link" onClick={() => learn(index)}>{words("add", { count: phrases.length })}</button>)}
        </div>
      ))}
    </section>
  );
}
