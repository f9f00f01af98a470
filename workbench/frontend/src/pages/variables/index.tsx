// What a bot knows by name: variables, constants, fields of contacts, segments.

import { use, useMemo, useRef, useState } from "react";
import { PageHead } from "../../parts/page_head.tsx";
import { folded, Search } from "../../parts/search.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useProject, type Project } from "../../project.ts";
import { useStage } from "../../stage.ts";
import type { Json } from "../../types.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { useCounts } from "./counts.ts";
import { FAMILIES, FAMILY_WORDS, type Family, type Named } from "./families.ts";
import { NewName } from "./new_name.tsx";
import { Predefined } from "./predefined.tsx";
import { Row, type RowActs } from "./row.tsx";
import { WhereUsed } from "./where_used.tsx";

const WORDS = {
  title: { es: "Variables", en: "Variables", pt: "Variáveis" },
  variables: {
    es: "Lo que se recuerda en una conversación. En textos se escribe ${nombre}.", en: "What is remembered in a conversation. In texts it is written ${name}.",
    pt: "O que se lembra numa conversa. Nos textos escreve-se ${nome}.",
  },
  constants: {
    es: "Valores para todo el bot, que se cambian sin publicar: un aviso de mantenimiento, un precio.",
    en: "Values for the whole bot, changed without publishing: a maintenance notice, a price.",
    pt: "Valores para todo o bot, alterados sem publicar: um aviso de manutenção, um preço.",
  },
  fields: {
    es: "Lo que se guarda de cada persona entre conversaciones: ${contact.campo}.", en: "What is kept of each person between conversations: ${contact.field}.",
    pt: "O que se guarda de cada pessoa entre conversas: ${contact.campo}.",
  },
  segments: {
    es: "Grupos de contactos: aquellos para los que la condición se cumple.", en: "Groups of contacts: those for whom the condition holds.",
    pt: "Grupos de contatos: aqueles para quem a condição vale.",
  },
  predefined: {
    es: "Nombres que la plataforma llena; se leen, no se cambian.", en: "Names that the platform fills; they are read, not changed.",
    pt: "Nomes que a plataforma preenche; são lidos, não alterados.",
  },
  families: { es: "Familias de nombres", en: "Families of names", pt: "Famílias de nomes" },
  search: { es: "Buscar un nombre", en: "Find a name", pt: "Buscar um nome" },
  empty: { es: "Todavía no hay ninguno. Escriba un nombre abajo.", en: "There is none yet. Write a name below.", pt: "Ainda não há nenhum. Escreva um nome abaixo." },
  name: { es: "Nombre", en: "Name", pt: "Nome" },
  type: { es: "Tipo", en: "Type", pt: "Tipo" },
  default: { es: "Valor inicial", en: "Initial value", pt: "Valor inicial" },
  value: { es: "Valor", en: "Value", pt: "Valor" },
  condition: { es: "Condición", en: "Condition", pt: "Condição" },
  personal: { es: "Dato personal", en: "Personal", pt: "Dado pessoal" },
  description: { es: "Descripción", en: "Description", pt: "Descrição" },
  used: { es: "Usos", en: "Uses", pt: "Usos" },
  change: { es: "Cambiar {name}", en: "Change {name}", pt: "Alterar {name}" },
  rename: { es: "Renombrar {name} a {to}", en: "Rename {name} to {to}", pt: "Renomear {name} para {to}" },
  remove: { es: "Quitar {name}", en: "Remove {name}", pt: "Remover {name}" },
  declare: { es: "Declarar {name}", en: "Declare {name}", pt: "Declarar {name}" },
  undeclared: {
    es: "Los flujos usan también estos nombres; declárelos para darles tipo y descripción:", en: "The flows use these names too; declare them to give them a type and a description:",
    pt: "Os fluxos usam também estes nomes; declare-os para dar tipo e descrição:",
  },
} satisfies Words<string>;

/** What a family's table has between the name and the description. */
const COLUMNS: Record<Family, (keyof typeof WORDS)[]> = {
  variables: ["type", "default", "personal"],
  fields: ["type", "default", "personal"],
  constants: ["value"],
  segments: ["condition"],
};

