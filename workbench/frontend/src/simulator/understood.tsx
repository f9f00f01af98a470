// What was understood of a message: one line under it, which opens into the whole reading.

import { use, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { ReadingView } from "./reading.tsx";
import { useNodes } from "./scene.ts";
import type { Told } from "./told.ts";
import { inShort } from "./values.ts";

export const HOW = {
  exact: { es: "frase exacta", en: "exact phrase", pt: "frase exata" },
  keywords: { es: "palabras clave", en: "keywords", pt: "palavras-chave" },
  classifier: { es: "aprendido", en: "learned", pt: "aprendido" },
  pattern: { es: "patrón", en: "pattern", pt: "padrão" },
  condition: { es: "condición", en: "condition", pt: "condição" },
  event: { es: "evento", en: "event", pt: "evento" },
  inactivity: { es: "silencio", en: "silence", pt: "silêncio" },
  button: { es: "botón", en: "button", pt: "botão" },
  startup: { es: "saludo", en: "greeting", pt: "saudação" },
  default_message: { es: "mensaje por defecto", en: "default message", pt: "mensagem padrão" },
} satisfies Words<string>;

const WORDS = {
  answer: { es: "respuesta a «{node}»", en: "answer to “{node}”", pt: "resposta a «{node}»" },
  nothing: { es: "no entendido", en: "not understood", pt: "não entendido" },
  open: { es: "Ver la lectura", en: "See the reading", pt: "Ver a leitura" },
} satisfies Words<string>;

/** `waited` is the node that waited for an answer when the message came. */
export function Understood({ turn, waited }: { turn: Told; waited: string }) {
  const words = useWords(WORDS);
  const how = useWords(HOW);
  const nodes = useNodes();
  const language = use(LanguageContext);
  const [open, setOpen] = useState(false);
  const reading = turn.readings?.[turn.bot ?? ""] ?? Object.values(turn.readings ?? {})[0];
  const parts: string[] = [];
  if (turn.claim) {
    const { intent, how: by, confidence } = turn.claim;
    const sure = by === "classifier" && confidence ? ` ${percent(confidence, language)}` : "";
    parts.push(`${nodes.title(intent)}${sure}${by in HOW ? ` (${how(by as keyof typeof HOW)})` : ""}`);
  } else if (turn.lines?.some((line) => line.as === "note" && line.what === "not_understood")) parts.push(words("nothing"));
  else if (waited) parts.push(words("answer", { node: nodes.title(waited) }));
  for (const { name, value } of reading?.entities?.slice(0, 3) ?? []) parts.push(`${name} = ${inShort(value).slice(0, 40)}`);
  if (reading?.language) parts.push(reading.language);
  if (parts.length === 0) return null;
  return (
    <div className="tw-understood">
      <button type="button" aria-expanded={open} disabled={!reading} title={words("open")} onClick={() => setOpen(!open)}>
        <span>{parts.join(" · ")}</span>
        {reading && <Icon name={open ? "up" : "down"} size={11} />}
      </button>
      {open && reading && <ReadingView reading={reading} />}
    </div>
  );
}

export function percent(share: number, language: string): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(share);
}
