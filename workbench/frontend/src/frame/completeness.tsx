// How much of the bot each language has, and whose texts are shown.

import { use } from "react";
import { Menu } from "../parts/menu.tsx";
import type { PageProps } from "../pages/index.ts";
import { percent, useProgress } from "../pages/texts/rows.ts";
import { useProject } from "../project.ts";
import { useStage } from "../stage.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";

const WORDS = {
  shown: { es: "Idioma de los textos", en: "Language of the texts", pt: "Idioma dos textos" },
  texts: { es: "Ver los textos", en: "See the texts", pt: "Ver os textos" },
} satisfies Words<string>;

const NONE: string[] = [];

export function Completeness({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const interfaceLanguage = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const shown = useStage(stage, (seen) => seen.language);
  const languages = useProject(project, (view) => view.tree.bots[bot]?.languages ?? NONE);
  const progress = useProgress(project, bot);
  if (languages.length === 0) return null;
  const named = (language: string) => {
    const done = progress[language];
    return `${languageName(language, interfaceLanguage)}${done ? ` ${percent(done)} %` : ""}`;
  };
  const items = [
    ...languages.map((language) => ({ label: named(language), chosen: language === shown, act: () => stage.set({ language }) })),
    { label: words("texts"), icon: "globe", act: () => stage.set({ page: "texts" }) },
  ];
  return (
    <Menu name={words("shown")} className="tw-pill tw-completeness" items={items} align="end">
      <strong>{named(shown)}</strong>
      {languages.filter((language) => language !== shown).map((language) => <span key={language}>· {named(language)}</span>)}
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
