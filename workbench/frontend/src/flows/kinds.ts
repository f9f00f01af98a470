// The kinds of nodes that fit what is searched, as the palette and its little sister list them.

import type { Catalogue, Kind, Language } from "../types.ts";
import { inLanguage } from "../words.ts";
import { folded } from "./folded_text.ts";

export interface KindChoice {
  name: string;
  kind: Kind;
  title: string;
}

/** By section, those whose title or section holds the words; those that are called so come first. */
export function kindsFor(catalogue: Catalogue, language: Language, words: string): KindChoice[] {
  const wanted = folded(words).trim();
  const sections = Object.keys(catalogue.groups);
  const rank = ({ title, kind }: KindChoice) => (wanted && folded(title).startsWith(wanted) ? -1 : sections.indexOf(kind.group));
  return Object.entries(catalogue.kinds)
    .map(([name, kind]) => ({ name, kind, title: inLanguage(kind.title, language) }))
    .filter(({ name, kind }) => {
      const all = folded([name, ...Object.values(kind.title), inLanguage(catalogue.groups[kind.group], language)].join(" "));
      return wanted.split(/\s+/).every((word) => all.includes(word));
    })
    .sort((one, other) => rank(one) - rank(other));
}
