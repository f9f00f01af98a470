// One name of a family: everything of it is changed in its row.

import { memo, use, useState } from "react";
import { Cell } from "../../parts/cell.tsx";
import { Icon } from "../../parts/icon.tsx";
import type { Json } from "../../types.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import { readAs, typeOf, TYPE_WORDS, TYPES, written, type Family, type Named } from "./families.ts";

const WORDS = {
  name: { es: "Nombre de {name}", en: "Name of {name}", pt: "Nome de {name}" },
  type: { es: "Tipo de {name}", en: "Type of {name}", pt: "Tipo de {name}" },
  value: { es: "Valor de {name}", en: "Value of {name}", pt: "Valor de {name}" },
  condition: { es: "Condición de {name}", en: "Condition of {name}", pt: "Condição de {name}" },
  personal: { es: "{name} es un dato personal", en: "{name} is personal data", pt: "{name} é um dado pessoal" },
  description: { es: "Descripción de {name}", en: "Description of {name}", pt: "Descrição de {name}" },
  reason: { es: "Por qué se pide, para qué sirve", en: "Why it is asked, what it is for", pt: "Por que se pede, para que serve" },
  uses: { es: "Dónde se usa {name}: {count}", en: "Where {name} is used: {count}", pt: "Onde se usa {name}: {count}" },
  remove: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
  sure: {
    es: "Se usa en {count} {count|lugar, que quedará como aviso|lugares, que quedarán como avisos}.", en: "It is used in {count} {count|place, which will be shown as an issue|places, which will be shown as issues}.",
    pt: "É usado em {count} {count|lugar, que ficará como aviso|lugares, que ficarão como avisos}.",
  },
  counting: {
    es: "Todavía se está contando dónde se usa.", en: "Where it is used is still being counted.", pt: "Ainda se está contando onde é usado.",
  },
  unused: { es: "No se usa en ningún lugar.", en: "It is used nowhere.", pt: "Não é usado em nenhum lugar." },
  yes: { es: "Quitar de todos modos", en: "Remove all the same", pt: "Remover mesmo assim" },
  no: { es: "Dejarlo", en: "Keep it", pt: "Manter" },
  wrong: { es: "{text} no es un valor de tipo {type}; {how}", en: "{text} is no value of type {type}; {how}", pt: "{text} não é um valor do tipo {type}; {how}" },
  how: { es: "escriba por ejemplo {example}", en: "write for example {example}", pt: "escreva por exemplo {example}" },
  true: { es: "sí", en: "yes", pt: "sim" },
  false: { es: "no", en: "no", pt: "não" },
  unset: { es: "—", en: "—", pt: "—" },
} satisfies Words<string>;

const EXAMPLES: Record<string, string> = { number: "12.5", list: '["a", "b"]', object: '{"a": 1}', yes_no: "true" };

export interface RowActs {
  set(name: string, value: Named, label: string): void;
  remove(name: string): void;
  rename(name: string, to: string): void;
  say(sentence: string): void;
}

interface Props {
  name: string;
  family: Family;
  named: Named;
  /** None while it is counted. */
  count: number | undefined;
  isSelected: boolean;
  readOnly: boolean;
  acts: RowActs;
  select(name: string): void;
}

