// A list of names - intents, tags, variables - as chips.

import { useState } from "react";
import type { Steps } from "../../edits.ts";
import { Combobox } from "../../parts/combobox.tsx";
import { useWords, type Words } from "../../words.ts";
import { useForm } from "../form_context.ts";
import { namesOf } from "../names.ts";

const WORDS = {
  add: { es: "Agregar", en: "Add", pt: "Adicionar" },
  remove: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
} satisfies Words<string>;

interface Props {
  label: string;
  path: Steps;
  value: string[];
  role: string;
}

export function ChipsField({ label, path, value, role }: Props) {
  const form = useForm();
  const word = useWords(WORDS);
  const [added, setAdded] = useState(0);
  const names = namesOf(role, form.tree, form.bot, form.language);
  const put = (items: string[]) => form.set(path, items.length ? items : undefined, label);
  return (
    <div className="tw-chips">
      {value.map((name, index) => (
        <span key={`${name} ${index}`} className="tw-chip">
          {role === "target" ? (
            <button type="button" className="tw-chip__name" onClick={() => form.follow(name)}>
              {name}
            </button>
          ) : (
            <span className="tw-chip__name">{name}</span>
          )}
          <button type="button" className="tw-chip__remove" aria-label={word("remove", { name })} disabled={form.readOnly} onClick={() => put(value.toSpliced(index, 1))}>
            ×
          </button>
        </span>
      ))}
      <div className="tw-chips__add">
        <Combobox
          key={added} label={`${label}: ${word("add")}`} value="" placeholder={`+ ${word("add")}`} disabled={form.readOnly}
          suggestions={names.filter(({ name }) => !value.includes(name))}
          onChange={(name) => {
            if (name && !value.includes(name)) put([...value, name]);
            setAdded(added + 1);
          }}
        />
      </div>
    </div>
  );
}
