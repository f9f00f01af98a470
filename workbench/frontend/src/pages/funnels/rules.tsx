// How it is counted: every rule that the numbers depend on, each with what holds unless it is given.

import { useState, type ReactNode } from "react";
import { Combobox } from "../../parts/combobox.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useProject, type Project } from "../../project.ts";
import { useStage, type Stage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import { Breakdowns } from "./breakdowns.tsx";
import { columnsOf, useDimension } from "./dimensions.ts";
import { DataEditor } from "./data_editor.tsx";
import { Duration } from "./duration.tsx";
import { Exclusions } from "./exclusions.tsx";
import { Filters } from "./filters.tsx";
import { Period } from "./period.tsx";
import { hasPeriod, withRule } from "./spec.ts";
import type { Tell } from "./step_words.ts";
import type { Choices, Spec } from "./types.ts";

const WORDS = {
  how: { es: "Cómo se cuenta", en: "How it is counted", pt: "Como é contado" },
  entity: { es: "Quién", en: "Who", pt: "Quem" },
  contact: { es: "contactos", en: "contacts", pt: "contatos" },
  conversation: { es: "conversaciones", en: "conversations", pt: "conversas" },
  session: { es: "sesiones", en: "sessions", pt: "sessões" },
  agent: { es: "agentes", en: "agents", pt: "agentes" },
  window: { es: "Ventana desde el paso 1", en: "Window from step 1", pt: "Janela desde o passo 1" },
  within_session: { es: "en una misma sesión", en: "within one session", pt: "em uma mesma sessão" },
  order: { es: "Orden", en: "Order", pt: "Ordem" },
  ordered: { es: "en orden", en: "in order", pt: "em ordem" },
  strict: { es: "sin nada en medio", en: "nothing in between", pt: "sem nada no meio" },
  unordered: { es: "cualquier orden", en: "any order", pt: "qualquer ordem" },
  zone: { es: "Zona horaria", en: "Time zone", pt: "Fuso horário" },
  hold: { es: "Constante", en: "Held constant", pt: "Constante" },
  nothing: { es: "nada", en: "nothing", pt: "nada" },
  compare: { es: "Comparar con", en: "Compare with", pt: "Comparar com" },
  before: { es: "período anterior", en: "the period before", pt: "período anterior" },
  needsPeriod: { es: "necesita un período con principio y fin", en: "needs a period with a beginning and an end", pt: "precisa de um período com início e fim" },
  more: { es: "Más reglas", en: "More rules", pt: "Mais regras" },
  counting: { es: "Se cuenta", en: "Counted", pt: "Conta-se" },
  unique: { es: "a cada uno, por su mejor intento", en: "everybody, by their best try", pt: "cada um, pela melhor tentativa" },
  first: { es: "a cada uno, por su primer intento", en: "everybody, by their first try", pt: "cada um, pela primeira tentativa" },
  totals: { es: "todos los intentos", en: "all tries", pt: "todas as tentativas" },
  ties: { es: "Al mismo instante", en: "At one moment", pt: "No mesmo instante" },
  log: { es: "como se escribieron", en: "as they were written", pt: "como foram escritos" },
  favourable: { es: "en el orden de los pasos", en: "in the order of the steps", pt: "na ordem dos passos" },
  increasing: { es: "no valen", en: "do not count", pt: "não valem" },
  open_entry: { es: "se puede empezar en cualquier paso", en: "one may begin at any step", pt: "pode-se começar em qualquer passo" },
  asData: { es: "Como datos", en: "As data", pt: "Como dados" },
} satisfies Words<string>;

type Key = keyof typeof WORDS;

interface Props {
  project: Project;
  stage: Stage;
  spec: Spec;
  choices: Choices | undefined;
  tell: Tell;
  /** The bot's time zone. */
  zone: string;
  compare: boolean;
  onCompare(compare: boolean): void;
  onChange(spec: Spec): void;
}

export function Rules({ project, stage, spec, choices, tell, zone, compare, onCompare, onChange }: Props) {
  const words = useWords(WORDS);
  const dimension = useDimension();
  const botName = useStage(stage, (seen) => seen.bot);
  const bot = useProject(project, (view) => view.tree.bots[botName]);
  const [isData, setData] = useState(false);
  const set = (rule: keyof Spec & string, value: unknown) => onChange(withRule(spec, rule, value));
  const zones = Intl.supportedValuesOf("timeZone").map((name) => ({ name, hint: name === zone ? "bot" : "" }));
  return (
    <section className="tw-rules">
      <h2 className="tw-heading">{words("how")}</h2>
      <Choice name={words("entity")} value={spec.entity ?? "contact"} options={["contact", "conversation", "session", "agent"]} words={words} onChange={(value) => set("entity", value === "contact" ? "" : value)} />
      <Row name={words("window")}><Duration name={words("window")} seconds={spec.within_s} onChange={(seconds) => set("within_s", seconds)} isBare /></Row>
      <Choice name={words("order")} value={spec.order ?? "ordered"} options={["ordered", "strict", "unordered"]} words={words} onChange={(value) => set("order", value === "ordered" ? "" : value)} />
      <Exclusions project={project} stage={stage} spec={spec} choices={choices} tell={tell} onChange={(exclusions) => set("exclusions", exclusions)} />
      <Period spec={spec} choices={choices} zone={spec.zone ?? zone} onChange={onChange} />
      <Row name={words("zone")}><Combobox label={words("zone")} value={spec.zone ?? "UTC"} suggestions={zones} onChange={(value) => set("zone", value === "UTC" ? "" : value)} /></Row>
      <Filters bot={bot} spec={spec} choices={choices} onChange={(where) => set("where", Object.keys(where).length ? where : null)} />
      <Breakdowns bot={bot} spec={spec} choices={choices} tell={tell} onChange={(breakdown) => set("breakdown", breakdown)} />
      <Row name={words("compare")}>
        <label className="tw-check" title={hasPeriod(spec) ? undefined : words("needsPeriod")}>
          <input type="checkbox" checked={compare && hasPeriod(spec)} disabled={!hasPeriod(spec)} onChange={({ target }) => onCompare(target.checked)} />
          {words("before")}
        </label>
      </Row>
      <details className="tw-rules__more">
        <summary>{words("more")}</summary>
        <Row name={words("hold")}>
          <select className="tw-input" aria-label={words("hold")} value={spec.hold?.[0] ?? ""} onChange={({ target }) => set("hold", target.value ? [target.value] : [])}>
            <option value="">{words("nothing")}</option>
            {columnsOf(bot, choices).map((name) => <option key={name} value={name}>{dimension(name)}</option>)}
          </select>
        </Row>
        <Choice name={words("counting")} value={spec.counting ?? "unique"} options={["unique", "first", "totals"]} words={words} onChange={(value) => set("counting", value === "unique" ? "" : value)} />
        <Choice name={words("ties")} value={spec.ties ?? "log"} options={["log", "favourable", "increasing"]} words={words} onChange={(value) => set("ties", value === "log" ? "" : value)} />
        <label className="tw-check"><input type="checkbox" checked={spec.within_session ?? false} onChange={({ target }) => set("within_session", target.checked)} /> {words("within_session")}</label>
        <label className="tw-check"><input type="checkbox" checked={spec.open_entry ?? false} onChange={({ target }) => set("open_entry", target.checked)} /> {words("open_entry")}</label>
        <button type="button" className="tw-link" onClick={() => setData(true)}><Icon name="braces" size={13} /> {words("asData")}</button>
      </details>
      {isData && <DataEditor project={project} bot={botName} spec={spec} onChange={onChange} onClose={() => setData(false)} />}
    </section>
  );
}

export function Row({ name, children }: { name: string; children: ReactNode }) {
  return <div className="tw-rule"><span className="tw-rule__name" aria-hidden="true">{name}</span>{children}</div>;
}

interface ChoiceProps {
  name: string;
  value: string;
  options: Key[];
  words(key: Key): string;
  onChange(value: string): void;
}

function Choice({ name, value, options, words, onChange }: ChoiceProps) {
  return (
    <Row name={name}>
      <select className="tw-input" aria-label={name} value={value} onChange={({ target }) => onChange(target.value)}>
        {options.map((option) => <option key={option} value={option}>{words(option)}</option>)}
      </select>
    </Row>
  );
}
