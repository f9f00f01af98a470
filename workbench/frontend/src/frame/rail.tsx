// Where one is and can go: the pages, and below them how the workbench looks.

import { use } from "react";
import { Icon } from "../parts/icon.tsx";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import type { PageProps } from "../pages/index.ts";
import { useProject } from "../project.ts";
import { useStage } from "../stage.ts";
import { chooseTheme, themeChoice, type ThemeChoice } from "../theme.ts";
import type { Language } from "../types.ts";
import { inLanguage, LanguageContext, useWords, type Words } from "../words.ts";
import { addressOf } from "./address.ts";

const WORDS = {
  pages: { es: "Páginas", en: "Pages", pt: "Páginas" },
  look: { es: "Aspecto e idioma", en: "Look and language", pt: "Aparência e idioma" },
  light: { es: "Claro", en: "Light", pt: "Claro" },
  dark: { es: "Oscuro", en: "Dark", pt: "Escuro" },
  system: { es: "Como el sistema", en: "As the system", pt: "Como o sistema" },
} satisfies Words<string>;

const LANGUAGES: Record<Language, string> = { es: "Español", en: "English", pt: "Português" };
const THEMES: Record<ThemeChoice, string> = { light: "sun", dark: "moon", system: "screen" };

export function Rail({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const pages = useProject(project, (view) => view.pages);
  const page = useStage(stage, (seen) => seen.page);
  const bot = useStage(stage, (seen) => seen.bot);
  const isEmpty = useProject(project, (view) => Object.keys(view.tree.bots).length === 0);
  return (
    <nav className="tw-rail" aria-label={words("pages")}>
      <ul>
        {pages.filter(({ name }) => !isEmpty || name === "projects").map(({ name, words: title, icon }) => (
          <li key={name}>
            <a
              href={addressOf({ page: name, bot, topic: "", nodes: [] })} aria-current={page === name ? "page" : undefined}
              title={inLanguage(title, language)}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                stage.set({ page: name });
              }}
            >
              <Icon name={icon} size={18} />
              <span>{inLanguage(title, language)}</span>
            </a>
          </li>
        ))}
      </ul>
      <Menu name={words("look")} items={looks((to) => project.speak(to), language, words)} side="right" className="tw-rail__look">
        <Icon name={THEMES[themeChoice()]} size={16} />
        <span>{language}</span>
      </Menu>
    </nav>
  );
}

function looks(speak: (language: Language) => void, now: Language, words: (key: keyof typeof WORDS) => string): MenuItem[] {
  const themes = Object.entries(THEMES) as [ThemeChoice, string][];
  const languages = Object.entries(LANGUAGES) as [Language, string][];
  return [
    ...themes.map(([theme, icon]) => ({ label: words(theme), icon, chosen: themeChoice() === theme, act: () => chooseTheme(theme) })),
    ...languages.map(([language, name]) => ({ label: name, icon: "globe", chosen: now === language, act: () => speak(language) })),
  ];
}
