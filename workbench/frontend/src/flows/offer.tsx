// The palette where it is needed: at the end of an edge drawn into the void, on an edge's plus.

import { useCallback, useRef } from "react";
import { Chooser } from "../parts/chooser.tsx";
import { Glyph } from "../parts/glyph.tsx";
import { useWords, type Words } from "../words.ts";
import { useDesk, useDoing, useView } from "./desk.ts";
import type { Offer as Offered } from "./doing.ts";
import { addNode } from "./dropping.ts";
import { kindsFor } from "./kinds.ts";

const WORDS = {
  add: { es: "Agregar un nodo", en: "Add a node", pt: "Adicionar um nó" },
  search: { es: "¿Qué sigue?", en: "What comes next?", pt: "O que vem depois?" },
  none: { es: "Ningún nodo se llama así.", en: "No node is called that.", pt: "Nenhum nó tem esse nome." },
} satisfies Words<string>;

const WIDTH = 236;
const HEIGHT = 330;

export function Offer() {
  const offer = useDoing((doing) => doing.offer);
  return offer ? <Open offer={offer} /> : null;
}

function Open({ offer }: { offer: Offered }) {
  const desk = useDesk();
  const say = useWords(WORDS);
  const catalogue = useView((view) => view.catalogue);
  const language = useView((view) => view.language);
  const box = useRef<HTMLDivElement>(null);
  const find = useCallback((words: string) =>
    kindsFor(catalogue, language, words).map(({ name, kind, title }) => ({
      id: name, label: title, before: <Glyph name={kind.icon} size={13} />, className: `tw-family--${kind.family}`,
    })), [catalogue, language]);
  const close = () => {
    desk.doing.set({ offer: undefined });
    desk.focus();
  };
  const around = desk.root?.getBoundingClientRect() ?? { x: 0, y: 0, width: 800, height: 600 };
  const left = Math.max(8, Math.min(offer.screen.x - around.x, around.width - WIDTH));
  const top = Math.max(8, Math.min(offer.screen.y - around.y, around.height - HEIGHT));
  return (
    <div
      className="tw-offer" ref={box} style={{ left, top }} role="dialog" aria-label={say("add")}
      onBlur={({ currentTarget, relatedTarget }) => currentTarget.contains(relatedTarget) || desk.doing.set({ offer: undefined })}
    >
      <Chooser
        label={say("add")} placeholder={say("search")} none={say("none")} find={find} onClose={close}
        onChoose={({ id }) => {
          close();
          addNode(desk, id, offer.at, offer.after);
        }}
      />
    </div>
  );
}
