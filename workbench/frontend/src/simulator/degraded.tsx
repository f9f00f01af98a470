// What a channel shows otherwise than drawn, in words.

import { use } from "react";
import { Icon } from "../parts/icon.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../words.ts";
import type { Degradation } from "./told.ts";

const WORDS = {
  channel: { es: "En este canal", en: "On this channel", pt: "Neste canal" },
  lost: { es: "Falta aquí: {parts}", en: "Missing here: {parts}", pt: "Falta aqui: {parts}" },
} satisfies Words<string>;

export function Degraded({ degradations }: { degradations: Degradation[] }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  return (
    <details className="tw-degraded">
      <summary>
        <Icon name="info" size={11} />
        {words("channel")} ({degradations.length})
      </summary>
      <ul>
        {degradations.map(({ code, words: said, lost }) => (
          <li key={code}>
            {inLanguage(said, language)}
            {lost && lost.length > 0 && <strong> {words("lost", { parts: lost.join(", ") })}</strong>}
          </li>
        ))}
      </ul>
    </details>
  );
}
