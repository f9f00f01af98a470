// One more language for the bot.

import { use } from "react";
import { languageName } from "../../frame/completeness.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import type { Project } from "../../project.ts";
import type { Bot } from "../../types.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import { LANGUAGES } from "../settings/languages_field.tsx";

const WORDS = {
  add: { es: "Agregar un idioma", en: "Add a language", pt: "Adicionar um idioma" },
  added: { es: "Agregar {language}", en: "Add {language}", pt: "Adicionar {language}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  name: string;
  bot: Bot;
  readOnly: boolean;
  onAdded(code: string): void;
}

export function AddLanguage({ project, name, bot, readOnly, onAdded }: Props) {
  const words = useWords(WORDS);
  const shown = use(LanguageContext);
  if (readOnly) return null;
  const items = LANGUAGES.filter((code) => !bot.languages.includes(code)).map((code) => {
    const language = languageName(code, shown);
    const act = () => {
      project.edit([{ path: ["bots", name, "languages"], value: [...bot.languages, code] }], words("added", { language }));
      onAdded(code);
    };
    return { label: language, act };
  });
  return (
    <Menu name={words("add")} className="tw-iconbutton tw-menu__only" items={items}>
      <Icon name="plus" size={15} />
    </Menu>
  );
}
