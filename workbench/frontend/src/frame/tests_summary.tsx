// How the conversation tests stand, on every page; and in the foot what they cover.

import { use } from "react";
import type { PageProps } from "../pages/index.ts";
import { useTests } from "../pages/tests/standing.ts";
import { isRunning } from "../pages/tests/types.ts";
import { useProject } from "../project.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";

const WORDS = {
  tests: { es: "Pruebas {count}", en: "Tests {count}", pt: "Testes {count}" },
  played: { es: "Pruebas {good}/{count}", en: "Tests {good}/{count}", pt: "Testes {good}/{count}" },
  old: { es: "El bot cambió desde que se ejecutaron", en: "The bot has changed since they were run", pt: "O bot mudou desde que foram executados" },
  coverage: { es: "Cobertura de pruebas {share}", en: "Test coverage {share}", pt: "Cobertura dos testes {share}" },
} satisfies Words<string>;

export function TestsSummary({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const [standing] = useTests(project);
  const revision = useProject(project, (view) => view.revision);
  if (!standing || standing.tests.length === 0) return null;
  const { tests, progress } = standing;
  const count = tests.length;
  const good = tests.filter(({ differences }) => differences?.length === 0).length;
  const isPlayed = tests.some(({ differences }) => differences !== null);
  const isOld = isPlayed && revision > progress.revision;
  const tone = !isPlayed || isOld || isRunning(standing) ? undefined : good === count ? "ok" : "bad";
  return (
    <button
      type="button" className="tw-pill tw-top__tests" data-tone={tone} title={isOld ? words("old") : undefined}
      onClick={() => stage.set({ page: "tests" })}
    >
      {isPlayed ? words("played", { good, count }) : words("tests", { count })}
    </button>
  );
}

export function CoverageSummary({ project }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [, coverage] = useTests(project);
  if (!coverage) return null;
  const [passed, total] = coverage.whole.port;
  const share = (total ? passed / total : 1).toLocaleString(language, { style: "percent" });
  return <span>{words("coverage", { share })}</span>;
}
