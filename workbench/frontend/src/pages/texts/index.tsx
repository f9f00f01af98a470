// Every text of a bot, language beside language: written, checked, sent to translators and back.

import { use, useMemo, useState } from "react";
import { languageName } from "../../frame/completeness.tsx";
import { Icon } from "../../parts/icon.tsx";
import { folded, Search } from "../../parts/search.tsx";
import { useProject } from "../../project.ts";
import { useStage } from "../../stage.ts";
import type { Bot } from "../../types.ts";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { AddLanguage } from "./add_language.tsx";
import { Exchange } from "./exchange.tsx";
import { faultOf, isList, percent, textOf, useProgress, useRows, type Fault, type TextRow } from "./rows.ts";
import { TextTable } from "./text_table.tsx";

const WORDS = {
  title: { es: "Textos", en: "Texts", pt: "Textos" },
  from: { es: "Traducir de", en: "Translate from", pt: "Traduzir de" },
  to: { es: "a", en: "to", pt: "para" },
  one: {
    es: "El bot habla un solo idioma. Agregue otro para traducirlo.", en: "The bot speaks one language. Add another to translate it.",
    pt: "O bot fala um só idioma. Adicione outro para traduzi-lo.",
  },
  search: { es: "Buscar un texto", en: "Find a text", pt: "Buscar um texto" },
  what: { es: "Qué se muestra", en: "What is shown", pt: "O que é mostrado" },
  texts: { es: "Textos y botones", en: "Texts and buttons", pt: "Textos e botões" },
  lists: { es: "Frases de ejemplo", en: "Sample phrases", pt: "Frases de exemplo" },
  topic: { es: "Tema", en: "Topic", pt: "Tema" },
  allTopics: { es: "Todos los temas", en: "All topics", pt: "Todos os temas" },
  state: { es: "Estado", en: "State", pt: "Estado" },
  all: { es: "Todos", en: "All", pt: "Todos" },
  missing: { es: "Faltan", en: "Missing", pt: "Faltam" },
  long: { es: "Muy largos", en: "Too long", pt: "Longos demais" },
  holes: { es: "Con otras variables", en: "With other variables", pt: "Com outras variáveis" },
  count: { es: "{shown} de {all}", en: "{shown} of {all}", pt: "{shown} de {all}" },
  loading: { es: "Reuniendo los textos…", en: "Gathering the texts…", pt: "Reunindo os textos…" },
  done: { es: "Nada que hacer aquí.", en: "Nothing to do here.", pt: "Nada a fazer aqui." },
} satisfies Words<string>;

