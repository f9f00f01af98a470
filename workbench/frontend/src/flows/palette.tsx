// The kinds of nodes: dragged onto the canvas, or added by a click.

import { useMemo, useState } from "react";
import { Glyph } from "../parts/glyph.tsx";
import type { Catalogue, Kind, Language } from "../types.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { useDesk, useView } from "./desk.ts";
import { addNode, DRAGGED, freePlace } from "./dropping.ts";
import { folded } from "./folded_text.ts";

const WORDS = {
  nodes: { es: "Nodos", en: "Nodes", pt: "Nós" },
  search: { es: "Buscar un nodo…", en: "Search a node…", pt: "Buscar um nó…" },
  none: { es: "Ningún nodo se llama así.", en: "No node is called that.", pt: "Nenhum nó tem esse nome." },
} satisfies Words<string>;

export interface Choice {
  name: string;
  kind: Kind;
  title: string;
}

/** The kinds whose title, help or section holds the words, in the palette's order. */
export function choicesOf(catalogue: Catalogue, language: Language, words: string): [group: string, choices: Choice[]][] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  const groups = new Map<string, Choice[]>(Object.keys(catalogue.groups).map((group) => [group, []]));
  for (const [name, kind] of Object.entries(catalogue.kinds)) {
    const title = inLanguage(kind.title, language);
    const all = folded([name, ...Object.values(kind.title), inLanguage(catalogue.groups[kind.group], language)].join(" "));
    if (wanted.every((word) => all.includes(word))) {
      const list = groups.get(kind.group);
      if (list) list.push({ name, kind, title });
      else groups.set(kind.group, [{ name, kind, title }]);
    }
  }
  return [...groups].filter(([, choices]) => choices.length > 0);
}

export function Palette() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const catalogue = useView((view) => view.catalogue);
  const language = useView((view) => view.language);
  const [words, setWords] = useState("");
  const groups = useMemo(() => choicesOf(catalogue, language, words), [catalogue, language, words]);
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
          const first = groups[0]?.[1][0];
          if (event.key === "Enter" && words && first) add(first.name);
        }}
      />
      {groups.length === 0 && <p className="tw-palette-none">{say("none")}</p>}
      <div className="tw-palette-grid">
        {groups.flatMap(([, choices]) => choices).map(({ name, kind, title }) => (
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
