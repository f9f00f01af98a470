// What a change did, sentence by sentence: won, lost, unchanged, against a kept version.

import { use, useEffect, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { useStage } from "../../stage.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { moment, useTold } from "../versions/told.ts";
import type { Kept, Version } from "../versions/types.ts";
import type { Answer, Compared } from "./types.ts";

const WORDS = {
  title: { es: "Qué cambió frente a una versión", en: "What changed against a version", pt: "O que mudou frente a uma versão" },
  version: { es: "Versión", en: "Version", pt: "Versão" },
  compare: { es: "Comparar", en: "Compare", pt: "Comparar" },
  comparing: { es: "Entrenando las dos…", en: "Training both…", pt: "Treinando as duas…" },
  won: { es: "{count} {count|ganada|ganadas}", en: "{count} won", pt: "{count} {count|ganha|ganhas}" },
  lost: { es: "{count} {count|perdida|perdidas}", en: "{count} lost", pt: "{count} {count|perdida|perdidas}" },
  same: { es: "{count} {count|igual|iguales}", en: "{count} the same", pt: "{count} {count|igual|iguais}" },
  chance: { es: "{sentences} frases; por azar, p = {p} (McNemar)", en: "{sentences} sentences; by chance, p = {p} (McNemar)", pt: "{sentences} frases; por acaso, p = {p} (McNemar)" },
  took: { es: "{by} le quita {count} a {intent}: «{text}»", en: "{by} takes {count} from {intent}: “{text}”", pt: "{by} tira {count} de {intent}: “{text}”" },
  nothing: { es: "no entendido", en: "not understood", pt: "não entendido" },
} satisfies Words<string>;

export function Comparison({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const [versions, setVersions] = useState<Version[]>([]);
  const [version, setVersion] = useState(0);
  const [compared, isOnWay, ask] = useTold<Compared>(project, "understanding.compared");
  useEffect(() => {
    void project.host.ask<Kept>("versions.open").then((kept) => {
      setVersions(kept.versions);
      setVersion((now) => now || (kept.versions.find(({ kind }) => kind === "published") ?? kept.versions.at(-1))?.id || 0);
    });
  }, [project]);
  const spoken = ({ intent, confidence, understood }: Answer) => (understood && intent ? `${intent} ${confidence.toLocaleString(language, { maximumFractionDigits: 2 })}` : words("nothing"));
  return (
    <section aria-label={words("title")}>
      <h2 className="tw-heading">{words("title")}</h2>
      <div className="tw-understanding__choice">
        <select className="tw-input" aria-label={words("version")} value={version} onChange={(event) => setVersion(Number(event.target.value))}>
          {versions.map((one) => <option key={one.id} value={one.id}>{`${one.label || `#${one.id}`} · ${moment(one.t_us, language)}`}</option>)}
        </select>
        <button type="button" className="tw-button" disabled={!version || isOnWay} onClick={() => ask("understanding.compare", { bot, version })}>{words("compare")}</button>
      </div>
      {isOnWay && <Progress label={words("comparing")} />}
      {compared && !isOnWay && (
        <>
          <div className="tw-understanding__tally">
            <span data-tone="ok">{words("won", { count: compared.won })}</span>
            <span data-tone="bad">{words("lost", { count: compared.lost })}</span>
            <span>{words("same", { count: compared.unchanged })}</span>
          </div>
          <p className="tw-note">{words("chance", { sentences: compared.sentences, p: compared.p_value.toLocaleString(language, { maximumSignificantDigits: 2 }) })}</p>
          {compared.taken.map(({ intent, taken_by, count, text }) => <p key={`${intent}${taken_by}`} className="tw-note">{words("took", { by: taken_by, count, intent, text })}</p>)}
          {compared.changes.slice(0, 40).map(({ example, before, after, outcome }, index) => (
            <div key={index} className="tw-card tw-understanding__change" data-outcome={outcome}>
              <p dir="auto">{`“${example.text}”`}</p>
              <small>
                {spoken(before)} → <b>{spoken(after)}</b>
              </small>
            </div>
          ))}
        </>
      )}
    </section>
  );
}
