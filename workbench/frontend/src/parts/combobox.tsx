// A text field with suggestions: a name is picked or typed. Keyboard as the ARIA pattern says.

import { useId, useMemo, useState, type KeyboardEvent } from "react";

export interface Suggestion {
  name: string;
  hint: string;
}

interface Props {
  value: string;
  suggestions: Suggestion[];
  label: string;
  disabled?: boolean;
  placeholder?: string;
  onChange(value: string): void;
}

const MOST_SHOWN = 40;

export function Combobox({ value, suggestions, label, disabled = false, placeholder = "", onChange }: Props) {
  const [typed, setTyped] = useState<string>();
  const [active, setActive] = useState(-1);
  const list = useId();
  const isOpen = typed !== undefined;
  const shown = useMemo(() => (isOpen ? matching(suggestions, typed === value ? "" : typed) : []), [suggestions, typed, value, isOpen]);

  const close = (choice?: string) => {
    if (choice !== undefined && choice !== value) onChange(choice);
    setTyped(undefined);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) setTyped(value);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((now) => (shown.length ? (now + step + shown.length) % shown.length : -1));
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      close(shown[active]?.name ?? typed);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      close();
    }
  };

  return (
    <div className="tw-combobox">
      <input
        className="tw-input" role="combobox" aria-label={label} aria-expanded={isOpen && shown.length > 0}
        aria-controls={list} aria-autocomplete="list" aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
        value={typed ?? value} disabled={disabled} placeholder={placeholder} autoComplete="off" spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(-1);
        }}
        onFocus={() => setTyped(value)} onBlur={() => close(typed)} onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={label} className="tw-combobox__list" hidden={!isOpen || shown.length === 0}>
        {shown.map(({ name, hint }, index) => (
          // Before the field loses the focus, so that the choice counts and not the blur.
          <li
            key={name} id={`${list}-${index}`} role="option" aria-selected={index === active}
            onMouseDown={(event) => {
              event.preventDefault();
              close(name);
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

/** Those that begin with what is typed, then those that hold it. */
export function matching(suggestions: Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (!wanted) return suggestions.slice(0, MOST_SHOWN);
  const first: Suggestion[] = [];
  const rest: Suggestion[] = [];
  for (const one of suggestions) {
    const name = one.name.toLocaleLowerCase();
    if (name.startsWith(wanted)) first.push(one);
    else if (name.includes(wanted) || one.hint.toLocaleLowerCase().includes(wanted)) rest.push(one);
  }
  return [...first, ...rest].slice(0, MOST_SHOWN);
}
