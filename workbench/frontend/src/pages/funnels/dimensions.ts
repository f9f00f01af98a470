// The dimensions by which one filters and breaks down, in people's words.

import { useWords, type Words } from "../../words.ts";

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
  new: { es: "nuevos", en: "new", pt: "novos" },
  returning: { es: "que vuelven", en: "returning", pt: "que voltam" },
  none: { es: "(ninguno)", en: "(none)", pt: "(nenhum)" },
} satisfies Words<string>;

export const DIMENSIONS = ["channel", "user_type", "language", "bot", "bundle"] as const;

/** What a dimension is called; one of variables, tags and the like keeps its name. */
export function useDimension(): (name: string) => string {
  const words = useWords(WORDS);
  return (name) => (Object.hasOwn(WORDS, name) ? words(name as keyof typeof WORDS) : name);
}

/** What a value of a dimension is called. */
export function useValue(): (column: string | undefined, value: string) => string {
  const words = useWords(WORDS);
  return (column, value) => {
    if (!value) return words("none");
    if (column === "user_type" && (value === "new" || value === "returning")) return words(value);
    return column === "bundle" ? value.slice(0, 12) : value;
  };
}
