// The interface in the person's language. Each view has its own table beside it; these are the
// words of all. A missing word is a type error.

import { createContext, useCallback, useContext } from "react";
import type { Language, Text } from "./types.ts";

export type Words<K extends string> = Record<K, Record<Language, string>>;

export const LanguageContext = createContext<Language>("en");

const HOLE = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/** A function from a word's key to the word, its holes filled (see `fill`). */
export function useWords<K extends string>(words: Words<K>): (key: K, values?: Record<string, string | number>) => string {
  const language = useContext(LanguageContext);
  return useCallback((key, values) => fill(words[key][language], values), [words, language]);
}

/** The text with its holes filled: `{count}` with the value, `{count|row|rows}` with the word for one or for several. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(HOLE, (hole, name: string, one?: string, several?: string) => {
    const value = String(values[name] ?? hole);
    return one === undefined || several === undefined ? value : value === "1" ? one : several;
  });
}

/** A text in a language, or in the first one that it has. */
export function inLanguage(text: Text | undefined, language: string): string {
  return text?.[language] ?? Object.values(text ?? {})[0] ?? "";
}

const KEPT = "tertulia-language";

/** The language that the person chose on this machine, empty where none. */
export function keptLanguage(): Language | "" {
  const kept = localStorage.getItem(KEPT);
  return kept === "es" || kept === "en" || kept === "pt" ? kept : "";
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}
