// Conversation tests: played with their differences, and what they cover of the bot.

import { useState } from "react";
import { PageHead } from "../../parts/page_head.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useProject } from "../../project.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { Conversations } from "./conversations.tsx";
import { CoverageView } from "./coverage_view.tsx";
import { useTests } from "./standing.ts";
import { isRunning } from "./types.ts";

const WORDS = {
  title: { es: "Pruebas", en: "Tests", pt: "Testes" },
  about: { es: "Conversaciones que el bot tiene que seguir respondiendo igual.", en: "Conversations that the bot has to go on answering the same way.", pt: "Conversas que o bot tem de continuar respondendo igual." },
  run: { es: "Ejecutar todas", en: "Run all", pt: "Executar todos" },
  training: { es: "Entrenando la comprensión…", en: "Training the understanding…", pt: "Treinando a compreensão…" },
  running: { es: "{done} de {total}", en: "{done} of {total}", pt: "{done} de {total}" },
  conversations: { es: "Conversaciones", en: "Conversations", pt: "Conversas" },
  coverage: { es: "Cobertura", en: "Coverage", pt: "Cobertura" },
  loading: { es: "Leyendo las pruebas…", en: "Reading the tests…", pt: "Lendo os testes…" },
  old: { es: "El bot cambió desde que se ejecutaron.", en: "The bot has changed since they were run.", pt: "O bot mudou desde que foram executados." },
} satisfies Words<string>;

export function TestsPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const [standing, coverage] = useTests(project);
  const revision = useProject(project, (view) => view.revision);
  const [shown, show] = useState("conversations");
  if (!standing) return <div className="tw-empty" role="status">{words("loading")}</div>;
  const { progress, tests } = standing;
  const failed = tests.filter(({ differences }) => differences?.length).length;
  const isOld = (progress.phase === "done" || progress.phase === "cancelled") && revision > progress.revision;
  const run = (only = "") => project.host.ask("tests.run", { only }).catch((error: Error) => project.say(error.message));
  return (
    <div className="tw-tests">
      <div className="tw-tests__head">
        <PageHead title={words("title")} about={isOld ? words("old") : words("about")}>
          {isRunning(standing) ? (
            <Progress
              label={progress.phase === "training" ? words("training") : words("running", progress)}
              part={progress.total ? progress.done / progress.total : undefined} onCancel={() => void project.host.ask("tests.cancel")}
            />
          ) : (
            <button type="button" className="tw-button tw-button--primary" disabled={tests.length === 0} onClick={() => void run()}>
              {words("run")}
            </button>
          )}
        </PageHead>
        {progress.error && <p className="tw-tests__error" role="alert">{progress.error}</p>}
        <Tabs
          name={words("title")} shown={shown} show={show}
          tabs={[
            { name: "conversations", label: words("conversations"), count: failed || tests.length, ...(failed ? { tone: "warn" as const } : {}) },
            { name: "coverage", label: words("coverage") },
          ]}
        />
      </div>
      {shown === "conversations" ? (
        <Conversations project={project} stage={stage} standing={standing} onRun={(only) => void run(only)} />
      ) : (
        <CoverageView project={project} stage={stage} coverage={coverage} onRun={() => void run()} />
      )}
    </div>
  );
}
