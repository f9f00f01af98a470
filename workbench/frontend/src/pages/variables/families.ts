// The four families of names that a bot declares, and what is said of each of theirs.

import type { Json, Language } from "../../types.ts";

export type Family = "variables" | "constants" | "fields" | "segments";

export const FAMILIES: Family[] = ["variables", "constants", "fields", "segments"];

/** What a name's record may hold: see Variable, Constant and Segment in engine/types/bot.py. */
export interface Named {
  type?: string;
  default?: Json;
  personal?: boolean;
  description?: string;
  value?: Json;
  condition?: string;
}

export const TYPES = ["any", "text", "number", "yes_no", "date", "time", "datetime", "list", "object"];

export const TYPE_WORDS: Record<string, Record<Language, string>> = {
  any: { es: "cualquiera", en: "any", pt: "qualquer" },
  text: { es: "texto", en: "text", pt: "texto" },
  number: { es: "número", en: "number", pt: "número" },
  yes_no: { es: "sí o no", en: "yes or no", pt: "sim ou não" },
  date: { es: "fecha", en: "date", pt: "data" },
  time: { es: "hora", en: "time", pt: "hora" },
  datetime: { es: "fecha y hora", en: "date and time", pt: "data e hora" },
  list: { es: "lista", en: "list", pt: "lista" },
  object: { es: "objeto", en: "object", pt: "objeto" },
};

export const FAMILY_WORDS: Record<Family | "predefined", Record<Language, string>> = {
  variables: { es: "Variables", en: "Variables", pt: "Variáveis" },
  constants: { es: "Constantes", en: "Constants", pt: "Constantes" },
  fields: { es: "Campos del contacto", en: "Contact's fields", pt: "Campos do contato" },
  segments: { es: "Segmentos", en: "Segments", pt: "Segmentos" },
  predefined: { es: "De la plataforma", en: "Of the platform", pt: "Da plataforma" },
};

/** A value as one writes it in a cell; texts without quotes where a text is meant. */
export function written(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a cell says, as a value of a type; undefined where it is none. */
export function readAs(type: string, text: string): Json | undefined {
  const plain = text.trim();
  if (plain === "") return null;
  if (type === "number") {
    const number = Number(plain.replace(",", "."));
    return Number.isFinite(number) ? number : undefined;
  }
  if (type === "yes_no") return plain === "true" ? true : plain === "false" ? false : undefined;
  if (type === "list" || type === "object" || type === "any") return readJson(type, plain);
  return text;
}

function readJson(type: string, plain: string): Json | undefined {
  try {
    const value = JSON.parse(plain) as Json;
    if (type === "list" && !Array.isArray(value)) return undefined;
    if (type === "object" && (typeof value !== "object" || value === null || Array.isArray(value))) return undefined;
    return value;
  } catch {
    return type === "any" ? plain : undefined;
  }
}

/** The type of a constant, which says none of its own. */
export function typeOf(value: Json | undefined): string {
  if (typeof value === "boolean") return "yes_no";
  if (typeof value === "number") return "number";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "object" : "text";
}
