// The buttons of a message. One that opens a page is a link.

import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import type { Option, OptionsAs } from "./told.ts";

const WORDS = {
  options: { es: "Opciones", en: "Options", pt: "Opções" },
  list: { es: "Ver opciones", en: "See options", pt: "Ver opções" },
} satisfies Words<string>;

interface Props {
  options: Option[];
  as: OptionsAs | "card";
  /** Without it they are only shown. */
  press?: ((option: Option) => void) | undefined;
}

export function Options({ options, as, press }: Props) {
  const words = useWords(WORDS);
  const [open, setOpen] = useState(false);
  if (options.length === 0) return null;
  const rows = options.map((option) => <Choice key={option.id} option={option} press={press} />);
  if (as !== "list") return <div className="tw-options" data-as={as || "buttons"} role="group" aria-label={words("options")}>{rows}</div>;
  return (
    <div className="tw-options" data-as="list">
      <button type="button" className="tw-option" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="list" size={14} />
        {words("list")}
      </button>
      {open && <div className="tw-options__rows" role="group" aria-label={words("options")}>{rows}</div>}
    </div>
  );
}

function Choice({ option, press }: { option: Option; press?: Props["press"] }) {
  const inside = (
    <>
      <span dir="auto">{option.label}</span>
      {option.description && <small dir="auto">{option.description}</small>}
    </>
  );
  if (option.url) {
    return (
      <a className="tw-option" href={option.url} target="_blank" rel="noopener noreferrer">
        {inside}
        <Icon name="link" size={12} />
      </a>
    );
  }
  if (!press) return <span className="tw-option">{inside}</span>;
  return <button type="button" className="tw-option" onClick={() => press(option)}>{inside}</button>;
}
