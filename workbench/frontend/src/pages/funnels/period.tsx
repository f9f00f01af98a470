// The days on which step 1 counts: usual ones that end with the latest day of history, or any.

import { useWords, type Words } from "../../words.ts";
import { Row } from "./rules.tsx";
import { dayBefore, dayOf, withRule } from "./spec.ts";
import type { Choices, Spec } from "./types.ts";

const WORDS = {
  period: { es: "Período", en: "Period", pt: "Período" },
  all: { es: "todo el historial", en: "all of history", pt: "todo o histórico" },
  last: { es: "últimos {n} días", en: "last {n} days", pt: "últimos {n} dias" },
  own: { es: "del… al…", en: "from… to…", pt: "de… até…" },
  since: { es: "Desde", en: "From", pt: "Desde" },
  until: { es: "Hasta", en: "To", pt: "Até" },
} satisfies Words<string>;

const USUAL = [7, 14, 28, 90];

interface Props {
  spec: Spec;
  choices: Choices | undefined;
  zone: string;
  onChange(spec: Spec): void;
}

export function Period({ spec, choices, zone, onChange }: Props) {
  const words = useWords(WORDS);
  const last = choices?.days[1] ? dayOf(choices.days[1], zone) : "";
  const { since = null, until = null } = spec;
  const usual = last && until === last && since ? USUAL.find((days) => dayBefore(last, days - 1) === since) : undefined;
  const value = usual ? String(usual) : since || until ? "own" : "all";
  const set = (from: string | null, to: string | null) => onChange(withRule(withRule(spec, "since", from), "until", to));
  const choose = (chosen: string) => {
    const day = last || new Date().toISOString().slice(0, 10);
    if (chosen === "all") set(null, null);
    else set(dayBefore(day, (chosen === "own" ? 28 : Number(chosen)) - 1), day);
  };
  return (
    <Row name={words("period")}>
      <div className="tw-daterule">
        <select className="tw-input" aria-label={words("period")} value={value} onChange={({ target }) => choose(target.value)}>
          <option value="all">{words("all")}</option>
          {USUAL.map((n) => <option key={n} value={n}>{words("last", { n })}</option>)}
          <option value="own">{words("own")}</option>
        </select>
        {value !== "all" && (
          <span className="tw-daterule__days">
            <input className="tw-input" type="date" aria-label={words("since")} value={since ?? ""} max={until ?? undefined} onChange={({ target }) => set(target.value || null, until)} />
            <input className="tw-input" type="date" aria-label={words("until")} value={until ?? ""} min={since ?? undefined} onChange={({ target }) => set(since, target.value || null)} />
          </span>
        )}
      </div>
    </Row>
  );
}
