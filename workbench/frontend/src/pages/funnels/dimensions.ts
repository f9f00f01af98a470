// The dimensions by which one filters and breaks down, in people's words.

import type { Bot } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { Choices } from "./types.ts";

const WORDS = {
  channel: { es: "canal", en: "channel", pt: "canal" },
  bot: { es: "bot", en: "bot", pt: "bot" },
  bundle: { es: "versión publicada", en: "published version", pt: "versão publicada" },
  language: { es: "idioma", en: "language", pt: "idioma" },
  user_type: { es: "tipo de usuario", en: "type of user", pt: "tipo de usuário" },
  topic: { es: "tema", en: "topic", pt: "tópico" },
  node: { es: "nodo", en: "node", pt: "nó" },
  intent: { es: "intención", en: "intent", pt: "intenção" },
  agent: { es: "agente", en: "agent", pt: "agente" },
  variable: { es: "variable {name}", en: "variable {name}", pt: "variável {name}" },
  field: { es: "campo {name}", en: "field {name}", pt: "campo {name}" },
  tag: { es: "etiqueta {name}", en: "tag {name}", pt: "etiqueta {name}" },
  segment: { es: "segmento {name}", en: "segment {name}", pt: "segmento {name}" },
  yes: { es: "sí", en: "yes", pt: "sim" },
  new: { es: "nuevos", en: "new", pt: "novos" },
  returning: { es: "que vuelven", en: "returning", pt: "que voltam" },
  none: { es: "(ninguno)", en: "(none)", pt: "(nenhum)" },
} satisfies Words<string>;

export const DIMENSIONS = ["channel", "user_type", "language", "bot", "bundle"] as const;
/** What rows have besides; of these the values are not listed. */
const OF_ROWS = ["topic", "node", "intent", "agent"];
/** What is or is not so of somebody. */
export const YES = "yes";

/** Everything by which a bot's funnels can be broken down and held. */
export function columnsOf(bot: Bot | undefined, choices: Choices | undefined): string[] {
  const named = (kind: string, names: string[]) => names.map((name) => `${kind}.${name}`);
  const own = (key: string) => Object.keys((bot?.[key] ?? {}) as object);
  const tags = (choices?.choices ?? []).flatMap(({ step }) => (step.step === "tag" && step.tag ? [step.tag] : []));
  return [...DIMENSIONS, ...OF_ROWS, ...named("segment", own("segments")), ...named("tag", tags), ...named("variable", own("variables")), ...named("field", own("fields"))];
}

/** What a dimension is called: a column of rows, or something of people as `tag.vip`. */
export function useDimension(): (name: string) => string {
  const words = useWords(WORDS);
  return (column) => {
    const [kind, ...rest] = column.split(".");
    const name = rest.join(".");
    if (!name) return Object.hasOwn(WORDS, column) ? words(column as "channel") : column;
    return Object.hasOwn(WORDS, kind!) ? words(kind as "tag", { name }) : column;
  };
}

/** What a value of a dimension is called. */
export function useValue(): (column: string | undefined, value: string) => string {
  const words = useWords(WORDS);
  return (column, value) => {
    if (!value) return words("none");
    if (value === YES && /^(tag|segment)\./.test(column ?? "")) return words("yes");
    if (column === "user_type" && (value === "new" || value === "returning")) return words(value);
    return column === "bundle" ? value.slice(0, 12) : value;
  };
}