export const Row = memo(function Row({ name, family, named, count, isSelected, readOnly, acts, select }: Props) {
  const words = useWords(WORDS);
  const [asking, ask] = useState(false);
  const set = (change: Named) => acts.set(name, compact({ ...named, ...change }), "");
  // What is not counted yet may be in use: it is asked about too.
  const remove = () => (count === 0 || asking ? acts.remove(name) : ask(true));
  const known = count ?? "…";
  return (
    <>
      <tr data-selected={isSelected}>
        <th scope="row"><Cell code label={words("name", { name })} value={name} readOnly={readOnly} onCommit={(to) => to.trim() && acts.rename(name, to)} /></th>
        <Values name={name} family={family} named={named} readOnly={readOnly} set={set} say={acts.say} />
        <td>
          <Cell
            label={words("description", { name })} value={named.description ?? ""} readOnly={readOnly} placeholder={named.personal ? words("reason") : ""}
            onCommit={(description) => set({ description })}
          />
        </td>
        <td>
          <button type="button" className="tw-link" aria-expanded={isSelected} aria-label={words("uses", { name, count: known })} onClick={() => select(isSelected ? "" : name)}>
            {known}
          </button>
        </td>
        <td>
          <button type="button" className="tw-iconbutton" aria-label={words("remove", { name })} title={words("remove", { name })} disabled={readOnly} onClick={remove}>
            <Icon name="trash" size={14} />
          </button>
        </td>
      </tr>
      {asking && (
        <tr className="tw-names__sure">
          <td colSpan={8} role="alert">
            {count === undefined ? words("counting") : count === 0 ? words("unused") : words("sure", { count })}{" "}
            <button type="button" className="tw-button" onClick={() => acts.remove(name)}>{words("yes")}</button>{" "}
            <button type="button" className="tw-button tw-button--plain" onClick={() => ask(false)}>{words("no")}</button>
          </td>
        </tr>
      )}
    </>
  );
});

interface ValuesProps {
  name: string;
  family: Family;
  named: Named;
  readOnly: boolean;
  set(change: Named): void;
  say(sentence: string): void;
}

/** What a family says of its names, besides name and description. */
function Values({ name, family, named, readOnly, set, say }: ValuesProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  if (family === "segments") {
    return (
      <td><Cell code label={words("condition", { name })} value={named.condition ?? ""} readOnly={readOnly} onCommit={(condition) => set({ condition })} /></td>
    );
  }
  if (family === "constants") {
    return <td><Value label={words("value", { name })} type={typeOf(named.value)} value={named.value} readOnly={readOnly} say={say} onCommit={(value) => set({ value })} isFree /></td>;
  }
  const type = named.type ?? "any";
  return (
    <>
      <td>
        <select className="tw-cell" aria-label={words("type", { name })} value={type} disabled={readOnly} onChange={(event) => set({ type: event.target.value })}>
          {TYPES.map((one) => <option key={one} value={one}>{TYPE_WORDS[one]![language]}</option>)}
        </select>
      </td>
      <td><Value label={words("value", { name })} type={type} value={named.default} readOnly={readOnly} say={say} onCommit={(value) => set({ default: value })} /></td>
      <td className="tw-names__personal">
        <input
          type="checkbox" role="switch" className="tw-switch" aria-label={words("personal", { name })} checked={named.personal ?? false} disabled={readOnly}
          onChange={(event) => set({ personal: event.target.checked })}
        />
      </td>
    </>
  );
}

interface ValueProps {
  label: string;
  type: string;
  value: Json | undefined;
  readOnly: boolean;
  /** A constant says no type: any value may stand in it. */
  isFree?: boolean;
  say(sentence: string): void;
  onCommit(value: Json): void;
}

function Value({ label, type, value, readOnly, isFree = false, say, onCommit }: ValueProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  if (type === "yes_no" && !isFree) {
    return (
      <select className="tw-cell" aria-label={label} value={written(value)} disabled={readOnly} onChange={(event) => onCommit(readAs(type, event.target.value) ?? null)}>
        {["", "true", "false"].map((one) => <option key={one} value={one}>{words(one === "" ? "unset" : (one as "true"))}</option>)}
      </select>
    );
  }
  const commit = (text: string) => {
    const read = readAs(isFree && type !== "text" ? "any" : type, text);
    if (read !== undefined) return onCommit(read);
    say(words("wrong", { text, type: TYPE_WORDS[type]![language], how: words("how", { example: EXAMPLES[type] ?? "" }) }));
  };
  return <Cell code={type !== "text"} label={label} value={written(value)} readOnly={readOnly} onCommit={commit} />;
}

/** Without what says nothing: defaults are left out of the files. */
function compact(named: Named): Named {
  const kept = Object.entries(named).filter(([key, value]) => key === "condition" || !(value === "" || value === null || value === false && key === "personal" || key === "type" && value === "any"));
  return Object.fromEntries(kept) as Named;
}
