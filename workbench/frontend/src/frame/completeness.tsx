// How much of the bot each language has, and whose texts are shown.

import { use } from "react";
import { Menu } from "../parts/menu.tsx";
import type { PageProps } from "../pages/index.ts";
import { useProject } from "../project.ts";
import { useStage } from "../stage.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";

const WORDS = {
  shown: { es: "Idioma de los textos", en: "Language of the texts", pt: "Idioma dos textos" },
} satisfies Words<string>;

const NONE: string[] = [];

export function Completeness({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const interfaceLanguage = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const shown = useStage(stage, (seen) => seen.language);
  const languages = useProject(project, (view) => view.tree.bots[bot]?.languages ?? NONE);
  if (languages.length === 0) return null;
  const items = languages.map((language) => ({
    label: languageName(language, interfaceLanguage), chosen: language === shown, act: () => stage.set({ language }),
  }));
  return (
    <Menu name={words("shown")} className="tw-pill" items={items} align="end">
      <strong>{languageName(shown, interfaceLanguage)}</strong>
    </Menu>
  );
}

const names = new Map<string, Intl.DisplayNames>();

/** What a language is called in another. */
export function languageName(code: string, language: string): string {
  const known = names.get(language) ?? new Intl.DisplayNames(language, { type: "language" });
  names.set(language, known);
  try {
    const name = known.of(code) ?? code;
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  } catch {
    return code;
  }
}