export function TextsPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const shown = use(LanguageContext);
  const name = useStage(stage, (seen) => seen.bot);
  const language = useStage(stage, (seen) => seen.language);
  const bot = useProject(project, (view) => view.tree.bots[name]);
  const readOnly = useProject(project, (view) => Boolean(view.locked.project));
  const rows = useRows(project, name);
  const progress = useProgress(project, name);
  const [origin, setOrigin] = useState("");
  const [what, setWhat] = useState<"texts" | "lists">("texts");
  const [topic, setTopic] = useState("");
  const [state, setState] = useState<Fault | "">("");
  const [sought, seek] = useState("");
  if (!bot) return null;
  const source = bot.languages.includes(origin) ? origin : bot.languages[0]!;
  const target = language !== source && bot.languages.includes(language) ? language : (bot.languages.find((one) => one !== source) ?? source);
  const titled = (code: string) => languageName(code, shown);
  return (
    <div className="tw-texts">
      <header>
        <h1>{words("title")}</h1>
        <ul className="tw-texts__progress">
          {bot.languages.map((code) => (
            <li key={code}>
              <button type="button" className="tw-pill" aria-pressed={code === target} onClick={() => (code === source ? setOrigin(target) : undefined, stage.set({ language: code }))}>
                {titled(code)} <strong>{progress[code] ? `${percent(progress[code])} %` : "…"}</strong>
              </button>
            </li>
          ))}
        </ul>
        <AddLanguage project={project} name={name} bot={bot} readOnly={readOnly} onAdded={(code) => stage.set({ language: code })} />
        <span className="tw-top__space" />
        <Exchange project={project} bot={name} language={target} languageTitle={titled(target)} readOnly={readOnly} />
      </header>
      <div className="tw-texts__filters">
        <label>
          {words("from")}{" "}
          <select className="tw-input" value={source} onChange={(event) => setOrigin(event.target.value)}>
            {bot.languages.map((code) => <option key={code} value={code}>{titled(code)}</option>)}
          </select>
        </label>
        <label>
          {words("to")}{" "}
          <select className="tw-input" value={target} onChange={(event) => stage.set({ language: event.target.value })}>
            {bot.languages.filter((code) => code !== source || bot.languages.length === 1).map((code) => <option key={code} value={code}>{titled(code)}</option>)}
          </select>
        </label>
        <select className="tw-input" aria-label={words("what")} value={what} onChange={(event) => setWhat(event.target.value as typeof what)}>
          <option value="texts">{words("texts")}</option>
          <option value="lists">{words("lists")}</option>
        </select>
        <select className="tw-input" aria-label={words("topic")} value={topic} onChange={(event) => setTopic(event.target.value)}>
          <option value="">{words("allTopics")}</option>
          {Object.entries(bot.topics).map(([id, { title }]) => <option key={id} value={id}>{inLanguage(title, shown) || id}</option>)}
        </select>
        <select className="tw-input" aria-label={words("state")} value={state} onChange={(event) => setState(event.target.value as Fault | "")}>
          <option value="">{words("all")}</option>
          {(["missing", "long", "holes"] as const).map((one) => <option key={one} value={one}>{words(one)}</option>)}
        </select>
        <Search name={words("search")} value={sought} onChange={seek} />
      </div>
      {bot.languages.length === 1 && <p className="tw-note tw-texts__note"><Icon name="info" size={13} /> {words("one")}</p>}
      {rows ? (
        <Shown project={project} stage={stage} name={name} bot={bot} rows={rows} source={source} target={target} filter={{ lists: what === "lists", topic, state, sought }} readOnly={readOnly} />
      ) : (
        <div className="tw-empty" role="status">{words("loading")}</div>
      )}
    </div>
  );
}

interface Filter {
  lists: boolean;
  topic: string;
  state: Fault | "";
  sought: string;
}

interface ShownProps extends PageProps {
  name: string;
  bot: Bot;
  rows: TextRow[];
  source: string;
  target: string;
  filter: Filter;
  readOnly: boolean;
}

function Shown({ project, stage, name, bot, rows, source, target, filter, readOnly }: ShownProps) {
  const words = useWords(WORDS);
  const { lists, topic, state, sought } = filter;
  const among = useMemo(() => rows.filter((row) => isList(row) === lists && (!topic || row.topic === topic)), [rows, lists, topic]);
  // A row that is mended stays until the filter changes: one goes on from where one was.
  const found = useMemo(() => among.filter((row) => fits(bot, row, source, target, state, sought)), [among, source, target, state, sought]);
  return (
    <>
      {found.length === 0 ? (
        <div className="tw-empty">{words("done")}</div>
      ) : (
        <TextTable project={project} stage={stage} name={name} bot={bot} rows={found} source={source} target={target} readOnly={readOnly} />
      )}
      <p className="tw-texts__count">{words("count", { shown: found.length, all: among.length })}</p>
    </>
  );
}

function fits(bot: Bot, row: TextRow, source: string, target: string, state: Fault | "", sought: string): boolean {
  if (!state && !sought) return true;
  const from = textOf(bot, row, source);
  const to = textOf(bot, row, target);
  if (state && faultOf(row, from, to) !== state) return false;
  return !sought || folded(`${from}\n${to}\n${row.id}`).includes(folded(sought));
}
