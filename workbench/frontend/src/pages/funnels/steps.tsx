// The steps in order: taken from the canvas or from a list, moved by pointer and by keyboard.

import { useState, type DragEvent, type KeyboardEvent } from "react";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import type { Project } from "../../project.ts";
import type { Stage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import { CanvasPicker } from "./canvas_picker.tsx";
import { ListPicker } from "./list_picker.tsx";
import { addStep, changeStep, inUnit, moveStep, removeStep } from "./spec.ts";
import { StepForm } from "./step_form.tsx";
import type { Tell } from "./step_words.ts";
import type { Choices, Spec, Step } from "./types.ts";

const WORDS = {
  steps: { es: "Pasos · {order}", en: "Steps · {order}", pt: "Passos · {order}" },
  ordered: { es: "en orden", en: "in order", pt: "em ordem" },
  strict: { es: "sin nada en medio", en: "nothing in between", pt: "sem nada no meio" },
  unordered: { es: "en cualquier orden", en: "in any order", pt: "em qualquer ordem" },
  step: { es: "Paso {n}: {title}", en: "Step {n}: {title}", pt: "Passo {n}: {title}" },
  fromCanvas: { es: "paso · elegir en el lienzo", en: "step · choose on the canvas", pt: "passo · escolher no quadro" },
  fromList: { es: "Elegir de una lista", en: "Choose from a list", pt: "Escolher de uma lista" },
  hint: { es: "Alt con flechas la mueve", en: "Alt with arrows moves it", pt: "Alt com setas o move" },
  more: { es: "Más sobre el paso {n}", en: "More on step {n}", pt: "Mais sobre o passo {n}" },
  edit: { es: "Nombre y condiciones", en: "Name and conditions", pt: "Nome e condições" },
  up: { es: "Subir", en: "Move up", pt: "Mover para cima" },
  down: { es: "Bajar", en: "Move down", pt: "Mover para baixo" },
  remove: { es: "Quitar", en: "Remove", pt: "Remover" },
  moved: { es: "{title} es ahora el paso {n}", en: "{title} is step {n} now", pt: "{title} agora é o passo {n}" },
  within: { es: "en {n} {unit}", en: "within {n} {unit}", pt: "em {n} {unit}" },
  optional: { es: "opcional", en: "optional", pt: "opcional" },
  directly: { es: "justo después", en: "directly next", pt: "logo depois" },
  where: { es: "{n} {n|condición|condiciones}", en: "{n} {n|condition|conditions}", pt: "{n} {n|condição|condições}" },
} satisfies Words<string>;

interface Props {
  project: Project;
  stage: Stage;
  spec: Spec;
  choices: Choices | undefined;
  tell: Tell;
  onChange(spec: Spec): void;
}

export function Steps({ project, stage, spec, choices, tell, onChange }: Props) {
  const words = useWords(WORDS);
  const [picking, setPicking] = useState<"" | "canvas" | "list">("");
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const [open, setOpen] = useState<number>();
  const [said, setSaid] = useState("");
  const move = (from: number, to: number) => {
    const next = moveStep(spec, from, to);
    if (next === spec) return;
    setOpen(undefined);
    setSaid(words("moved", { title: tell(spec.steps[from]!).title, n: to + 1 }));
    onChange(next);
  };
  const take = (step: Step) => {
    setPicking("");
    // Its name goes along, for tables, figures and files that do not know the bot.
    const { title } = tell(step);
    onChange(addStep(spec, { ...step, ...(title && { title }) }));
  };
  const drop = (event: DragEvent, at: number) => {
    event.preventDefault();
    if (dragged !== undefined) move(dragged, at);
    setDragged(undefined);
    setOver(undefined);
  };
  return (
    <section>
      <h2 className="tw-heading">{words("steps", { order: words(spec.order ?? "ordered") })}</h2>
      <ol className="tw-steps">
        {spec.steps.map((step, at) => (
          <li
            key={`${at}${JSON.stringify(step)}`} className="tw-step" draggable={open !== at} data-over={over === at && dragged !== at} data-dragged={dragged === at}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              event.dataTransfer.setData("text/plain", tell(step).title);
              setDragged(at);
            }}
            onDragEnd={() => (setDragged(undefined), setOver(undefined))}
            onDragOver={(event) => (event.preventDefault(), setOver(at))} onDrop={(event) => drop(event, at)}
          >
            <Card
              step={step} at={at} last={spec.steps.length - 1} tell={tell} isOpen={open === at} onOpen={() => setOpen(open === at ? undefined : at)}
              onMove={(to) => move(at, to)} onRemove={() => (setOpen(undefined), onChange(removeStep(spec, at)))}
            />
            {open === at && <StepForm step={step} at={at} choices={choices} onChange={(change) => onChange(changeStep(spec, at, change))} onClose={() => setOpen(undefined)} />}
          </li>
        ))}
      </ol>
      <button type="button" className="tw-step__add" onClick={() => setPicking("canvas")}>
        <Icon name="plus" size={13} /> {words("fromCanvas")}
      </button>
      <button type="button" className="tw-link tw-step__list" onClick={() => setPicking("list")}>{words("fromList")}</button>
      <div className="tw-hidden" role="status" aria-live="polite">{said}</div>
      {picking === "canvas" && <CanvasPicker project={project} stage={stage} choices={choices} steps={spec.steps} onPick={take} onClose={() => setPicking("")} />}
      {picking === "list" && <ListPicker project={project} stage={stage} choices={choices} tell={tell} onPick={take} onClose={() => setPicking("")} />}
    </section>
  );
}

