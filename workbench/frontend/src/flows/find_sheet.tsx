// Find (Ctrl+F): ids, titles, texts, variables, triggers, in all topics of the bot.

import { useCallback, useEffect, useState } from "react";
import type { SheetProps } from "../frame/slots.ts";
import { type Choice, Chooser } from "../parts/chooser.tsx";
import { Over } from "../parts/over.tsx";
import { useProject } from "../project.ts";
import { useStage } from "../stage.ts";
import { useWords, type Words } from "../words.ts";
import { find, type Found, prepare, titleOf, type Where } from "./find_index.ts";
import { folded } from "./folded_text.ts";

const WORDS = {
  find: { es: "Buscar en el bot", en: "Find in the bot", pt: "Buscar no bot" },
  hint: { es: "Textos, frases, variables, títulos, ids…", en: "Texts, phrases, variables, titles, ids…", pt: "Textos, frases, variáveis, títulos, ids…" },
  none: { es: "Nada dice eso en este bot.", en: "Nothing in this bot says that.", pt: "Nada neste bot diz isso." },
  count: { es: "{n} {n|lugar|lugares}", en: "{n} {n|place|places}", pt: "{n} {n|lugar|lugares}" },
  many: { es: "{n} lugares o más: escriba algo más para ver los suyos", en: "{n} places or more: type more to narrow down", pt: "{n} lugares ou mais: escreva mais para refinar" },
  topic: { es: "tema", en: "topic", pt: "tópico" },
  id: { es: "id", en: "id", pt: "id" },
  title: { es: "título", en: "title", pt: "título" },
  text: { es: "texto", en: "text", pt: "texto" },
  variable: { es: "variable", en: "variable", pt: "variável" },
  trigger: { es: "frase", en: "phrase", pt: "frase" },
  setting: { es: "ajuste", en: "setting", pt: "ajuste" },
  note: { es: "nota", en: "note", pt: "nota" },
} satisfies Words<string>;

const MOST = 120;
/** The words of the last search, to go on with. */
let last = "";

type Hit = Choice & { found: Found };

export function FindSheet({ project, stage, close }: SheetProps) {
  const say = useWords(WORDS);
  const botId = useStage(stage, (seen) => seen.bot);
  const language = useStage(stage, (seen) => seen.language);
  const bot = useProject(project, ({ tree }) => tree.bots[botId]);
  const { catalogue } = project.current;
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (bot) prepare(bot, catalogue);
  }, [bot, catalogue]);
  const search = useCallback((words: string): Hit[] => {
    const hits = bot && words.trim() ? find(bot, catalogue, words, MOST) : [];
    queueMicrotask(() => setCount(hits.length));
    return hits.map((found, index) => ({
      id: `${found.node || found.topic} ${found.path} ${index}`, found, label: <Marked text={found.text} words={words} />,
      detail: `${titleOf(bot!, found, language)} · ${say(found.where as Where)}`,
    }));
  }, [bot, catalogue, language, say]);
  const go = ({ found: { topic, node, path } }: Hit) => {
    close();
    stage.goTo({ bot: botId, topic, ...(node ? { node } : {}), path });
  };
  return (
    <Over label={say("find")} onClose={close}>
      <Chooser label={say("find")} placeholder={say("hint")} none={say("none")} find={search} words={last} onWords={(words) => (last = words)} onChoose={go} onClose={close} />
      {count > 0 && <div className="tw-over__foot" role="status">{say(count < MOST ? "count" : "many", { n: count })}</div>}
    </Over>
  );
}

const AROUND = 40;

/** A text with the first of the words marked, cut so that it can be seen. */
function Marked({ text, words }: { text: string; words: string }) {
  const [word = ""] = folded(words.trim()).split(/\s+/);
  // Folding may change lengths; where it does, nothing is marked.
  const plain = folded(text);
  const at = plain.length === text.length ? plain.indexOf(word) : -1;
  if (at < 0) return <>{text.slice(0, 90)}</>;
  const from = Math.max(0, at - AROUND);
  return (
    <>
      {from > 0 && "…"}{text.slice(from, at)}<mark>{text.slice(at, at + word.length)}</mark>{text.slice(at + word.length, at + word.length + AROUND * 2)}
    </>
  );
}
