// Names with their values: the inputs of a code action, headers, variables to set.

import { useState } from "react";
import type { Steps } from "../../edits.ts";
import { Combobox } from "../../parts/combobox.tsx";
import type { Json } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import { FieldView } from "../field.tsx";
import { useForm } from "../form_context.ts";
import { namesOf } from "../names.ts";
import { emptyOf, type Shape } from "../shapes.ts";

const WORDS = {
  name: { es: "Nombre nuevo", en: "New name", pt: "Nome novo" },
  remove: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
  rename: { es: "Nombre: {name}", en: "Name: {name}", pt: "Nome: {name}" },
} satisfies Words<string>;

interface Props {
  label: string;
  path: Steps;
  value: Record<string, Json>;
  shape: Extract<Shape, { kind: "entries" }>;
}

export function EntriesField({ label, path, value, shape }: Props) {
  const form = useForm();
  const word = useWords(WORDS);
  const [added, setAdded] = useState(0);
  const names = namesOf(shape.keyRole, form.tree, form.bot, form.language);
  const put = (entries: [string, Json][]) => form.set(path, entries.length ? Object.fromEntries(entries) : undefined, label);
  const entries = Object.entries(value);
  return (
    <div className="tw-entries">
      {entries.map(([name, one], index) => (
        <div key={name} className="tw-entries__row">
          <Combobox
            label={word("rename", { name })} value={name} suggestions={names} disabled={form.readOnly}
            onChange={(next) => next && !(next in value) && put(entries.with(index, [next, one]))}
          />
          <FieldView field={{ name: label, shape: shape.value, required: true, default: undefined }} path={[...path, name]} value={one} />
          <button
            type="button" className="tw-tool" aria-label={word("remove", { name })} title={word("remove", { name })} disabled={form.readOnly}
            onClick={() => put(entries.toSpliced(index, 1))}
          >
            ×
          </button>
        </div>
      ))}
      <Combobox
        key={added} label={`${label}: ${word("name")}`} value="" placeholder={`+ ${word("name")}`} suggestions={names.filter(({ name }) => !(name in value))}
        disabled={form.readOnly}
        onChange={(name) => {
          if (name && !(name in value)) put([...entries, [name, emptyOf(shape.value)]]);
          setAdded(added + 1);
        }}
      />
    </div>
  );
}
