// A button that opens a list of which several may hold; a field narrows it where it is long.

import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { Icon } from "./icon.tsx";
import { folded, Search } from "./search.tsx";

export interface Pick {
  name: string;
  label: string;
}

interface Props {
  /** What is chosen from. */
  name: string;
  /** What the button shows; the name where nothing is given. */
  children?: ReactNode;
  picks: readonly Pick[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  /** What the field that narrows is called. */
  find: string;
  className?: string;
  startsOpen?: boolean;
}

const LONG = 9;
const MOST_SHOWN = 200;

export function Picks({ name, children, picks, chosen, onChange, find, className = "tw-button", startsOpen = false }: Props) {
  const [open, setOpen] = useState(startsOpen);
  const [words, setWords] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>(".tw-picks__list input")?.focus();
    const outside = (event: Event) => {
      if (!event.composedPath().includes(box.current!)) setOpen(false);
    };
    addEventListener("pointerdown", outside, true);
    return () => removeEventListener("pointerdown", outside, true);
  }, [open]);
  const close = () => {
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  const found = picks.filter(({ label }) => folded(label).includes(folded(words))).slice(0, MOST_SHOWN);
  const toggle = (pick: string) => onChange(chosen.includes(pick) ? chosen.filter((one) => one !== pick) : [...chosen, pick]);
  return (
    <div
      className="tw-menu tw-picks" ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        close();
      }}
    >
      <button type="button" className={className} aria-haspopup="dialog" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {children ?? name}
        <Icon name="down" size={12} />
      </button>
      {open && (
        <div className="tw-menu__list tw-picks__list" role="dialog" id={id} aria-label={name} data-align="start" data-side="below">
          {picks.length > LONG && <Search name={find} value={words} onChange={setWords} />}
          {found.map((pick) => (
            <label key={pick.name}>
              <input type="checkbox" checked={chosen.includes(pick.name)} onChange={() => toggle(pick.name)} />
              <span dir="auto">{pick.label}</span>
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
