// The product's limits, each with the bot's own where it has one.

import { use, useState } from "react";
import { NumberField } from "../../forms/fields/number_field.tsx";
import { useForm } from "../../forms/form_context.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { SettingProps } from "./section.tsx";
import { useSettings } from "./settings_context.ts";

const WORDS = {
  all: { es: "Ver todos ({count})", en: "Show all ({count})", pt: "Ver todos ({count})" },
  less: { es: "Ver solo los propios", en: "Show its own only", pt: "Ver só os próprios" },
  usual: { es: "de todos: {value}", en: "everybody's: {value}", pt: "de todos: {value}" },
} satisfies Words<string>;

export function LimitsField({ field, value, label }: SettingProps) {
  const form = useForm();
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [unfolded, setUnfolded] = useState(false);
  const own = (value ?? {}) as Record<string, number>;
  const settings = useSettings();
  const usual = form.catalogue.limits;
  const names = Object.keys(usual).filter((name) => unfolded || name in own);
  const put = (name: string, limit: number | null) => {
    const { [name]: _, ...rest } = own;
    const next = limit === null || limit === usual[name] ? rest : { ...own, [name]: limit };
    form.set([field.name], Object.keys(next).length ? next : undefined, label);
  };
  return (
    <>
      {names.length > 0 && (
        <ul className="tw-limits">
          {names.map((name) => {
            const title = settings.limits[name]?.[language] ?? name;
            return (
              <li key={name}>
                <span>{title}</span>
                <NumberField label={title} name={name} value={own[name] ?? null} whole optional onChange={(limit) => put(name, limit)} />
                <span className="tw-note">{words("usual", { value: usual[name]!.toLocaleString(language) })}</span>
              </li>
            );
          })}
        </ul>
      )}
      <button type="button" className="tw-link" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        {unfolded ? words("less") : words("all", { count: Object.keys(usual).length })}
      </button>
    </>
  );
}
