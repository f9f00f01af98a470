// Each step against the period before: what share went on then and now, and how sure the difference is.

import { useWords, type Words } from "../../words.ts";
import { useSaid } from "./said.ts";
import type { Counted } from "./types.ts";

const WORDS = {
  step: { es: "Paso", en: "Step", pt: "Passo" },
  before: { es: "Antes", en: "Before", pt: "Antes" },
  now: { es: "Ahora", en: "Now", pt: "Agora" },
  difference: { es: "Diferencia (95 %)", en: "Difference (95%)", pt: "Diferença (95 %)" },
  p: { es: "p, ajustada", en: "p, adjusted", pt: "p, ajustado" },
  points: { es: "{points} pts [{low}; {high}]", en: "{points} pts [{low}; {high}]", pt: "{points} pts [{low}; {high}]" },
  none: { es: "Elija un período con principio y fin, y compárelo con el anterior.", en: "Choose a period with a beginning and an end, and compare it with the one before.", pt: "Escolha um período com início e fim, e compare-o com o anterior." },
  how: { es: "De quienes llegaron al paso anterior. Intervalos de Newcombe; p de dos lados, ajustada por Holm porque se mira a varios pasos a la vez.", en: "Of those who came to the step before. Newcombe's intervals; two-sided p, adjusted by Holm as several steps are looked at at once.", pt: "De quem chegou ao passo anterior. Intervalos de Newcombe; p bilateral, ajustado por Holm porque se olham vários passos de uma vez." },
} satisfies Words<string>;

export function Compared({ counted }: { counted: Counted }) {
  const words = useWords(WORDS);
  const { percent, points, language } = useSaid();
  if (counted.compared.length === 0) return <p className="tw-note tw-compared__none">{words("none")}</p>;
  return (
    <div className="tw-funnels__table">
      <table className="tw-table">
        <thead>
          <tr>{(["step", "before", "now", "difference", "p"] as const).map((key) => <th key={key} scope="col">{words(key)}</th>)}</tr>
        </thead>
        <tbody>
          {counted.compared.map(({ step, rate, before, points: difference, low, high, p }) => (
            <tr key={step}>
              <th scope="row" dir="auto">{counted.steps[step - 1]?.title}</th>
              <td>{percent(before)}</td>
              <td>{percent(rate)}</td>
              <td data-tone={p >= 0.05 ? undefined : difference < 0 ? "bad" : "ok"}>{words("points", { points: points(difference), low: points(low), high: points(high) })}</td>
              <td>{p < 0.001 ? `< ${(0.001).toLocaleString(language, { minimumFractionDigits: 3 })}` : p.toLocaleString(language, { maximumFractionDigits: 3 })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="tw-note">{words("how")}</p>
    </div>
  );
}
