// The charts of a dashboard, each with its tools while they are arranged.

import { use } from "react";
import type { File } from "../../parts/download.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import type { Language } from "../../types.ts";
import { askBack } from "../funnels/ask_back.ts";
import type { Project } from "../../project.ts";
import { TileTools } from "./arranging.tsx";
import type { Bar } from "./conversations.tsx";
import type { Counts } from "./counts.ts";
import { Tile } from "./tile.tsx";
import type { Asked, Chart, Metric, Opened } from "./types.ts";

const WORDS = {
  hours: { es: "día y hora", en: "day and hour", pt: "dia e hora" },
  unknown: { es: "No existe la métrica «{name}»: quizá falta una extensión.", en: "There is no metric “{name}”: perhaps a plug-in is missing.", pt: "Não existe a métrica «{name}»: talvez falte uma extensão." },
  remove: { es: "Quitar del tablero", en: "Remove from the dashboard", pt: "Remover do painel" },
} satisfies Words<string>;

interface Props {
  project: Project;
  opened: Opened;
  charts: Chart[];
  asked: Asked;
  counts: Counts;
  /** What keeps the charts arranged otherwise; nothing while nobody arranges. */
  arrange: ((charts: Chart[]) => void) | undefined;
  onOpen(bar: Bar): void;
}

export function Tiles({ project, opened, charts, asked, counts, arrange, onOpen }: Props) {
  const language = use(LanguageContext);
  return (
    <div className="tw-boards__tiles">
      {charts.map((chart, place) => {
        const metric = opened.metrics.find(({ name }) => name === chart.metric);
        const remove = () => arrange?.(charts.toSpliced(place, 1));
        if (!metric) return <Unknown key={place} name={chart.metric} remove={arrange && remove} />;
        return (
          <Tile
            key={`${place} ${chart.metric} ${chart.shape}`} chart={chart} metric={metric} counted={counts.charts[place]} isOld={counts.isOld(place)} zone={opened.zone}
            by={broken(chart, metric, asked.scope.breakdown, language)} onOpen={(key, measure, label) => onOpen({ chart, key, measure, label })}
            make={(form) => askBack<File>(project, "dashboards.file", { chart, asked, form, name: chart.metric })} onTrouble={(why) => project.say(why)}
          >
            {arrange && (
              <TileTools
                chart={chart} metric={metric} place={place} count={charts.length} onRemove={remove}
                onChange={(changed) => arrange(charts.with(place, changed))} onMove={(to) => arrange(moved(charts, place, to))}
              />
            )}
          </Tile>
        );
      })}
    </div>
  );
}

function Unknown({ name, remove }: { name: string; remove: (() => void) | undefined }) {
  const words = useWords(WORDS);
  return (
    <section className="tw-card tw-tile">
      <p className="tw-tile__error">{words("unknown", { name })}</p>
      {remove && <button type="button" className="tw-button" onClick={remove}>{words("remove")}</button>}
    </section>
  );
}

function moved(charts: Chart[], from: number, to: number): Chart[] {
  return charts.toSpliced(from, 1).toSpliced(to, 0, charts[from]!);
}

/** By what a chart is broken down, in words; the same rule as in workbench/dashboards/scope.py. */
function broken({ shape, breakdown }: Chart, metric: Metric, ofPage: string, language: Language): string {
  if (shape === "number") return "";
  if (shape === "hours") return WORDS.hours[language];
  const known = (name: string) => metric.dimensions.find((dimension) => dimension.name === name);
  const by = known(breakdown || ofPage) ?? (shape === "time" ? undefined : known(metric.by || "channel"));
  return by ? inLanguage(by.title, language) : "";
}
