// A list of short words: areas of expertise, queues, names of secrets.

import { useState, type KeyboardEvent } from "react";
import { useForm } from "../../forms/form_context.ts";
import { Icon } from "../../parts/icon.tsx";
import { useWords, type Words } from "../../words.ts";
import type { SettingProps } from "./section.tsx";

const WORDS = {
  add: { es: "Agregar", en: "Add", pt: "Adicionar" },
  remove: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
} satisfies Words<string>;

export function WordsField({ field, value, label }: SettingProps) {
  const form = useForm();
  const words = useWords(WORDS);
  const [typed, type] = useState("");
  const items = (value ?? field.default ?? []) as string[];
  const put = (next: string[]) => form.set([field.name], next, label);
  const add = () => {
    const fresh = typed.split(/[,;\n]/).map((one) => one.trim()).filter((one) => one && !items.includes(one));
    if (fresh.length) put([...items, ...fresh]);
    type("");
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && typed === "" && items.length) {
      put(items.slice(0, -1));
    }
  };
  return (
    <div className="tw-chips tw-chips--field">
      {items.map((item) => (
        <span key={item} className="tw-chip">
          <span className="tw-chip__name">{item}</span>
          <button type="button" className="tw-chip__remove" aria-label={words("remove", { name: item })} disabled={form.readOnly} onClick={() => put(items.filter((one) => one !== item))}>
            <Icon name="close" size={11} />
          </button>
        </span>
      ))}
      <input
        className="tw-chips__input" aria-label={`${label}: ${words("add")}`} placeholder={words("add")} value={typed} disabled={form.readOnly}
        onChange={(event) => type(event.target.value)} onKeyDown={pressed} onBlur={add}
      />
    </div>
  );
}
