// What a second import changed in a project, and where it clashed with what was changed here.

import { useState } from "react";
import { projectAddress } from "../../frame/address.ts";
import type { Place } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { ChangeList } from "../versions/change_list.tsx";
import { Choice, type Side } from "../versions/conflicts.tsx";
import type { Brought } from "./types.ts";

const WORDS = {
  unchanged: {
    es: "En el origen no cambió nada desde la última importación. Lo que usted cambió sigue igual.",
    en: "Nothing changed in the source since the last import. What you changed stays as it is.",
    pt: "Nada mudou na origem desde a última importação. O que você mudou continua igual.",
  },
  changed: {
    es: "{count} {count|cambio|cambios} del origen entraron en el bot.", en: "{count} {count|change|changes} of the source came into the bot.",
    pt: "{count} {count|mudança|mudanças} da origem entraram no bot.",
  },
  conflicts: {
    es: "En {count} {count|lugar|lugares} cambiaron ambos lados. Hasta que elija, queda lo suyo.",
    en: "In {count} {count|place|places} both sides changed. Until you choose, yours stands.",
    pt: "Em {count} {count|lugar|lugares} os dois lados mudaram. Até escolher, fica o seu.",
  },
  settle: { es: "Aplicar lo elegido", en: "Apply the choices", pt: "Aplicar as escolhas" },
} satisfies Words<string>;

interface Props {
  brought: Brought;
  busy: boolean;
  onChoose(choices: Record<string, Side>): void;
}

export function ImportMerge({ brought, busy, onChoose }: Props) {
  const words = useWords(WORDS);
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const { outcome, changes, conflicts } = brought;
  if (outcome === "new") return null;
  const all = Object.fromEntries(conflicts.map(({ key }) => [key, choices[key] ?? "ours"]));
  return (
    <section className="tw-card tw-import__merge">
      {conflicts.length > 0 && (
        <>
          <p role="alert">{words("conflicts", { count: conflicts.length })}</p>
          {conflicts.map((conflict) => (
            <Choice key={conflict.key} conflict={conflict} chosen={all[conflict.key]!} onChoose={(side) => setChoices({ ...choices, [conflict.key]: side })} />
          ))}
          <button type="button" className="tw-button tw-button--primary" disabled={busy} onClick={() => onChoose(all)}>{words("settle")}</button>
        </>
      )}
      <p role="status">{changes.length ? words("changed", { count: changes.length }) : outcome === "unchanged" && words("unchanged")}</p>
      {changes.length > 0 && <ChangeList changes={changes} onGo={(place) => location.assign(placeIn(brought.project, place))} />}
    </section>
  );
}

/** The address of a place in the project that was imported into: it need not be the open one. */
function placeIn(project: string, { bot = "", topic = "", node }: Place): string {
  return projectAddress(project, { page: "flows", bot, topic, nodes: node ? [node] : [] });
}
