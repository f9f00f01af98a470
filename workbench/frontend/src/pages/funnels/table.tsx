// The funnel as a table: everybody, and a row a value of the breakdown. Every number opens the
// people whom it counts; the cell that lies farthest below the others is marked.

import { useState } from "react";
import { useWords, type Words } from "../../words.ts";
import { useDimension, useValue } from "./dimensions.ts";
import { useSaid } from "./said.ts";
import type { Chosen, Counted, Spec, ValueRow } from "./types.ts";

const WORDS = {
  caption: { es: "Cuántos siguen de paso en paso", en: "How many go on from step to step", pt: "Quantos seguem de passo em passo" },
  all: { es: "Todos", en: "Everybody", pt: "Todos" },
  who: { es: "Quién", en: "Who", pt: "Quem" },
  enter: { es: "Entran", en: "Enter", pt: "Entram" },
  conversion: { es: "Conversión (95 %)", en: "Conversion (95%)", pt: "Conversão (95 %)" },
  cell: { es: "{count} llegaron a «{title}»; {lost} se fueron antes", en: "{count} came to “{title}”; {lost} left before", pt: "{count} chegaram a «{title}»; {lost} saíram antes" },
  worst: { es: "lo que más queda por debajo de los otros", en: "farthest below the others", pt: "o que mais fica abaixo dos outros" },
  rest: { es: "Mostrar {count} {count|valor|valores} más", en: "Show {count} more {count|value|values}", pt: "Mostrar mais {count} {count|valor|valores}" },
  leftOut: { es: "{count} valores con menos personas no se muestran; descargue la tabla para tenerlos.", en: "{count} values with fewer people are not shown; download the table to have them.", pt: "{count} valores com menos pessoas não são mostrados; baixe a tabela para tê-los." },
} satisfies Words<string>;

const SHOWN = 25;

interface Props {
  counted: Counted;
  spec: Spec;
  chosen: Chosen | undefined;
  onChoose(chosen: Chosen): void;
}

export function FunnelTable({ counted, spec, chosen, onChoose }: Props) {
  const words = useWords(WORDS);
  const dimension = useDimension();
  const [isWhole, setWhole] = useState(false);
  const { steps, values } = counted;
  const shown = isWhole ? values : values.slice(0, SHOWN);
  const last = steps.at(-1)!;
  const whole: ValueRow = {
    value: "", came: steps.map(({ converted }) => converted), rates: steps.map(({ rate }) => rate), share: last.total_rate, low: last.total_low, high: last.total_high,
  };
  const head = spec.breakdown ? dimension(spec.breakdown.column) : words("who");
  return (
    <section className="tw-card tw-funnels__table">
      <div className="tw-funnels__scroll" tabIndex={0} role="region" aria-label={words("caption")}>
        <table className="tw-table">
          <caption className="tw-hidden">{words("caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{head.charAt(0).toLocaleUpperCase() + head.slice(1)}</th>
              <th scope="col">{words("enter")}</th>
              {steps.slice(1).map(({ title, step }) => <th key={step} scope="col" dir="auto" title={title}>{title}</th>)}
              <th scope="col">{words("conversion")}</th>
            </tr>
          </thead>
          <tbody>
            <Row row={whole} name={words("all")} value={null} {...{ counted, chosen, onChoose }} />
            {shown.map((row) => <Row key={row.value} row={row} column={spec.breakdown?.column} value={row.value} {...{ counted, chosen, onChoose }} />)}
          </tbody>
        </table>
      </div>
      {shown.length < values.length && <button type="button" className="tw-link" onClick={() => setWhole(true)}>{words("rest", { count: values.length - shown.length })}</button>}
      {counted.left_out > 0 && isWhole && <p className="tw-note">{words("leftOut", { count: counted.left_out })}</p>}
    </section>
  );
}

interface RowProps {
  row: ValueRow;
  name?: string;
  column?: string | undefined;
  /** Null is everybody. */
  value: string | null;
  counted: Counted;
  chosen: Chosen | undefined;
  onChoose(chosen: Chosen): void;
}

function Row({ row, name, column, value, counted, chosen, onChoose }: RowProps) {
  const words = useWords(WORDS);
  const named = useValue();
  const { number, percent, bare } = useSaid();
  const isChosen = (step: number) => chosen?.value === value && chosen.step === step;
  const [badValue, badStep] = counted.worst ?? [];
  return (
    <tr data-whole={value === null}>
      <th scope="row" dir="auto">{name ?? named(column, row.value)}</th>
      {row.came.map((count, index) => {
        const step = index + 1;
        const title = counted.steps[index]?.title ?? "";
        const lost = index ? (row.came[index - 1] ?? 0) - count : 0;
        const isWorst = value !== null && badValue === value && badStep === step;
        const said = words("cell", { count: number(count), title, lost: number(lost) });
        return (
          <td key={step} data-worst={isWorst} data-chosen={isChosen(step)}>
            <button
              type="button" title={isWorst ? `${said}: ${words("worst")}` : said} aria-label={`${index ? percent(row.rates[index] ?? 0) : number(count)}. ${said}`}
              onClick={() => onChoose({ step, dropped: index > 0 && isWorst, value })}
            >
              {index === 0 ? number(count) : percent(row.rates[index] ?? 0)}
            </button>
          </td>
        );
      })}
      <td><b>{row.came[0] ? percent(row.share) : "–"}</b> [{bare(row.low)}; {bare(row.high)}]</td>
    </tr>
  );
}
