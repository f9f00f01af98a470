// The intents with their precision, recall and F1, the weakest first, and what each is taken for.

import { use, useMemo } from "react";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { percent } from "./percent.ts";
import type { Standing } from "./types.ts";

const WORDS = {
  intent: { es: "Intención", en: "Intent", pt: "Intenção" },
  phrases: { es: "Frases", en: "Phrases", pt: "Frases" },
  precision: { es: "Precisión", en: "Precision", pt: "Precisão" },
  recall: { es: "Cobertura", en: "Recall", pt: "Cobertura" },
  f1: { es: "F1", en: "F1", pt: "F1" },
  mend: { es: "Qué mejorar", en: "What to mend", pt: "O que melhorar" },
  confused: { es: "se confunde con {other} ({count})", en: "taken for {other} ({count})", pt: "confunde-se com {other} ({count})" },
  nothing: { es: "no entendido", en: "not understood", pt: "não entendido" },
} satisfies Words<string>;

const GOOD = 0.85;

export function Intents({ standing, stage }: PageProps & { standing: Standing }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { intents, confusions } = standing.evaluation!;
  const worst = useMemo(() => [...intents].sort((one, other) => one.f1 - other.f1), [intents]);
  const share = (value: number) => percent(value, language, 0);
  return (
    <div className="tw-card tw-understanding__table">
      <table>
        <thead>
          <tr>
            {(["intent", "phrases", "precision", "recall", "f1", "mend"] as const).map((name) => <th key={name} scope="col">{words(name)}</th>)}
          </tr>
        </thead>
        <tbody>
          {worst.map(({ intent, support, precision, recall, f1 }) => {
            const confused = confusions.find((one) => one.intent === intent);
            return (
              <tr key={intent}>
                <th scope="row">
                  <button type="button" className="tw-link" onClick={() => stage.set({ page: "triggers", nodes: [intent] })}>{intent}</button>
                </th>
                <td>{support}</td>
                <td>{share(precision)}</td>
                <td>{share(recall)}</td>
                <td>
                  <span className="tw-share" data-weak={f1 < GOOD || undefined} style={{ "--share": `${f1 * 100}%` } as React.CSSProperties} aria-hidden="true" />
                  {Math.round(f1 * 100)}
                </td>
                <td className="tw-note">{confused && words("confused", { other: confused.taken_for || words("nothing"), count: confused.count })}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
