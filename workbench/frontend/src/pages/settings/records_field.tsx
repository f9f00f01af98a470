// Named groups of settings: the websites that a bot searches.

import { useState, type FormEvent } from "react";
import { FieldView } from "../../forms/field.tsx";
import { useForm } from "../../forms/form_context.ts";
import { emptyOf } from "../../forms/shapes.ts";
import { Icon } from "../../parts/icon.tsx";
import type { Json } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { SettingProps } from "./section.tsx";

const WORDS = {
  name: { es: "Nombre nuevo", en: "New name", pt: "Nome novo" },
  add: { es: "Agregar", en: "Add", pt: "Adicionar" },
  remove: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
} satisfies Words<string>;

export function RecordsField({ field, value, label }: SettingProps) {
  const form = useForm();
  const words = useWords(WORDS);
  const [typed, type] = useState("");
  const records = (value ?? {}) as Record<string, Record<string, Json>>;
  const { shape } = field;
  if (shape.kind !== "entries" || shape.value.kind !== "fields") return null;
  const inner = shape.value;
  const add = (event: FormEvent) => {
    event.preventDefault();
    const name = typed.trim();
    if (!name || name in records) return;
    form.set([field.name, name], emptyOf(inner), label);
    type("");
  };
  return (
    <>
      {Object.entries(records).map(([name, record]) => (
        <details key={name} className="tw-record">
          <summary>
            <strong>{name}</strong> <span className="tw-note">{Object.values(record).filter((one) => typeof one === "string").join(" · ")}</span>
          </summary>
          {inner.fields.map((one) => (
            <FieldView key={one.name} field={one} path={[field.name, name, one.name]} value={record[one.name]} />
          ))}
          <button type="button" className="tw-button" disabled={form.readOnly} onClick={() => form.set([field.name, name], undefined, label)}>
            <Icon name="trash" size={14} /> {words("remove", { name })}
          </button>
        </details>
      ))}
      <form className="tw-settings__add" onSubmit={add}>
        <input className="tw-input" aria-label={`${label}: ${words("name")}`} placeholder={words("name")} value={typed} disabled={form.readOnly} onChange={(event) => type(event.target.value)} />
        <button type="submit" className="tw-button" disabled={form.readOnly || !typed.trim()}>{words("add")}</button>
      </form>
    </>
  );
}