export function VariablesPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const name = useStage(stage, (seen) => seen.bot);
  const bot = useProject(project, (view) => view.tree.bots[name]);
  const readOnly = useProject(project, (view) => Boolean(view.locked.project));
  const counts = useCounts(project, name);
  const [shown, show] = useState<Family | "predefined">("variables");
  const [sought, seek] = useState("");
  const [selected, select] = useState("");
  if (!bot) return null;
  const of = (family: Family) => (bot[family] ?? {}) as Record<string, Named>;
  const tabs = [
    ...FAMILIES.map((family) => ({ name: family, label: FAMILY_WORDS[family][language], count: Object.keys(of(family)).length })),
    { name: "predefined", label: FAMILY_WORDS.predefined[language] },
  ];
  return (
    <div className="tw-scroll">
      <div className="tw-page tw-variables">
        <PageHead title={words("title")} about={words(shown)}>
          <Search name={words("search")} value={sought} onChange={seek} />
        </PageHead>
        <Tabs
          name={words("families")} tabs={tabs} shown={shown}
          show={(tab) => {
            show(tab as Family);
            select("");
          }}
        />
        {shown === "predefined" ? (
          <Predefined project={project} sought={sought} />
        ) : (
          <div className="tw-variables__body">
            <Names
              project={project} bot={name} family={shown} named={of(shown)} counts={counts && (counts[shown] ?? {})} sought={sought} readOnly={readOnly}
              selected={selected} select={select} declared={[...Object.keys(of("variables")), ...Object.keys(of("constants"))]}
            />
            {selected in of(shown) && <WhereUsed project={project} stage={stage} bot={name} family={shown} name={selected} onClose={() => select("")} />}
          </div>
        )}
      </div>
    </div>
  );
}

interface NamesProps {
  project: Project;
  bot: string;
  family: Family;
  named: Record<string, Named>;
  /** How often each name is used; none while they are counted. */
  counts: Record<string, number> | undefined;
  sought: string;
  readOnly: boolean;
  selected: string;
  select(name: string): void;
  /** Names that variables and constants share. */
  declared: string[];
}

function Names({ project, bot, family, named, counts, sought, readOnly, selected, select, declared }: NamesProps) {
  const words = useWords(WORDS);
  const names = Object.keys(named).filter((name) => folded(`${name} ${named[name]!.description ?? ""}`).includes(folded(sought)));
  const undeclared = family === "variables" ? Object.keys(counts ?? {}).filter((name) => !declared.includes(name)) : [];
  const chosen = useRef(selected);
  chosen.current = selected;
  const follow = (from: string, to: string) => chosen.current === from && select(to);
  const acts = useMemo<RowActs>(() => actsFor(project, bot, family, words, follow), [project, bot, family, words]);
  return (
    <section className="tw-card tw-names" data-family={family}>
      {Object.keys(named).length === 0 ? (
        <p className="tw-names__empty">{words("empty")}</p>
      ) : (
        <table className="tw-table">
          <thead>
            <tr>
              {(["name", ...COLUMNS[family], "description", "used"] as const).map((column) => <th key={column} scope="col">{words(column)}</th>)}
              <th aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <Row
                key={name} name={name} family={family} named={named[name]!} count={counts && (counts[name] ?? 0)} isSelected={name === selected}
                readOnly={readOnly} acts={acts} select={select}
              />
            ))}
          </tbody>
        </table>
      )}
      {undeclared.length > 0 && (
        <p className="tw-note tw-names__undeclared">
          {words("undeclared")}{" "}
          {undeclared.map((name) => (
            <button key={name} type="button" className="tw-chip tw-chip__name" disabled={readOnly} title={words("declare", { name })} onClick={() => acts.set(name, {}, words("declare", { name }))}>
              {name}
            </button>
          ))}
        </p>
      )}
      <NewName family={family} taken={family === "variables" || family === "constants" ? declared : Object.keys(named)} readOnly={readOnly} add={(name, value, label) => acts.set(name, value, label)} />
    </section>
  );
}

function actsFor(project: Project, bot: string, family: Family, words: (key: keyof typeof WORDS, values: Record<string, string>) => string, follow: (from: string, to: string) => void): RowActs {
  const root = ["bots", bot, family];
  return {
    set: (name, value, label) => project.edit([{ path: [...root, name], value: value as Json }], label || words("change", { name })),
    remove: (name) => project.edit([{ path: [...root, name] }], words("remove", { name })),
    rename: (name, to) => {
      const args = { bot, family, old: name, new: to.trim(), label: words("rename", { name, to: to.trim() }) };
      project.host.ask("names.rename", args).then(() => follow(name, args.new), (error: Error) => project.say(error.message));
    },
    say: (sentence) => project.say(sentence),
  };
}
