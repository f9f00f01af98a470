// What the tests cover: by topic, painted on the canvas, and a test written where one is missing.

import { useEffect, useMemo, useState } from "react";
import { useProject } from "../../project.ts";
import { useStage } from "../../stage.ts";
import type { Bot } from "../../types.ts";
import { inLanguage, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { OVERLAY, usePainted } from "./coverage_overlay.ts";
import { CoverageTable } from "./coverage_table.tsx";
import { reloadTests } from "./standing.ts";
import type { Coverage, Part, Written } from "./types.ts";

const WORDS = {
  never: { es: "La cobertura se mide al ejecutar las pruebas.", en: "Coverage is measured by running the tests.", pt: "A cobertura é medida ao executar os testes." },
  run: { es: "Ejecutar todas", en: "Run all", pt: "Executar todos" },
  whole: { es: "Todo el bot", en: "The whole bot", pt: "O bot todo" },
  paint: { es: "Pintarla en los flujos", en: "Paint it on the flows", pt: "Pintá-la nos fluxos" },
  unpaint: { es: "Quitarla de los flujos", en: "Take it off the flows", pt: "Tirá-la dos fluxos" },
  missing: { es: "Salidas sin prueba en {topic} ({count})", en: "Ports without a test in {topic} ({count})", pt: "Saídas sem teste em {topic} ({count})" },
  write: { es: "Escribir una prueba", en: "Write a test", pt: "Escrever um teste" },
  writing: { es: "Buscando…", en: "Looking…", pt: "Buscando…" },
  keep: { es: "Guardar la prueba", en: "Keep the test", pt: "Guardar o teste" },
  drop: { es: "Descartar", en: "Discard", pt: "Descartar" },
  kept: { es: "Prueba de {node}: {port}", en: "Test of {node}: {port}", pt: "Teste de {node}: {port}" },
  all: { es: "Todas las salidas tienen prueba.", en: "Every port has a test.", pt: "Todas as saídas têm teste." },
} satisfies Words<string>;

const FILE = "written";

interface Props extends PageProps {
  coverage: Coverage | null;
  onRun(): void;
}

export function CoverageView({ project, stage, coverage, onRun }: Props) {
  const words = useWords(WORDS);
  const { bot: botId, language } = useStage(stage, (seen) => seen);
  const isPainted = useStage(stage, (seen) => seen.overlays.some(({ name }) => name === OVERLAY));
  const bot = useProject(project, (view) => view.tree.bots[botId]);
  const [topic, setTopic] = useState("");
  const painted = usePainted(coverage, botId);
  const rows = useMemo(() => coverage?.topics.filter((row) => row.bot === botId) ?? [], [coverage, botId]);
  if (!coverage || !bot) {
    return (
      <div className="tw-empty">
        <p>{words("never")}</p>
        <button type="button" className="tw-button tw-button--primary" onClick={onRun}>{words("run")}</button>
      </div>
    );
  }
  const shown = rows.find((row) => row.topic === topic)?.topic ?? rows[0]?.topic ?? "";
  const titleOf = (name: string) => inLanguage(bot.topics[name]?.title, language) || name;
  const paint = () => (isPainted || !painted ? stage.removeOverlay(OVERLAY) : stage.overlay(painted));
  return (
    <div className="tw-tests__columns tw-tests__columns--even">
      <section className="tw-coverage" aria-label={words("whole")}>
        <button type="button" className="tw-button" aria-pressed={isPainted} onClick={paint}>{words(isPainted ? "unpaint" : "paint")}</button>
        <CoverageTable coverage={coverage} bot={bot} topic={shown} titleOf={titleOf} onTopic={setTopic} />
      </section>
      <Missing key={shown} project={project} stage={stage} bot={bot} title={titleOf(shown)} parts={missingIn(coverage, botId, shown)} />
    </div>
  );
}

interface MissingProps extends PageProps {
  bot: Bot;
  title: string;
  parts: Part[];
}

function Missing({ project, stage, bot, title, parts }: MissingProps) {
  const words = useWords(WORDS);
  const [looking, setLooking] = useState("");
  const [written, setWritten] = useState<Written>();
  useEffect(
    () =>
      project.host.hear<Written>("tests.written", (found) => {
        setLooking("");
        setWritten(found);
      }),
    [project],
  );
  const keep = ({ node, port, text }: Written) => {
    const before = bot.tests[FILE];
    const value = before ? `${before.trimEnd()}\n\n${text}` : text;
    project.edit([{ path: ["bots", bot.id, "tests", FILE], value }], words("kept", { node, port }));
    setWritten(undefined);
    reloadTests(project);
    void project.host.ask("tests.run", { only: `${FILE}:` });
  };
  return (
    <section className="tw-coverage" aria-label={words("missing", { topic: title, count: parts.length })}>
      <h2 className="tw-heading">{words("missing", { topic: title, count: parts.length })}</h2>
      {parts.length === 0 && <p className="tw-note">{words("all")}</p>}
      <ul className="tw-coverage__missing">
        {parts.map(({ node, name, topic }) => {
          const key = `${node}:${name}`;
          const found = written && `${written.node}:${written.port}` === key ? written : undefined;
          return (
            <li key={key}>
              <button type="button" className="tw-link" onClick={() => stage.goTo({ bot: bot.id, topic, node })}>{bot.topics[topic]?.nodes?.[node]?.title || node}</button>
              <code>{name}</code>
              <button
                type="button" className="tw-button tw-button--plain" disabled={looking !== ""}
                onClick={() => {
                  setLooking(key);
                  project.host.ask("tests.write", { bot: bot.id, node, port: name }).catch((error: Error) => project.say(error.message));
                }}
              >
                {words(looking === key ? "writing" : "write")}
              </button>
              {found && (
                <div className="tw-coverage__written">
                  {found.text ? <pre dir="auto">{found.text}</pre> : <p role="status">{found.why}</p>}
                  {found.text && <button type="button" className="tw-button tw-button--primary" onClick={() => keep(found)}>{words("keep")}</button>}
                  <button type="button" className="tw-button" onClick={() => setWritten(undefined)}>{words("drop")}</button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function missingIn(coverage: Coverage, bot: string, topic: string): Part[] {
  return coverage.parts.filter((part) => part.kind === "port" && part.bot === bot && part.topic === topic && part.tests.length === 0 && !part.unreachable);
}
