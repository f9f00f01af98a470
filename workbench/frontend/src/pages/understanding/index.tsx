// How well a bot understands: figures, what to mend, what a change did, where the threshold lies.

import { use, useEffect, useState } from "react";
import { PageHead } from "../../parts/page_head.tsx";
import { Progress } from "../../parts/progress.tsx";
import { useStage } from "../../stage.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { Charts } from "./charts.tsx";
import { Comparison } from "./comparison.tsx";
import { Findings } from "./findings.tsx";
import { Intents } from "./intents.tsx";
import { Sliders } from "./sliders.tsx";
import type { Standing } from "./types.ts";
import { Unknown } from "./unknown.tsx";
import { percent } from "./percent.ts";

const WORDS = {
  title: { es: "Comprensión", en: "Understanding", pt: "Compreensão" },
  about: { es: "Medida con frases que el modelo no vio: {phrases} {phrases|frase|frases}, {folds} particiones, semilla {seed}.", en: "Measured on phrases that the model did not see: {phrases} {phrases|phrase|phrases}, {folds} folds, seed {seed}.", pt: "Medida com frases que o modelo não viu: {phrases} {phrases|frase|frases}, {folds} partições, semente {seed}." },
  never: { es: "Cuánto entiende el bot se mide con sus propias frases, dejando fuera cada parte por turno.", en: "How much the bot understands is measured on its own phrases, each part left out in turn.", pt: "Quanto o bot entende é medido com suas próprias frases, deixando cada parte de fora por vez." },
  measure: { es: "Entrenar y medir", en: "Train and measure", pt: "Treinar e medir" },
  measuring: { es: "Midiendo…", en: "Measuring…", pt: "Medindo…" },
  old: { es: "El bot cambió desde la medición.", en: "The bot has changed since it was measured.", pt: "O bot mudou desde a medição." },
  accuracy: { es: "Acierto, validación cruzada", en: "Accuracy, cross-validated", pt: "Acerto, validação cruzada" },
  against: { es: "{points} {points|punto|puntos} frente a la medición anterior", en: "{points} {points|point|points} against the measurement before", pt: "{points} {points|ponto|pontos} frente à medição anterior" },
  intents: { es: "{count} {count|intención|intenciones}", en: "{count} {count|intent|intents}", pt: "{count} {count|intenção|intenções}" },
  macro: { es: "Macro-F1", en: "Macro F1", pt: "Macro-F1" },
  ece: { es: "Calibración (ECE)", en: "Calibration (ECE)", pt: "Calibração (ECE)" },
  eceMeans: { es: "lo que la confianza se aparta del acierto", en: "how far confidence is from accuracy", pt: "quanto a confiança se afasta do acerto" },
  scope: { es: "Fuera de tema detectado", en: "Out of scope refused", pt: "Fora do tema detectado" },
  own: { es: "con {share} de lo propio entendido", en: "with {share} of its own understood", pt: "com {share} do próprio entendido" },
  later: { es: "un momento más…", en: "a moment more…", pt: "mais um momento…" },
} satisfies Words<string>;

export function UnderstandingPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const standing = useStanding({ project, stage }, bot);
  if (!standing) return <div className="tw-empty" role="status">{words("measuring")}</div>;
  const { course, evaluation, scope } = standing;
  const ask = (what: string) => void project.host.ask(what, { bot }).catch((error: Error) => project.say(error.message));
  const run = course.running ? (
    <Progress label={course.step || words("measuring")} part={course.share} onCancel={() => ask("understanding.cancel")} />
  ) : (
    <button type="button" className="tw-button tw-button--primary" onClick={() => ask("understanding.run")}>{words("measure")}</button>
  );
  if (!evaluation) {
    return (
      <div className="tw-empty">
        <p>{words("never")}</p>
        {run}
        {course.error && <p role="alert">{course.error}</p>}
      </div>
    );
  }
  const share = (value: number) => percent(value, language);
  const points = standing.before == null ? undefined : ((evaluation.accuracy - standing.before) * 100).toLocaleString(language, { maximumFractionDigits: 1, signDisplay: "always" });
  return (
    <div className="tw-understanding">
      <div className="tw-understanding__main">
        <PageHead title={words("title")} about={standing.old ? words("old") : words("about", { phrases: evaluation.phrases, folds: evaluation.folds, seed: evaluation.seed })}>
          {run}
        </PageHead>
        {course.error && <p className="tw-tests__error" role="alert">{course.error}</p>}
        {evaluation.warnings.map((warning) => <p key={warning} className="tw-note">{warning}</p>)}
        <div className="tw-understanding__cards">
          <Card name={words("accuracy")} value={share(evaluation.accuracy)} detail={points ? words("against", { points }) : Object.entries(evaluation.languages).map(([name, value]) => `${name} ${share(value)}`).join(" · ")} />
          <Card name={words("macro")} value={share(evaluation.macro_f1)} detail={words("intents", { count: evaluation.intents.length })} />
          <Card name={words("ece")} value={share(evaluation.calibration_error)} detail={words("eceMeans")} />
          <Card name={words("scope")} value={scope ? share(scope.refused) : "…"} detail={scope ? words("own", { share: share(scope.own_right) }) : words("later")} />
        </div>
        <Intents standing={standing} project={project} stage={stage} />
        {standing.threshold != null && <Sliders key={`${bot} ${standing.threshold}`} project={project} stage={stage} standing={standing} />}
        <Charts project={project} stage={stage} standing={standing} />
      </div>
      <aside className="tw-understanding__aside">
        <Findings project={project} stage={stage} findings={standing.findings ?? []} />
        <Comparison project={project} stage={stage} />
        <Unknown project={project} stage={stage} />
      </aside>
    </div>
  );
}

function Card({ name, value, detail }: { name: string; value: string; detail: string }) {
  return (
    <div className="tw-card tw-understanding__card">
      <span>{name}</span>
      <strong>{value}</strong>
      <small>{detail}</small>
    </div>
  );
}

/** How a bot's measurement stands, heard of while it goes on. */
function useStanding({ project }: PageProps, bot: string): Standing | undefined {
  const [standing, setStanding] = useState<Standing>();
  useEffect(() => {
    if (!bot) return;
    const end = project.host.hear<Standing>("understanding", (told) => {
      if (told.bot === bot) setStanding(told);
    });
    project.host.ask<Standing>("understanding.open", { bot }).then(setStanding, (error: Error) => project.say(error.message));
    return end;
  }, [project, bot]);
  return standing?.bot === bot ? standing : undefined;
}
