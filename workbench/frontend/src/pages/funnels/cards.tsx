// The four numbers that matter most.

import type { ReactNode } from "react";
import { useWords, type Words } from "../../words.ts";
import { useSaid } from "./said.ts";
import type { Chosen, Counted, Spec } from "./types.ts";

const WORDS = {
  conversion: { es: "Conversión", en: "Conversion", pt: "Conversão" },
  of: { es: "{came} de {began} [{low}; {high}]", en: "{came} of {began} [{low}; {high}]", pt: "{came} de {began} [{low}; {high}]" },
  change: { es: "{points} pts [{low}; {high}] frente al período anterior", en: "{points} pts [{low}; {high}] against the period before", pt: "{points} pts [{low}; {high}] frente ao período anterior" },
  median: { es: "Mediana hasta «{title}»", en: "Median to “{title}”", pt: "Mediana até «{title}»" },
  p90: { es: "p90 {time}", en: "p90 {time}", pt: "p90 {time}" },
  immature: { es: "Todavía en ventana", en: "Still in window", pt: "Ainda na janela" },
  notLost: { es: "no cuentan como perdidos", en: "do not count as lost", pt: "não contam como perdidos" },
  noWindow: { es: "sin ventana nadie espera", en: "without a window nobody waits", pt: "sem janela ninguém espera" },
  drop: { es: "Mayor caída", en: "Biggest drop", pt: "Maior queda" },
  before: { es: "{lost} antes de «{title}»", en: "{lost} before “{title}”", pt: "{lost} antes de «{title}»" },
  none: { es: "nadie se perdió", en: "nobody was lost", pt: "ninguém se perdeu" },
  see: { es: "Ver a quienes se fueron", en: "See who left", pt: "Ver quem saiu" },
} satisfies Words<string>;

interface Props {
  counted: Counted;
  spec: Spec;
  onChoose(chosen: Chosen): void;
}

export function Cards({ counted, spec, onChoose }: Props) {
  const words = useWords(WORDS);
  const { percent, bare, points, number, duration } = useSaid();
  const { steps, change, drop, began } = counted;
  const last = steps.at(-1)!;
  const title = (step: number) => steps[step - 1]?.title ?? "";
  const tone = change && change.low > 0 ? "ok" : change && change.high < 0 ? "bad" : undefined;
  const isLimited = Boolean(spec.within_s || spec.within_session || spec.steps.some(({ within_s }) => within_s));
  return (
    <div className="tw-funnels__cards">
      <Card name={words("conversion")} value={began ? percent(last.total_rate) : "–"}>
        <small>{words("of", { came: number(last.converted), began: number(began), low: bare(last.total_low), high: bare(last.total_high) })}</small>
        {change && <small data-tone={tone}>{words("change", { points: points(change.points), low: points(change.low), high: points(change.high) })}</small>}
      </Card>
      <Card name={words("median", { title: last.title })} value={duration(last.p50_s)}>
        <small>{words("p90", { time: duration(last.p90_s) })}</small>
      </Card>
      <Card name={words("immature")} value={number(counted.immature)}>
        <small>{words(isLimited ? "notLost" : "noWindow")}</small>
      </Card>
      <Card name={words("drop")} value={drop ? percent(drop.share) : "–"} tone={drop ? "bad" : undefined}>
        {drop ? (
          <button type="button" className="tw-link" title={words("see")} onClick={() => onChoose({ step: drop.step, dropped: true, value: null })}>
            {words("before", { lost: number(drop.lost), title: title(drop.step) })}
          </button>
        ) : (
          <small>{words("none")}</small>
        )}
      </Card>
    </div>
  );
}

interface CardProps {
  name: string;
  value: string;
  tone?: "bad" | undefined;
  children: ReactNode;
}

function Card({ name, value, tone, children }: CardProps) {
  return (
    <div className="tw-card tw-funnels__card">
      <span>{name}</span>
      <strong data-tone={tone}>{value}</strong>
      {children}
    </div>
  );
}
