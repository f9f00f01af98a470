// The palette where it is needed: at the end of an edge drawn into the void, on an edge's plus.

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { Glyph } from "../parts/glyph.tsx";
import { useWords, type Words } from "../words.ts";
import { useDesk, useDoing, useView } from "./desk.ts";
import type { Offer as Offered } from "./doing.ts";
import { addNode } from "./dropping.ts";
import { choicesOf } from "./palette.tsx";

const WORDS = {
  add: { es: "Agregar un nodo", en: "Add a node", pt: "Adicionar um nó" },
  search: { es: "¿Qué sigue?", en: "What comes next?", pt: "O que vem depois?" },
} satisfies Words<string>;

export function Offer() {
  const offer = useDoing((doing) => doing.offer);
  return offer ? <Open offer={offer} /> : null;
}

function Open({ offer }: { offer: Offered }) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const catalogue = useView((view) => view.catalogue);
  const language = useView((view) => view.language);
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const choices = useMemo(() => choicesOf(catalogue, language, words).flatMap(([, list]) => list), [catalogue, language, words]);
  useEffect(() => void box.current?.querySelector("input")?.focus(), []);
  useEffect(() => void box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" }), [at]);
  const close = () => {
    desk.doing.set({ offer: undefined });
    desk.focus();
  };
  const choose = (name: string | undefined) => {
    close();
    if (name) addNode(desk, name, offer.at, offer.after);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + choices.length) % Math.max(1, choices.length));
    else if (event.key === "Enter") choose(choices[at]?.name);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  const middle = box.current?.parentElement?.getBoundingClientRect() ?? desk.root?.getBoundingClientRect();
  const left = Math.max(8, Math.min(offer.screen.x - (middle?.x ?? 0), (middle?.width ?? 800) - 236));
  const top = Math.max(8, Math.min(offer.screen.y - (middle?.y ?? 0), (middle?.height ?? 600) - 330));
  return (
    <div
      className="tw-offer" ref={box} style={{ left, top }} role="dialog" aria-label={say("add")} onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => currentTarget.contains(relatedTarget) || desk.doing.set({ offer: undefined })}
    >
      <input
        className="tw-input" role="combobox" aria-expanded="true" aria-controls="tw-offer-list" aria-label={say("search")} placeholder={say("search")}
        value={words} aria-activedescendant={choices[at] && `tw-offer-${choices[at].name}`}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
      />
      <div className="tw-offer-list" role="listbox" id="tw-offer-list" aria-label={say("add")} tabIndex={-1}>
        {choices.map(({ name, kind, title }, index) => (
          <div
            key={name} id={`tw-offer-${name}`} role="option" aria-selected={index === at} className={`tw-offer-one tw-family--${kind.family}`}
            onPointerEnter={() => setAt(index)} onPointerDown={(event) => event.preventDefault()} onClick={() => choose(name)}
          >
            <Glyph name={kind.icon} size={13} /><span>{title}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
