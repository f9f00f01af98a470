// A field and below it what fits: find, command palette, which node comes next. The keys stay in
// the field; arrows and Enter choose.

import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";

export interface Choice {
  id: string;
  label: ReactNode;
  /** Small, at the end of the line. */
  detail?: ReactNode;
  before?: ReactNode;
  className?: string;
}

interface Props<C extends Choice> {
  /** What is to be chosen. */
  label: string;
  placeholder: string;
  /** What fits the words, the best first. */
  find(words: string): readonly C[];
  onChoose(choice: C): void;
  onClose(): void;
  /** Said where nothing fits. */
  none?: string;
  /** Digits choose a line, and there is nothing to type. */
  isNumbered?: boolean;
  /** The words to begin with. */
  words?: string;
  onWords?(words: string): void;
}

export function Chooser<C extends Choice>(props: Props<C>) {
  const { label, placeholder, find, onChoose, onClose, none, isNumbered = false, onWords } = props;
  const [words, setWords] = useState(props.words ?? "");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const name = useId();
  const found = useMemo(() => find(words), [find, words]);
  useEffect(() => field.current?.select(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, found]);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    const digit = isNumbered ? found[Number(event.key) - 1] : undefined;
    const last = found.length - 1;
    if (step) setAt(Math.abs(step) === 1 ? (at + step + found.length) % Math.max(1, found.length) : Math.max(0, Math.min(last, at + step)));
    else if (event.key === "Enter" && found[at]) onChoose(found[at]);
    else if (digit) onChoose(digit);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div className="tw-chooser" onKeyDown={onKeyDown}>
      <input
        ref={field} className="tw-input" autoFocus role="combobox" aria-expanded="true" aria-controls={`${name}list`} aria-label={label} placeholder={placeholder}
        aria-activedescendant={found[at] && `${name}${at}`} aria-autocomplete="list" value={words} readOnly={isNumbered} spellCheck={false}
        onChange={({ target }) => {
          setWords(target.value);
          setAt(0);
          onWords?.(target.value);
        }}
      />
      <div className="tw-chooser__list" role="listbox" id={`${name}list`} aria-label={label} tabIndex={-1} ref={list}>
        {found.map((choice, index) => (
          <div
            key={choice.id} id={`${name}${index}`} role="option" aria-selected={index === at} className={`tw-chooser__one ${choice.className ?? ""}`}
            onPointerMove={() => setAt(index)} onPointerDown={(event) => event.preventDefault()} onClick={() => onChoose(choice)}
          >
            {isNumbered && <kbd className="tw-key">{index + 1}</kbd>}
            {choice.before}
            <span className="tw-chooser__label" dir="auto">{choice.label}</span>
            {choice.detail !== undefined && <small dir="auto">{choice.detail}</small>}
          </div>
        ))}
      </div>
      {found.length === 0 && words && none && <p className="tw-chooser__none" role="status">{none}</p>}
    </div>
  );
}
