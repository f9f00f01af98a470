// The bot's topics: how many nodes each holds, and whether something is wrong there.

import { useMemo, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import type { Issue, Severity, Topic } from "../types.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { type Desk, useCanvas, useDesk, useSeen, useView } from "./desk.ts";
import { folded } from "./folded_text.ts";
import { createTopic, deleteTopic, duplicateTopic, retitleTopic } from "./topic_acts.ts";

const WORDS = {
  topics: { es: "Temas", en: "Topics", pt: "Tópicos" },
  add: { es: "Nuevo tema", en: "New topic", pt: "Novo tópico" },
  title: { es: "Título del tema", en: "Title of the topic", pt: "Título do tópico" },
  rename: { es: "Cambiar el título", en: "Change the title", pt: "Mudar o título" },
  copy: { es: "Duplicar", en: "Duplicate", pt: "Duplicar" },
  remove: { es: "Borrar", en: "Delete", pt: "Apagar" },
  acts: { es: "Acciones del tema {title}", en: "Actions of the topic {title}", pt: "Ações do tópico {title}" },
  sort: { es: "Orden", en: "Order", pt: "Ordem" },
  byName: { es: "Por nombre", en: "By name", pt: "Por nome" },
  bySize: { es: "Por tamaño", en: "By size", pt: "Por tamanho" },
  byIssues: { es: "Por avisos", en: "By issues", pt: "Por avisos" },
  nodes: { es: "nodos", en: "nodes", pt: "nós" },
  error: { es: "con errores", en: "with errors", pt: "com erros" },
  warning: { es: "con advertencias", en: "with warnings", pt: "com alertas" },
  advice: { es: "con consejos", en: "with advice", pt: "com conselhos" },
  filter: { es: "Filtrar temas…", en: "Filter topics…", pt: "Filtrar tópicos…" },
} satisfies Words<string>;

type Order = "byName" | "bySize" | "byIssues";
const ORDERS: readonly Order[] = ["byName", "bySize", "byIssues"];
const KEPT = "tertulia-topics-order";
/** From this many on, the list can be filtered. */
const MANY = 12;

interface Entry {
  id: string;
  title: string;
  count: number;
  worst: Severity | undefined;
}

export function Topics() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const { topic } = useCanvas();
  const [order, setOrder] = useState<Order>(() => ORDERS.find((one) => one === localStorage.getItem(KEPT)) ?? "byName");
  const [words, setWords] = useState("");
  /** The topic whose title is being written; empty for a new one. */
  const [written, setWritten] = useState<string>();
  const all = useEntries(order);
  const wanted = folded(words);
  const shown = wanted ? all.filter(({ title, id }) => folded(`${title} ${id}`).includes(wanted)) : all;
  const choose = (one: Order) => {
    localStorage.setItem(KEPT, one);
    setOrder(one);
  };
  return (
    <nav className="tw-topics" aria-label={say("topics")}>
      <div className="tw-topics-head">
        <h2 className="tw-heading">{say("topics")}</h2>
        <Menu
          name={`${say("sort")}: ${say(order)}`} className="tw-topics-order" align="end"
          items={ORDERS.map((one) => ({ label: say(one), chosen: one === order, act: () => choose(one) }))}
        >
          {say(order)}
        </Menu>
        <button className="tw-iconbutton" title={say("add")} aria-label={say("add")} onClick={() => setWritten("")}>
          <Icon name="plus" size={14} />
        </button>
      </div>
      {all.length >= MANY && (
        <input
          className="tw-input tw-topics-filter" type="search" value={words} placeholder={say("filter")} aria-label={say("filter")}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      <ul>
        {written === "" && (
          <li><TitleField title="" onEnd={(title) => (setWritten(undefined), title && createTopic(desk, title))} /></li>
        )}
        {shown.map((entry) => (
          <li key={entry.id} className="tw-topics-line">
            {written === entry.id ? (
              <TitleField title={entry.title} onEnd={(title) => (setWritten(undefined), title && retitleTopic(desk, entry.id, title))} />
            ) : (
              <TopicLine desk={desk} entry={entry} isCurrent={entry.id === topic} onWrite={() => setWritten(entry.id)} />
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TopicLine({ desk, entry, isCurrent, onWrite }: { desk: Desk; entry: Entry; isCurrent: boolean; onWrite(): void }) {
  const say = useWords(WORDS);
  const { id, title, count, worst } = entry;
  const go = () => {
    desk.doing.set({ drawer: false });
    desk.stage.goTo({ bot: desk.canvas.bot, topic: id });
  };
  return (
    <>
      <button
        className="tw-topic" aria-current={isCurrent ? "true" : undefined} onClick={go} onDoubleClick={onWrite}
        title={title}
      >
        <span className="tw-topic-title" dir="auto">{title}</span>
        {worst && worst !== "advice" && <i className={`tw-topic-dot tw-topic-dot--${worst}`} />}
        <span className="tw-topic-count">{count}<span className="tw-hidden"> {[say("nodes"), worst && say(worst)].filter(Boolean).join(", ")}</span></span>
      </button>
      <Menu
        name={say("acts", { title })} className="tw-topic-menu" align="end"
        items={[
          { label: say("rename"), icon: "pencil", act: onWrite },
          { label: say("copy"), icon: "copy", act: () => duplicateTopic(desk, id) },
          { label: say("remove"), icon: "trash", act: () => deleteTopic(desk, id) },
        ]}
      >
        <Icon name="more" size={14} />
      </Menu>
    </>
  );
}

function TitleField({ title, onEnd }: { title: string; onEnd(title: string): void }) {
  const say = useWords(WORDS);
  return (
    <input
      className="tw-input" autoFocus defaultValue={title} aria-label={say("title")} placeholder={say("title")} dir="auto"
      onFocus={({ target }) => target.select()} onBlur={({ target }) => onEnd(target.value.trim())}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") event.currentTarget.value = "";
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}

function useEntries(order: Order): Entry[] {
  const bot = useSeen((seen) => seen.bot);
  const topics = useView(({ tree }) => tree.bots[bot]?.topics);
  const issues = useView((view) => view.issues);
  const language = useSeen((seen) => seen.language);
  return useMemo(() => {
    const worst = worstByTopic(issues, bot);
    return sorted(Object.entries(topics ?? {}).map(([id, one]) => entryOf(id, one, language, worst.get(id))), order);
  }, [topics, issues, bot, language, order]);
}

function entryOf(id: string, { title, nodes }: Topic, language: string, worst: Severity | undefined): Entry {
  return { id, title: inLanguage(title, language) || id, count: Object.keys(nodes ?? {}).length, worst };
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, advice: 1 };

function sorted(all: Entry[], order: Order): Entry[] {
  const byName = (one: Entry, other: Entry) => one.title.localeCompare(other.title);
  const rank = ({ worst }: Entry) => (worst ? RANK[worst] : 0);
  if (order === "bySize") return all.sort((one, other) => other.count - one.count || byName(one, other));
  if (order === "byIssues") return all.sort((one, other) => rank(other) - rank(one) || byName(one, other));
  return all.sort(byName);
}

/** The gravest that was found in each topic of a bot. */
export function worstByTopic(issues: readonly Issue[], bot: string): Map<string, Severity> {
  const found = new Map<string, Severity>();
  for (const { severity, location } of issues) {
    const topic = location?.topic;
    if (!topic || (location.bot && location.bot !== bot)) continue;
    const before = found.get(topic);
    if (!before || RANK[severity] > RANK[before]) found.set(topic, severity);
  }
  return found;
}
