// The definition as data, to be copied, pasted and written by hand: the same that the terminal and
// notebooks take.

import { useState } from "react";
import { Over } from "../../parts/over.tsx";
import type { Project } from "../../project.ts";
import { useWords, type Words } from "../../words.ts";
import type { Spec } from "./types.ts";

const WORDS = {
  title: { es: "El embudo como datos (JSON)", en: "The funnel as data (JSON)", pt: "O funil como dados (JSON)" },
  take: { es: "Tomarlo", en: "Take it", pt: "Usar" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
  broken: { es: "Esto no es JSON: {why}", en: "This is no JSON: {why}", pt: "Isto não é JSON: {why}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  bot: string;
  spec: Spec;
  onChange(spec: Spec): void;
  onClose(): void;
}

export function DataEditor({ project, bot, spec, onChange, onClose }: Props) {
  const words = useWords(WORDS);
  const [text, setText] = useState(() => JSON.stringify(spec, null, 2));
  const [fault, setFault] = useState("");
  const take = async () => {
    let found: Spec;
    try {
      found = JSON.parse(text) as Spec;
    } catch (error) {
      return setFault(words("broken", { why: (error as Error).message }));
    }
    const why = await project.host.ask<string>("funnels.check", { bot, spec: found }).catch((error: Error) => error.message);
    if (why) return setFault(why);
    onChange(found);
    onClose();
  };
  return (
    <Over label={words("title")} onClose={onClose}>
      <div className="tw-data">
        <h2>{words("title")}</h2>
        <textarea className="tw-input" aria-label={words("title")} autoFocus value={text} spellCheck={false} rows={22} onChange={({ target }) => setText(target.value)} />
        {fault && <p role="alert">{fault}</p>}
        <div className="tw-data__acts">
          <button type="button" className="tw-button" onClick={onClose}>{words("cancel")}</button>
          <button type="button" className="tw-button tw-button--primary" onClick={() => void take()}>{words("take")}</button>
        </div>
      </div>
    </Over>
  );
}
