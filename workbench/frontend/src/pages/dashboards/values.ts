// Values of dimensions as people read them: codes of languages and countries by their names.

import type { Language } from "../../types.ts";

const NONE = { es: "(ninguno)", en: "(none)", pt: "(nenhum)" };
const KNOWN: Record<string, Record<string, Record<Language, string>>> = {
  user_type: {
    new: { es: "nuevos", en: "new", pt: "novos" },
    returning: { es: "que vuelven", en: "returning", pt: "que voltam" },
  },
};
const KINDS: Record<string, "language" | "region"> = { language: "language", country: "region" };

export function valueName(dimension: string, value: string, language: Language): string {
  if (!value) return NONE[language];
  const known = KNOWN[dimension]?.[value]?.[language];
  const kind = KINDS[dimension];
  if (known || !kind) return known ?? value;
  try {
    return new Intl.DisplayNames(language, { type: kind }).of(value) ?? value;
  } catch {
    // Not a code: as it was written.
    return value;
  }
}
