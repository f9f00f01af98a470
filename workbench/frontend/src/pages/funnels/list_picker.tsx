// A list of everything that can be a step: what the bot has, and what history has seen.

import { use, useCallback } from "react";
import { Chooser } from "../../parts/chooser.tsx";
import { Over } from "../../parts/over.tsx";
import { folded } from "../../parts/search.tsx";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { Tell } from "./step_words.ts";
import type { Choices, Step } from "./types.ts";

const WORDS = {
  choose: { es: "Qué tiene que pasar", en: "What has to happen", pt: "O que precisa acontecer" },
  placeholder: { es: "Nodo, intención, evento, variable, etiqueta…", en: "Node, intent, event, variable, tag…", pt: "Nó, intenção, evento, variável, etiqueta…" },
  none: { es: "Nada se llama así.", en: "Nothing is called so.", pt: "Nada se chama assim." },
  event: { es: "un evento que se llame «{name}»", en: "an event called “{name}”", pt: "um evento chamado «{name}»" },
} satisfies Words<string>;

const MOST = 200;

interface Props {
  choices: Choices | undefined;
  tell: Tell;
  onPick(step: Step): void;
  onClose(): void;
}

export function ListPicker({ choices, tell, onPick, onClose }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const find = useCallback(
    (typed: string) => {
      const wanted = folded(typed.trim()).split(/\s+/).filter(Boolean);
      const found = (choices?.choices ?? []).flatMap(({ step, label, detail, count }, index) => {
        const { detail: said } = tell(step);
        const text = folded(`${label} ${detail ?? ""} ${said}`);
        if (!wanted.every((word) => text.includes(word))) return [];
        const more = [said, detail, count ? `× ${count.toLocaleString(language)}` : ""].filter(Boolean).join(" · ");
        return [{ id: String(index), label: tell({ ...step, title: "" }).title || label, detail: more, step }];
      });
      const name = typed.trim();
      // An event that has not happened yet can be a step all the same.
      const own = name ? [{ id: "own", label: words("event", { name }), detail: "", step: { step: "event", name } as Step }] : [];
      return [...found.slice(0, MOST), ...own];
    },
    [choices, tell, language, words],
  );
  return (
    <Over label={words("choose")} onClose={onClose}>
      <Chooser label={words("choose")} placeholder={words("placeholder")} find={find} onChoose={({ step }) => onPick(step)} onClose={onClose} none={words("none")} />
    </Over>
  );
}
