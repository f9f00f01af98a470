// The bot's languages in their order; texts of a language that goes stay in the files.

import { use } from "react";
import { useForm } from "../../forms/form_context.ts";
import { languageName } from "../../frame/completeness.tsx";
import { Combobox } from "../../parts/combobox.tsx";
import { Icon } from "../../parts/icon.tsx";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { SettingProps } from "./section.tsx";

const WORDS = {
  first: { es: "suyo", en: "its own", pt: "seu" },
  lead: { es: "Poner {name} primero", en: "Put {name} first", pt: "Pôr {name} primeiro" },
  remove: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
  add: { es: "Agregar un idioma", en: "Add a language", pt: "Adicionar um idioma" },
} satisfies Words<string>;

/** Codes to choose from; others are written. */
export const LANGUAGES = ["es", "en", "pt", "fr", "it", "de", "ca", "gl", "eu", "qu", "gn", "ay", "ht", "nl", "ar", "he", "zh", "ja", "ko", "ru", "hi"];

export function LanguagesField({ field, value, label }: SettingProps) {
  const form = useForm();
  const words = useWords(WORDS);
  const shown = use(LanguageContext);
  const items = (value ?? field.default ?? []) as string[];
  const put = (next: string[]) => form.set([field.name], next, label);
  const free = LANGUAGES.filter((code) => !items.includes(code));
  return (
    <>
      <ol className="tw-languages">
        {items.map((code, index) => {
          const name = languageName(code, shown);
          return (
            <li key={code}>
              <code>{code}</code> <span>{name}</span>
              {index === 0 ? <span className="tw-tag">{words("first")}</span> : (
                <button type="button" className="tw-iconbutton" aria-label={words("lead", { name })} title={words("lead", { name })} disabled={form.readOnly} onClick={() => put([code, ...items.filter((one) => one !== code)])}>
                  <Icon name="up" size={14} />
                </button>
              )}
              {items.length > 1 && (
                <button type="button" className="tw-iconbutton" aria-label={words("remove", { name })} title={words("remove", { name })} disabled={form.readOnly} onClick={() => put(items.filter((one) => one !== code))}>
                  <Icon name="close" size={14} />
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <Combobox
        key={items.length} label={words("add")} placeholder={words("add")} value="" disabled={form.readOnly}
        suggestions={free.map((code) => ({ name: code, hint: languageName(code, shown) }))}
        onChange={(code) => /^[a-z]{2,3}$/.test(code) && !items.includes(code) && put([...items, code])}
      />
    </>
  );
}
