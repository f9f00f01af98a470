// Threshold and ambiguity: what each setting does to the three steps of the default message.

import { use, useEffect, useState } from "react";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { percent } from "./percent.ts";
import type { Effect, Standing } from "./types.ts";

const WORDS = {
  title: { es: "Umbral y mensaje por defecto", en: "Threshold and default message", pt: "Limiar e mensagem padrão" },
  threshold: { es: "Umbral", en: "Threshold", pt: "Limiar" },
  ambiguity: { es: "Ambigüedad", en: "Ambiguity", pt: "Ambiguidade" },
  step: { es: "Dónde termina", en: "Where it ends", pt: "Onde termina" },
  own: { es: "Propias", en: "Own", pt: "Próprias" },
  right: { es: "Acertadas", en: "Right", pt: "Certas" },
  strange: { es: "Ajenas", en: "Strange", pt: "Alheias" },
  understood: { es: "entendido", en: "understood", pt: "entendido" },
  related_topic: { es: "ofrece un tema", en: "offers a topic", pt: "oferece um tema" },
  related_intents: { es: "«¿quiso decir…?»", en: "“did you mean…?”", pt: "“quis dizer…?”" },
  not_understood: { es: "no entendido", en: "not understood", pt: "não entendido" },
  sentence: { es: "{served} bien atendidas, {mistaken} mal entendidas, {refused} de las ajenas rechazadas.", en: "{served} served well, {mistaken} misunderstood, {refused} of the strange ones refused.", pt: "{served} bem atendidas, {mistaken} mal entendidas, {refused} das alheias recusadas." },
  keep: { es: "Guardar este ajuste", en: "Keep this setting", pt: "Guardar este ajuste" },
  label: { es: "Ajustar el umbral", en: "Set the threshold", pt: "Ajustar o limiar" },
} satisfies Words<string>;

export function Sliders({ project, standing }: PageProps & { standing: Standing }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [threshold, setThreshold] = useState(standing.threshold ?? 0.5);
  const [ambiguity, setAmbiguity] = useState(standing.ambiguity ?? 0);
  const [effect, setEffect] = useState<Effect>();
  const { bot } = standing;
  useEffect(() => {
    let isStale = false;
    project.host.ask<Effect>("understanding.effect", { bot, threshold, ambiguity }).then(
      (found) => {
        if (!isStale) setEffect(found);
      },
      (error: Error) => project.say(error.message),
    );
    return () => {
      isStale = true;
    };
  }, [project, bot, threshold, ambiguity]);
  const share = (value: number) => percent(value, language);
  const keep = () => project.host.ask("understanding.keep", { bot, threshold, ambiguity, label: words("label") }).catch((error: Error) => project.say(error.message));
  return (
    <section className="tw-card tw-understanding__sliders" aria-label={words("title")}>
      <h2 className="tw-heading">{words("title")}</h2>
      <div>
        {([["threshold", threshold, setThreshold], ["ambiguity", ambiguity, setAmbiguity]] as const).map(([name, value, set]) => (
          <label key={name} className="tw-label">
            <span>{`${words(name)}: ${value.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`}</span>
            <input type="range" min={0} max={1} step={0.01} value={value} onChange={(event) => set(Number(event.target.value))} />
          </label>
        ))}
        <button type="button" className="tw-button" onClick={() => void keep()}>{words("keep")}</button>
      </div>
      {effect && (
        <div>
          <table>
            <thead>
              <tr>
                {(["step", "own", "right", "strange"] as const).map((name) => <th key={name} scope="col">{words(name)}</th>)}
              </tr>
            </thead>
            <tbody>
              {effect.steps.map(({ step, own, right, strange }) => (
                <tr key={step}>
                  <th scope="row">{words(step)}</th>
                  <td>{own}</td>
                  <td>{right}</td>
                  <td>{strange}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="tw-note" role="status">{words("sentence", { served: share(effect.served), mistaken: share(effect.mistaken), refused: share(effect.refused) })}</p>
        </div>
      )}
    </section>
  );
}
