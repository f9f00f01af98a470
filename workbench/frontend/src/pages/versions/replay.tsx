// Yesterday's conversations on today's draft: where it would answer otherwise.

import { useEffect, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { useTold } from "./told.ts";
import type { Replayed } from "./types.ts";

const WORDS = {
  about: { es: "Las conversaciones grabadas de un motor se repiten con el bot como está ahora; los servicios responden lo que respondieron.", en: "Recorded conversations of an engine are played again with the bot as it is now; services answer what they answered.", pt: "As conversas gravadas de um motor se repetem com o bot como está agora; os serviços respondem o que responderam." },
  store: { es: "Archivo de conversaciones (SQLite)", en: "Store of conversations (SQLite)", pt: "Arquivo de conversas (SQLite)" },
  limit: { es: "Cuántas, las últimas", en: "How many, the latest", pt: "Quantas, as últimas" },
  run: { es: "Repetir", en: "Replay", pt: "Repetir" },
  running: { es: "{done} de {total}", en: "{done} of {total}", pt: "{done} de {total}" },
  starting: { es: "Leyendo y entrenando…", en: "Reading and training…", pt: "Lendo e treinando…" },
  same: { es: "{count} {count|conversación|conversaciones}, {same} {same|igual|iguales}", en: "{count} {count|conversation|conversations}, {same} the same", pt: "{count} {count|conversa|conversas}, {same} {same|igual|iguais}" },
  none: { es: "El archivo no tiene conversaciones.", en: "The store holds no conversations.", pt: "O arquivo não tem conversas." },
  turn: { es: "turno {turn}: {said}", en: "turn {turn}: {said}", pt: "turno {turn}: {said}" },
  before: { es: "Respondió", en: "It answered", pt: "Respondeu" },
  now: { es: "Respondería", en: "It would answer", pt: "Responderia" },
} satisfies Words<string>;

export function Replay({ project }: PageProps) {
  const words = useWords(WORDS);
  const [store, setStore] = useState("");
  const [limit, setLimit] = useState(100);
  const [done, isOnWay, ask] = useTold<{ replayed: Replayed[] }>(project, "replay.done");
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  useEffect(() => project.host.hear<{ done: number; total: number }>("replay.progress", setProgress), [project]);
  const differing = done?.replayed.filter(({ differences }) => differences.length) ?? [];
  return (
    <div className="tw-coverage tw-publish">
      <p className="tw-note">{words("about")}</p>
      <form
        className="tw-publish__target"
        onSubmit={(event) => {
          event.preventDefault();
          setProgress(undefined);
          ask("replay.run", { store: store.trim(), limit });
        }}
      >
        <label className="tw-label">
          {words("store")}
          <input className="tw-input" placeholder="out/tertulia.sqlite" value={store} onChange={(event) => setStore(event.target.value)} />
        </label>
        <label className="tw-label">
          {words("limit")}
          <input className="tw-input" type="number" min={1} max={10000} value={limit} onChange={(event) => setLimit(Number(event.target.value) || 1)} />
        </label>
        <button type="submit" className="tw-button tw-button--primary" disabled={!store.trim() || isOnWay}>{words("run")}</button>
      </form>
      {isOnWay && <Progress label={progress ? words("running", progress) : words("starting")} part={progress && progress.done / progress.total} />}
      {done && !isOnWay && <p role="status">{done.replayed.length ? words("same", { count: done.replayed.length, same: done.replayed.length - differing.length }) : words("none")}</p>}
      {differing.map(({ conversation, differences }) => (
        <details key={conversation} className="tw-card tw-publish__card" open={differing.length < 4}>
          <summary>{`${conversation} (${differences.length})`}</summary>
          {differences.map(([turn, said, before, now]) => (
            <div key={turn}>
              <p>{words("turn", { turn, said })}</p>
              <div className="tw-test__difference">
                <div>
                  <h3>{words("before")}</h3>
                  <pre dir="auto">{before}</pre>
                </div>
                <div>
                  <h3>{words("now")}</h3>
                  <pre dir="auto">{now}</pre>
                </div>
              </div>
            </div>
          ))}
        </details>
      ))}
    </div>
  );
}
