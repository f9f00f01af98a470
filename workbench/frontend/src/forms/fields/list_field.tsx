// A list of settings: buttons, cards, cases. Items fold, move, and are added and removed.

import { useState } from "react";
import type { Steps } from "../../edits.ts";
import type { Json, Text } from "../../types.ts";
import { inLanguage, useWords, type Words } from "../../words.ts";
import { FieldView } from "../field.tsx";
import { useForm, type Form } from "../form_context.ts";
import { emptyOf, type Field, type Shape } from "../shapes.ts";
import { freshId } from "../fresh_id.ts";

const WORDS = {
  add: { es: "Agregar", en: "Add", pt: "Adicionar" },
  up: { es: "Subir", en: "Move up", pt: "Subir" },
  down: { es: "Bajar", en: "Move down", pt: "Descer" },
  remove: { es: "Quitar", en: "Remove", pt: "Remover" },
  item: { es: "{label} {number}", en: "{label} {number}", pt: "{label} {number}" },
} satisfies Words<string>;

interface Props {
  label: string;
  path: Steps;
  value: Json[];
  item: Shape;
  name: string;
  focus: string;
}

export function ListField({ label, path, value, item, name, focus }: Props) {
  const form = useForm();
  const word = useWords(WORDS);
  const [open, setOpen] = useState<number>();
  const put = (items: Json[]) => form.set(path, items.length ? items : undefined, label);
  const move = (from: number, to: number) => put(value.toSpliced(from, 1).toSpliced(to, 0, value[from]!));
  const add = () => {
    const fresh = item.kind === "fields" ? withId(emptyOf(item) as Record<string, Json>, item.fields, value) : emptyOf(item);
    form.set([...path], [...value, fresh], label);
    setOpen(value.length);
  };
  const wanted = /^[[](\d+)/.exec(focus.slice(path.join(".").length))?.[1];
  const unfolded = wanted === undefined ? open : Number(wanted);
  return (
    <div className="tw-list">
      {value.map((one, index) => {
        const field: Field = { name, shape: item, required: true, default: undefined };
        const title = word("item", { label, number: index + 1 });
        const body = <FieldView field={field} path={[...path, index]} value={one} focus={focus} />;
        return (
          <div key={index} className="tw-list__item">
            <div className="tw-list__head">
              {item.kind === "fields" ? (
                <button type="button" className="tw-list__title" aria-expanded={unfolded === index} onClick={() => setOpen(unfolded === index ? undefined : index)}>
                  {summary(one, form) || title}
                </button>
              ) : (
                <div className="tw-list__value">{body}</div>
              )}
              <Tools>
                <Tool label={`${word("up")}: ${title}`} glyph="↑" disabled={form.readOnly || index === 0} onClick={() => move(index, index - 1)} />
                <Tool label={`${word("down")}: ${title}`} glyph="↓" disabled={form.readOnly || index === value.length - 1} onClick={() => move(index, index + 1)} />
                <Tool label={`${word("remove")}: ${title}`} glyph="×" disabled={form.readOnly} onClick={() => put(value.toSpliced(index, 1))} />
              </Tools>
            </div>
            {item.kind === "fields" && unfolded === index && <div className="tw-list__body">{body}</div>}
          </div>
        );
      })}
      <button type="button" className="tw-link" disabled={form.readOnly} onClick={add}>
        {`+ ${word("add")}`}
        <span className="tw-hidden">{`: ${label}`}</span>
      </button>
    </div>
  );
}

function Tools({ children }: { children: React.ReactNode }) {
  return <span className="tw-list__tools">{children}</span>;
}

function Tool({ label, glyph, disabled, onClick }: { label: string; glyph: string; disabled: boolean; onClick(): void }) {
  return (
    <button type="button" className="tw-tool" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {glyph}
    </button>
  );
}

/** The first text that says what an item is. */
function summary(item: Json, form: Form): string {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return String(item ?? "");
  for (const value of Object.values(item)) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const text = inLanguage(value as Text, form.language);
      if (typeof text === "string" && text) return text;
    }
  }
  return Object.values(item).filter((value) => typeof value === "string" && value).slice(0, 2).join(" · ");
}

/** An item whose id names a port begins with one that is free. */
function withId(item: Record<string, Json>, fields: Field[], others: Json[]): Json {
  if (!fields.some(({ name }) => name === "id")) return item;
  const taken = new Set(others.map((other) => String((other as Record<string, Json>)["id"])));
  return { ...item, id: freshId("option", taken) };
}
