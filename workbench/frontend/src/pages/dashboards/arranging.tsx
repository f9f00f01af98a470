// A dashboard of one's own while it is arranged: what is called what, which metrics, in what order
// and how wide. Every change is kept at once.

import { use, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { Chooser } from "../../parts/chooser.tsx";
import { Picks } from "../../parts/picks.tsx";
import { Over } from "../../parts/over.tsx";
import { folded } from "../../parts/search.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import type { Chart, Dashboard, Metric, Shape } from "./types.ts";

const WORDS = {
  name: { es: "Nombre del tablero", en: "Name of the dashboard", pt: "Nome do painel" },
  add: { es: "Agregar una métrica", en: "Add a metric", pt: "Adicionar uma métrica" },
  none: { es: "No hay tal métrica.", en: "There is no such metric.", pt: "Não há tal métrica." },
  earlier: { es: "Mover antes", en: "Move before", pt: "Mover para antes" },
  later: { es: "Mover después", en: "Move after", pt: "Mover para depois" },
  wide: { es: "A lo ancho", en: "Full width", pt: "Largura total" },
  remove: { es: "Quitar del tablero", en: "Remove from the dashboard", pt: "Remover do painel" },
  shape: { es: "Forma", en: "Shape", pt: "Forma" },
  measures: { es: "Medidas", en: "Measures", pt: "Medidas" },
  by: { es: "Abrir por", en: "Break down by", pt: "Abrir por" },
  asPage: { es: "como la página", en: "as the page", pt: "como a página" },
  number: { es: "Cifra", en: "Figure", pt: "Número" },
  time: { es: "En el tiempo", en: "Over time", pt: "No tempo" },
  values: { es: "Por valor", en: "By value", pt: "Por valor" },
  hours: { es: "Día y hora", en: "Day and hour", pt: "Dia e hora" },
  table: { es: "Tabla", en: "Table", pt: "Tabela" },
} satisfies Words<string>;

/** What is under each tile while its dashboard is arranged. */
export function TileTools({ chart, metric, place, count, onChange, onMove, onRemove }: {
  chart: Chart;
  metric: Metric;
  place: number;
  count: number;
  onChange(chart: Chart): void;
  onMove(to: number): void;
  onRemove(): void;
}) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const title = inLanguage(metric.title, language);
  const tool = (icon: string, label: string, act: () => void, disabled = false) => (
    <button type="button" className="tw-iconbutton" aria-label={`${label}: ${title}`} title={label} disabled={disabled} onClick={act}>
      <Icon name={icon} size={14} />
    </button>
  );
  return (
    <div className="tw-tile__tools" role="group" aria-label={title}>
      {tool("left", words("earlier"), () => onMove(place - 1), place === 0)}
      {tool("right", words("later"), () => onMove(place + 1), place === count - 1)}
      <select className="tw-input" aria-label={`${words("shape")}: ${title}`} value={chart.shape} onChange={({ target }) => onChange({ ...chart, shape: target.value as Shape })}>
        {metric.shapes.map((shape) => <option key={shape} value={shape}>{words(shape)}</option>)}
      </select>
      {chart.shape !== "table" && (
        <Picks
          name={`${words("measures")}: ${title}`} find={words("measures")} className="tw-button tw-button--plain" chosen={chart.measures} onChange={(measures) => onChange({ ...chart, measures })}
          picks={metric.measures.map((measure) => ({ name: measure.name, label: inLanguage(measure.title, language) }))}
        >
          <span>{words("measures")}</span>
        </Picks>
      )}
      {chart.shape !== "number" && chart.shape !== "hours" && (
        <select className="tw-input" aria-label={`${words("by")}: ${title}`} value={chart.breakdown} onChange={({ target }) => onChange({ ...chart, breakdown: target.value })}>
          <option value="">{words("asPage")}</option>
          {metric.dimensions.map((one) => <option key={one.name} value={one.name}>{inLanguage(one.title, language)}</option>)}
        </select>
      )}
      {chart.shape !== "number" && (
        <label>
          <input type="checkbox" checked={chart.wide} onChange={({ target }) => onChange({ ...chart, wide: target.checked })} />
          <span>{words("wide")}</span>
        </label>
      )}
      {tool("trash", words("remove"), onRemove)}
    </div>
  );
}

/** The name, and a metric more. */
export function BoardTools({ dashboard, metrics, onName, onAdd }: { dashboard: Dashboard; metrics: Metric[]; onName(name: string): void; onAdd(metric: Metric): void }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [isChoosing, setChoosing] = useState(false);
  const find = (typed: string) => {
    const all = metrics.map((metric) => ({ id: metric.name, label: inLanguage(metric.title, language), detail: inLanguage(metric.about, language), metric }));
    const words = folded(typed);
    const found = all.filter(({ label, detail }) => folded(`${label} ${detail}`).includes(words));
    // What is called so comes before what only speaks of it.
    const rank = ({ label }: { label: string }) => [folded(label) === words, folded(label).startsWith(words), folded(label).includes(words)].indexOf(true) >>> 0;
    return found.sort((one, other) => rank(one) - rank(other));
  };
  return (
    <div className="tw-boards__tools">
      <input
        className="tw-input" aria-label={words("name")} defaultValue={inLanguage(dashboard.title, language)} key={dashboard.name}
        onBlur={({ target }) => target.value.trim() && onName(target.value.trim())}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <button type="button" className="tw-button" onClick={() => setChoosing(true)}>
        <Icon name="plus" size={14} />
        {words("add")}
      </button>
      {isChoosing && (
        <Over label={words("add")} onClose={() => setChoosing(false)}>
          <Chooser
            label={words("add")} placeholder={words("add")} none={words("none")} find={find} onClose={() => setChoosing(false)}
            onChoose={({ metric }) => {
              setChoosing(false);
              onAdd(metric);
            }}
          />
        </Over>
      )}
    </div>
  );
}
