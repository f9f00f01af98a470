// What a step is called and what it asks besides: how soon, whether it may be left out, conditions.

import { useState } from "react";
import { Combobox } from "../../parts/combobox.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useWords, type Words } from "../../words.ts";
import { Duration } from "./duration.tsx";
import type { Choices, Condition, Step } from "./types.ts";

const WORDS = {
  title: { es: "Nombre", en: "Name", pt: "Nome" },
  within: { es: "A lo sumo, desde el paso anterior", en: "At most, since the step before", pt: "No máximo, desde o passo anterior" },
  after: { es: "Al menos, desde el paso anterior", en: "At least, since the step before", pt: "No mínimo, desde o passo anterior" },
  directly: { es: "Nada en medio", en: "Nothing in between", pt: "Nada no meio" },
  optional: { es: "Se puede saltear", en: "May be left out", pt: "Pode ser pulado" },
  value: { es: "Valor (vacío: cualquiera)", en: "Value (empty: any)", pt: "Valor (vazio: qualquer)" },
  conditions: { es: "Condiciones", en: "Conditions", pt: "Condições" },
  add: { es: "Condición", en: "Condition", pt: "Condição" },
  remove: { es: "Quitar la condición {n}", en: "Remove condition {n}", pt: "Remover a condição {n}" },
  of: { es: "De qué", en: "Of what", pt: "De quê" },
  test: { es: "Comparación", en: "Comparison", pt: "Comparação" },
  values: { es: "Valores, separados por comas", en: "Values, separated by commas", pt: "Valores, separados por vírgulas" },
  is: { es: "es", en: "is", pt: "é" },
  is_not: { es: "no es", en: "is not", pt: "não é" },
  contains: { es: "contiene", en: "contains", pt: "contém" },
  above: { es: "mayor que", en: "above", pt: "maior que" },
  below: { es: "menor que", en: "below", pt: "menor que" },
  at_least: { es: "al menos", en: "at least", pt: "ao menos" },
  at_most: { es: "a lo sumo", en: "at most", pt: "no máximo" },
  known: { es: "se conoce", en: "is known", pt: "é conhecido" },
  unknown: { es: "no se conoce", en: "is not known", pt: "não é conhecido" },
  close: { es: "Listo", en: "Done", pt: "Pronto" },
} satisfies Words<string>;

const TESTS = ["is", "is_not", "contains", "above", "below", "at_least", "at_most", "known", "unknown"] as const;
const NUMERIC = new Set<string>(["above", "below", "at_least", "at_most"]);
const OF = ["channel", "language", "user_type", "bundle", "bot", "topic", "node", "intent", "agent", "confidence", "turn", "name", "data.", "variable.", "field.", "tag.", "segment."];

interface Props {
  step: Step;
  at: number;
  choices: Choices | undefined;
  onChange(change: Partial<Step>): void;
  onClose(): void;
}

export function StepForm({ step, at, choices, onChange, onClose }: Props) {
  const words = useWords(WORDS);
  const [title, setTitle] = useState(step.title ?? "");
  const [value, setValue] = useState(step.value === undefined || step.value === null ? "" : String(step.value));
  const where = step.where ?? [];
  const set = (index: number, change: Partial<Condition>) => onChange({ where: where.map((one, n) => (n === index ? { ...one, ...change } : one)) });
  return (
    <form
      className="tw-step__form" onSubmit={(event) => (event.preventDefault(), onClose())}
      onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), onClose())}
    >
      <label className="tw-label">
        {words("title")}
        <input className="tw-input" autoFocus value={title} onChange={({ target }) => setTitle(target.value)} onBlur={() => title !== (step.title ?? "") && onChange({ title })} />
      </label>
      {step.step === "variable" && (
        <label className="tw-label">
          {words("value")}
          <input className="tw-input" value={value} onChange={({ target }) => setValue(target.value)} onBlur={() => onChange({ value: value === "" ? null : scalar(value) })} />
        </label>
      )}
      {at > 0 && (
        <>
          <Duration name={words("within")} seconds={step.within_s} onChange={(within_s) => onChange({ within_s })} />
          <Duration name={words("after")} seconds={step.after_s} onChange={(after_s) => onChange({ after_s })} />
          <label className="tw-check"><input type="checkbox" checked={step.directly ?? false} onChange={({ target }) => onChange({ directly: target.checked })} /> {words("directly")}</label>
          <label className="tw-check"><input type="checkbox" checked={step.optional ?? false} onChange={({ target }) => onChange({ optional: target.checked })} /> {words("optional")}</label>
        </>
      )}
      <fieldset className="tw-step__where">
        <legend>{words("conditions")}</legend>
        {where.map((condition, index) => (
          <div key={index} className="tw-step__condition">
            <Combobox label={words("of")} value={condition.of} suggestions={OF.map((name) => ({ name, hint: (choices?.values[name] ?? []).slice(0, 3).join(", ") }))} onChange={(of) => set(index, { of })} />
            <select className="tw-input" aria-label={words("test")} value={condition.test ?? "is"} onChange={({ target }) => set(index, { test: target.value })}>
              {TESTS.map((test) => <option key={test} value={test}>{words(test)}</option>)}
            </select>
            {condition.test !== "known" && condition.test !== "unknown" && <Values condition={condition} name={words("values")} onChange={(values) => set(index, { values })} />}
            <button type="button" className="tw-iconbutton" aria-label={words("remove", { n: index + 1 })} onClick={() => onChange({ where: where.filter((_, n) => n !== index) })}>
              <Icon name="close" size={12} />
            </button>
          </div>
        ))}
        <button type="button" className="tw-link" onClick={() => onChange({ where: [...where, { of: "channel", values: (choices?.values["channel"] ?? []).slice(0, 1) }] })}>
          + {words("add")}
        </button>
      </fieldset>
      <button type="submit" className="tw-button">{words("close")}</button>
    </form>
  );
}

function Values({ condition, name, onChange }: { condition: Condition; name: string; onChange(values: NonNullable<Condition["values"]>): void }) {
  const [text, setText] = useState((condition.values ?? []).join(", "));
  const isNumeric = NUMERIC.has(condition.test ?? "is");
  const read = () => text.split(",").map((part) => part.trim()).filter(Boolean).map((part) => (isNumeric ? Number(part) : scalar(part)));
  return <input className="tw-input" aria-label={name} value={text} onChange={({ target }) => setText(target.value)} onBlur={() => onChange(read())} />;
}

/** A value as the flow would hold it: a number, true or false, or a text. */
function scalar(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
