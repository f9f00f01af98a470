// A text with `${}` holes, growing with what it holds; after `${` the bot's variables are offered.

import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { matching, type Suggestion } from "../parts/combobox.tsx";
import { useDraft } from "./draft.ts";
import { useForm } from "./form_context.ts";
import { variablesOf } from "./names.ts";

interface Props {
  value: string;
  label: string;
  /** An expression is all hole: names are offered at every word. */
  expression?: boolean;
  language?: string;
  placeholder?: string;
  focused?: boolean;
  describedBy?: string | undefined;
  onCommit(text: string): void;
}

const IN_HOLE = /\$\{([\w.]*)$/;
const AT_WORD = /(?:^|[^\w."'])([a-z_][\w.]*)$/;

export function HoleText({ value, label, expression = false, language, placeholder, focused, describedBy, onCommit }: Props) {
  const form = useForm();
  const draft = useDraft(value, onCommit);
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [offered, setOffered] = useState<Suggestion[]>([]);
  const [active, setActive] = useState(0);

  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "0";
    area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`;
  }, [draft.text]);
  useLayoutEffect(() => {
    if (focused) box.current?.focus();
  }, [focused]);

  const begun = (): string | undefined => {
    const before = box.current?.value.slice(0, box.current.selectionStart) ?? "";
    return (expression ? AT_WORD : IN_HOLE).exec(before)?.[1];
  };
  const offer = () => {
    const word = begun();
    setOffered(word === undefined ? [] : matching(variablesOf(form.bot), word).filter(({ name }) => name !== word).slice(0, 8));
    setActive(0);
  };
  const take = (name: string) => {
    const area = box.current;
    const word = begun();
    if (!area || word === undefined) return;
    const caret = area.selectionStart;
    const rest = area.value.slice(caret);
    const closing = expression || rest.startsWith("}") ? "" : "}";
    draft.type(area.value.slice(0, caret - word.length) + name + closing + rest);
    setOffered([]);
    area.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const chosen = offered[active];
    if (!chosen) {
      if (event.key === "Escape") draft.cancel();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setActive((active + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      take(chosen.name);
    } else if (event.key === "Escape") {
      setOffered([]);
    }
  };

  return (
    <div className="tw-holes">
      <textarea
        ref={box} className={expression ? "tw-input tw-input--code" : "tw-input"} rows={1} aria-label={label} aria-describedby={describedBy}
        aria-autocomplete="list" aria-controls={offered.length ? list : undefined} dir={expression ? "ltr" : "auto"} lang={language}
        value={draft.text} readOnly={form.readOnly} placeholder={placeholder} spellCheck={!expression}
        onChange={(event) => {
          draft.type(event.target.value);
          offer();
        }}
        onBlur={() => {
          setOffered([]);
          draft.settle();
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} className="tw-combobox__list" role="listbox" aria-label={label} hidden={offered.length === 0}>
        {offered.map(({ name, hint }, index) => (
          <li
            key={name} role="option" aria-selected={index === active}
            onMouseDown={(event) => {
              event.preventDefault();
              take(name);
            }}
          >
            <span>{name}</span>
            {hint && <small>{hint}</small>}
          </li>
        ))}
      </ul>
    </div>
  );
}
