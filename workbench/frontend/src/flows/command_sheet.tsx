// The command palette (Ctrl+K): everything that can be done, and every topic and page to go to.

import { useCallback, useMemo } from "react";
import type { SheetProps } from "../frame/slots.ts";
import { type Choice, Chooser } from "../parts/chooser.tsx";
import { Glyph } from "../parts/glyph.tsx";
import { Over } from "../parts/over.tsx";
import { useProject } from "../project.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { canRun, COMMANDS } from "./commands.ts";
import { Desk } from "./desk.ts";
import { folded } from "./folded_text.ts";
import { shownKeys } from "./keys.ts";

const WORDS = {
  commands: { es: "Órdenes y temas", en: "Commands and topics", pt: "Comandos e tópicos" },
  hint: { es: "¿Qué quiere hacer, o adónde ir?", en: "What to do, or where to go?", pt: "O que fazer, ou aonde ir?" },
  none: { es: "No hay orden ni tema que se llame así.", en: "No command or topic is called that.", pt: "Nenhum comando ou tópico tem esse nome." },
  topic: { es: "tema", en: "topic", pt: "tópico" },
  page: { es: "página", en: "page", pt: "página" },
} satisfies Words<string>;

type Act = Choice & { words: string; run(): void };
const MOST = 60;

export function CommandSheet({ project, stage, close }: SheetProps) {
  const say = useWords(WORDS);
  const view = useProject(project, (seen) => seen);
  const acts = useMemo((): Act[] => {
    const desk = Desk.of(project, stage);
    const { bot, language, page } = stage.current;
    const commands = page === "flows" ? COMMANDS.filter((command) => command.name !== "commands" && canRun(desk, command)) : [];
    const topics = Object.entries(view.tree.bots).flatMap(([id, one]) => Object.entries(one.topics).map(([topic, { title }]) => ({ id, bot: one.name, topic, title: inLanguage(title, language) || topic })));
    return [
      ...commands.map(({ name, title, keys, run }): Act => ({
        id: `command ${name}`, label: title[view.language], detail: keys[0] ? <kbd className="tw-key">{shownKeys(keys[0])}</kbd> : "",
        before: <Glyph name="forward" size={11} />, words: folded(Object.values(title).join(" ")), run: () => run(desk),
      })),
      ...topics.map(({ id, bot: name, topic, title }): Act => ({
        id: `topic ${id} ${topic}`, label: title, detail: id === bot ? say("topic") : `${name} · ${say("topic")}`, before: <Glyph name="list" size={11} />,
        words: folded(`${title} ${topic} ${name}`), run: () => stage.goTo({ bot: id, topic }),
      })),
      ...(view.pages ?? []).map(({ name, words }): Act => ({
        id: `page ${name}`, label: inLanguage(words, view.language), detail: say("page"), before: <Glyph name="map" size={11} />,
        words: folded(`${Object.values(words).join(" ")} ${name}`), run: () => stage.set({ page: name }),
      })),
    ];
  }, [project, stage, view.tree, view.language, view.pages, say]);
  const search = useCallback((words: string) => {
    const wanted = folded(words).split(/\s+/).filter(Boolean);
    return acts.filter((act) => wanted.every((word) => act.words.includes(word))).slice(0, MOST);
  }, [acts]);
  const choose = (act: Act) => {
    close();
    // After the sheet has given the focus back.
    requestAnimationFrame(() => act.run());
  };
  return (
    <Over label={say("commands")} onClose={close}>
      <Chooser label={say("commands")} placeholder={say("hint")} none={say("none")} find={search} onChoose={choose} onClose={close} />
    </Over>
  );
}
