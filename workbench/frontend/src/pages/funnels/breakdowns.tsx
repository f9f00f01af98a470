// By what the funnel is broken down, and whose value counts for somebody who has several.

import type { Bot } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { columnsOf, useDimension } from "./dimensions.ts";
import { Row } from "./rules.tsx";
import type { Tell } from "./step_words.ts";
import type { Breakdown, Choices, Spec } from "./types.ts";

const WORDS = {
  by: { es: "Abrir por", en: "Break down by", pt: "Abrir por" },
  nothing: { es: "nada", en: "nothing", pt: "nada" },
  whose: { es: "Vale el valor", en: "The value counts", pt: "Vale o valor" },
  first: { es: "de su primer paso 1", en: "of their first step 1", pt: "do primeiro passo 1" },
  last: { es: "de su último paso 1", en: "of their last step 1", pt: "do último passo 1" },
  each: { es: "de cada intento", en: "of each try", pt: "de cada tentativa" },
  step: { es: "en el paso {n}: {title}", en: "at step {n}: {title}", pt: "no passo {n}: {title}" },
} satisfies Words<string>;

interface Props {
  bot: Bot | undefined;
  spec: Spec;
  choices: Choices | undefined;
  tell: Tell;
  onChange(breakdown: Breakdown | null): void;
}

export function Breakdowns({ bot, spec, choices, tell, onChange }: Props) {
  const words = useWords(WORDS);
  const dimension = useDimension();
  const { breakdown } = spec;
  const columns = [...new Set([...columnsOf(bot, choices), ...(breakdown ? [breakdown.column] : [])])];
  const whose = breakdown?.attribution === "step" ? `step ${breakdown.at ?? 1}` : (breakdown?.attribution ?? "first");
  const attribute = (value: string) => {
    if (!breakdown) return;
    const [attribution, at] = value.split(" ");
    const { column, top } = breakdown;
    onChange({ column, ...(top && { top }), ...(attribution === "first" ? {} : { attribution: attribution as "last" }), ...(at && { at: Number(at) }) });
  };
  return (
    <Row name={words("by")}>
      <div className="tw-breakdown">
        <select className="tw-input" aria-label={words("by")} value={breakdown?.column ?? ""} onChange={({ target }) => onChange(target.value ? { ...breakdown, column: target.value } : null)}>
          <option value="">{words("nothing")}</option>
          {columns.map((column) => <option key={column} value={column}>{dimension(column)}</option>)}
        </select>
        {breakdown && (
          <select className="tw-input" aria-label={words("whose")} value={whose} onChange={({ target }) => attribute(target.value)}>
            <option value="first">{words("first")}</option>
            <option value="last">{words("last")}</option>
            <option value="each">{words("each")}</option>
            {spec.steps.map((step, at) => <option key={at} value={`step ${at + 1}`}>{words("step", { n: at + 1, title: tell(step).title })}</option>)}
          </select>
        )}
      </div>
    </Row>
  );
}