interface CardProps {
  step: Step;
  at: number;
  last: number;
  tell: Tell;
  isOpen: boolean;
  onOpen(): void;
  onMove(to: number): void;
  onRemove(): void;
}

function Card({ step, at, last, tell, isOpen, onOpen, onMove, onRemove }: CardProps) {
  const words = useWords(WORDS);
  const { title, detail, isGone } = tell(step);
  const keys = (event: KeyboardEvent) => {
    const to = event.altKey ? { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: last }[event.key] : undefined;
    if (to !== undefined) onMove(to);
    else if (event.key === "Delete") onRemove();
    else return;
    event.preventDefault();
  };
  const items = [
    { label: words("edit"), icon: "pencil", act: onOpen },
    { label: words("up"), icon: "up", disabled: at === 0, act: () => onMove(at - 1) },
    { label: words("down"), icon: "down", disabled: at === last, act: () => onMove(at + 1) },
    { label: words("remove"), icon: "trash", act: onRemove },
  ];
  const rules = useRules(step);
  return (
    <div className="tw-step__card">
      <button
        type="button" className="tw-step__name" aria-expanded={isOpen} aria-label={`${words("step", { n: at + 1, title })}. ${detail}`} title={words("hint")}
        onClick={onOpen} onKeyDown={keys}
      >
        <span className="tw-step__number" aria-hidden="true">{at + 1}</span>
        <span className="tw-step__words">
          <b dir="auto">{title}</b>
          <small dir="auto" data-tone={isGone ? "bad" : undefined}>{detail}</small>
          {rules && <small className="tw-step__rules">{rules}</small>}
        </span>
      </button>
      <Menu name={words("more", { n: at + 1 })} className="tw-iconbutton tw-menu__only" align="end" items={items}>
        <Icon name="more" size={14} />
      </Menu>
    </div>
  );
}

function useRules(step: Step): string {
  const words = useWords(WORDS);
  const parts: string[] = [];
  if (step.within_s) {
    const [n, unit] = inUnit(step.within_s);
    parts.push(words("within", { n, unit }));
  }
  if (step.directly) parts.push(words("directly"));
  if (step.optional) parts.push(words("optional"));
  if (step.where?.length) parts.push(words("where", { n: step.where.length }));
  return parts.join(" · ");
}
