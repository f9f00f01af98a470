// What ends a try, or takes who does it out.

import { useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import type { Project } from "../../project.ts";
import type { Stage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import { ListPicker } from "./list_picker.tsx";
import { Row } from "./rules.tsx";
import type { Tell } from "./step_words.ts";
import type { Choices, Exclusion, Spec } from "./types.ts";

const WORDS = {
  exclude: { es: "Excluir", en: "Exclude", pt: "Excluir" },
  add: { es: "quien… entre dos pasos", en: "who… between two steps", pt: "quem… entre dois passos" },
  any: { es: "en cualquier momento", en: "at any time", pt: "a qualquer momento" },
  after: { es: "entre {n} y {next}", en: "between {n} and {next}", pt: "entre {n} e {next}" },
  when: { es: "Cuándo", en: "When", pt: "Quando" },
  mode: { es: "Qué pasa entonces", en: "What happens then", pt: "O que acontece então" },
  reset: { es: "ese intento termina", en: "that try ends", pt: "essa tentativa termina" },
  remove: { es: "no se cuenta a quien lo hizo", en: "who did it is not counted", pt: "quem o fez não é contado" },
  drop: { es: "No excluir {what}", en: "Do not exclude {what}", pt: "Não excluir {what}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  stage: Stage;
  spec: Spec;
  choices: Choices | undefined;
  tell: Tell;
  onChange(exclusions: Exclusion[]): void;
}

export function Exclusions({ project, stage, spec, choices, tell, onChange }: Props) {
  const words = useWords(WORDS);
  const [isPicking, setPicking] = useState(false);
  const all = spec.exclusions ?? [];
  const set = (index: number, change: Partial<Exclusion>) => onChange(all.map((one, n) => (n === index ? { ...one, ...change } : one)));
  return (
    <Row name={words("exclude")}>
      <div className="tw-exclusions">
        {all.map(({ what, after = 0, mode = "reset" }, index) => (
          <div key={index} className="tw-exclusion">
            <span dir="auto">{tell(what).detail}</span>
            <button type="button" className="tw-iconbutton" aria-label={words("drop", { what: tell(what).detail })} onClick={() => onChange(all.filter((_, n) => n !== index))}>
              <Icon name="close" size={12} />
            </button>
            <select className="tw-input" aria-label={words("when")} value={after} onChange={({ target }) => set(index, { after: Number(target.value) })}>
              <option value={0}>{words("any")}</option>
              {spec.steps.slice(1).map((_, at) => <option key={at} value={at + 1}>{words("after", { n: at + 1, next: at + 2 })}</option>)}
            </select>
            <select className="tw-input" aria-label={words("mode")} value={mode} onChange={({ target }) => set(index, { mode: target.value as "reset" })}>
              <option value="reset">{words("reset")}</option>
              <option value="remove">{words("remove")}</option>
            </select>
          </div>
        ))}
        <button type="button" className="tw-link" onClick={() => setPicking(true)}>+ {words("add")}</button>
        {isPicking && <ListPicker project={project} stage={stage} choices={choices} tell={tell} onPick={(what) => (setPicking(false), onChange([...all, { what }]))} onClose={() => setPicking(false)} />}
      </div>
    </Row>
  );
}
