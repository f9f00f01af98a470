// A new name of a family.

import { useState, type FormEvent } from "react";
import { Icon } from "../../parts/icon.tsx";
import { useWords, type Words } from "../../words.ts";
import type { Family, Named } from "./families.ts";

const WORDS = {
  variables: { es: "Variable nueva", en: "New variable", pt: "Variável nova" },
  constants: { es: "Constante nueva", en: "New constant", pt: "Constante nova" },
  fields: { es: "Campo nuevo", en: "New field", pt: "Campo novo" },
  segments: { es: "Segmento nuevo", en: "New segment", pt: "Segmento novo" },
  add: { es: "Agregar", en: "Add", pt: "Adicionar" },
  added: { es: "Agregar {name}", en: "Add {name}", pt: "Adicionar {name}" },
  taken: { es: "{name} ya existe.", en: "{name} is there already.", pt: "{name} já existe." },
  wrong: { es: "Use letras a-z, cifras y _, sin empezar por una cifra.", en: "Use letters a-z, digits and _, not a digit first.", pt: "Use letras a-z, algarismos e _, sem começar por algarismo." },
} satisfies Words<string>;

const WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;

interface Props {
  family: Family;
  taken: string[];
  readOnly: boolean;
  add(name: string, value: Named, label: string): void;
}

export function NewName({ family, taken, readOnly, add }: Props) {
  const words = useWords(WORDS);
  const [typed, type] = useState("");
  const name = typed.trim();
  const fault = name === "" ? "" : taken.includes(name) ? words("taken", { name }) : WORD.test(name) ? "" : words("wrong");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name || fault) return;
    // A segment for nobody, until its condition is written.
    add(name, family === "segments" ? { condition: "false" } : {}, words("added", { name }));
    type("");
  };
  return (
    <form className="tw-names__new" onSubmit={submit}>
      <input className="tw-input tw-input--code" aria-label={words(family)} placeholder={words(family)} value={typed} disabled={readOnly} aria-invalid={fault !== ""} onChange={(event) => type(event.target.value)} />
      <button type="submit" className="tw-button" disabled={readOnly || !name || fault !== ""}>
        <Icon name="plus" size={14} /> {words("add")}
      </button>
      {fault && <span className="tw-names__fault" role="alert">{fault}</span>}
    </form>
  );
}
