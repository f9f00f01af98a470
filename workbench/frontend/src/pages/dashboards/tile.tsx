// A chart of a dashboard: a figure or its table, the way to the conversations behind it, and what
// one can do with it.

import { use, useMemo, useState, type ReactNode } from "react";
import { Figure, type Drawn } from "../../parts/figure.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Download, type File, type FileFormat } from "../../parts/download.tsx";
import { Menu, type MenuItem } from "../../parts/menu.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import { cell, isGrain } from "./numbers.ts";
import { NumberTile } from "./number_tile.tsx";
import { FigureTable } from "./table.tsx";
import type { Chart, Counted, Key, Metric } from "./types.ts";

const WORDS = {
  table: { es: "Como tabla", en: "As a table", pt: "Como tabela" },
  figure: { es: "Como figura", en: "As a figure", pt: "Como figura" },
  people: { es: "Ver las conversaciones", en: "Show the conversations", pt: "Ver as conversas" },
  menu: { es: "Opciones de {title}", en: "Options of {title}", pt: "Opções de {title}" },
  none: { es: "Nada que contar en este período.", en: "Nothing to count in this period.", pt: "Nada a contar neste período." },
  counting: { es: "Contando…", en: "Counting…", pt: "Contando…" },
  definition: { es: "definición {digest}", en: "definition {digest}", pt: "definição {digest}" },
} satisfies Words<string>;

const FORMATS: FileFormat[] = ["csv", "xlsx", "parquet", "ipynb"];

interface Props {
  chart: Chart;
  metric: Metric;
  counted: Counted | undefined;
  /** Newer figures are on their way. */
  isOld: boolean;
  zone: string;
  /** What it is broken down by, in words. */
  by: string;
  onOpen(key: Key, measure: string, label: string): void;
  /** Has Python write a file of it. */
  make(format: FileFormat): Promise<File>;
  onTrouble(why: string): void;
  /** What arranges the tile, while somebody does. */
  children?: ReactNode;
}

interface Sized {
  layout?: { height?: number; meta?: { alt?: string } };
}

export function Tile({ chart, metric, counted, isOld, zone, by, onOpen, make, onTrouble, children }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [asTable, setAsTable] = useState(chart.shape === "table");
  const title = titleOf(metric, chart, language);
  const figure = useMemo(() => (counted?.figure ? (JSON.parse(counted.figure) as Drawn & Sized) : undefined), [counted?.figure]);
  const isNumber = chart.shape === "number";
  const isBare = counted && !counted.error && (isNumber ? counted.total === null : !hasNumbers(counted));
  const first = counted?.columns.find(({ unit }) => unit !== "text" && !isGrain(unit))?.name ?? "";
  const open = (points: unknown[]) => {
    const [row, column] = pointed(points) ?? [];
    const key = row === undefined ? undefined : counted?.keys[row];
    if (counted && key && row !== undefined) onOpen(key, column ?? first, rowName(counted, row, language, zone) || title);
  };
  const menu: MenuItem[] = [
    ...(figure && !isNumber ? [{ label: words(asTable ? "figure" : "table"), icon: asTable ? "bars" : "table", act: () => setAsTable(!asTable) }] : []),
    ...(counted && !isBare ? [{ label: words("people"), icon: "speech", act: () => onOpen({}, first, title) }] : []),
  ];
  return (
    <section className="tw-card tw-tile" data-shape={chart.shape} data-wide={chart.wide} data-old={isOld} aria-label={title}>
      <header>
        <h2 className="tw-heading" title={inLanguage(metric.about, language)}>{[title, by].filter(Boolean).join(" · ")}</h2>
        {counted && !isBare && !counted.error && (
          <Download name={chart.metric} formats={FORMATS} make={make} figure={asTable ? undefined : figure} onTrouble={onTrouble} isIcon />
        )}
        {menu.length > 0 && (
          <Menu name={words("menu", { title })} items={menu} align="end" className="tw-iconbutton tw-menu__only">
            <Icon name="more" size={16} />
          </Menu>
        )}
      </header>
      {!counted && <p className="tw-note tw-tile__wait" role="status">{words("counting")}</p>}
      {counted?.error && <p className="tw-tile__error" role="alert">{counted.error}</p>}
      {isBare && <p className="tw-note tw-tile__wait">{words("none")}</p>}
      {counted && !counted.error && !isBare && (
        isNumber ? <NumberTile counted={counted} onOpen={() => onOpen({}, first, title)} />
        : asTable || !figure ? <FigureTable label={title} counted={counted} zone={zone} onOpen={onOpen} />
        : <Figure name={figure.layout?.meta?.alt ?? title} figure={figure} height={figure.layout?.height ?? 300} onClick={open} />
      )}
      {counted && !isNumber && <small className="tw-tile__foot">{words("definition", { digest: counted.digest.slice(0, 8) })}</small>}
      {children}
    </section>
  );
}

/** What a tile is called: a number by its measure, the rest by the metric or their one measure. */
function titleOf(metric: Metric, { shape, measures }: Chart, language: string): string {
  const [name, ...others] = measures;
  const one = shape === "number" ? name ?? metric.measures[0]?.name : others.length ? undefined : name;
  return inLanguage(metric.measures.find((measure) => measure.name === one)?.title ?? metric.title, language);
}

/** The row and the column of the table of what was clicked: plots give each point its own. */
function pointed(points: unknown[]): [row: number, column: string] | undefined {
  const all = points.map((point) => (point as { customdata?: unknown }).customdata);
  const data = all.find((one) => Array.isArray(one) && typeof one[0] === "number") as [number, string] | undefined;
  return data && [data[0], data[1]];
}

/** Whether nothing at all was counted. */
export function isEmpty(counted: Counted): boolean {
  return !counted.error && !counted.total && !hasNumbers(counted);
}

/** Whether there is anything but zeros. */
function hasNumbers({ columns, rows }: Counted): boolean {
  const numbers = columns.flatMap(({ unit }, at) => (unit === "text" || isGrain(unit) ? [] : [at]));
  return rows.some((row) => numbers.some((at) => row[at]));
}

/** What a row is of: a day, a channel, both. */
function rowName({ columns, rows }: Counted, row: number, language: string, zone: string): string {
  const names = columns.flatMap((column, at) => (column.unit === "text" || isGrain(column.unit) ? [cell(rows[row]?.[at] ?? null, column, language, zone)] : []));
  return names.filter(Boolean).join(", ");
}
