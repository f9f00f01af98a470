// The kinds of nodes: dragged onto the canvas, or added by a click.

import { useMemo, useState } from "react";
import { Glyph } from "../parts/glyph.tsx";
import { useWords, type Words } from "../words.ts";
import { useDesk, useView } from "./desk.ts";
import { addNode, DRAGGED, freePlace } from "./dropping.ts";
import { kindsFor } from "./kinds.ts";

const WORDS = {
  nodes: { es: "Nodos", en: "Nodes", pt: "Nós" },
  search: { es: "Buscar un nodo…", en: "Search a node…", pt: "Buscar um nó…" },
  none: { es: "Ningún nodo se llama así.", en: "No node is called that.", pt: "Nenhum nó tem esse nome." },
} satisfies Words<string>;

export function Palette() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const catalogue = useView((view) => view.catalogue);
  const language = useView((view) => view.language);
  const [words, setWords] = useState("");
  const kinds = useMemo(() => kindsFor(catalogue, language, words), [catalogue, language, words]);
  const add = (kind: string) => {
    addNode(desk, kind, freePlace(desk));
    desk.doing.set({ drawer: false });
    desk.focus();
  };
  return (
    <section className="tw-palette" aria-label={say("nodes")}>
      <h2 className="tw-heading">{say("nodes")}</h2>
      <input
        className="tw-input tw-palette-search" type="search" value={words} placeholder={say("search")} aria-label={say("search")}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          const [first] = kinds;
          if (event.key === "Enter" && words && first) add(first.name);
        }}
      />
      {kinds.length === 0 && <p className="tw-palette-none">{say("none")}</p>}
      <div className="tw-palette-grid">
        {kinds.map(({ name, kind, title }) => (
          <button
            key={name} className={`tw-palette-kind tw-family--${kind.family}`} draggable title={title} onClick={() => add(name)}
            onDragStart={({ dataTransfer }) => {
              dataTransfer.setData(DRAGGED, name);
              dataTransfer.effectAllowed = "copy";
            }}
          >
            <Glyph name={kind.icon} size={13} /><span>{title}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
