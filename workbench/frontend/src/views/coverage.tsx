// What the tests cover of a bot, for notebooks: a table of topics, and the canvas painted with it.

import { useEffect, useState } from "react";
import { FlowDrawing } from "../flows/index.ts";
import { Sheet } from "../frame/sheet.tsx";
import { Troubles } from "../frame/troubles.tsx";
import { usePainted } from "../pages/tests/coverage_overlay.ts";
import { CoverageTable } from "../pages/tests/coverage_table.tsx";
import { useTests } from "../pages/tests/standing.ts";
import { isRunning, type Standing } from "../pages/tests/types.ts";
import { Progress } from "../parts/progress.tsx";
import { useProject, type Project } from "../project.ts";
import { useStage, type Stage } from "../stage.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { beginning } from "./beginning.ts";
import type { ViewProps } from "./index.ts";

const WORDS = {
  never: { es: "La cobertura se mide al ejecutar las pruebas.", en: "Coverage is measured by running the tests.", pt: "A cobertura é medida ao executar os testes." },
  run: { es: "Ejecutar las pruebas", en: "Run the tests", pt: "Executar os testes" },
  again: { es: "Ejecutar otra vez", en: "Run again", pt: "Executar de novo" },
  old: { es: "El bot cambió desde que se ejecutaron.", en: "The bot has changed since they were run.", pt: "O bot mudou desde que foram executados." },
  training: { es: "Entrenando la comprensión…", en: "Training the understanding…", pt: "Treinando a compreensão…" },
  running: { es: "{done} de {total}", en: "{done} of {total}", pt: "{done} de {total}" },
  table: { es: "Cobertura", en: "Coverage", pt: "Cobertura" },
} satisfies Words<string>;

export function Coverage({ project, settings }: ViewProps) {
  const [stage] = useState(() => beginning(project.current, settings));
  return (
    <>
      <div className="tw-covered">
        <Covered project={project} stage={stage} />
        <div className="tw-covered__flow"><FlowDrawing project={project} stage={stage} /></div>
      </div>
      <Sheet project={project} stage={stage} />
      <Troubles project={project} />
    </>
  );
}

function Covered({ project, stage }: { project: Project; stage: Stage }) {
  const words = useWords(WORDS);
  const { bot: id, topic, language } = useStage(stage, (seen) => seen);
  const bot = useProject(project, (view) => view.tree.bots[id]);
  const [standing, coverage] = useTests(project);
  const painted = usePainted(coverage, id);
  useEffect(() => {
    if (painted) stage.overlay(painted);
  }, [stage, painted]);
  if (!bot) return null;
  const titleOf = (name: string) => inLanguage(bot.topics[name]?.title, language) || name;
  return (
    <section className="tw-coverage" aria-label={words("table")}>
      {standing && <Run project={project} standing={standing} isFirst={!coverage} />}
      {coverage && <CoverageTable coverage={coverage} bot={bot} topic={topic} titleOf={titleOf} onTopic={(name) => stage.set({ topic: name, nodes: [] })} />}
    </section>
  );
}

function Run({ project, standing, isFirst }: { project: Project; standing: Standing; isFirst: boolean }) {
  const words = useWords(WORDS);
  const revision = useProject(project, (view) => view.revision);
  const { progress } = standing;
  const ask = (what: string, args = {}) => void project.host.ask(what, args).catch((error: Error) => project.say(error.message));
  if (isRunning(standing)) {
    const label = progress.phase === "training" ? words("training") : words("running", progress);
    return <Progress label={label} part={progress.total ? progress.done / progress.total : undefined} onCancel={() => ask("tests.cancel")} />;
  }
  const isOld = !isFirst && revision > progress.revision;
  return (
    <div className="tw-covered__run">
      {isFirst && <p>{words("never")}</p>}
      {isOld && <p role="status">{words("old")}</p>}
      {progress.error && <p className="tw-tests__error" role="alert">{progress.error}</p>}
      <button type="button" className={isFirst ? "tw-button tw-button--primary" : "tw-button"} onClick={() => ask("tests.run", { only: "" })}>
        {words(isFirst ? "run" : "again")}
      </button>
    </div>
  );
}
