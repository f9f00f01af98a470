// A list of everything that can be a step: what the bot has, and what history has seen.

import { use, useCallback } from "react";
import { Chooser } from "../../parts/chooser.tsx";
import { Over } from "../../parts/over.tsx";
import { folded } from "../../parts/search.tsx";
import { useProject, type Project } from "../../project.ts";
import type { Stage } from "../../stage.ts";
import type { Bot } from "../../types.ts";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import type { Tell } from "./step_words.ts";
import type { Choices, Step } from "./types.ts";

const WORDS = {
  choose: { es: "Qué tiene que pasar", en: "What has to happen", pt: "O que precisa acontecer" },
  placeholder: { es: "Nodo, intención, evento, variable, etiqueta…", en: "Node, intent, event, variable, tag…", pt: "Nó, intenção, evento, variável, etiqueta…" },
  none: { es: "Nada se llama así.", en: "Nothing is called so.", pt: "Nada se chama assim." },
  node: { es: "nodo", en: "node", pt: "nó" },
  way: { es: "salida", en: "way out", pt: "saída" },
  intent: { es: "intención", en: "intent", pt: "intenção" },
  event: { es: "un evento que se llame «{name}»", en: "an event called “{name}”", pt: "um evento chamado «{name}»" },
} satisfies Words<string>;

const MOST = 200;

const NONE = {};

interface Props {
  project: Project;
  stage: Stage;
  choices: Choices | undefined;
  tell: Tell;
  onPick(step: Step): void;
  onClose(): void;
}

export function ListPicker({ project, stage, choices, tell, onPick, onClose }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { bot, language: shown } = stage.current;
  const topics = useProject(project, (view) => view.tree.bots[bot]?.topics ?? NONE) as Bot["topics"];
  const find = useCallback(
    (typed: string) => {
      const wanted = folded(typed.trim()).split(/\s+/).filter(Boolean);
      const found = (choices?.choices ?? []).flatMap(({ step, label, detail, count }, index) => {
        const { title, detail: said } = tell(step);
        const topic = detail ? inLanguage(topics[detail]?.title, shown) || detail : "";
        const text = folded(`${label} ${title} ${topic} ${said}`);
        if (!wanted.every((word) => text.includes(word))) return [];
        const more = [topic ? words(step.step === "port" ? "way" : step.step === "intent" ? "intent" : "node") : said, topic, count ? `× ${count.toLocaleString(language)}` : ""].filter(Boolean).join(" · ");
        return [{ id: String(index), label: title || label, detail: more, step }];
      });
      const name = typed.trim();
      // An event that has not happened yet can be a step all the same.
      const own = name ? [{ id: "own", label: words("event", { name }), detail: "", step: { step: "event", name } as Step }] : [];
      return [...found.slice(0, MOST), ...own];
    },
    [choices, tell, language, words, topics, shown],
  );
  return (
    <Over label={words("choose")} onClose={onClose}>
      <Chooser label={words("choose")} placeholder={words("placeholder")} find={find} onChoose={({ step }) => onPick(step)} onClose={onClose} none={words("none")} />
    </Over>
  );
}
