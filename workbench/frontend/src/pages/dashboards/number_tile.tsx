// One figure that matters: large, with the period before and a line of how it went.

import { use } from "react";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import { change, shown } from "./numbers.ts";
import type { Counted } from "./types.ts";

const WORDS = {
  before: { es: "antes {value}", en: "before {value}", pt: "antes {value}" },
  open: { es: "{value}: ver las conversaciones", en: "{value}: show the conversations", pt: "{value}: ver as conversas" },
} satisfies Words<string>;

const WIDTH = 100;
const HEIGHT = 28;

interface Props {
  counted: Counted;
  onOpen(): void;
}

export function NumberTile({ counted, onOpen }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { total, before, trend, unit } = counted;
  const value = shown(total, unit, language);
  const moved = change(total, before, unit, language);
  return (
    <div className="tw-number">
      <button type="button" className="tw-number__value" aria-label={words("open", { value })} onClick={onOpen}>{value}</button>
      <p className="tw-note">{before === null ? "\u00a0" : [moved, words("before", { value: shown(before, unit, language) })].filter(Boolean).join(" · ")}</p>
      <Spark values={trend} />
    </div>
  );
}

/** It only decorates: the same is in the figures and tables. */
function Spark({ values }: { values: (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const least = Math.min(...known, 0);
  const range = Math.max(...known, 0) - least || 1;
  const points = values.flatMap((value, at) => (value === null ? [] : [`${((at / (values.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - ((value - least) / range) * (HEIGHT - 4)).toFixed(1)}`]));
  return (
    <svg className="tw-number__spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(" ")} />
    </svg>
  );
}
