// A phrase made general: a copy of it without the words that a person switches off.

import { useState } from "react";
import { useWords, type Words } from "../words.ts";
import { folded } from "./intents.ts";

const WORDS = {
  hint: { es: "Pulse las palabras que sobran:", en: "Press the words that are not needed:", pt: "Toque nas palavras que sobram:" },
  add: { es: "Agregar «{text}»", en: "Add “{text}”", pt: "Adicionar “{text}”" },
  there: { es: "Esa frase ya está.", en: "That phrase is there already.", pt: "Essa frase já está." },
} satisfies Words<string>;

interface Props {
  text: string;
  present: readonly string[];
  onAdd(text: string): void;
}

export function Generalise({ text, present, onAdd }: Props) {
  const word = useWords(WORDS);
  const words = text.split(/\s+/);
  const [dropped, setDropped] = useState<ReadonlySet<number>>(new Set());
  const left = words.filter((_, index) => !dropped.has(index)).join(" ");
  const isThere = left === "" || present.some((line) => folded(line) === folded(left));
  return (
    <div className="tw-generalise">
      <span>{word("hint")}</span>
      {words.map((one, index) => (
        <button
          key={index} type="button" className="tw-generalise__word" aria-pressed={dropped.has(index)}
          onClick={() => setDropped(dropped.has(index) ? new Set([...dropped].filter((at) => at !== index)) : new Set([...dropped, index]))}
        >
          {one}
        </button>
      ))}
      <button type="button" className="tw-button tw-button--primary" disabled={isThere} title={isThere ? word("there") : undefined} onClick={() => onAdd(left)}>
        {word("add", { text: left })}
      </button>
    </div>
  );
}
