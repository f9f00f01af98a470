// Everything that the conversation remembers: variables, fields, tags, language, mode, stack. What
// the last turn changed is marked; variables are changed in place.

import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import type { Json } from "../types.ts";
import { useBot, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import { Fields, Standing } from "./standing.tsx";
import { inField, inShort, kindOf, typed } from "./values.ts";

const WORDS = {
  variables: { es: "Variables", en: "Variables", pt: "Variáveis" },
  unset: { es: "sin valor", en: "unset", pt: "sem valor" },
  edit: { es: "Cambiar {name}", en: "Change {name}", pt: "Mudar {name}" },
  wrong: { es: "No es un valor de tipo {type}", en: "This is no value of type {type}", pt: "Não é um valor do tipo {type}" },
  find: { es: "Buscar variable", en: "Find a variable", pt: "Buscar variável" },
  all: { es: "También las que no tienen valor", en: "Unset ones too", pt: "Também as sem valor" },
  none: { es: "Ninguna variable tiene valor todavía.", en: "No variable has a value yet.", pt: "Nenhuma variável tem valor ainda." },
  save: { es: "Poner", en: "Set", pt: "Pôr" },
  clear: { es: "Borrar", en: "Unset", pt: "Apagar" },
} satisfies Words<string>;

interface Declared {
  type?: string;
  description?: string;
}

export function Variables() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const bot = useBot();
  const state = useTalk(session, (talk) => talk.state);
  const changed = useTalk(session, (talk) => talk.turns.at(-1)?.changed) ?? [];
  const [wanted, setWanted] = useState("");
  const [all, setAll] = useState(false);
  if (!state) return null;
  const declared = (bot?.["variables"] ?? {}) as Record<string, Declared>;
  const names = [...new Set([...Object.keys(state.variables), ...Object.keys(declared)])].sort();
  const shown = names.filter((name) => name.toLowerCase().includes(wanted.toLowerCase()) && (all || wanted || name in state.variables));
  return (
    <div className="tw-memory">
      <div className="tw-memory__head">
        <input className="tw-input" type="search" placeholder={words("find")} aria-label={words("find")} value={wanted} onChange={(event) => setWanted(event.target.value)} />
        <label><input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> {words("all")}</label>
      </div>
      {shown.length === 0 && <p className="tw-aside">{words("none")}</p>}
      <table>
        <caption className="tw-hidden">{words("variables")}</caption>
        <tbody>
          {shown.map((name) => (
            <Row
              key={name} name={name} value={state.variables[name]} declared={declared[name] ?? {}} isChanged={changed.includes(`variables.${name}`)}
              set={(value) => session.do({ type: "assign", name, value })}
            />
          ))}
        </tbody>
      </table>
      <Fields fields={state.fields} changed={changed} />
      <Standing changed={changed} />
    </div>
  );
}

interface RowProps {
  name: string;
  value: Json | undefined;
  declared: Declared;
  isChanged: boolean;
  set(value: Json): void;
}

function Row({ name, value, declared, isChanged, set }: RowProps) {
  const words = useWords(WORDS);
  const [editing, setEditing] = useState(false);
  const type = declared.type ?? kindOf(value);
  return (
    <tr data-changed={isChanged}>
      <th scope="row" title={declared.description}>
        <code>{name}</code> <small>{type}</small>
      </th>
      <td>
        {editing ? (
          <Editing
            name={name} value={value} type={type} close={() => setEditing(false)}
            set={(next) => {
              set(next);
              setEditing(false);
            }}
          />
        ) : (
          <button type="button" onClick={() => setEditing(true)}>
            <span className="tw-hidden">{words("edit", { name })}: </span>
            {value === undefined ? <em>{words("unset")}</em> : <span dir="auto" title={inField(value).slice(0, 2000)}>{inShort(value)}</span>}
            <Icon name="pencil" size={11} />
          </button>
        )}
      </td>
    </tr>
  );
}

function Editing({ name, value, type, close, set }: { name: string; value: Json | undefined; type: string; close(): void; set(value: Json): void }) {
  const words = useWords(WORDS);
  const [text, setText] = useState(() => inField(value));
  const next = type === "yes_no" ? text === "true" : typed(text, type);
  const save = () => next !== undefined && set(next);
  const long = type === "object" || type === "list" || text.length > 60;
  return (
    <form
      className="tw-memory__edit"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
      }}
    >
      {type === "yes_no" ? (
        <select className="tw-input" aria-label={name} autoFocus value={text} onChange={(event) => setText(event.target.value)}>
          <option value="true">true</option>
          <option value="false">false</option>
        </select>
      ) : long ? (
        <textarea className="tw-input" aria-label={name} autoFocus rows={6} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
      ) : (
        <input className="tw-input" aria-label={name} autoFocus spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
      )}
      {next === undefined && text !== "" && <p role="alert">{words("wrong", { type })}</p>}
      <div className="tw-row">
        <button type="submit" className="tw-button tw-button--primary" disabled={next === undefined}>{words("save")}</button>
        <button type="button" className="tw-button tw-button--plain" onClick={() => set(null)}>{words("clear")}</button>
      </div>
    </form>
  );
}
