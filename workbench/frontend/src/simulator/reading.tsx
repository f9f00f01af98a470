// A reading as a whole: intents with their confidence against the threshold, keywords, entities,
// language.

import { use } from "react";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { useNodes } from "./scene.ts";
import type { Reading } from "./told.ts";
import { percent } from "./understood.tsx";
import { inShort } from "./values.ts";

const WORDS = {
  intents: { es: "Intenciones", en: "Intents", pt: "Intenções" },
  threshold: { es: "Umbral {value}", en: "Threshold {value}", pt: "Limiar {value}" },
  keywords: { es: "Palabras clave de", en: "Keywords of", pt: "Palavras-chave de" },
  entities: { es: "Entidades", en: "Entities", pt: "Entidades" },
  language: { es: "Idioma", en: "Language", pt: "Idioma" },
  related: { es: "Se ofrecería", en: "Would be offered", pt: "Seria oferecido" },
  none: { es: "Nada que valga la pena decir.", en: "Nothing worth telling.", pt: "Nada que valha a pena dizer." },
} satisfies Words<string>;

const MOST_INTENTS = 5;

export function ReadingView({ reading }: { reading: Reading }) {
  const words = useWords(WORDS);
  const nodes = useNodes();
  const language = use(LanguageContext);
  const { intents = [], threshold = 0.5, keywords = [], related = [], entities = [] } = reading;
  const isEmpty = !intents.length && !keywords.length && !entities.length && !reading.language;
  if (isEmpty) return <p className="tw-aside">{words("none")}</p>;
  return (
    <dl className="tw-reading">
      {intents.length > 0 && (
        <>
          <dt>{words("intents")}</dt>
          <dd>
            {intents.slice(0, MOST_INTENTS).map(([intent, sure]) => (
              <button key={intent} type="button" className="tw-reading__intent" data-over={sure >= threshold} onClick={() => nodes.go(intent)}>
                <span>{nodes.title(intent)}</span>
                <span className="tw-reading__bar" style={{ "--share": sure, "--threshold": threshold } as React.CSSProperties} />
                <span>{percent(sure, language)}</span>
              </button>
            ))}
            <small>{words("threshold", { value: percent(threshold, language) })}</small>
          </dd>
        </>
      )}
      {keywords.length > 0 && <Row term={words("keywords")}>{keywords.map(nodes.title).join(", ")}</Row>}
      {entities.length > 0 && (
        <>
          <dt>{words("entities")}</dt>
          <dd>
            {entities.map((entity, index) => (
              <div key={index}><code>{entity.name}</code> = <span dir="auto">{inShort(entity.value)}</span></div>
            ))}
          </dd>
        </>
      )}
      {related.length > 0 && <Row term={words("related")}>{related.map(nodes.title).join(", ")}</Row>}
      {reading.language && <Row term={words("language")}>{reading.language} {percent(reading.language_confidence ?? 0, language)}</Row>}
    </dl>
  );
}

function Row({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}
