// The rules of writing advice, each with its reason and its switch.

import { use } from "react";
import { useForm } from "../../forms/form_context.ts";
import { LanguageContext } from "../../words.ts";
import type { SettingProps } from "./section.tsx";
import { useSettings } from "./settings_context.ts";

export function AdviceField({ field, value, label }: SettingProps) {
  const form = useForm();
  const { advice } = useSettings();
  const language = use(LanguageContext);
  const own = (value ?? {}) as Record<string, boolean>;
  const put = (name: string, on: boolean) => {
    const { [name]: _, ...rest } = own;
    const next = on ? rest : { ...own, [name]: false };
    form.set([field.name], Object.keys(next).length ? next : undefined, label);
  };
  return (
    <ul className="tw-advice">
      {Object.entries(advice).map(([name, { title, why }]) => (
        <li key={name}>
          <label>
            <input
              type="checkbox" role="switch" className="tw-switch" checked={own[name] ?? true} disabled={form.readOnly}
              onChange={(event) => put(name, event.target.checked)}
            />
            <span>
              {title[language]}
              <small>{why[language]}</small>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
